"""Reports: asked for, built, given up. The edition's row tells the truth, whatever happens to a process."""

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import F, Max
from django.template.loader import render_to_string
from django.utils import timezone

from apps.audits.queries import locked_scores
from apps.organisation.actions import record
from apps.organisation.models import Region, User
from apps.performance.models import MeasureRun
from apps.performance.queries import current_run
from apps.publication.actions import FreezeRefused, freeze_region_year
from apps.reports import locks, render, storage
from apps.reports.content import Content, content_of
from apps.reports.models import Report, ReportEdition
from apps.reports.sentences import SentenceWrong
from apps.reports.versions import TEMPLATE, software_version, template_version
from rules.periods import PerformanceYear

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
# A queued build that nobody took up for so long is sent again; a second message does no harm.
FORGOTTEN_AFTER = timedelta(minutes=2)
STATES = ReportEdition.State
NO_RUN = (
    "No measures have been run on the live extract. Run them over two years up to the end of March, "
    "then build the report."
)
GIVEN_UP = (
    f"The process that built this stopped {MOST_ATTEMPTS} times before it was finished. Nothing of it was "
    "kept, and earlier editions are as they were. Try again; if it stops again, tell the service desk."
)
DISK_FULL = (
    "The report could not be written: {reason}. Earlier editions are as they were. "
    "Make room where reports are kept, then try again."
)
UNEXPECTED = "The report could not be built: {error}. The service's log has the details."


class BuildRefused(Exception):
    """A build that cannot be asked for: the message says why and what to do."""


@dataclass(frozen=True, kw_only=True)
class Requested:
    """`to_build`: whether a build has to be enqueued for the edition."""

    edition: ReportEdition
    to_build: bool


@transaction.atomic
def request_edition(*, region: Region, year: PerformanceYear, on: date, by: User | None) -> Requested:
    """The edition of the report for what is known on the day. Asking twice gives the same one.

    An open build is returned as it is; a failed one is tried again; a built one from the same figures, rules
    and template stands. Raises BuildRefused without a run of the measures.
    """
    run = current_run()
    if run is None:
        raise BuildRefused(NO_RUN)
    report, _ = Report.objects.get_or_create(region=region, year=str(year))
    # One request at a time for a report: the second click of a double click waits here and finds the first's.
    Report.objects.select_for_update().get(pk=report.pk)
    unattended = give_up_or_requeue(report)
    waiting = report.editions.filter(state__in=ReportEdition.OPEN_STATES).first()
    if waiting:
        return Requested(edition=waiting, to_build=waiting in unattended)
    key = _key(report, run, on)
    known = report.editions.filter(key=key).first()
    if known is None:
        return Requested(edition=_create(report, run, key, by), to_build=True)
    if known.state == STATES.FAILED or not storage.is_intact(known.path, sha256=known.sha256):
        # A lost file is built anew from the same figures; the same bytes come out.
        _queue_again(known, by=by)
        return Requested(edition=known, to_build=True)
    return Requested(edition=known, to_build=False)


def _key(report: Report, run: MeasureRun, on: date) -> str:
    """Everything that decides the bytes of an edition."""
    scores = [f"{score.measure} {score.locked_at}" for score in locked_scores(report.region_id, on)]
    parts = [report.pk, run.pk, *sorted(scores), template_version(), software_version()]
    return hashlib.sha256("\n".join(map(str, parts)).encode()).hexdigest()


def _create(report: Report, run: MeasureRun, key: str, by: User | None) -> ReportEdition:
    last = report.editions.aggregate(last=Max("number"))["last"] or 0
    edition = ReportEdition.objects.create(
        report=report,
        number=last + 1,
        run=run,
        key=key,
        template_version=template_version(),
        software_version=software_version(),
        requested_by=by,
    )
    record("build_report", by=by, subject=edition, after={"report": str(report), "number": edition.number})
    return edition


