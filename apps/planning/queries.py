"""What a region's plan says on a day: for pages, annexes and the annual report. Nothing here writes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import F, Prefetch, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from apps.organisation.models import Region
from apps.organisation.own_words import Place, carried, phrases, translated
from apps.planning.models import (
    Agreement,
    Award,
    FundPlan,
    HandedTo,
    Milestone,
    Plan,
    PlanEdition,
    PlanText,
    Priority,
    PriorityAnswer,
    Provision,
)
from apps.planning.own_places import milestone_places, places_in
from apps.planning.protection import protected
from apps.planning.shapes import (
    AgreementShown,
    AwardShown,
    FundShown,
    HandedShown,
    MilestoneShown,
    MilestonesProgress,
    PlanContent,
    PriorityShown,
    ProvisionRow,
    ScheduleRow,
    SectionShown,
    from_json,
)
from apps.planning.wording import (
    agreement_shown,
    award_shown,
    handed_shown,
    milestone_shown,
    priority_shown,
    provision_row,
)
from rules.definitions.languages import ENGLISH, languages_on
from rules.definitions.planning import governance_on, template_on

DROPPED = "dropped"


def plan_content(region: Region, year: str, on: date) -> PlanContent:
    """The plan that begins with performance year `year` ("2026-27"), as it is written on the day `on`.

    Small numbers of people are suppressed: whatever is frozen, printed or published of a plan is this.
    A region without that plan has its sections unwritten; priorities, milestones and agreements are the
    region's own and are there all the same. Raises ValueError for a text that is no performance year.
    """
    years = template_on(on).years_from(year)
    plan = Plan.objects.filter(region=region, first_year=year).first()
    priorities = priorities_of(region, years)
    milestones = milestones_of(region, years, on)
    written = PlanContent(
        region=region.code,
        region_name=region.name,
        years=years,
        is_demo=bool(plan and plan.is_demo),
        sections=sections_of(plan, on),
        priorities=priorities,
        handed_down=handed_down_to(region, years),
        milestones=milestones,
        schedule=_schedule(priorities, milestones, years),
        agreements=agreements_of(region, on),
        provision=provision_of(region, on),
        fund=fund_of(region, year),
        awards=awards_of(region, year, on),
    )
    content = protected(written, on)
    return replace(content, own_words=own_words_of(region, list(places_in(content)), on))


def own_words_of(region: Region, places: Sequence[Place], on: date) -> dict[str, Any]:
    """Language beside English -> what holds of the words of the places; no language without any.

    Sentences of the service that the region's people translated themselves are carried with them.
    """
    further = [one for one in languages_on(on).of_region(region.code) if one != ENGLISH]
    found = {
        language: carried(translated([*places, *phrases(region, language)], region, language))
        for language in further
    }
    return {language: words for language, words in found.items() if words}


def newest_texts(plan: Plan) -> dict[str, PlanText]:
    """The newest text of every section that has one."""
    return {text.section: text for text in plan.texts.select_related("by").order_by("section", "number")}


def sections_of(plan: Plan | None, on: date) -> tuple[SectionShown, ...]:
    """Every section of the template with its newest words."""
    template = template_on(on)
    titles = {part.id: part.title for part in template.parts}
    texts = newest_texts(plan) if plan else {}
    return tuple(
        SectionShown(
            id=each.id,
            part=each.part,
            part_title=titles[each.part],
            title=each.title,
            words=texts[each.id].words if each.id in texts else "",
            required=each.required,
        )
        for each in template.sections
    )


def standing_priorities(region: Region, years: Sequence[str]) -> QuerySet[Priority]:
    """The priorities that run in one of the years and were not withdrawn."""
    return (
        Priority.objects.filter(region=region, withdrawn_at=None)
        .filter(first_year__lte=years[-1], last_year__gte=years[0])
        .select_related("owner")
        .prefetch_related("milestones")
    )


def priorities_of(region: Region, years: Sequence[str]) -> tuple[PriorityShown, ...]:
    """The same as values, in the order in which they were made."""
    return tuple(priority_shown(row) for row in standing_priorities(region, years))


def handed_to(region: Region, years: Sequence[str]) -> QuerySet[HandedTo]:
    """What was handed down to the region for one of the years, with its answers, the newest first."""
    answers = PriorityAnswer.objects.select_related("priority", "milestone", "by").order_by("-id")
    return (
        HandedTo.objects.filter(region=region, handed__withdrawal=None)
        .filter(handed__first_year__lte=years[-1], handed__last_year__gte=years[0])
        .select_related("handed__handed_by", "region")
        .prefetch_related(Prefetch("answers", answers))
        .order_by("handed_id")
    )


def handed_down_to(region: Region, years: Sequence[str]) -> tuple[HandedShown, ...]:
    return tuple(handed_shown(row) for row in handed_to(region, years))


def milestones_of(region: Region, years: Iterable[str], on: date) -> tuple[MilestoneShown, ...]:
    """The milestones of the years by the day on which they are due, dropped ones too."""
    rows = Milestone.objects.filter(region=region, year__in=tuple(years)).select_related("priority", "owner")
    return tuple(milestone_shown(row, on) for row in rows)


def milestones_progress(region: Region, year: str, on: date) -> MilestonesProgress:
    """How far the milestones of one performance year are on a day; lateness is worked out, never entered."""
    rows = milestones_of(region, [year], on)
    counts = {each.id: 0 for each in governance_on(on).milestone_states}
    for row in rows:
        counts[row.state] = counts.get(row.state, 0) + 1
    return MilestonesProgress(rows=rows, counts=counts, overdue=sum(row.is_overdue for row in rows))


def _schedule(
    priorities: Iterable[PriorityShown], milestones: Sequence[MilestoneShown], years: Sequence[str]
) -> tuple[ScheduleRow, ...]:
    return tuple(
        ScheduleRow(
            priority=each.id,
            title=each.title,
            cells=tuple(
                tuple(
                    f"{one.title} (Q{one.quarter})"
                    for one in milestones
                    if one.priority == each.id and one.year == year and one.state != DROPPED
                )
                for year in years
            ),
        )
        for each in priorities
    )


def standing_agreements(region: Region, on: date) -> QuerySet[Agreement]:
    """The agreements that have not ended before the day: those to begin as well."""
    ends = Coalesce(F("ended_on"), F("last_on"))
    return Agreement.objects.filter(region=region).annotate(ends=ends).filter(ends__gte=on)


def agreements_of(region: Region, on: date) -> tuple[AgreementShown, ...]:
    """The agreements that have not ended before the day, the first to end first."""
    return tuple(agreement_shown(row, on) for row in standing_agreements(region, on).order_by("ends", "id"))


def provision_of(region: Region, on: date) -> tuple[ProvisionRow, ...]:
    """What the agreements in force on the day provide, one row a need, delivery unit and cohort of each.

    As it was entered: for what leaves the region's record, see `protection`.
    """
    rows = standing_provision(region, on).order_by("need", "unit", "agreement", "cohort")
    return tuple(provision_row(row, on) for row in rows)


def standing_provision(region: Region, on: date) -> QuerySet[Provision]:
    in_force = standing_agreements(region, on).filter(first_on__lte=on)
    found = Provision.objects.filter(agreement__in=in_force.values("pk"), withdrawn_at=None)
    return found.select_related("agreement", "unit")


def awards_of(region: Region, year: str, on: date | None = None) -> tuple[AwardShown, ...]:
    """The applications to the fund in a year. on: whose words of needs and criteria; the year's first day.

    As they were entered: for what leaves the region's record, see `protection`.
    """
    day = on or _first_day(year)
    rows = Award.objects.filter(region=region, year=year).prefetch_related("units", "verdicts", "impacts")
    return tuple(award_shown(row, day) for row in rows)


def fund_of(region: Region, year: str) -> FundShown | None:
    """The fund's newest plan for the year with what was awarded; None without a plan."""
    newest = FundPlan.objects.filter(region=region, year=year).order_by("number").last()
    if newest is None:
        return None
    rows = Award.objects.filter(region=region, year=year, state=Award.State.AWARDED)
    awarded = sum((row.awarded or Decimal(0) for row in rows), Decimal(0))
    return FundShown(
        year=year, amount=newest.amount, words=newest.words, awarded=awarded, left=newest.amount - awarded
    )


