"""What decides an annex: the run, and the rows of the plan that it prints, copied when it is asked for."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from django.utils import timezone

from apps.audits.queries import locked_scores
from apps.organisation.actions import Refused
from apps.performance.queries import current_run
from apps.planning.own_places import places_in
from apps.planning.protection import protected
from apps.planning.queries import plan_content, published_content, published_edition
from apps.planning.shapes import PlanContent, as_json, from_json
from apps.planning.steady import as_it_stands
from apps.publication.annexes import LETTERS, AnnexRequest, freeze_annexes
from apps.publication.assembly.annex_targets import targets_of
from apps.publication.models import FrozenFigures
from apps.reports.kinds import BuildRefused, Inputs, Key, Published
from apps.reports.languages import ENGLISH, may_publish
from apps.reports.models import Report, ReportEdition
from apps.reports.queries import years_to_report
from rules.periods import PerformanceYear

NO_RUN = (
    "No measures have been run on the live extract over a whole performance year before the plan begins. "
    "Run them, then build the annex."
)
# Of what a plan holds, what each annex prints; the others are left out, so that they do not date it.
PRINTED: Mapping[str, frozenset[str]] = {
    "C": frozenset({"priorities", "handed_down", "milestones", "schedule"}),
    "D": frozenset({"agreements", "provision", "fund", "awards"}),
    "G": frozenset({"milestones"}),
}
LISTS = (
    "sections",
    "priorities",
    "handed_down",
    "milestones",
    "schedule",
    "agreements",
    "provision",
    "awards",
)


# Of a published plan: what stays as it was approved. Agreements and how milestones stand are the day's.
APPROVED = ("sections", "priorities", "handed_down", "schedule")
WITH_WORDS = (Key.PLAN, Key.PLAN_WITH_ANNEXES)


def letters_of(key: Key) -> str:
    """The annexes that a kind prints; the plan alone prints its priorities and milestones, annex C."""
    return {Key.PLAN: "C", Key.PLAN_WITH_ANNEXES: LETTERS}.get(key) or key.value[-1].upper()


def inputs_of(report: Report, on: date, letters: str) -> Inputs:
    """The copied rows. Raises BuildRefused without a run that covers a whole year before the plan begins."""
    run, baseline = current_run(), baseline_of(report.year)
    if run is None or baseline is None:
        raise BuildRefused(NO_RUN)
    content = _copied(report, on, letters, demo=run.extract.demo)
    scores = [f"{score.measure} {score.locked_at}" for score in locked_scores(report.region_id, on)]
    return Inputs(
        decides=scores if "B" in letters else (),
        content=content | {"baseline": str(baseline)},
        run=run,
        is_draft=published_edition(report.region, report.year) is None,
    )


def baseline_of(plan_year: str) -> PerformanceYear | None:
    """The newest year before the plan's first that the run on the pages judged whole; None: there is none."""
    first = PerformanceYear.parse(plan_year)
    years = [PerformanceYear.parse(year) for year in years_to_report()]
    return next((year for year in years if year.starts_in < first.starts_in), None)


def _copied(report: Report, on: date, letters: str, *, demo: bool) -> dict[str, Any]:
    try:
        plan, day = as_it_stands(lambda: _plan_of(report, on))
    except Refused as refused:
        raise BuildRefused(str(refused)) from refused
    printed = frozenset[str]().union(*(PRINTED.get(letter, frozenset()) for letter in letters))
    printed |= {"sections"} if report.kind in WITH_WORDS else frozenset()
    content: dict[str, Any] = {"plan": as_json(_only(plan, printed))}
    if printed:
        # What stands on one day may not stand on the next.
        content["on"] = day.isoformat()
    if "G" in letters:
        years = [PerformanceYear.parse(year) for year in plan.years]
        content["targets"] = targets_of(report.region_id, years, demo=demo)
    return content


def _plan_of(report: Report, on: date) -> tuple[PlanContent, date]:
    """What is printed of the plan, and the day on which it stood so.

    The plan alone is the published edition whole, as long as there is one. Annexes take its approved words
    and the day's agreements, awards and milestones. Without a published edition: all as it is written.
    """
    written = plan_content(report.region, report.year, on)
    edition = published_edition(report.region, report.year)
    approved = published_content(report.region, report.year)
    if edition is None or approved is None or edition.published_at is None:
        return written, on
    if report.kind == Key.PLAN:
        return approved, timezone.localdate(edition.published_at)
    return replace(written, **{name: getattr(approved, name) for name in APPROVED}), on


def published_plan(edition: ReportEdition) -> Published | None:
    """The plan alone, built from a published edition, is what the public has; None for a draft.

    Its day is that of the edition that it was built from, whatever was published since. In a further
    language, too, where the dated rule lets it be published. Later words take its place even when they were
    built in English alone.
    """
    if edition.is_draft:
        return None
    on = day_of(edition)
    if may_publish(edition.language, edition.provenance.get("untranslated", []), on):
        return None
    newer = edition.report.editions.filter(
        state=ReportEdition.State.BUILT, is_draft=False, number__gt=edition.number
    )
    of_its_own = newer.filter(language=edition.language).order_by("-number").first()
    in_english = newer.filter(language=ENGLISH).exclude(content=edition.content).order_by("-number").first()
    return Published(on=on, superseded_by=of_its_own or in_english)


def _only(plan: PlanContent, printed: frozenset[str]) -> PlanContent:
    left_out: dict[str, Any] = {name: () for name in LISTS if name not in printed}
    kept = replace(plan, **left_out, **({} if "fund" in printed else {"fund": None}))
    gone = {one.english for one in places_in(plan)} - {one.english for one in places_in(kept)}
    # What was put into other languages of the rows that are left out must not date it either.
    words = {
        language: [one for one in carried if one["english"] not in gone]
        for language, carried in plan.own_words.items()
    }
    return replace(kept, own_words={language: found for language, found in words.items() if found})


def plan_in(content: Mapping[str, Any]) -> PlanContent:
    """The plan's rows that an edition holds; what was copied before small numbers were, is protected here."""
    plan, on = from_json(PlanContent, content["plan"]), content.get("on")
    return protected(plan, date.fromisoformat(on)) if on else plan


def day_of(edition: ReportEdition) -> date:
    """The day of the edition's agreements and milestones; of one without any, the day it was asked for."""
    kept = edition.content.get("on")
    return date.fromisoformat(kept) if kept else timezone.localdate(edition.requested_at)


def frozen(edition: ReportEdition, letters: str) -> FrozenFigures:
    """The annexes' tables, from the edition's content and run."""
    content = edition.content
    asked = AnnexRequest(
        region=edition.report.region,
        baseline=PerformanceYear.parse(content["baseline"]),
        run=edition.run,
        plan=plan_in(content),
        targets=content.get("targets", {}),
        on=day_of(edition),
        dated="on" in content,
        letters=letters,
    )
    return freeze_annexes(asked, document=edition.report.kind, by=edition.requested_by)
