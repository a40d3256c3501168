"""Building an edition: freeze, write, lay out, store. Its row tells how it went, whatever happens."""

import logging
from collections.abc import Callable

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from apps.organisation.actions import record
from apps.publication.actions import FreezeRefused
from apps.reports import languages, locks, render, storage
from apps.reports.kinds import kind_of
from apps.reports.models import ReportEdition
from apps.reports.sentences import SentenceWrong
from apps.reports.versions import renderer_version

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
STATES = ReportEdition.State
GIVEN_UP = (
    f"The process that built this stopped {MOST_ATTEMPTS} times before it was finished. Nothing of it was "
    "kept, and earlier editions are as they were. Try again; if it stops again, tell the service desk."
)
DISK_FULL = (
    "The report could not be written: {reason}. Earlier editions are as they were. "
    "Make room where reports are kept, then try again."
)
UNEXPECTED = "The report could not be built: {error}. The service's log has the details."

Watch = Callable[[str], None]


def build_edition(edition_id: int, *, watch: Watch | None = None) -> None:
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
    rows = ReportEdition.objects.select_related("report__region", "run", "requested_by")
    return rows.get(pk=edition_id) if claimed else None


def _fail(edition: ReportEdition, error: str) -> None:
    _mine(edition).update(state=STATES.FAILED, error=error, finished_at=timezone.now())


def _mine(edition: ReportEdition):
    """The row while it is still this attempt's: whoever lost the build must not write over its successor."""
    return ReportEdition.objects.filter(pk=edition.pk, state=STATES.BUILDING, attempts=edition.attempts)


class _Build:
    """One attempt at one edition."""

    def __init__(self, edition: ReportEdition, watch: Watch | None) -> None:
        self.edition, self.watch, self.percent = edition, watch, 0
        self.untranslated: list[str] = []

    def carry_out(self) -> None:
        edition, kind = self.edition, kind_of(self.edition.report)
        self.advance(5, "Freezing the figures")
        edition.figures = kind.freeze(edition)
        self.advance(20, "Writing and checking the sentences")
        with languages.speaking(edition.language, kind.own(edition)) as heard:
            document = kind.document(edition)
        self.untranslated = heard.untranslated
        self.advance(30, "Laying out the pages")
        rendered = render.pdf(
            document.html, css=document.css, identifier=edition.identifier, watch=self._rendering
        )
        self.advance(95, "Storing the report")
        stored = storage.store(
            rendered.content, region_code=edition.report.region_id, year=edition.report.year
        )
        self._finish(rendered, stored)

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
    def _finish(self, rendered: render.Rendered, stored: storage.Stored) -> None:
        finished = _mine(self.edition).update(
            state=STATES.BUILT,
            percent=100,
            step="Ready",
            figures=self.edition.figures,
            provenance=_provenance(self.edition) | {"untranslated": self.untranslated},
            pages=rendered.pages,
            sha256=stored.sha256,
            file=stored.file,
            size=stored.size,
            finished_at=timezone.now(),
        )
        if finished:
            after = {"sha256": stored.sha256, "pages": rendered.pages, "vintage": _vintage(self.edition)}
            record("report_built", by=self.edition.requested_by, subject=self.edition, after=after)


def _vintage(edition: ReportEdition) -> str:
    return edition.figures.content_sha256 if edition.figures else edition.content_sha256


def _provenance(edition: ReportEdition) -> dict[str, object]:
    """What the bytes were made from, for whoever asks years later; empty where a kind has no such thing."""
    figures = edition.figures
    extract = figures.extract if figures else None
    return {
        "extract": extract.name if extract else "",
        "extract_sha256": extract.sha256 if extract else "",
        "as_at": str(figures.as_at) if figures else "",
        "run": figures.run_id if figures else edition.run_id,
        "figures_sha256": figures.content_sha256 if figures else "",
        "content_sha256": edition.content_sha256,
        "template": edition.template_version,
        "software": edition.software_version,
        "renderer": renderer_version(),
    }