def _queue_again(edition: ReportEdition, *, by: User | None) -> None:
    before = {"state": edition.state, "error": edition.error}
    edition.state, edition.error, edition.finished_at = STATES.QUEUED, "", None
    edition.percent, edition.step, edition.attempts = 0, "Waiting for a worker", 0
    edition.save()
    record("retry_report", by=by, subject=edition, before=before, after={"state": edition.state})


@transaction.atomic
def retry_edition(*, edition: ReportEdition, by: User) -> Requested:
    """A failed edition back into the queue; one that is open or built already stays as it is."""
    Report.objects.select_for_update().get(pk=edition.report_id)
    edition.refresh_from_db()
    give_up_or_requeue(edition.report)
    edition.refresh_from_db()
    if edition.state != STATES.FAILED:
        return Requested(edition=edition, to_build=edition.state == STATES.QUEUED)
    if edition.report.editions.filter(state__in=ReportEdition.OPEN_STATES).exists():
        raise BuildRefused("Another edition of this report is being built. Wait for it, then try again.")
    _queue_again(edition, by=by)
    return Requested(edition=edition, to_build=True)


def fail_unsent(edition: ReportEdition, why: str) -> None:
    """A queued edition that no worker was told of."""
    waiting = ReportEdition.objects.filter(pk=edition.pk, state=STATES.QUEUED)
    waiting.update(state=STATES.FAILED, error=why, finished_at=timezone.now())


def give_up_or_requeue(report: Report | None = None) -> list[ReportEdition]:
    """Take care of builds whose process is gone: back into the queue, or failed after three attempts.

    Returns those that need a message to a worker: what was requeued, and what waits forgotten.
    """
    editions = report.editions.all() if report else ReportEdition.objects.all()
    dead = [edition for edition in editions.filter(state=STATES.BUILDING) if locks.is_free(edition.pk)]
    requeued = [edition for edition in dead if _after_a_death(edition)]
    forgotten = timezone.now() - FORGOTTEN_AFTER
    waiting = editions.filter(state=STATES.QUEUED, requested_at__lt=forgotten)
    return [*requeued, *waiting.exclude(pk__in=[edition.pk for edition in requeued])]


def _after_a_death(edition: ReportEdition) -> bool:
    """Whether it waits for another process now. Only if it still is as it was read: its builder may have
    finished in between."""
    same = ReportEdition.objects.filter(pk=edition.pk, state=STATES.BUILDING, attempts=edition.attempts)
    if edition.attempts >= MOST_ATTEMPTS:
        same.update(state=STATES.FAILED, error=GIVEN_UP, finished_at=timezone.now())
        return False
    return bool(same.update(state=STATES.QUEUED, percent=0, step="Its process stopped; waiting for another"))


def build_edition(edition_id: int, *, watch: Callable[[str], None] | None = None) -> None:
    """Build a queued edition. Delivered twice, the second finds it being built or built, and leaves it.

    Whatever goes wrong ends in the row, in words; nothing is raised. A killed process leaves a row that the
    next one takes up. Call it outside a transaction, or nobody sees the progress.
    """
    with locks.sole_builder(edition_id) as is_mine:
        edition = _claimed(edition_id) if is_mine else None
        if edition is None:
            return
        try:
            _Build(edition, watch).carry_out()
        except (FreezeRefused, SentenceWrong, render.RenderRefused) as refused:
            _fail(edition, str(refused))
        except OSError as error:
            logger.exception("report edition %s could not be written", edition_id)
            _fail(edition, DISK_FULL.format(reason=error.strerror or error))
        except Exception as error:  # a build without an end would be worse than any cause
            logger.exception("report edition %s failed", edition_id)
            _fail(edition, UNEXPECTED.format(error=f"{type(error).__name__}: {error}"[:500]))


