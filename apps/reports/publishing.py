"""From draft to publication: figures frozen, reviewed, returned, approved, dated, published, corrected.

Four eyes: nobody approves a report in which own words stand. What is published stays as it is for ever; a
correction makes the next published edition beside it.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from apps.organisation.actions import Refused, record
from apps.organisation.models import User
from apps.performance.queries import current_run
from apps.publication.actions import FreezeRefused, freeze_region_year
from apps.reports.actions import digest
from apps.reports.manuscripts import (
    STEPS,
    approval_of,
    corrections_of,
    day_set,
    entered_of,
    next_number,
    publication_now,
    rules_of,
    written_words,
)
from apps.reports.models import Report, ReportEdition
from apps.reports.narrative_models import Manuscript, ManuscriptStep, PublishedReport
from apps.reports.outstanding import Outlook, Stage
from apps.reports.translations import publish_beside
from apps.reports.writing_actions import held, open_to_write
from rules.periods import PerformanceYear

State = Manuscript.State


class NotReady(Refused):
    """Something is missing before the step; `missing` lists all of it."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__("; ".join(missing))
        self.missing = missing


@transaction.atomic
def freeze_figures(report: Report, *, on: date, by: User | None) -> None:
    """Freeze the newest figures and write the report on them. Raises Refused where the year has none.

    on: the last day whose published audits are counted.
    """
    manuscript = open_to_write(report)
    run = current_run()
    if run is None:
        raise Refused(_("No measures have been run on the live extract."))
    year = PerformanceYear.parse(report.year)
    try:
        figures = freeze_region_year(region=report.region, year=year, run=run, known_on=on, by=by)
    except FreezeRefused as refused:
        raise Refused(str(refused)) from refused
    manuscript.figures = figures
    _move(manuscript, manuscript.state)
    _step(report, STEPS.FIGURES, by=by, content={"run": run.pk, "vintage": figures.content_sha256})


@transaction.atomic
def keep_figures(report: Report, *, reason: str, by: User) -> None:
    """Go on with the frozen figures though newer ones exist; the reason stays in the history."""
    manuscript = open_to_write(report)
    run = current_run()
    if manuscript.figures is None or run is None:
        raise Refused(_("There are no figures to keep."))
    _step(report, STEPS.KEPT, by=by, reason=_needed(reason), content={"run": run.pk})


@transaction.atomic
def submit(report: Report, *, by: User, now: datetime) -> None:
    """Send the words to be reviewed. Raises NotReady with all that is missing, sentences that the figures do
    not bear out among it."""
    manuscript = open_to_write(report)
    _nothing_missing(report, Stage.SUBMIT, now)
    _move(manuscript, State.IN_REVIEW)
    _step(report, STEPS.SUBMITTED, by=by)


@transaction.atomic
def return_to_writers(report: Report, *, reason: str, by: User) -> None:
    """Give the words back to be changed; an approval ends with it. Refused once publication is confirmed."""
    manuscript = held(report)
    if manuscript.is_open:
        raise Refused(_("The report is with its writers already."))
    if is_on_its_way(report):
        raise Refused(_("The publication is confirmed. Cancel it first."))
    _move(manuscript, State.DRAFT)
    _step(report, STEPS.RETURNED, by=by, reason=_needed(reason))


@transaction.atomic
def approve(report: Report, *, by: User, now: datetime, seen: int | None = None) -> None:
    """Approve the words as they stand, and keep them so. Every sentence is held against the figures again.

    seen: the manuscript's version that the page showed; None: as it stands. Raises NotReady for what is
    missing, Refused for whoever wrote any of it, and for words that were changed since they were seen.
    """
    manuscript = held(report)
    if seen is not None and seen != manuscript.version:
        raise Refused(_("The report was returned or sent again after this page was shown. Read it again."))
    if manuscript.state != State.IN_REVIEW:
        raise Refused(_("Only a report in review is approved."))
    if by.pk in writers_of(report):
        raise Refused(_("Words of your own stand in this report. Somebody else must approve it."))
    _nothing_missing(report, Stage.APPROVE, now)
    content = written_words(report)
    _move(manuscript, State.APPROVED)
    _step(report, STEPS.APPROVED, by=by, content=content, sha256=digest(content))


def writers_of(report: Report) -> set[int]:
    """Whoever wrote any version of the words, figures of the region's own, or corrections of this edition.

    Earlier versions count: their words may stand in the newest one, saved again or brought back by another.
    """
    number = next_number(report)
    rows = [
        *report.texts.only("by"),
        *(one.figure for one in entered_of(report) if one.figure and one.value is not None),
        *corrections_of(report).filter(number=number),
    ]
    return {row.by_id for row in rows}


@transaction.atomic
def set_day(report: Report, *, day: date, by: User, now: datetime) -> None:
    """Set the day of publication, today or later; its hour is policy. Raises Refused before approval."""
    held(report)
    if approval_of(report) is None:
        raise Refused(_("A day of publication is set after approval."))
    if is_on_its_way(report):
        raise Refused(_("The publication is confirmed. Cancel it first."))
    if day < timezone.localdate(now):
        raise Refused(_("The day of publication cannot be in the past."))
    if day_set(report) != day.isoformat():
        _step(report, STEPS.SCHEDULED, by=by, content={"on": day.isoformat()})


