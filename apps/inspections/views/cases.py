"""The cases of an inspection: drawn, shared out, followed, assessed twice."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from apps.assessments.actions import Refused
from apps.inspections import cohort, planning
from apps.inspections.access import leads, reads_cases
from apps.inspections.case_bank import edition_of
from apps.inspections.case_queries import case_rows, progress
from apps.inspections.cohort import assessors_of
from apps.inspections.views.access import led_inspection, team_inspection
from apps.inspections.views.plan import seen_version
from apps.organisation.access import needs
from apps.organisation.downloads import csv_response
from apps.organisation.errors import Conflict
from apps.organisation.form_keys import sent_once
from rules.definitions.inspection_planning import planning_rules_on

COLUMNS = ("case_id", "stratum", "place", "standing", "unit", "assessor", "state", "second_assessor")


@require_safe
@needs("view_inspections")
def cases(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Before the draw the frame and how many cases are enough; after it who assesses what and how far."""
    found = team_inspection(request, inspection_id)
    context = {"inspection": found, "leads": leads(request.user, found)}
    if found.sample_id is None:
        frame = planning.cohort_of(found)
        rules = planning_rules_on(found.fieldwork_first_on)
        context |= {
            "frame_size": len(frame),
            "enough": planning.enough(len(frame), rules),
            "confidence": round(100 * rules.sample.confidence),
            "margin": round(100 * rules.sample.margin),
            "assessors": assessors_of(found),
        }
        return render(request, "inspections/cohort.html", context)
    context |= {
        "rows": case_rows(found, request.user),
        "progress": progress(found),
        "reviews": reads_cases(request.user, found.sample),
    }
    return render(request, "inspections/cases.html", context)


@require_POST
@needs("plan_inspection")
@sent_once
def draw_cases(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Draw the sample and share it out, a second assessor for some of it."""
    found = led_inspection(request, inspection_id)
    edition = edition_of(found.standards, by=request.user)
    try:
        left = cohort.draw_cohort(found, edition=edition, version=seen_version(request), by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, "The cases are drawn and shared out")
    if left:
        messages.warning(request, f"Nobody can assess {', '.join(left)}: everybody holds or knows it")
    return redirect("inspections:cases", found.pk)


@require_safe
@needs("view_inspections")
def cases_csv(request: HttpRequest, inspection_id: int) -> HttpResponseBase:
    """Who assesses what and how far, every row of the frame that was drawn."""
    found = team_inspection(request, inspection_id)
    rows = (row.as_line() for row in case_rows(found, request.user)) if found.sample_id else ()
    return csv_response(name=f"inspection-{found.pk}-cases", columns=COLUMNS, rows=rows)


@require_safe
@needs("view_inspections")
def cohort_csv(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The frame as it was drawn from: `manage.py draw_sample` repeats the draw from it."""
    found = team_inspection(request, inspection_id)
    text = found.sample.frame_csv if found.sample else ""
    name = f"inspection-{found.pk}-frame.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
