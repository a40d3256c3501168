"""Opening a closed case of a round again."""

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from apps.assessments.actions import Refused
from apps.assessments.models import Assignment, SampledCase
from apps.assessments.reopening import waiting_request
from apps.audits.models import AuditRound
from apps.audits.moderation import decline_to_reopen, reopen
from apps.audits.moderation_forms import ReasonForm
from apps.audits.views.access import led_round
from apps.organisation.access import needs
from apps.organisation.errors import Conflict


@needs("assign_cases")
def reopen_case(request: HttpRequest, round_id: int, assignment_id: int) -> HttpResponse:
    """Asks for a reason, then opens the marking again, or declines the request of its marker."""
    found = led_round(request, round_id, "assign_cases")
    mark = get_object_or_404(_closed(found), pk=assignment_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        decide = decline_to_reopen if "decline" in request.POST else reopen
        try:
            decide(found, mark, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        done = "stays closed" if "decline" in request.POST else "is open again"
        messages.success(request, f"{mark.sampled_case.case_id} {done}")
        return redirect("audits:round_moderation", found.pk)
    context = {
        "round": found,
        "mark": mark,
        "form": form,
        "asked": waiting_request(mark),
        "earlier": mark.reopenings.select_related("by"),
        "locked": found.state == AuditRound.State.LOCKED,
    }
    return render(request, "audits/reopen.html", context, status=422 if form.errors else 200)


def _closed(found: AuditRound) -> QuerySet[Assignment]:
    return Assignment.objects.filter(
        sampled_case__sample=found.sample_id,
        sampled_case__standing=SampledCase.Standing.SAMPLED,
        submitted_at__isnull=False,
    ).select_related("sampled_case__sample", "auditor")