def _first_day(year: str) -> date:
    return date(int(year[:4]), 4, 1)


def editions_of(region: Region) -> QuerySet[PlanEdition]:
    """Every edition of the region's plans, the newest first."""
    found = PlanEdition.objects.filter(plan__region=region)
    return found.select_related("plan__region", "sent_by", "decided_by", "published_by").order_by(
        "-plan__first_year", "-number"
    )


def published_edition(region: Region, year: str) -> PlanEdition | None:
    """The newest published edition of the plan that begins with the year."""
    return editions_of(region).filter(plan__first_year=year, published_at__isnull=False).first()


def published_content(region: Region, year: str) -> PlanContent | None:
    """What that edition says, from its frozen JSON; None without one."""
    edition = published_edition(region, year)
    return edition_content(edition) if edition else None


def edition_content(edition: PlanEdition) -> PlanContent:
    """What an edition says, by the rule of disclosure of the day on which it was sent.

    What is sent is protected when it is frozen; editions from before that was so are protected here.
    """
    return protected(from_json(PlanContent, edition.content), timezone.localdate(edition.sent_at))


def edition_in_force(region: Region, year: str) -> PlanEdition | None:
    """The newest published edition whose three years hold the performance year."""
    found = editions_of(region).filter(published_at__isnull=False, plan__first_year__lte=year)
    newest = found.first()
    return newest if newest and year in newest.content["years"] else None


