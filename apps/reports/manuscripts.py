"""The words of an annual report as they stand: what is written, entered and corrected, and against what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from apps.organisation.differences import count_words
from apps.organisation.models import RoleAssignment
from apps.organisation.own_words import Place
from apps.planning.queries import milestones_for_report, own_words_of, places_for_report
from apps.publication.models import FrozenFigures
from apps.publication.queries import TableShown, tables_of
from apps.reports.claims.check import check_text
from apps.reports.claims.facts import FrozenFacts, facts_of
from apps.reports.claims.fault import Fault
from apps.reports.claims.marks import without_marks
from apps.reports.content import year_before
from apps.reports.models import Report
from apps.reports.narrative_models import (
    Correction,
    EnteredFigure,
    Manuscript,
    ManuscriptStep,
    PublishedReport,
    SectionText,
)
from rules.definitions.annual_report import AnnualReportRules, AnnualSection, EnteredLine, annual_report_on
from rules.periods import PerformanceYear

ENGLISH, WELSH = "en", "cy"
STEPS = ManuscriptStep.Kind


@dataclass(frozen=True, kw_only=True)
class Written:
    """A section and its words. `text`: None before anything was saved; `counted`: words without marks.

    english: of words in a further language, the newest English.
    """

    section: AnnualSection
    text: SectionText | None
    english: SectionText | None = None

    @property
    def words(self) -> str:
        return self.text.words if self.text else ""

    @property
    def number(self) -> int:
        return self.text.number if self.text else 0

    @property
    def is_out_of_date(self) -> bool:
        """Whether the English was written again after these words in a further language."""
        if not (self.text and self.words and self.english):
            return False
        if self.text.of_number is None:
            # Saved before the number was kept: then the later one of the two tells.
            return self.english.at > self.text.at
        return self.text.of_number != self.english.number

    @property
    def holding(self) -> str:
        """The words, where a document may print them beside the English as it reads now."""
        return "" if self.is_out_of_date else self.words

    @property
    def counted(self) -> int:
        return count_words(without_marks(self.words))

    @property
    def is_too_long(self) -> bool:
        return self.section.words_to is not None and self.counted > self.section.words_to


@dataclass(frozen=True, kw_only=True)
class Entered:
    """A line of the region's own with its newest value; None before one was entered."""

    line: EnteredLine
    figure: EnteredFigure | None

    @property
    def value(self) -> Decimal | None:
        return self.figure.value if self.figure else None

    @property
    def text(self) -> str:
        """As printed: whole numbers without decimals."""
        return "" if self.value is None else f"{self.value:,.2f}".rstrip("0").rstrip(".")


def rules_of(report: Report) -> AnnualReportRules:
    """The template in force at the end of the year that is reported."""
    return annual_report_on(last_on(report))


def last_on(report: Report) -> date:
    """The last day of the year that is reported."""
    return PerformanceYear.parse(report.year).last_on


def manuscript_of(report: Report) -> Manuscript:
    """The manuscript; one that is not saved, for a report of which nothing was written yet."""
    return Manuscript.objects.select_related("figures").filter(report=report).first() or Manuscript(
        report=report
    )


def newest_texts(report: Report, language: str = ENGLISH) -> dict[str, SectionText]:
    """Section -> its newest words in the language."""
    texts = report.texts.filter(language=language).select_related("by")
    return {text.section: text for text in texts.order_by("section", "-number").distinct("section")}


def written_of(report: Report, language: str = ENGLISH) -> list[Written]:
    """Every section that holds words, in the order of the template."""
    texts = newest_texts(report, language)
    english = {} if language == ENGLISH else newest_texts(report)
    return [
        Written(section=each, text=texts.get(each.id), english=english.get(each.id))
        for each in rules_of(report).written
    ]


def welsh_of(report: Report) -> dict[str, str]:
    """Section -> its Welsh words; empty where there are none, or where the English was changed after them."""
    return {one.section.id: one.holding for one in written_of(report, WELSH)}


def entered_of(report: Report) -> list[Entered]:
    """The lines of workforce and money, in the order of the template."""
    figures = report.entered.select_related("by").order_by("line", "-id").distinct("line")
    newest = {figure.line: figure for figure in figures}
    return [Entered(line=line, figure=newest.get(line.id)) for line in rules_of(report).lines]


def pinned_figures(report: Report) -> FrozenFigures | None:
    """The frozen figures that the report is written on; None before they were frozen for it."""
    return manuscript_of(report).figures


def facts_about(figures: FrozenFigures, entered: Sequence[Entered] = ()) -> FrozenFacts:
    """What sentences are held against."""
    tables: Mapping[str, TableShown] = {shown.table.key: shown for shown in tables_of(figures)}
    lines = {one.line.title: one.value for one in entered if one.value is not None}
    return facts_of(tables, figures.details, year=figures.year, before=year_before(figures.year), lines=lines)


