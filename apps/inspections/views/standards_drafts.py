"""Handing in a document of standards, reading its faults or preview, publishing or discarding it."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from apps.assessments.actions import Refused
from apps.inspections.models import StandardsDraft
from apps.inspections.standards_forms import HandInStandardsForm, PublishStandardsForm
from apps.inspections.standards_publishing import discard, hand_in, publish, same_as, suggested
from apps.inspections.standards_queries import (
    difference,
    document_of_draft,
    levels_of,
    newest_published,
    words_missing,
)
from apps.inspections.views.standards import CHANGES_A_PAGE, LOADS, as_loaded
from apps.organisation.access import needs
from apps.organisation.errors import Conflict
from rules.definitions.standards_document import counts


@needs(LOADS)
def hand_in_standards(request: HttpRequest) -> HttpResponse:
    """Hand in a file; what was found is shown next."""
    is_sent = request.method == "POST"
    form = HandInStandardsForm(request.POST, request.FILES) if is_sent else HandInStandardsForm()
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        draft = hand_in(file.read(), file_name=file.name, by=request.user)
        return redirect("inspections:standards_draft", draft.pk)
    status = 422 if form.errors else 200
    return render(request, "inspections/standards/hand_in.html", {"form": form}, status=status)


@require_safe
@needs(LOADS)
def standards_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The faults of a file, or what is in it and what it would change."""
    return _page(request, _draft(draft_id), form=None)


def _page(request: HttpRequest, draft: StandardsDraft, *, form: PublishStandardsForm | None) -> HttpResponse:
    context: dict[str, Any] = {"draft": draft}
    if draft.content is not None and draft.is_open:
        context |= _preview(draft)
        context["form"] = form or _form(draft)
    status = 422 if form is not None and form.errors else 200
    return render(request, "inspections/standards/draft.html", context, status=status)


def _preview(draft: StandardsDraft) -> dict[str, Any]:
    document, newest = document_of_draft(draft), newest_published()
    compared = difference(newest, document) if newest else None
    return {
        "counts": counts(document),
        "levels": levels_of(document),
        "missing": words_missing(document),
        "difference": compared,
        "changes": compared.changes[:CHANGES_A_PAGE] if compared else (),
        "same": same_as(bytes(draft.kept), document),
    }


def _form(draft: StandardsDraft) -> PublishStandardsForm:
    naming = suggested(document_of_draft(draft), today=timezone.localdate())
    values = {"edition": naming.edition, "title": naming.title, "valid_from": naming.valid_from}
    return PublishStandardsForm(initial=values)


@require_safe
@needs(LOADS)
def standards_draft_file(_request: HttpRequest, draft_id: int) -> FileResponse:
    """The file as it was handed in, byte for byte."""
    found = _draft(draft_id)
    return as_loaded(found.file_name, bytes(found.kept))


@require_POST
@needs(LOADS)
def publish_standards(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Make it an edition under the name given; a draft with faults or decided before is a conflict."""
    draft = _draft(draft_id)
    form = PublishStandardsForm(request.POST)
    if not form.is_valid():
        return _page(request, draft, form=form)
    try:
        edition = publish(draft, form.naming, by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, f"Edition {edition.edition} is published")
    return redirect("inspections:standards_edition", edition.pk)


@require_POST
@needs(LOADS)
def discard_standards(request: HttpRequest, draft_id: int) -> HttpResponse:
    try:
        discard(_draft(draft_id), by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, "The document is discarded; its file is kept")
    return redirect("inspections:standards")


def _draft(draft_id: int) -> StandardsDraft:
    return get_object_or_404(
        StandardsDraft.objects.select_related("uploaded_by", "decided_by", "edition"), pk=draft_id
    )
