"""The evidence of a case: listed, added with a file, struck out, and its files handed out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.assessments.actions import Refused
from apps.assessments.evidence_actions import add_evidence, strike_evidence
from apps.assessments.evidence_forms import EvidenceForm, StrikeForm
from apps.assessments.kept_files import kept_file
from apps.assessments.views.access import own_assignment, readable_assignment
from apps.organisation.access import needs
from apps.organisation.errors import Conflict
from rules.definitions.evidence import evidence_rules_on, source_words


@require_http_methods(["GET", "POST"])
@needs("score_case")
def evidence(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """What the marker wrote down; before submission more can be added."""
    assignment = own_assignment(request, assignment_id)
    today = timezone.localdate()
    rules = evidence_rules_on(today)
    form = None
    if not assignment.is_submitted:
        initial = {"question": request.GET.get("question", "")}
        given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        form = EvidenceForm(*given, bank=assignment.bank, rules=rules, initial=initial)
    if form is not None and form.is_bound and form.is_valid():
        try:
            add_evidence(assignment, by=request.user, today=today, **form.values)
        except Refused as refused:
            form.add_error("file" if request.FILES else None, str(refused))
        else:
            messages.success(request, "The evidence is kept")
            return redirect("assessments:evidence", assignment.pk)
    wrong = form is not None and bool(form.errors)
    context = {
        "assignment": assignment,
        "form": form,
        "wrong": wrong,
        "rows": [(one, source_words(one.source)) for one in assignment.evidence.select_related("by")],
        "strike": StrikeForm(),
    }
    return render(request, "assessments/evidence.html", context, status=422 if wrong else 200)


@require_POST
@needs("score_case")
def strike(request: HttpRequest, assignment_id: int, entry_id: int) -> HttpResponse:
    """Strike one entry out, with a reason."""
    assignment = own_assignment(request, assignment_id)
    entry = get_object_or_404(assignment.evidence, pk=entry_id)
    form = StrikeForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why the entry is struck out.")
        return redirect("assessments:evidence", assignment.pk)
    try:
        strike_evidence(entry, reason=form.cleaned_data["reason"], by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, "The entry is struck out")
    return redirect("assessments:evidence", assignment.pk)


@require_safe
@needs("score_case")
def evidence_file(request: HttpRequest, assignment_id: int, entry_id: int) -> HttpResponse:
    """The file of an entry, as a download, to whoever may read the marking. Never shown inside a page."""
    assignment = readable_assignment(request, assignment_id)
    entry = get_object_or_404(assignment.evidence.exclude(file=""), pk=entry_id)
    return kept_file(entry)
