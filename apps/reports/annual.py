"""The annual report as a kind of document: what decides it, what it freezes, what it prints."""

from datetime import date

from django.utils import timezone

from apps.audits.queries import locked_scores
from apps.performance.queries import current_run
from apps.publication.actions import freeze_region_year
from apps.publication.models import FrozenFigures
from apps.reports.annual_document import document
from apps.reports.content import content_of
from apps.reports.kinds import BuildRefused, Document, DocumentKind, Inputs, Key, Published, of_regions
from apps.reports.manuscripts import frozen_words, pinned_figures
from apps.reports.models import Report, ReportEdition
from apps.reports.own_words import own_of_report
from apps.reports.published_queries import newest_public
from apps.reports.translations import edition_in, publication_with
from apps.reports.versions import TEMPLATE
from rules.periods import PerformanceYear

NO_RUN = (
    "No measures have been run on the live extract. Run them over two years up to the end of March, "
    "then build the report."
)


def _inputs(report: Report, on: date) -> Inputs:
    """The words as they stand; figures as they were frozen for them, or the newest before that."""
    figures = pinned_figures(report)
    words = frozen_words(report) | {"vintage": figures.content_sha256 if figures else ""}
    if figures is not None:
        return Inputs(content=words, run=figures.run, is_draft=not words["final"])
    run = current_run()
    if run is None:
        raise BuildRefused(NO_RUN)
    scores = [f"{score.measure} {score.locked_at}" for score in locked_scores(report.region_id, on)]
    return Inputs(decides=scores, content=words, run=run)


def _freeze(edition: ReportEdition) -> FrozenFigures:
    if vintage := edition.content.get("vintage"):
        return FrozenFigures.objects.get(content_sha256=vintage)
    return freeze_region_year(
        region=edition.report.region,
        year=PerformanceYear.parse(edition.report.year),
        run=edition.run,
        known_on=timezone.localdate(edition.requested_at),
        by=edition.requested_by,
    )


def _document(edition: ReportEdition) -> Document:
    html, css = document(edition, content_of(edition.figures))
    return Document(html=html, css=css)


def _published(edition: ReportEdition) -> Published | None:
    now = timezone.now()
    found = publication_with(edition, now)
    if found is None:
        return None
    newest = newest_public(found, now)
    # A correction that was published in English alone takes the place of the Welsh, too.
    superseded = None if newest == found else edition_in(newest, edition.language)
    return Published(
        on=timezone.localdate(found.published_at),
        superseded_by=superseded,
        number=found.number,
        superseded_number=newest.number,
    )


KIND = DocumentKind(
    key=Key.ANNUAL_REPORT,
    title="Annual report",
    folders=(TEMPLATE, "look"),
    languages=("en", "cy"),
    inputs=_inputs,
    freeze=_freeze,
    document=_document,
    own=own_of_report,
    published=_published,
    readable=of_regions("view_report"),
    buildable=of_regions("build_report"),
)
