"""Inspections listed, planned, staffed, and taken from stage to stage."""

from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.assessments.actions import Refused
from apps.caseload.queries import live_extract
from apps.inspections import actions, planning
from apps.inspections.access import leads, team_inspections
from apps.inspections.forms import (
    DropForm,
    ListForm,
    MemberForm,
    PlanForm,
    StageForm,
    TakeOverForm,
    WhereForm,
)
from apps.inspections.gates import NEXT, STEPS, reasons_not_to_go
from apps.inspections.leading import leaders_of, may_take_over, take_over
from apps.inspections.models import Inspection, StandardsEdition
from apps.inspections.queries import listed, people_to_join, team_of
from apps.inspections.views.access import led_inspection, team_inspection
from apps.organisation.access import can, needs
from apps.organisation.errors import Conflict
from apps.organisation.form_keys import sent_once
from rules.definitions.inspection_planning import planning_rules_on

PER_PAGE = 25
State = Inspection.State


@require_safe
@needs("view_inspections")
def inspections(request: HttpRequest) -> HttpResponse:
    """The inspections that the reader works on."""
    form = ListForm(request.GET or {"state": "open"})
    given = form.cleaned_data if form.is_valid() else {"state": "open", "region": None}
    found = listed(team_inspections(request.user), state=given["state"], region=given["region"])
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"form": form, "page": page, "may_plan": can(request.user, "plan_inspection")}
    return render(request, "inspections/list.html", context)


@require_http_methods(["GET", "POST"])
@needs("plan_inspection")
@sent_once
def new_inspection(request: HttpRequest) -> HttpResponse:
    """First the body and the day; with them in the address, the whole plan as the rules propose it."""
    asked = "body" in request.GET
    where = WhereForm(request.GET if asked else None)
    has_standards = StandardsEdition.objects.exists()
    if not asked or not where.is_valid():
        context = {"form": where, "has_standards": has_standards}
        return render(request, "inspections/new_where.html", context, status=422 if asked else 200)
    return _second_step(request, where.cleaned_data)


def _second_step(request: HttpRequest, given: dict[str, Any]) -> HttpResponse:
    region, unit = given["body"]
    proposed = planning.proposed_days(given["fieldwork_first_on"])
    frame = planning.cohort(region, unit, proposed.cohort_first_on, proposed.cohort_last_on)
    rules = planning_rules_on(given["fieldwork_first_on"])
    size = planning.enough(len(frame), rules)
    seed = f"{unit.code if unit else region.code}-{given['fieldwork_first_on']:%Y-%m}"
    form = PlanForm(request.POST or None, initial={**asdict(proposed), "size": size or None, "seed": seed})
    problem = ""
    if request.method == "POST" and form.is_valid():
        plan = actions.Plan(
            region=region,
            unit=unit,
            standards=given["standards"],
            rating_rules=given["rating_rules"],
            **form.cleaned_data,
        )
        extract = live_extract()
        try:
            made = actions.plan_inspection(plan, demo=bool(extract and extract.demo), by=request.user)
        except Refused as refused:
            problem = str(refused)
        else:
            messages.success(request, "The inspection is planned, and you lead it")
            return redirect("inspections:inspection", made.pk)
    context = {
        "form": form,
        "problem": problem,
        "where": given,
        "body": unit or region,
        "is_unit": unit is not None,
        "frame_size": len(frame),
        "size": size,
        "proposed": proposed,
        "confidence": round(100 * rules.sample.confidence),
        "margin": round(100 * rules.sample.margin),
        "extract": live_extract(),
    }
    faulty = bool(form.errors or problem)
    return render(request, "inspections/new_plan.html", context, status=422 if faulty else 200)


