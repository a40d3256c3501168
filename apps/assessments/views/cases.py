"""The auditor's list of cases, a case's task list, and its score."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from apps.assessments.models import Adjudication
from apps.assessments.presentation import arithmetic, deadline, hidden_reason, result_text
from apps.assessments.queries import assignments_of, case_state, next_case
from apps.assessments.scoring_answers import results_that_score
from apps.assessments.views.access import own_assignment, readable_assignment
from apps.organisation.access import can, needs
from rules.definitions.evidence import source_words

STATES = {"todo": "To score", "submitted": "Submitted", "all": "All"}
PAGE_SIZE = 25
RESULT_PAGES = {
    "score": "assessments/result.html",
    "judgements": "assessments/result_judgements.html",
}


@needs("score_case")
def my_cases(request: HttpRequest) -> HttpResponse:
    """The reader's cases, filtered by state and reference."""
    everything = assignments_of(request.user)
    by_state = {
        "todo": everything.filter(submitted_at__isnull=True),
        "submitted": everything.filter(submitted_at__isnull=False),
        "all": everything,
    }
    state = request.GET.get("state", "todo")
    state = state if state in STATES else "todo"
    query = request.GET.get("q", "").replace("\x00", "").strip()
    wanted = by_state[state]
    if query:
        wanted = wanted.filter(sampled_case__case_id__icontains=query)
    page = Paginator(wanted, PAGE_SIZE).get_page(request.GET.get("page"))
    return render(
        request,
        "assessments/my_cases.html",
        {
            "page": page,
            "state": state,
            "query": query,
            "states": [(name, label, by_state[name].count()) for name, label in STATES.items()],
            "rows": [(mark, deadline(mark.sampled_case.sample.due_on)) for mark in page.object_list],
        },
    )


@needs("score_case")
def case(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """The task list of a case."""
    assignment = own_assignment(request, assignment_id)
    if assignment.is_submitted:
        return redirect("assessments:result", assignment.pk)
    state = case_state(assignment)
    return render(
        request,
        "assessments/case.html",
        {
            "assignment": assignment,
            "state": state,
            "known_count": len(state.facts),
            "evidence_count": assignment.evidence.filter(struck_at__isnull=True).count(),
            "deadline": deadline(assignment.sampled_case.sample.due_on),
        },
    )


@needs("score_case")
def result(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """What a submitted case gave: its score with the arithmetic, or its judgements."""
    assignment = readable_assignment(request, assignment_id)
    if not assignment.is_submitted:
        return redirect("assessments:case", assignment.pk)
    state = case_state(assignment)
    decided = Adjudication.objects.filter(assignment=assignment).values("kind", "key").distinct()
    waiting = next_case(request.user) if assignment.auditor_id == request.user.pk else None
    return render(
        request,
        RESULT_PAGES[assignment.bank.file.result],
        {
            "assignment": assignment,
            "result": result_text(assignment),
            "decided": decided,
            "scoring": result_text(assignment, results_that_score([assignment])[assignment.pk]),
            "rows": arithmetic(assignment, state),
            "hidden": [
                (each.question, hidden_reason(state, each)) for each in state.questions if each.is_hidden
            ],
            "evidence": [(one, source_words(one.source)) for one in assignment.evidence.select_related("by")],
            "may_raise": can(request.user, "raise_finding"),
            "next_url": reverse("assessments:case", args=[waiting.pk]) if waiting else "",
        },
    )
