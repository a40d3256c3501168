"""What stands between a report and its publication: the task list of its page, and the gate of each step."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum
from functools import cached_property

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from apps.audits.queries import locked_scores
from apps.performance.queries import current_run
from apps.reports.claims.check import check_text
from apps.reports.claims.facts import FrozenFacts
from apps.reports.claims.fault import Fault
from apps.reports.manuscripts import (
    STEPS,
    Entered,
    Written,
    approval_of,
    corrections_of,
    day_set,
    entered_of,
    facts_about,
    faults_of,
    frozen_words,
    last_step,
    manuscript_of,
    next_number,
    publication_now,
    welsh_of,
    written_of,
)
from apps.reports.models import Report, ReportEdition
from apps.reports.narrative_models import Manuscript
from apps.reports.queries import years_to_report
from apps.reports.same_figures import figures_apart
from apps.reports.translations import NAMES, Translation, translations_beside, written_in

State = Manuscript.State


class Stage(IntEnum):
    """The step that a task must be done before. The English waits for no TRANSLATION."""

    SUBMIT = 1
    APPROVE = 2
    PUBLISH = 3
    TRANSLATION = 4


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing to do. `missing`: what is not done yet, in words; empty when it is done.

    `part`: where it is done ("section:foreword", "figures", "comments", "day", "pdf").
    """

    title: str
    stage: Stage
    missing: str
    part: str

    @property
    def is_done(self) -> bool:
        return not self.missing


class Outlook:
    """Everything about one report that its pages and gates ask for, each read once."""

    def __init__(self, report: Report, now: datetime) -> None:
        self.report, self.now = report, now

    @cached_property
    def manuscript(self) -> Manuscript:
        return manuscript_of(self.report)

    @cached_property
    def written(self) -> list[Written]:
        return written_of(self.report)

    @cached_property
    def translated(self) -> Mapping[str, list[Written]]:
        """Language beside English -> every section with its words in it."""
        return {language: written_of(self.report, language) for language in written_in(self.report)}

    @cached_property
    def entered(self) -> list[Entered]:
        return entered_of(self.report)

    @cached_property
    def facts(self) -> FrozenFacts | None:
        figures = self.manuscript.figures
        return facts_about(figures, self.entered) if figures else None

    @cached_property
    def faults(self) -> Mapping[str, Sequence[Fault]]:
        """Section -> what the figures do not bear out; empty before figures were frozen."""
        return faults_of(self.written, self.facts) if self.facts else {}

    @cached_property
    def open_comments(self) -> Mapping[str, int]:
        """Section -> comments that nobody resolved."""
        counts: dict[str, int] = {}
        for section in self.report.comments.filter(resolved_at=None).values_list("section", flat=True):
            counts[section] = counts.get(section, 0) + 1
        return counts

    @cached_property
    def tasks(self) -> list[Task]:
        return [
            _figures_task(self),
            *_section_tasks(self),
            *_figures_of_translations_tasks(self),
            *_correction_tasks(self),
            _comments_task(self),
            _approval_task(self),
            _day_task(self),
            _pdf_task(self),
            *_translation_tasks(self),
        ]

    def missing_before(self, stage: Stage) -> list[str]:
        """What is left to do before the step can be taken."""
        return [
            f"{task.title}: {task.missing}" for task in self.tasks if task.stage <= stage and task.missing
        ]

    @cached_property
    def final_edition(self) -> ReportEdition | None:
        """The newest built edition of exactly the words that are approved and have their day."""
        return next((one for one in self._final_editions if one.state == ReportEdition.State.BUILT), None)

    @cached_property
    def final_build(self) -> ReportEdition | None:
        """The newest of those editions, whatever became of its building."""
        return next(iter(self._final_editions), None)

    @cached_property
    def _final_editions(self) -> list[ReportEdition]:
        words = frozen_words(self.report)
        if not words["final"]:
            return []
        words |= {"vintage": self.manuscript.figures.content_sha256 if self.manuscript.figures else ""}
        same = self.report.editions.filter(content=words, language="en", is_draft=False)
        return list(same.order_by("-number"))

    @cached_property
    def day(self) -> date | None:
        """The day of publication that is set."""
        day = day_set(self.report)
        return date.fromisoformat(day) if day else None

    @cached_property
    def translations(self) -> list[Translation]:
        """What would be published beside the final PDF; empty before that is built."""
        final = self.final_edition
        return translations_beside(final, timezone.localdate(self.now)) if final else []

    @cached_property
    def newer_figures(self) -> str:
        """Why the frozen figures are not the newest, in words; empty when they are."""
        return newer_than_frozen(self.report, self.now)