def _claimed(edition_id: int) -> ReportEdition | None:
    """The edition as this process's own; None when it is over, or was given up now."""
    mine = ReportEdition.objects.filter(pk=edition_id, state__in=ReportEdition.OPEN_STATES)
    now = timezone.now()
    if mine.filter(attempts__gte=MOST_ATTEMPTS).update(state=STATES.FAILED, error=GIVEN_UP, finished_at=now):
        return None
    claimed = mine.update(
        state=STATES.BUILDING,
        attempts=F("attempts") + 1,
        started_at=now,
        heartbeat_at=now,
        percent=0,
        step="Starting",
    )
    return (
        ReportEdition.objects.select_related("report__region", "run").get(pk=edition_id) if claimed else None
    )


def _fail(edition: ReportEdition, error: str) -> None:
    _mine(edition).update(state=STATES.FAILED, error=error, finished_at=timezone.now())


def _mine(edition: ReportEdition):
    """The row while it is still this attempt's: whoever lost the build must not write over its successor."""
    return ReportEdition.objects.filter(pk=edition.pk, state=STATES.BUILDING, attempts=edition.attempts)


class _Build:
    """One attempt at one edition."""

    def __init__(self, edition: ReportEdition, watch: Callable[[str], None] | None) -> None:
        self.edition, self.watch, self.percent = edition, watch, 0

    def carry_out(self) -> None:
        report = self.edition.report
        self.advance(5, "Freezing the figures")
        figures = freeze_region_year(
            region=report.region,
            year=PerformanceYear.parse(report.year),
            run=self.edition.run,
            known_on=timezone.localdate(self.edition.requested_at),
            by=self.edition.requested_by,
        )
        self.advance(20, "Writing and checking the sentences")
        content = content_of(figures)
        self.advance(30, "Laying out the pages")
        html, css = document(self.edition, content)
        rendered = render.pdf(html, css=css, identifier=figures.content_sha256, watch=self._rendering)
        self.advance(95, "Storing the report")
        stored = storage.store(rendered.content, region_code=report.region_id, year=report.year)
        self._finish(content, rendered, stored)

    def advance(self, percent: int, step: str) -> None:
        """Never backwards: laying out goes round until page numbers settle."""
        self.percent = max(percent, self.percent)
        _mine(self.edition).update(percent=self.percent, step=step, heartbeat_at=timezone.now())
        if self.watch:
            self.watch(step)

    def _rendering(self, message: str) -> None:
        """The renderer's own words, as steps that people understand."""
        if "Page" in message:
            page = message.rsplit("Page", 1)[1].split()[0]
            self.advance(min(85, 30 + 2 * int(page)), f"Laying out page {page}")
        elif "Creating PDF" in message:
            self.advance(88, "Writing the PDF with its tags")

    @transaction.atomic
    def _finish(self, content: Content, rendered: render.Rendered, stored: storage.Stored) -> None:
        finished = _mine(self.edition).update(
            state=STATES.BUILT,
            percent=100,
            step="Ready",
            figures=content.figures,
            pages=rendered.pages,
            sha256=stored.sha256,
            file=stored.file,
            size=stored.size,
            finished_at=timezone.now(),
        )
        if finished:
            after = {
                "sha256": stored.sha256,
                "pages": rendered.pages,
                "vintage": content.figures.content_sha256,
            }
            record("report_built", by=self.edition.requested_by, subject=self.edition, after=after)


def document(edition: ReportEdition, content: Content) -> tuple[str, str]:
    """The HTML and the print style of an edition: a function of its inputs, with no clock in it."""
    marks = [
        words for words, holds in (("DRAFT", edition.is_draft), ("DEMO DATA", content.figures.demo)) if holds
    ]
    title = f"Probation annual report, {edition.report.region.name}, {edition.report.year}"
    context = {
        "edition": edition,
        "report": edition.report,
        "content": content,
        "figures": content.figures,
        "title": title,
        "marks": " – ".join(marks),
    }
    folder = f"print/{TEMPLATE}"
    html = render_to_string(f"{folder}/report.html", context)
    return html, render_to_string(f"{folder}/report.css", context)