@transaction.atomic
def confirm(report: Report, *, by: User | None, now: datetime) -> PublishedReport:
    """Publish the built PDF at the set day's hour, or at once where that has passed.

    Nothing else has to happen: from that moment on it is public, with its translations that may be published.

    Raises NotReady for what is missing, Refused for a day that went by.
    """
    held(report)
    if is_on_its_way(report):
        raise Refused(_("The publication is confirmed already."))
    outlook = _nothing_missing(report, Stage.PUBLISH, now)
    edition = outlook.final_edition
    if edition is None:  # the gate lists it; this tells the type checker
        raise NotReady([_("PDF")])
    day = date.fromisoformat(day_set(report))
    if day < timezone.localdate(now):
        raise Refused(_("The day of publication has gone by. Set another one, then build the PDF again."))
    made = PublishedReport.objects.create(
        report=report,
        number=next_number(report),
        edition=edition,
        content=edition.content,
        sha256=edition.sha256,
        published_at=max(_moment(report, day), now),
        set_by=by,
    )
    translated = publish_beside(made, timezone.localdate(now))
    after = {"number": made.number, "at": made.published_at.isoformat(), "sha256": made.sha256}
    after |= {one.language: one.sha256 for one in translated}
    record("confirm_publication", by=by, subject=report, after=after)
    return made


def _moment(report: Report, day: date) -> datetime:
    """The hour at which reports come out, in the zone of the service."""
    local = datetime.combine(day, rules_of(report).publication_time)
    return timezone.make_aware(local, timezone.get_default_timezone())


@transaction.atomic
def cancel(report: Report, *, reason: str, by: User, now: datetime) -> None:
    """Take a publication back before its moment. Raises Refused after it."""
    held(report)
    found = publication_now(report)
    if found is None or found.is_public(now):
        raise Refused(_("There is no publication that can be cancelled."))
    found.cancelled_at, found.cancelled_by = now, by
    found.save(update_fields=["cancelled_at", "cancelled_by"])
    _step(report, STEPS.CANCELLED, by=by, reason=_needed(reason))


@transaction.atomic
def reopen(report: Report, *, reason: str, by: User, now: datetime) -> None:
    """Begin the next edition of a published report. What is published stays as it is."""
    manuscript = held(report)
    found = publication_now(report)
    if found is None or not found.is_public(now):
        raise Refused(_("Only a published report is corrected."))
    if manuscript.is_open:
        raise Refused(_("A correction is being written already."))
    if manuscript.state != State.APPROVED or not _has_published_this(report, found):
        raise Refused(_("A correction is on its way already."))
    _move(manuscript, State.DRAFT)
    _step(report, STEPS.REOPENED, by=by, reason=_needed(reason))


def _has_published_this(report: Report, found: PublishedReport) -> bool:
    approval = approval_of(report)
    return approval is not None and found.content.get("approved", {}).get("sha256") == approval.sha256


@transaction.atomic
def note_publications(now: datetime) -> int:
    """Write into the trail what became public; gives how many. Reading does not wait for it."""
    waiting = PublishedReport.objects.select_for_update(of=("self",)).select_related("report")
    due = list(waiting.filter(noted_at=None, cancelled_at=None, published_at__lte=now))
    for found in due:
        _step(found.report, STEPS.PUBLISHED, by=None, content={"number": found.number}, sha256=found.sha256)
        found.noted_at = now
        found.save(update_fields=["noted_at"])
    return len(due)


def is_on_its_way(report: Report) -> bool:
    """Whether the words that are approved now are confirmed for publication, or published."""
    found = publication_now(report)
    return found is not None and _has_published_this(report, found)


def _nothing_missing(report: Report, stage: Stage, now: datetime) -> Outlook:
    outlook = Outlook(report, now)
    if missing := outlook.missing_before(stage):
        raise NotReady(missing)
    return outlook


def _needed(reason: str) -> str:
    if not reason.strip():
        raise Refused(_("Say why."))
    return reason.strip()


def _move(manuscript: Manuscript, state: str) -> None:
    manuscript.state = state
    manuscript.version += 1
    manuscript.save()


def _step(
    report: Report,
    kind: str,
    *,
    by: User | None,
    reason: str = "",
    content: dict[str, Any] | None = None,
    sha256: str = "",
) -> ManuscriptStep:
    step = ManuscriptStep.objects.create(
        report=report, kind=kind, reason=reason, content=content or {}, sha256=sha256, by=by
    )
    after = {"step": kind} | ({"sha256": sha256} if sha256 else {})
    record("report_step", by=by, subject=report, after=after, reason=reason)
    return step


def editions_built(report: Report) -> list[ReportEdition]:
    """Every PDF of the report that is there, the newest first."""
    return list(report.editions.filter(state=ReportEdition.State.BUILT).order_by("-number"))
