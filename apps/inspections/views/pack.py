"""The evidence pack of an inspection: built, read and downloaded."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from apps.assessments.actions import Refused
from apps.inspections import packs
from apps.inspections.access import leads
from apps.inspections.views.access import led_inspection, team_inspection
from apps.organisation.access import needs
from apps.organisation.downloads import table_response
from apps.organisation.errors import Conflict
from apps.organisation.form_keys import sent_once


@require_safe
@needs("view_inspections")
def pack(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The newest pack, or an earlier one by `?pack=`."""
    found = team_inspection(request, inspection_id)
    chosen = request.GET.get("pack", "")
    shown = get_object_or_404(found.packs, pk=chosen) if chosen.isdecimal() else packs.newest_pack(found)
    context = {
        "inspection": found,
        "pack": shown,
        "packs": found.packs.select_related("built_by"),
        "may_build": leads(request.user, found) and packs.may_build(found),
    }
    return render(request, "inspections/pack.html", context)


@require_POST
@needs("plan_inspection")
@sent_once
def build_pack(request: HttpRequest, inspection_id: int) -> HttpResponse:
    found = led_inspection(request, inspection_id)
    try:
        packs.build_pack(found, by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, "The evidence pack is built")
    return redirect("inspections:pack", found.pk)


@require_safe
@needs("view_inspections")
def pack_table(request: HttpRequest, inspection_id: int, kind: str = "csv") -> HttpResponseBase:
    """The newest pack as one long table."""
    found = team_inspection(request, inspection_id)
    shown = packs.newest_pack(found)
    return table_response(
        kind,
        name=f"inspection-{found.pk}-evidence-pack",
        title=f"Evidence pack: {found}",
        about=(f"Pack {shown.pk}, SHA-256 {shown.sha256}",) if shown else ("No pack has been built.",),
        columns=packs.LONG_COLUMNS,
        rows=packs.pack_rows(shown) if shown else (),
    )
