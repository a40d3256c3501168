"""Handing in a bank, reading its faults or its preview, publishing or discarding it."""

import io

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from apps.assessments.actions import Refused
from apps.assessments.bank_forms import HandInForm
from apps.assessments.bank_publishing import discard, hand_in, publish, take_up
from apps.assessments.bank_queries import proposal_of
from apps.assessments.models import BankDraft
from apps.assessments.views.banks import PUBLISHES, bank_context, show_preview
from apps.organisation.access import needs
from apps.organisation.errors import Conflict


@needs(PUBLISHES)
def hand_in_bank(request: HttpRequest) -> HttpResponse:
    """Hand in a file; what was found is shown next."""
    form = HandInForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        draft = hand_in(file.read(), file_name=file.name, by=request.user)
        return redirect("banks:draft", draft.pk)
    return render(
        request, "assessments/banks/hand_in.html", {"form": form}, status=422 if form.errors else 200
    )


@require_POST
@needs(PUBLISHES)
def take_up_draft(request: HttpRequest, bank_id: str) -> HttpResponse:
    """Make a draft of the product one that can be published here."""
    try:
        draft = take_up(bank_id, by=request.user)
    except Refused as refused:
        raise Http404(str(refused)) from refused
    return redirect("banks:draft", draft.pk)


@require_safe
@needs(PUBLISHES)
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The faults of a file, or what publishing it would change."""
    found = _draft(draft_id)
    context: dict[str, object] = {"draft": found}
    if found.content is not None and found.edition_id is None:
        proposal = proposal_of(found)
        context |= {"proposal": proposal, "difference": proposal.difference} | bank_context(proposal.bank)
    return render(request, "assessments/banks/draft.html", context)


@require_safe
@needs(PUBLISHES)
def preview_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    found = _draft(draft_id)
    if found.content is None:
        raise Http404
    return show_preview(request, found.definition, name=str(found))


@require_safe
@needs(PUBLISHES)
def draft_file(_request: HttpRequest, draft_id: int) -> FileResponse:
    """The file as it was handed in, byte for byte."""
    found = get_object_or_404(BankDraft, pk=draft_id)
    content = io.BytesIO(bytes(found.kept))
    return FileResponse(
        content, as_attachment=True, filename=found.file_name, content_type="application/octet-stream"
    )


@require_POST
@needs(PUBLISHES)
def publish_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    try:
        edition = publish(_draft(draft_id), by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, f"{edition} is published")
    return redirect("banks:edition", edition.pk)


@require_POST
@needs(PUBLISHES)
def discard_draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    try:
        discard(_draft(draft_id), by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, "The draft is discarded; its file is kept")
    return redirect("banks:banks")


def _draft(draft_id: int) -> BankDraft:
    kept = BankDraft.objects.defer("kept").select_related("uploaded_by", "decided_by", "edition")
    return get_object_or_404(kept, pk=draft_id)
