"""Publishing an approved edition of a plan: in its days, or on another day with the reason."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from apps.organisation.access import needs
from apps.organisation.form_keys import sent_once
from apps.planning.edition_actions import outside_its_days
from apps.planning.edition_actions import publish as publish_edition
from apps.planning.forms import PublishForm
from apps.planning.models import PlanEdition
from apps.planning.views.access import region_for
from apps.planning.views.pages import FormPage, answer_form

IN_TIME = "What was approved is then open to everybody who reads the reports of regions, and stays as it is."


@require_http_methods(["GET", "POST"])
@needs("approve_plan")
@sent_once
def publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish an approved edition; outside its days the page asks why and says which days those are."""
    found = get_object_or_404(PlanEdition.objects.select_related("plan__region"), pk=pk)
    region_for(request, found.plan.region_id, "approve_plan")
    today = timezone.localdate()
    outside = "" if found.is_published else outside_its_days(found, today)
    page = FormPage(
        title=f"Publish {found}",
        button="Publish the plan",
        up=reverse("planning:edition", args=[found.pk]),
        up_text="The edition",
        done="The plan is published",
        intro=f"{outside}. {IN_TIME}" if outside else IN_TIME,
    )

    def do(values: dict[str, Any]) -> PlanEdition:
        return publish_edition(found, by=request.user, on=today, outside_reason=values.get("reason", ""))

    return answer_form(request, PublishForm(request.POST or None, is_outside=bool(outside)), page, do=do)