def newer_than_frozen(report: Report, now: datetime) -> str:
    step = last_step(report, STEPS.FIGURES, STEPS.KEPT)
    run = current_run()
    if step is None or run is None or report.year not in years_to_report():
        return ""
    if step.content.get("run") != run.pk:
        return _("the measures were run again after the figures were frozen")
    scores = locked_scores(report.region_id, timezone.localdate(now))
    if any(score.locked_at > step.at for score in scores):
        return _("an audit was published after the figures were frozen")
    return ""


def _figures_task(outlook: Outlook) -> Task:
    missing = ""
    if outlook.manuscript.figures is None:
        missing = _("not frozen for this report yet")
    elif outlook.manuscript.state != State.APPROVED:
        missing = outlook.newer_figures
    return Task(title=_("Figures"), stage=Stage.SUBMIT, missing=missing, part="figures")


def _section_tasks(outlook: Outlook) -> Iterator[Task]:
    for one in outlook.written:
        if one.section.is_required or one.words or one.section.id in outlook.faults:
            yield Task(
                title=one.section.title,
                stage=Stage.SUBMIT,
                missing="; ".join(_section_missing(one, outlook)),
                part=f"section:{one.section.id}",
            )


def _section_missing(one: Written, outlook: Outlook) -> Iterator[str]:
    if one.section.is_required and not one.words:
        yield _("not written")
    if one.is_too_long:
        yield _("%(counted)d words, at most %(most)d") % {
            "counted": one.counted,
            "most": one.section.words_to,
        }
    faults = len(outlook.faults.get(one.section.id, ()))
    if faults:
        yield _unborne(faults)


def _unborne(faults: int) -> str:
    return ngettext(
        "%(count)d statement that the figures do not bear out",
        "%(count)d statements that the figures do not bear out",
        faults,
    ) % {"count": faults}


def _figures_of_translations_tasks(outlook: Outlook) -> Iterator[Task]:
    """The figures bear out the English words; so a translation names no others, and nothing else of them."""
    for language, found in outlook.translated.items():
        for english, one in zip(outlook.written, found, strict=True):
            if one.holding and (missing := "; ".join(_translation_missing(english, one, language, outlook))):
                yield Task(
                    title=f"{one.section.title}, {NAMES[language]}",
                    stage=Stage.SUBMIT,
                    missing=missing,
                    part=f"section:{one.section.id}:{language}",
                )


def _translation_missing(english: Written, one: Written, language: str, outlook: Outlook) -> Iterator[str]:
    if apart := figures_apart(english.words, one.holding):
        yield _("not in both languages: %(figures)s") % {"figures": "; ".join(apart)}
    if outlook.facts and (faults := check_text(one.holding, outlook.facts.read_in(language))):
        yield _unborne(len(faults))


def _translation_tasks(outlook: Outlook) -> Iterator[Task]:
    for language, found in outlook.translated.items():
        english = {one.section.id for one in outlook.written if one.words or one.section.is_required}
        wanted = [one for one in found if one.section.id in english]
        yield Task(
            title=_("Words in %(language)s") % {"language": NAMES[language]},
            stage=Stage.TRANSLATION,
            missing="; ".join(_missing_of_translation(wanted)),
            part=f"translation:{language}",
        )


