"""One case whose markers were compared: where they differ, and what is decided."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from apps.assessments.actions import Refused
from apps.assessments.deciding import DecisionForm, with_forms
from apps.assessments.difference_rows import differences_of
from apps.assessments.models import Assignment
from apps.assessments.scoring_answers import Settlement
from apps.audits.models import AuditRound
from apps.audits.moderation import adjudicate
from apps.audits.moderation_queries import compared_cases, second_marks
from apps.audits.views.access import led_round
from apps.organisation.access import can, needs
from apps.organisation.errors import Conflict


@needs("view_moderation")
def differences(request: HttpRequest, round_id: int, assignment_id: int) -> HttpResponse:
    """Both answers, notes, dates and facts side by side; an adjudicator decides one of them at a time."""
    found = led_round(request, round_id, "view_moderation")
    settlement, second = _compared(found, assignment_id)
    both = differences_of(settlement, second)
    may_decide = _may_decide(request, found, settlement, second)
    bound = None
    if request.method == "POST":
        if not may_decide:
            raise Conflict("You cannot decide between the markers of this case")
        wanted = both.find(request.POST.get("kind", ""), request.POST.get("key", ""))
        if wanted is None:
            raise Conflict("The markers do not differ on this any more")
        bound = DecisionForm(request.POST, difference=wanted)
        if bound.is_valid():
            return _decide(request, found, settlement, second, bound)
    context = {
        "round": found,
        "case": settlement.assignment.sampled_case,
        "first": settlement.assignment,
        "both": both,
        "facts": with_forms(both.facts, bound, may_decide=may_decide, wait=False),
        "questions": with_forms(
            both.questions, bound, may_decide=may_decide, wait=bool(settlement.settled.open_facts)
        ),
        "bound": bound,
        "may_decide": may_decide,
        "next_case": _next_open(found, settlement),
    }
    return render(request, "audits/differences.html", context, status=422 if bound else 200)


def _compared(found: AuditRound, assignment_id: int) -> tuple[Settlement, Assignment]:
    """The case whose first marking it is, with its second; 404 while either marker is still at it."""
    cases = {case.assignment.pk: case for case in compared_cases(found)}
    if assignment_id not in cases:
        raise Http404
    case = cases[assignment_id].assignment.sampled_case_id
    second = get_object_or_404(second_marks(found).select_related("edition"), sampled_case=case)
    return cases[assignment_id], second


def _may_decide(request: HttpRequest, found: AuditRound, settlement: Settlement, second: Assignment) -> bool:
    marked = request.user.pk in (settlement.assignment.auditor_id, second.auditor_id)
    scored = found.state == AuditRound.State.LOCKED
    return can(request.user, "adjudicate_marks") and not marked and not scored


def _decide(
    request: HttpRequest, found: AuditRound, settlement: Settlement, second: Assignment, form: DecisionForm
) -> HttpResponse:
    try:
        adjudicate(found, settlement.assignment, form.decision(settlement, second), by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, f"Decided: {form.difference.key}")
    return redirect("audits:differences", found.pk, settlement.assignment.pk)


def _next_open(found: AuditRound, settlement: Settlement) -> Settlement | None:
    waiting = [case for case in compared_cases(found) if not case.settled.is_complete]
    return next((case for case in waiting if case.assignment.pk != settlement.assignment.pk), None)
