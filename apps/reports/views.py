"""Pages of the reports: the list, a report with its editions, a build as it goes on, the frozen figures."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.organisation.access import can, needs, scope_for
from apps.organisation.errors import Conflict
from apps.organisation.models import Region
from apps.publication import spreadsheets
from apps.publication.models import FrozenFigures
from apps.publication.queries import tables_of
from apps.reports import storage
from apps.reports.actions import BuildRefused, Requested, request_edition, retry_edition
from apps.reports.annexes.content import AnnexContent, annex_content
from apps.reports.annexes.inputs import plan_in
from apps.reports.annexes.kinds import KINDS as ANNEX_KINDS
from apps.reports.content import Content, content_of
from apps.reports.kinds import Key
from apps.reports.languages import offered
from apps.reports.models import ReportEdition
from apps.reports.queries import (
    ReportRow,
    has_lost_its_builder,
    may_build,
    readable_editions,
    region_in,
    report_row,
    report_rows,
    year_named,
)
from apps.reports.tasks import hand_over
from rules.definitions.languages import ENGLISH, WELSH

VIEW, BUILD = "view_report", "build_report"
ANNEXES_BY_KEY = {kind.key: kind for kind in ANNEX_KINDS}
FORMATS: dict[str, tuple[str, Callable[[FrozenFigures], bytes | str]]] = {
    "csv": ("text/csv; charset=utf-8", spreadsheets.tidy_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", spreadsheets.xlsx),
    "ods": ("application/vnd.oasis.opendocument.spreadsheet", spreadsheets.ods),
}


@require_safe
@needs(VIEW)
def index(request: HttpRequest) -> HttpResponse:
    rows = report_rows(scope_for(request.user, VIEW))
    may_build_all = can(request.user, "build_all_reports")
    return render(request, "reports/index.html", {"rows": rows, "may_build_all": may_build_all})


@require_safe
@needs(VIEW)
def report(request: HttpRequest, region: str, year: str) -> HttpResponse:
    """One region and year: its editions, and the button that builds another."""
    row = _row_or_404(request, region, year, VIEW)
    of_row = {"report__kind": Key.ANNUAL_REPORT, "report__region": row.region, "report__year": year}
    editions = readable_editions(request.user).filter(**of_row)
    context = {
        "row": row,
        "editions": editions,
        "may_build": _may_build_in(request, row.region),
        "has_welsh": WELSH in offered(row.region.pk, timezone.localdate()),
    }
    return render(request, "reports/report.html", context)


@require_POST
@needs(BUILD)
def build(request: HttpRequest, region: str, year: str) -> HttpResponse:
    """Ask for an edition and show how it goes. Asking twice shows the same one."""
    row = _row_or_404(request, region, year, BUILD)
    try:
        requested = request_edition(
            region=row.region,
            year=year_named(year),
            on=timezone.localdate(),
            by=request.user,
            language=request.POST.get("language", ENGLISH),
        )
    except BuildRefused as refused:
        messages.error(request, str(refused))
        return redirect("reports:report", region, year)
    if requested.edition.state == ReportEdition.State.BUILT:
        words = f"Nothing has changed since edition {requested.edition.number}, so that edition stands."
        messages.info(request, words)
    return _sent(requested)


@require_POST
@needs(BUILD)
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    edition = _edition_or_404(request, pk)
    if not may_build(request.user, edition.report):
        raise Http404
    try:
        return _sent(retry_edition(edition=edition, by=request.user))
    except BuildRefused as refused:
        messages.error(request, str(refused))
        return redirect("reports:edition", pk)


@require_safe
@needs(VIEW)
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    return _edition_page(request, pk, "reports/edition.html")


@require_safe
@needs(VIEW)
def edition_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that changes while the build goes on; asks for itself again until it is over."""
    return _edition_page(request, pk, "reports/_progress.html")


@require_safe
@needs(VIEW)
def download(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF. Its bytes are checked against their hash on the way out."""
    found = _built_or_404(request, pk)
    return pdf_response(found)


def pdf_response(found: ReportEdition) -> HttpResponse:
    """Raises Conflict when the file is gone or changed: no other bytes may pass for the report."""
    try:
        content = storage.read(found.path, sha256=found.sha256)
    except storage.StoredFileWrong as error:
        raise Conflict(f"{found} cannot be downloaded: {error}. Ask for its file to be restored.") from error
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{found.download_name}"'
    response["ETag"] = f'"{found.sha256}"'
    return response


@require_safe
@needs(VIEW)
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen figures of an edition: the same values as in its PDF."""
    found = _built_or_404(request, pk)
    if found.figures is None:
        raise Http404
    context = {"edition": found, "content": _content(found), "formats": FORMATS, **_back(found)}
    return render(request, "reports/figures.html", context)


def _content(found: ReportEdition) -> Content | AnnexContent:
    """The tables of the edition as its document has them."""
    if found.report.kind in ANNEXES_BY_KEY:
        return annex_content(found.figures, plan_in(found.content))
    return content_of(found.figures)


@require_safe
@needs(VIEW)
def figures_file(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """All tables in one file."""
    found = _built_or_404(request, pk)
    content_type, write = FORMATS[kind]
    stem = found.download_name.removesuffix(".pdf")
    return attachment(write(found.figures), content_type, f"{stem}-figures.{kind}")


@require_safe
@needs(VIEW)
def table_file(request: HttpRequest, pk: int, key: str) -> HttpResponse:
    """One table as CSV."""
    found = _built_or_404(request, pk)
    shown = next((one for one in tables_of(found.figures) if one.table.key == key), None)
    if shown is None:
        raise Http404
    stem = found.download_name.removesuffix(".pdf")
    return attachment(spreadsheets.table_csv(shown), FORMATS["csv"][0], f"{stem}-{key}.csv")


def attachment(content: bytes | str, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _edition_page(request: HttpRequest, pk: int, template: str) -> HttpResponse:
    found = _edition_or_404(request, pk)
    context = {
        "edition": found,
        "is_lost": has_lost_its_builder(found),
        "may_build": can(request.user, BUILD) and may_build(request.user, found.report),
        **_back(found),
    }
    return render(request, template, context)


def _back(found: ReportEdition) -> dict[str, str]:
    """The page that lists the document's editions."""
    of = found.report
    if of.kind == Key.ANNUAL_REPORT:
        return {
            "back_url": reverse("reports:report", args=[of.region_id, of.year]),
            "back_text": "The report and its editions",
        }
    if of.kind in ANNEXES_BY_KEY:
        return {
            "back_url": reverse("reports:annexes-of", args=[of.region_id, of.year]),
            "back_text": "The annexes of the plan",
        }
    return {"back_url": reverse("reports:index"), "back_text": "Annual reports"}


def _may_build_in(request: HttpRequest, region: Region) -> bool:
    return can(request.user, BUILD) and scope_for(request.user, BUILD).sees_region(region.pk)


def _row_or_404(request: HttpRequest, code: str, year: str, verb: str) -> ReportRow:
    region = region_in(scope_for(request.user, verb), code)
    row = report_row(region, year) if region and year_named(year) else None
    if row is None:
        raise Http404
    return row


def _edition_or_404(request: HttpRequest, pk: int) -> ReportEdition:
    found = readable_editions(request.user).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _built_or_404(request: HttpRequest, pk: int) -> ReportEdition:
    found = _edition_or_404(request, pk)
    if found.state != ReportEdition.State.BUILT:
        raise Http404
    return found


def _sent(requested: Requested) -> HttpResponse:
    hand_over(requested)
    return redirect("reports:edition", requested.edition.pk)
