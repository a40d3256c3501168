"""The standards to read: their editions, one of them whole, two compared, and their files."""

import io

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from apps.inspections.models import StandardsEdition
from apps.inspections.standards_forms import CompareForm
from apps.inspections.standards_queries import (
    CHANGE_COLUMNS,
    PROMPT_COLUMNS,
    change_rows,
    difference,
    edition_rows,
    editions,
    levels_of,
    open_drafts,
    prompt_rows,
    words_missing,
)
from apps.organisation.access import can, needs
from apps.organisation.downloads import table_response
from rules.definitions.standards import newest_standards
from rules.definitions.standards_changes import Change
from rules.definitions.standards_document import counts

READS, LOADS = "view_standards", "load_standards"
CHANGES_A_PAGE = 100


@require_safe
@needs(READS)
def standards(request: HttpRequest) -> HttpResponse:
    """The editions; for whoever loads them, also the documents handed in and not decided yet."""
    loads = can(request.user, LOADS)
    rows = edition_rows()
    context = {"rows": rows, "loads": loads, "drafts": open_drafts() if loads else []}
    if len(rows) > 1:
        context["compare"] = CompareForm(initial={"old": rows[1].edition, "new": rows[0].edition})
    return render(request, "inspections/standards/list.html", context)


@require_safe
@needs(READS)
def standards_edition(request: HttpRequest, edition_id: int) -> HttpResponse:
    """One edition, its wording and the short words beside it, and what the document itself gets wrong."""
    found = get_object_or_404(editions(), pk=edition_id)
    context = {
        "edition": found,
        "levels": levels_of(found.document),
        "counts": counts(found.document),
        "notes": newest_standards().notes,
        "missing": words_missing(found.document),
        "before": _before(found),
    }
    return render(request, "inspections/standards/edition.html", context)


def _before(edition: StandardsEdition) -> StandardsEdition | None:
    found = list(editions())
    older = found[found.index(edition) + 1 :]
    return older[0] if older else None


@require_safe
@needs(READS)
def standards_table(_request: HttpRequest, edition_id: int, kind: str = "csv") -> HttpResponseBase:
    """Every prompt of an edition, a row each."""
    found = get_object_or_404(editions(), pk=edition_id)
    return table_response(
        kind,
        name=f"standards-{found.edition}",
        title=str(found),
        about=[
            f"In force from {found.valid_from.isoformat()}",
            f"Read of {found.source_name}, {found.sha256}",
        ],
        columns=PROMPT_COLUMNS,
        rows=prompt_rows(found.document),
    )


@require_safe
@needs(READS)
def standards_file(_request: HttpRequest, edition_id: int) -> FileResponse:
    """The document as it was loaded, byte for byte."""
    found = get_object_or_404(StandardsEdition, pk=edition_id)
    return as_loaded(found.source_name, bytes(found.kept))


def as_loaded(name: str, content: bytes) -> FileResponse:
    """A file that a browser keeps and never opens by itself."""
    kind = "application/octet-stream"
    return FileResponse(io.BytesIO(content), as_attachment=True, filename=name, content_type=kind)


@require_safe
@needs(READS)
def standards_changes(request: HttpRequest) -> HttpResponse:
    """What changed between the two editions in the address."""
    form = CompareForm(request.GET or None)
    context: dict[str, object] = {"form": form}
    if form.is_valid():
        found = difference(form.cleaned_data["old"], form.cleaned_data["new"].document)
        page = Paginator(found.changes, CHANGES_A_PAGE).get_page(request.GET.get("page"))
        context |= {"difference": found, "new": form.cleaned_data["new"], "page": page}
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "inspections/standards/changes.html", context, status=status)


@require_safe
@needs(READS)
def standards_changes_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """The changes between the two editions in the address, a row each; none for an address without them."""
    form = CompareForm(request.GET)
    old, new = (form.cleaned_data["old"], form.cleaned_data["new"]) if form.is_valid() else (None, None)
    changes: tuple[Change, ...] = difference(old, new.document).changes if old and new else ()
    return table_response(
        kind,
        name=f"standards-{old.edition}-{new.edition}" if old and new else "standards-changes",
        title=f"From {old} to {new}" if old and new else "No editions chosen",
        columns=CHANGE_COLUMNS,
        rows=change_rows(changes),
    )
