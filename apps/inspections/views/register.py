"""The evidence register of an inspection: read by standard and prompt, added to, struck out, downloaded."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.assessments.actions import Refused
from apps.assessments.evidence_forms import StrikeForm
from apps.assessments.kept_files import kept_file
from apps.inspections import register as entries
from apps.inspections.access import is_on
from apps.inspections.models import Inspection, Member, RegisterEntry
from apps.inspections.register_forms import RegisterFilter, RegisterForm
from apps.inspections.register_rows import COLUMNS, shown_entries, table_rows
from apps.inspections.views.access import team_inspection
from apps.organisation.access import can, needs
from apps.organisation.downloads import table_response
from apps.organisation.errors import Conflict
from apps.organisation.form_keys import sent_once
from rules.definitions.evidence import evidence_rules_on
from rules.definitions.evidence_register import register_rules_on
from rules.definitions.standards import PromptKey

Job = Member.Job
PER_PAGE = 50


def _may_enter(request: HttpRequest, inspection: Inspection) -> bool:
    return _enters(request, inspection) and inspection.state in entries.ENTERED_IN


def _enters(request: HttpRequest, inspection: Inspection) -> bool:
    works = is_on(request.user, inspection, Job.LEAD, Job.INSPECTOR)
    return works and can(request.user, "enter_evidence")


def _entered_inspection(request: HttpRequest, inspection_id: int) -> Inspection:
    """An inspection to whose register the reader may add; 403 for other readers."""
    found = team_inspection(request, inspection_id)
    if not _enters(request, found):
        raise PermissionDenied
    return found


def _asked(request: HttpRequest, inspection: Inspection) -> tuple[RegisterFilter, dict[str, Any]]:
    """The filter and what it asks for; nothing of a filter that asks for what there is not."""
    form = RegisterFilter(
        request.GET,
        level=entries.level_of(inspection),
        standards=entries.standards_of(inspection),
        rules=register_rules_on(timezone.localdate()),
    )
    given = form.cleaned_data if form.is_valid() else {}
    prompt = given.get("prompt")
    return form, {
        "standard": given.get("standard", ""),
        "kind": given.get("kind", ""),
        "prompt": PromptKey.parse(prompt) if prompt else None,
    }


@require_safe
@needs("view_inspections")
def register(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The items, filtered by standard, prompt and kind."""
    found = team_inspection(request, inspection_id)
    form, asked = _asked(request, found)
    page = Paginator(entries.entries_of(found, **asked), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "inspection": found,
        "form": form,
        "page": page,
        "rows": shown_entries(found, page.object_list),
        "may_enter": _may_enter(request, found),
        "strike": StrikeForm(auto_id=False),
        "query": request.GET.urlencode(),
    }
    return render(request, "inspections/register.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs("enter_evidence")
@sent_once
def enter_evidence(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """One more item."""
    found = _entered_inspection(request, inspection_id)
    if not _may_enter(request, found):
        raise Conflict("Evidence is entered by the team, from the announcement until the panel has sat.")
    today = timezone.localdate()
    given = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    form = RegisterForm(
        *given,
        level=entries.level_of(found),
        standards=entries.standards_of(found),
        rules=register_rules_on(today),
        files=evidence_rules_on(today),
    )
    if form.is_bound and form.is_valid():
        try:
            upload = form.cleaned_data["file"]
            entries.enter_evidence(found, form.item(), upload=upload, today=today, by=request.user)
        except Refused as refused:
            form.add_error("file" if request.FILES else None, str(refused))
        else:
            messages.success(request, "The evidence is in the register")
            return redirect("inspections:register", found.pk)
    context = {"inspection": found, "form": form}
    return render(request, "inspections/enter_evidence.html", context, status=422 if form.errors else 200)


@require_POST
@needs("enter_evidence")
def strike_register_entry(request: HttpRequest, inspection_id: int, entry_id: int) -> HttpResponse:
    """Strike an item out, with a reason."""
    found = _entered_inspection(request, inspection_id)
    entry = get_object_or_404(RegisterEntry, inspection=found, pk=entry_id)
    if not _may_enter(request, found):
        raise Conflict("The register is changed by the team, until the panel has sat.")
    form = StrikeForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Say why the item is struck out.")
        return redirect("inspections:register", found.pk)
    try:
        entries.strike_out(entry, reason=form.cleaned_data["reason"], by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, "The item is struck out")
    return redirect("inspections:register", found.pk)


@require_safe
@needs("view_inspections")
def register_file(request: HttpRequest, inspection_id: int, entry_id: int) -> HttpResponse:
    """The file of an item, as a download, to the team."""
    found = team_inspection(request, inspection_id)
    return kept_file(get_object_or_404(found.evidence.exclude(file=""), pk=entry_id))


@require_safe
@needs("view_inspections")
def register_table(request: HttpRequest, inspection_id: int, kind: str = "csv") -> HttpResponseBase:
    """The items as the filter shows them, one row an item and prompt."""
    found = team_inspection(request, inspection_id)
    _, asked = _asked(request, found)
    return table_response(
        kind,
        name=f"inspection-{found.pk}-evidence",
        title=f"Evidence register: {found}",
        columns=COLUMNS,
        rows=table_rows(found, entries.entries_of(found, **asked)),
    )