def milestones_for_report(region_code: str, year: str, on: date) -> list[dict[str, Any]]:
    """The milestones of the year that the edition in force published, with their progress on the day.

    JSON: number, title, priority, owner, due_on, quarter, state, state_words, progress, evidence (titles of
    files), done_on, days_late. Empty without a published edition.
    """
    found = _promised(region_code, year).prefetch_related("steps")
    return [_reported(number, row, on) for number, row in enumerate(found, 1)]


def places_for_report(region_code: str, year: str, on: date) -> Iterator[Place]:
    """Where the words of these milestones stand."""
    for row in _promised(region_code, year):
        yield from milestone_places(milestone_shown(row, on))


def _promised(region_code: str, year: str) -> QuerySet[Milestone]:
    region = Region.objects.get(pk=region_code)
    edition = edition_in_force(region, year)
    promised = edition.content["milestones"] if edition else []
    ids = [one["id"] for one in promised if one["year"] == year]
    rows = Milestone.objects.filter(region=region, pk__in=ids).select_related("priority", "owner")
    return rows.order_by("due_on", "id")


def _reported(number: int, row: Milestone, on: date) -> dict[str, Any]:
    shown = milestone_shown(row, on)
    return {
        "number": number,
        "title": shown.title,
        "priority": shown.priority_title,
        "owner": shown.owner,
        "due_on": shown.due_on.isoformat(),
        "quarter": shown.quarter,
        "state": shown.state,
        "state_words": "Overdue" if shown.is_overdue else shown.state_words,
        "progress": shown.reason,
        "evidence": [step.file_name for step in row.steps.all() if step.file],
        "done_on": shown.done_on.isoformat() if shown.done_on else "",
        "days_late": shown.days_late,
    }


def published_editions() -> QuerySet[PlanEdition]:
    """Published editions of every region, by region, the newest first: what is published is no secret."""
    found = PlanEdition.objects.filter(published_at__isnull=False).defer("content")
    return found.select_related("plan__region").order_by("plan__region__name", "-plan__first_year", "-number")


def edition_before(edition: PlanEdition) -> PlanEdition | None:
    """What it is compared with: the newest published edition of its plan before it, or of an earlier plan."""
    plan = edition.plan
    published = editions_of(plan.region).filter(published_at__isnull=False)
    earlier = published.filter(plan__first_year__lt=plan.first_year)
    same = published.filter(plan=plan, number__lt=edition.number)
    return same.first() or earlier.first()
