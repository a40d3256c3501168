"""The annual report as a kind of document: what decides it, what it freezes, what it prints."""

from datetime import date

from django.utils import timezone

from apps.audits.queries import locked_scores
from apps.performance.queries import current_run
from apps.publication.actions import freeze_region_year
from apps.publication.models import FrozenFigures
from apps.reports.annual_document import document
from apps.reports.content import content_of
from apps.reports.kinds import BuildRefused, Document, DocumentKind, Inputs, Key, of_regions
from apps.reports.models import Report, ReportEdition
from apps.reports.versions import TEMPLATE
from rules.periods import PerformanceYear

NO_RUN = (
    "No measures have been run on the live extract. Run them over two years up to the end of March, "
    "then build the report."
)


def _inputs(report: Report, on: date) -> Inputs:
    run = current_run()
    if run is None:
        raise BuildRefused(NO_RUN)
    scores = [f"{score.measure} {score.locked_at}" for score in locked_scores(report.region_id, on)]
    return Inputs(decides=scores, run=run)


def _freeze(edition: ReportEdition) -> FrozenFigures:
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


KIND = DocumentKind(
    key=Key.ANNUAL_REPORT,
    title="Annual report",
    folders=(TEMPLATE, "look"),
    inputs=_inputs,
    freeze=_freeze,
    document=_document,
    readable=of_regions("view_report"),
    buildable=of_regions("build_report"),
)
