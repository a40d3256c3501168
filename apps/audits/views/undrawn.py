"""An undrawn round: change its plan, or withdraw it."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from apps.assessments.actions import Refused
from apps.assessments.presentation import deadline
from apps.audits.models import AuditRound
from apps.audits.plan_forms import PlanForm, WithdrawForm
from apps.audits.queries import STRATA_CHOICES
from apps.audits.undrawn import change_round, plan_of, withdraw_round
from apps.audits.views.access import led_round
from apps.organisation.access import needs, scope_for
from apps.organisation.errors import Conflict
from apps.organisation.models import User


@needs("open_round")
def change_plan(request: HttpRequest, round_id: int) -> HttpResponse:
    """Change region, window, size, seed, strata, deadline and auditors of an undrawn round, with a reason."""
    found = _undrawn(request, round_id)
    scope, plan = scope_for(request.user, "open_round"), plan_of(found)
    values = {name: getattr(plan, name) for name in PlanForm.PLAIN}
    initial = values | {"strata": plan.strata_columns, "auditors": plan.auditors, "region": plan.region.pk}
    posted = request.POST if request.method == "POST" else None
    form = PlanForm(
        posted, scope=scope, auditors=_auditors(), fixed=plan.contract is not None, initial=initial
    )
    if posted is not None and form.is_valid():
        given = dict(form.cleaned_data)
        reason, chosen = given.pop("reason"), given.pop("strata")
        given |= {"strata_columns": tuple(name for name in STRATA_CHOICES if name in chosen)}
        given |= {"auditors": tuple(given["auditors"])}
        try:
            change_round(found, replace(plan, **given), by=request.user, reason=reason)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, "The plan of the round is changed; nothing is drawn yet")
            return redirect("audits:round", found.pk)
    return _page(request, "audits/plan_change.html", {"round": found, "form": form})


@needs("open_round")
def withdraw(request: HttpRequest, round_id: int) -> HttpResponse:
    """Ask once more, with a reason; then the round is never drawn."""
    found = _undrawn(request, round_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            withdraw_round(found, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, "The round is withdrawn")
        return redirect("audits:round", found.pk)
    context = {"round": found, "form": form, "deadline": deadline(found.due_on)}
    return _page(request, "audits/withdraw.html", context)


def _undrawn(request: HttpRequest, round_id: int) -> AuditRound:
    found = led_round(request, round_id, "open_round")
    if found.state != AuditRound.State.OPEN:
        raise Conflict("This round is no longer waiting for its draw, so its plan stays as it is")
    return found


def _auditors() -> list[User]:
    """Whoever marks somewhere, by name; whether they may in the chosen region is checked with the plan."""
    people = User.objects.filter(is_active=True, roles__role="auditor").distinct()
    return sorted(people, key=lambda user: (str(user), user.pk))


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
    return render(request, template, context, status=422 if context["form"].errors else 200)