def _missing_of_translation(wanted: Sequence[Written]) -> Iterator[str]:
    if unwritten := [one.section.title for one in wanted if not one.words]:
        yield _("nothing written for: %(titles)s") % {"titles": "; ".join(unwritten)}
    if old := [one.section.title for one in wanted if one.is_out_of_date]:
        yield _("the English was changed after: %(titles)s") % {"titles": "; ".join(old)}


def _correction_tasks(outlook: Outlook) -> Iterator[Task]:
    """Of an edition after the first: everything that changed stands in the log."""
    number = next_number(outlook.report)
    if number == 1 or publication_now(outlook.report) is None:
        return
    title = _("Log of corrections")
    named = {one.place for one in corrections_of(outlook.report) if one.number == number}
    unnamed = [words for place, words in changed_places(outlook.report) if place not in named]
    missing = ""
    if not named:
        missing = _("say what is corrected and why")
    elif unnamed:
        missing = _("changed without a correction: %(places)s") % {"places": ", ".join(unnamed)}
    yield Task(title=title, stage=Stage.SUBMIT, missing=missing, part="corrections")


def changed_places(report: Report) -> list[tuple[str, str]]:
    """(key, words) of each section and table that differs from the edition that is published."""
    published = publication_now(report)
    if published is None:
        return []
    before = {one["id"]: (one["words"], one.get("welsh", "")) for one in published.content["sections"]}
    welsh = welsh_of(report)
    found = [
        (one.section.id, one.section.title)
        for one in written_of(report)
        if (one.words, welsh[one.section.id]) != before.get(one.section.id, ("", ""))
    ]
    lines_before = {one["id"]: one["value"] for one in published.content["entered"]}
    lines = {one.line.id: one.text for one in entered_of(report) if one.value is not None}
    if lines != lines_before:
        found.append(("entered", _("Workforce and money")))
    old, new = published.edition.figures, manuscript_of(report).figures
    return [*found, *(_changed_tables(old, new) if old and new and old != new else ())]


def _changed_tables(old, new) -> Iterator[tuple[str, str]]:
    cells_of = lambda figures: {  # noqa: E731 (asked twice, here only)
        table.key: ([(cell.row, cell.column, cell.text) for cell in table.cells.all()], table.title)
        for table in figures.tables.prefetch_related("cells")
    }
    before, after = cells_of(old), cells_of(new)
    for key in sorted({*before, *after}):
        if before.get(key, ([], ""))[0] != after.get(key, ([], ""))[0]:
            yield key, (after.get(key) or before[key])[1]


def _comments_task(outlook: Outlook) -> Task:
    count = sum(outlook.open_comments.values())
    words = ngettext("%(count)d open comment", "%(count)d open comments", count) % {"count": count}
    return Task(title=_("Comments"), stage=Stage.APPROVE, missing=words if count else "", part="comments")


def _approval_task(outlook: Outlook) -> Task:
    words = {
        State.DRAFT: _("not sent for review"),
        State.IN_REVIEW: _("waits for approval"),
        State.APPROVED: "",
    }
    missing = words[State(outlook.manuscript.state)]
    return Task(title=_("Approval"), stage=Stage.PUBLISH, missing=missing, part="approval")


def _day_task(outlook: Outlook) -> Task:
    missing = "" if day_set(outlook.report) else _("not set")
    if approval_of(outlook.report) is None:
        missing = _("can be set after approval")
    return Task(title=_("Day of publication"), stage=Stage.PUBLISH, missing=missing, part="day")


def _pdf_task(outlook: Outlook) -> Task:
    missing = "" if outlook.final_edition else _("not built from the approved words")
    return Task(title=_("PDF"), stage=Stage.PUBLISH, missing=missing, part="pdf")