def faults_of(written: Sequence[Written], facts: FrozenFacts) -> dict[str, list[Fault]]:
    """Section -> what of its words the frozen figures do not bear out; none for a section without a fault."""
    found = {one.section.id: check_text(one.words, facts) for one in written if one.words}
    return {section: faults for section, faults in found.items() if faults}


def next_number(report: Report) -> int:
    """The published edition that the words are written for."""
    last = report.publications.filter(cancelled_at=None).order_by("-number").first()
    return last.number + 1 if last else 1


def corrections_of(report: Report) -> QuerySet[Correction]:
    """Every correction that stands, the oldest edition first."""
    return report.corrections.filter(withdrawn_at=None).select_related("by").order_by("number", "id")


def last_step(report: Report, *kinds: str) -> ManuscriptStep | None:
    """The newest step of one of these kinds."""
    return report.steps.filter(kind__in=kinds).select_related("by").order_by("-id").first()


def approval_of(report: Report) -> ManuscriptStep | None:
    """The approval that holds; None when the words are being written or reviewed."""
    is_approved = manuscript_of(report).state == Manuscript.State.APPROVED
    return last_step(report, STEPS.APPROVED) if is_approved else None


def day_set(report: Report) -> str:
    """The day of publication that was set since the approval that holds, as ISO; empty without one."""
    approval = approval_of(report)
    step = last_step(report, STEPS.SCHEDULED, STEPS.CANCELLED)
    holds = approval and step and step.kind == STEPS.SCHEDULED and step.pk > approval.pk
    return str(step.content["on"]) if holds and step else ""


def written_words(report: Report) -> dict[str, Any]:
    """Everything that people wrote, as plain JSON; equal words give equal JSON."""
    welsh = welsh_of(report)
    words = {
        "rules": rules_of(report).edition,
        "number": next_number(report),
        "director": _director(report),
        "sections": [_section_json(one, welsh[one.section.id]) for one in written_of(report)],
        "entered": [_entered_json(one) for one in entered_of(report) if one.value is not None],
        "milestones": _milestones(report),
        "corrections": [_correction_json(one) for one in corrections_of(report)],
    }
    own = own_words_of(report.region, list(places_of(report)), last_on(report))
    return words | ({"own_words": own} if own else {})


def places_of(report: Report) -> Iterator[Place]:
    """Where words stand that people wrote elsewhere than in the sections, and that the report prints."""
    yield from places_for_report(report.region_id, report.year, last_on(report))
    for one in entered_of(report):
        if one.figure and one.value is not None:
            key = f"line:{report.year}:{one.line.id}"
            yield Place(key=key, what=f"Source of “{one.line.title}”", english=one.figure.source)
    for correction in corrections_of(report):
        yield from _places_of_correction(correction)


def _places_of_correction(one: Correction) -> Iterator[Place]:
    texts = {"old": one.old_value, "new": one.new_value, "reason": one.reason}
    for field, english in texts.items():
        what = f"Correction of {one.place_words}: {field}"
        yield Place(key=f"correction:{one.pk}:{field}", what=what, english=english)


def frozen_words(report: Report) -> dict[str, Any]:
    """What gets into the document: as approved, with the day of publication, or as it stands in a draft."""
    approval = approval_of(report)
    if approval is None:
        return {**written_words(report), "final": False, "approved": None, "published_on": ""}
    approved = {
        "by": str(approval.by),
        "on": timezone.localdate(approval.at).isoformat(),
        "sha256": approval.sha256,
    }
    day = day_set(report)
    return {**approval.content, "final": bool(day), "approved": approved, "published_on": day}


def _director(report: Report) -> str:
    """Who signs the foreword: whoever holds the role over the region; empty where nobody does."""
    held = RoleAssignment.objects.filter(region=report.region_id, role="regional_director", valid_to=None)
    newest = held.filter(user__is_active=True).select_related("user").order_by("-valid_from", "-pk").first()
    return str(newest.user) if newest else ""


def _section_json(one: Written, welsh: str) -> dict[str, Any]:
    return {
        "id": one.section.id,
        "title": one.section.title,
        "words": one.words,
        "version": one.number,
        "welsh": welsh,
    }


def _entered_json(one: Entered) -> dict[str, str]:
    line = one.line
    source = one.figure.source if one.figure else ""
    return {"id": line.id, "kind": line.kind, "title": line.title, "unit": line.unit} | {
        "value": one.text,
        "source": source,
    }


def _milestones(report: Report) -> list[dict[str, Any]]:
    """The plan's milestones as they stood on the last day of the year; empty without a published plan."""
    return milestones_for_report(report.region_id, report.year, last_on(report))


def _correction_json(one: Correction) -> dict[str, Any]:
    return {
        "number": one.number,
        "place": one.place,
        "place_words": one.place_words,
        "old": one.old_value,
        "new": one.new_value,
        "reason": one.reason,
    }


def publication_now(report: Report) -> PublishedReport | None:
    """The newest publication that was not cancelled, public already or with its day ahead."""
    return report.publications.filter(cancelled_at=None).select_related("edition").order_by("-number").first()
