"""A marker asks that a case they have submitted be opened again."""

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from apps.assessments import reopening
from apps.assessments.actions import Refused
from apps.assessments.views.access import own_assignment
from apps.organisation.access import needs
from apps.organisation.errors import Conflict


class ReopeningForm(forms.Form):
    reason = forms.CharField(
        label="Why does the case have to be opened again?",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="The lead auditor reads this and decides.",
        error_messages={"required": "Say why the case has to be opened again"},
    )


@needs("score_case")
def ask_to_reopen(request: HttpRequest, assignment_id: int) -> HttpResponse:
    """Takes the reason to the lead auditor; shows what was asked and decided before."""
    assignment = own_assignment(request, assignment_id)
    if not assignment.is_submitted:
        return redirect("assessments:case", assignment.pk)
    form = ReopeningForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reopening.ask_to_reopen(assignment, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, "The lead auditor is asked to open the case again")
        return redirect("assessments:result", assignment.pk)
    context = {
        "assignment": assignment,
        "form": form,
        "waiting": reopening.waiting_request(assignment),
        "requests": assignment.reopening_requests.select_related("decision__by"),
    }
    return render(request, "assessments/ask_to_reopen.html", context, status=422 if form.errors else 200)
