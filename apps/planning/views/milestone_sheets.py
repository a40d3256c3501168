"""A sheet of milestones handed in: taken in whole, or refused with everything that is wrong."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from apps.assessments.bank_files.faults import Fault
from apps.organisation.access import needs
from apps.organisation.actions import Refused
from apps.organisation.form_keys import sent_once
from apps.organisation.models import Region, User
from apps.planning.forms import SheetForm
from apps.planning.models import Priority
from apps.planning.owners import owners_for
from apps.planning.sheets.milestones import SheetRefused, Taken, take_in
from apps.planning.sheets.process import table_of
from apps.planning.views.access import region_for
from apps.planning.views.pages import UNPROCESSABLE, given


@require_http_methods(["GET", "POST"])
@needs("plan_region")
@sent_once
def milestone_sheet(request: HttpRequest, region: str) -> HttpResponse:
    """Hand a sheet in; of one with faults nothing is kept, and each is named with its place."""
    found = region_for(request, region, "plan_region")
    form = SheetForm(*given(request))
    faults: list[Fault] = []
    if form.is_bound and form.is_valid():
        try:
            taken = _take_in(found, form.cleaned_data, request.user)
        except SheetRefused as refused:
            faults = refused.faults
            form.add_error("file", _counted(len(faults)))
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _said(taken))
            return redirect("planning:milestones", found.pk)
    return _shown(request, found, form, faults)


def _take_in(region: Region, values: dict[str, Any], by: User) -> Taken:
    table = table_of(values["file"].read(), values["file"].name)
    if table.faults:
        raise SheetRefused(table.faults)
    return take_in(region, table.rows, why=values["why"], by=by, on=timezone.localdate())


def _counted(faults: int) -> str:
    return f"Nothing was taken in: {faults} thing{'' if faults == 1 else 's'} in the sheet must be put right."


def _said(taken: Taken) -> str:
    added = len(taken.added)
    words = f"{added} milestone{'' if added == 1 else 's'} set"
    known = f"; {taken.known} row{'' if taken.known == 1 else 's'} with a number left as they stand"
    return words + (known if taken.known else "")


def _shown(request: HttpRequest, region: Region, form: SheetForm, faults: list[Fault]) -> HttpResponse:
    context = {
        "region": region,
        "form": form,
        "faults": faults,
        "priorities": Priority.objects.filter(region=region, withdrawn_at=None),
        "owners": owners_for(region, timezone.localdate()),
    }
    status = UNPROCESSABLE if form.errors else 200
    return render(request, "planning/milestone_sheet.html", context, status=status)
