"""Editions of a plan: sent, approved or returned, published, read, compared with the one before."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.organisation.access import needs, scope_for
from apps.organisation.actions import Refused
from apps.organisation.downloads import table_response
from apps.organisation.errors import Conflict
from apps.organisation.form_keys import sent_once
from apps.planning import edition_actions
from apps.planning.changes import PlanChanges, changes_between
from apps.planning.forms import DecideForm
from apps.planning.models import PlanEdition
from apps.planning.queries import edition_before, edition_content, editions_of
from apps.planning.rows import CHANGE_COLUMNS, change_rows
from apps.planning.shapes import PlanContent, as_json, from_json
from apps.planning.views.access import plan_of, region_for, writes
from apps.planning.views.pages import FormPage, answer_form


@require_safe
@needs("view_plan")
def editions(request: HttpRequest, region: str) -> HttpResponse:
    """Every edition of the region's plans, with what was decided on each."""
    found = region_for(request, region)
    context = {"region": found, "editions": editions_of(found).defer("content")}
    return render(request, "planning/editions.html", context)


@require_POST
@needs("send_plan")
def send(request: HttpRequest, region: str) -> HttpResponse:
    """Freeze the plan and send it for national approval."""
    found = region_for(request, region, "send_plan")
    try:
        made = edition_actions.send(plan_of(found), by=request.user, on=timezone.localdate())
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, f"Edition {made.number} is sent for approval")
    return redirect("planning:edition", made.pk)


def _readable(request: HttpRequest, pk: int) -> PlanEdition:
    """A published edition, or any of a region whose plan the reader follows; else 404."""
    found = get_object_or_404(
        PlanEdition.objects.select_related("plan__region", "sent_by", "decided_by"), pk=pk
    )
    if not found.is_published:
        region_for(request, found.plan.region_id)
    return found


@require_safe
@needs("view_report")
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """What the edition says, from its frozen content alone."""
    found = _readable(request, pk)
    region = found.plan.region
    waits = found.decision == PlanEdition.Decision.WAITING
    approves = writes(request, region, "approve_plan")
    context = {
        "edition": found,
        "region": region,
        "content": edition_content(found),
        "is_whole": edition_actions.is_unchanged(found),
        "before": edition_before(found),
        "decides": waits and approves,
        "publishes": approves and found.decision == PlanEdition.Decision.APPROVED and not found.is_published,
        "as_hashed": _as_hashed(found),
        "follows": scope_for(request.user, "view_plan").sees_region(region.code),
    }
    return render(request, "planning/edition.html", context)


def _changes(found: PlanEdition) -> tuple[PlanEdition | None, PlanChanges]:
    before = edition_before(found)
    was = edition_content(before) if before else None
    return before, changes_between(was, edition_content(found))


@require_safe
@needs("view_report")
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    """What changed since the edition before: text word by word, priorities, milestones, agreements."""
    found = _readable(request, pk)
    before, what = _changes(found)
    groups = [
        (name, what.of(name)) for name in ("Priority", "Handed down", "Milestone", "Agreement", "Provision")
    ]
    context = {"edition": found, "before": before, "changes": what, "groups": groups}
    return render(request, "planning/changes.html", context)


@require_safe
@needs("view_report")
def changes_table(request: HttpRequest, pk: int, kind: str = "csv") -> HttpResponseBase:
    """The same as a download."""
    found = _readable(request, pk)
    before, what = _changes(found)
    return table_response(
        kind,
        name=f"plan-{found.plan.region_id}-{found.plan.first_year}-changes-{found.number}",
        title=f"What changed in {found}",
        about=[f"Compared with {before}" if before else "There is no edition before it"],
        columns=CHANGE_COLUMNS,
        rows=change_rows(what),
    )


@require_safe
@needs("view_report")
def edition_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen content as it was hashed: canonical JSON, so that anybody can check the hash.

    Of an edition that was sent before small numbers were kept out of it, they are left out here, and its page
    says so.
    """
    found = _readable(request, pk)
    content = found.content if _as_hashed(found) else as_json(edition_content(found))
    text = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    answer = HttpResponse(text, content_type="application/json; charset=utf-8")
    name = f"plan-{found.plan.region_id}-{found.plan.first_year}-{found.number}.json"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _as_hashed(found: PlanEdition) -> bool:
    """Whether what was hashed holds no small number, so that it can be handed out as it is."""
    return from_json(PlanContent, found.content) == edition_content(found)


@require_http_methods(["GET", "POST"])
@needs("approve_plan")
@sent_once
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve an edition or return it."""
    found = get_object_or_404(PlanEdition.objects.select_related("plan__region"), pk=pk)
    region_for(request, found.plan.region_id, "approve_plan")
    page = FormPage(
        title=f"Decide on {found}",
        button="Decide",
        up=reverse("planning:edition", args=[found.pk]),
        up_text="The edition",
        done="The decision is kept",
    )
    return answer_form(
        request,
        DecideForm(request.POST or None),
        page,
        do=lambda values: edition_actions.decide(
            found,
            approved=values["decision"] == PlanEdition.Decision.APPROVED,
            reasons=values["reasons"],
            by=request.user,
        ),
    )