@require_safe
@needs("view_inspections")
def inspection(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The plan, the team, the stages so far, and what stands in the way of the next."""
    found = team_inspection(request, inspection_id)
    context = {
        "inspection": found,
        "leads": leads(request.user, found),
        "leaders": leaders_of(found),
        "may_take_over": may_take_over(request.user, found),
        "team": team_of(found),
        "stages": found.stages.select_related("by"),
        "steps": [
            {"into": into, "label": _step(found, into), "reasons": reasons_not_to_go(found, into)}
            for into in NEXT[State(found.state)]
        ],
        "may_publish": can(request.user, "publish_inspection"),
    }
    return render(request, "inspections/inspection.html", context)


@require_http_methods(["GET", "POST"])
@needs("plan_inspection")
@sent_once
def change_plan(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Other days; another sample until it is drawn."""
    found = led_inspection(request, inspection_id)
    drawn = found.sample_id is not None
    names = list(PlanForm(drawn=drawn).fields)
    initial = {name: getattr(found, name) for name in names}
    form = PlanForm(request.POST or None, initial=initial, drawn=drawn)
    problem = ""
    if request.method == "POST" and form.is_valid():
        kept = {name: getattr(found, name) for name in actions.Plan.__dataclass_fields__}
        try:
            plan = actions.Plan(**{**kept, **form.cleaned_data})
            actions.change_plan(found, plan, version=seen_version(request), by=request.user)
        except Refused as refused:
            problem = str(refused)
        else:
            messages.success(request, "The plan is changed")
            return redirect("inspections:inspection", found.pk)
    context = {"inspection": found, "form": form, "problem": problem, "drawn": drawn}
    faulty = bool(form.errors or problem)
    return render(request, "inspections/change_plan.html", context, status=422 if faulty else 200)


@require_http_methods(["GET", "POST"])
@needs("plan_inspection")
@sent_once
def team(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Who works on the inspection; its lead inspector adds people."""
    found = led_inspection(request, inspection_id)
    form = MemberForm(request.POST or None, people=people_to_join(found))
    problem = ""
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.add_member(found, user=given["user"], job=given["job"], by=request.user)
        except Refused as refused:
            problem = str(refused)
        else:
            messages.success(request, f"{made} joins the team")
            return redirect("inspections:team", found.pk)
    context = {"inspection": found, "form": form, "problem": problem, "team": team_of(found)}
    faulty = bool(form.errors or problem)
    return render(request, "inspections/team.html", context, status=422 if faulty else 200)


@require_POST
@needs("plan_inspection")
def leave_team(request: HttpRequest, inspection_id: int, member_id: int) -> HttpResponse:
    found = led_inspection(request, inspection_id)
    member = get_object_or_404(team_of(found), pk=member_id)
    try:
        actions.remove_member(member, by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, f"{member.user} has left the team")
    return redirect("inspections:team", found.pk)


@require_POST
@needs("plan_inspection")
@sent_once
def next_stage(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """To the next stage, or a message with everything that stands in the way."""
    found = led_inspection(request, inspection_id)
    form = StageForm(request.POST)
    if not form.is_valid():
        raise Conflict(actions.ELSEWHERE)
    given = form.cleaned_data
    try:
        actions.go_to(found, given["into"], version=given["version"], by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, f"The inspection is now: {State(given['into']).label.lower()}")
    return redirect("inspections:inspection", found.pk)


@require_http_methods(["GET", "POST"])
@needs("plan_inspection")
@sent_once
def drop(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Give the inspection up, with a reason."""
    found = led_inspection(request, inspection_id)
    form = DropForm(request.POST or None, initial={"version": found.version})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.drop(found, version=given["version"], by=request.user, reason=given["reason"])
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, "The inspection is dropped; everything entered stays")
        return redirect("inspections:inspection", found.pk)
    context = {"inspection": found, "form": form}
    return render(request, "inspections/drop.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("plan_inspection")
@sent_once
def take_inspection_over(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Lead an inspection that nobody can lead any more, with a reason."""
    found = team_inspection(request, inspection_id)
    form = TakeOverForm(request.POST or None)
    if not may_take_over(request.user, found):
        raise Conflict("Somebody leads this inspection: its lead inspector can take you into the team.")
    if request.method == "POST" and form.is_valid():
        try:
            take_over(found, reason=form.cleaned_data["reason"], by=request.user)
        except Refused as refused:
            raise Conflict(str(refused)) from refused
        messages.success(request, "You lead the inspection")
        return redirect("inspections:inspection", found.pk)
    context = {"inspection": found, "form": form}
    return render(request, "inspections/take_over.html", context, status=422 if form.errors else 200)


def _step(inspection: Inspection, into: str) -> str:
    """What the lead does to take it there; from the panel it can also go back."""
    back = inspection.state == State.RATING and into == State.FIELDWORK
    return "Go back to fieldwork" if back else STEPS[State(into)]


def seen_version(request: HttpRequest) -> int:
    """The version that the page showed. Raises Conflict for a form without one."""
    given = request.POST.get("version", "")
    if not given.isdecimal():
        raise Conflict(actions.ELSEWHERE)
    return int(given)
