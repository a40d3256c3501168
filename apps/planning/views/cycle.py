"""The cycle that a plan comes out of: its phases, products, holders and days."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apps.assessments.kept_files import kept_file
from apps.organisation.access import needs
from apps.organisation.form_keys import sent_once
from apps.planning import cycle_actions
from apps.planning.cycle import phases_of
from apps.planning.forms import ProductForm
from apps.planning.models import ProductEntry
from apps.planning.owners import owners_for
from apps.planning.plan_actions import newest_plan
from apps.planning.views.access import plan_of, region_for, writes
from apps.planning.views.pages import FormPage, answer_form, given
from rules.definitions.planning import cycle_on


@require_safe
@needs("view_plan")
def cycle(request: HttpRequest, region: str) -> HttpResponse:
    """The four phases of the newest plan with their products."""
    found, today = region_for(request, region), timezone.localdate()
    plan = newest_plan(found)
    context = {
        "region": found,
        "plan": plan,
        "phases": phases_of(plan, today) if plan else [],
        "writes": writes(request, found),
        "today": today,
    }
    return render(request, "planning/cycle.html", context)


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def enter_product(request: HttpRequest, region: str, product: str) -> HttpResponse:
    """Say how a product stands, who holds it and when it is due."""
    found, today = region_for(request, region, "plan_region"), timezone.localdate()
    plan, rule = plan_of(found), cycle_on(today).product(product)
    if rule is None:
        raise Http404
    entry = plan.products.filter(product=product).order_by("id").last()
    initial = {"due_on": entry.due_on if entry else rule.due_on(plan.first_year)}
    initial |= {"state": entry.state, "owner": entry.holder_id} if entry else {}
    form = ProductForm(*given(request), owners=owners_for(found, today), today=today, initial=initial)
    page = FormPage(
        title=rule.title,
        button="Save",
        up=reverse("planning:cycle", args=[found.pk]),
        up_text="The cycle",
        done=f"“{rule.title}” is saved",
        caption=f"Plan of {found} from {plan.first_year}",
    )
    return answer_form(
        request,
        form,
        page,
        do=lambda values: cycle_actions.enter_product(
            plan,
            product,
            state=values["state"],
            holder=values["owner"],
            due_on=values["due_on"],
            words=values["words"],
            upload=values["file"],
            by=request.user,
            on=today,
        ),
    )


@require_safe
@needs("view_plan")
def product_file(request: HttpRequest, region: str, pk: int) -> HttpResponse:
    """A product of the cycle, as a download."""
    found = region_for(request, region)
    rows = ProductEntry.objects.filter(plan__region=found).exclude(file="")
    return kept_file(get_object_or_404(rows, pk=pk))
