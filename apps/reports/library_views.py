"""The library: everything published for a region by year, at addresses that stay."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from apps.organisation.access import needs, scope_for
from apps.organisation.errors import Conflict
from apps.reports import storage
from apps.reports.library import VERB, Copy, copy_at, titles_for, years_published
from apps.reports.library_forms import LibraryFilter
from apps.reports.queries import regions_in
from apps.reports.views import FORMATS

PAGE_SIZE = 25


@require_safe
@needs(VERB)
def library(request: HttpRequest) -> HttpResponse:
    """Published documents, each with its data, hash, size, day and earlier editions."""
    regions, years = regions_in(scope_for(request.user, VERB)), years_published(request.user)
    form = LibraryFilter(request.GET or None, regions=regions, years=years)
    titles = titles_for(request.user, form.wanted)
    page = Paginator(titles, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "anything": bool(years),
    }
    return render(request, "reports/library.html", context)


@require_safe
@needs(VERB)
def document(request: HttpRequest, *, form: str, **address: str) -> HttpResponse:
    """A published edition or the data behind it; "latest" leads on to the address of the one that holds."""
    found = copy_at(request.user, **address)
    if found is None or (form != "pdf" and found.figures is None):
        raise Http404
    if address["edition"] == "latest":
        return redirect(found.address(form))
    return _pdf(found) if form == "pdf" else _data(found, form)


def _pdf(found: Copy) -> HttpResponse:
    """Raises Conflict when the file is gone or changed: no other bytes may pass for what was published."""
    edition = found.edition
    try:
        content = storage.read(edition.path, sha256=edition.sha256)
    except storage.StoredFileWrong as error:
        raise Conflict(
            f"{edition} cannot be downloaded: {error}. Ask for its file to be restored."
        ) from error
    headers = {
        "Content-Disposition": f'attachment; filename="{edition.download_name}"',
        "ETag": f'"{edition.sha256}"',
    }
    return HttpResponse(content, content_type="application/pdf", headers=headers)


def _data(found: Copy, form: str) -> HttpResponse:
    content_type, write = FORMATS[form]
    name = f"{found.edition.download_name.removesuffix('.pdf')}-figures.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(write(found.edition.figures), content_type=content_type, headers=headers)
