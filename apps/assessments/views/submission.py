"""The interruption before a case is closed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from apps.assessments.actions import Refused, submit
from apps.assessments.queries import case_state
from apps.assessments.views.access import own_assignment
from apps.organisation.access import needs


@needs("score_case")
def submission(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Lists what is missing, or asks once more before the case is closed."""
    assignment = own_assignment(request, assignment_id)
    problem = ""
    if request.method == "POST" and not assignment.is_submitted:
        try:
            submit(assignment, by=request.user)
            messages.success(request, f"Case {assignment.sampled_case.case_id} is submitted")
        except Refused as refused:
            problem = str(refused)
    if assignment.is_submitted:
        return redirect("assessments:result", assignment.pk)
    state = case_state(assignment)
    missing = [
        (section.section, question)
        for section in state.sections
        for question in section.questions
        if not question.is_finished
    ]
    context = {"assignment": assignment, "state": state, "missing": missing, "problem": problem}
    return render(request, "assessments/submission.html", context, status=422 if problem else 200)
