"""How far the two assessors of cases agree, and deciding where they differ."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from apps.assessments.actions import Refused
from apps.assessments.agreement import AgreementTables
from apps.assessments.agreement_presentation import COLUMNS, agreement_text, csv_rows, in_a_sentence
from apps.assessments.deciding import DecisionForm, with_forms
from apps.inspections import differing
from apps.inspections.access import reads_cases
from apps.inspections.differing import ComparedCase
from apps.inspections.models import Inspection
from apps.inspections.views.access import team_inspection
from apps.organisation.access import needs
from apps.organisation.downloads import table_response
from apps.organisation.errors import Conflict
from apps.organisation.form_keys import sent_once
from rules.definitions.small_numbers import small_numbers_on


def _reviewed(request: HttpRequest, inspection_id: int) -> Inspection:
    """An inspection of which the reader may read every assessment, once it is drawn; else 404."""
    found = team_inspection(request, inspection_id)
    if found.sample is None or not reads_cases(request.user, found.sample):
        raise Http404
    return found


@require_safe
@needs("view_inspections")
def agreement(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The cases assessed twice, what is left to decide in them, and the figures of agreement."""
    found = _reviewed(request, inspection_id)
    cases, tables = differing.compared_cases(found), differing.agreement_of(found)
    context = {
        "inspection": found,
        "seconds": differing.second_marks(found).count(),
        "cases": cases,
        "left": sum(bool(each.to_decide) for each in cases),
    }
    if tables is not None:
        context |= _figures(tables)
    return render(request, "inspections/agreement.html", context)


def _figures(tables: AgreementTables) -> dict[str, Any]:
    small = small_numbers_on(timezone.localdate())
    return {
        "said": in_a_sentence(tables.overall),
        "overall_rows": [agreement_text(tables.overall, small)],
        "by_question": [agreement_text(row, small) for row in tables.by_question],
        "by_pair": [agreement_text(row, small) for row in tables.by_pair],
    }


@require_safe
@needs("view_inspections")
def agreement_table(request: HttpRequest, inspection_id: int, kind: str = "csv") -> HttpResponseBase:
    """Every line of the page with its figures to twelve digits."""
    found = _reviewed(request, inspection_id)
    tables = differing.agreement_of(found)
    return table_response(
        kind,
        name=f"inspection-{found.pk}-agreement",
        title=f"Agreement of assessors: {found}",
        columns=COLUMNS,
        rows=csv_rows(tables) if tables else (),
    )


@require_http_methods(["GET", "POST"])
@needs("view_inspections")
@sent_once
def differences(request: HttpRequest, inspection_id: int, assignment_id: int) -> HttpResponse:
    """Both assessments of a case side by side where they differ; one point is decided at a time."""
    found = _reviewed(request, inspection_id)
    cases = differing.compared_cases(found)
    case = next((each for each in cases if each.settlement.assignment.pk == assignment_id), None)
    if case is None:
        raise Http404
    both = differing.differences_in(case)
    bound = None
    if request.method == "POST":
        wanted = both.find(request.POST.get("kind", ""), request.POST.get("key", ""))
        if wanted is None:
            raise Conflict("The assessors do not differ on this any more")
        bound = DecisionForm(request.POST, difference=wanted)
        if bound.is_valid():
            return _decide(request, found, case, bound)
    may_decide = _may_decide(request, found, case)
    wait = bool(case.settlement.settled.open_facts)
    context = {
        "inspection": found,
        "case": case.case,
        "first": case.settlement.assignment,
        "both": both,
        "facts": with_forms(both.facts, bound, may_decide=may_decide, wait=False),
        "questions": with_forms(both.questions, bound, may_decide=may_decide, wait=wait),
        "bound": bound,
        "may_decide": may_decide,
        "next_case": _next_open(cases, case),
    }
    return render(request, "inspections/differences.html", context, status=422 if bound else 200)


def _may_decide(request: HttpRequest, found: Inspection, case: ComparedCase) -> bool:
    """An assessor of the case does not; nor does anybody once the panel has done its work."""
    marked = request.user.pk in (case.settlement.assignment.auditor_id, case.second.auditor_id)
    return found.state in differing.DECIDED_IN and not marked


def _decide(request: HttpRequest, found: Inspection, case: ComparedCase, form: DecisionForm) -> HttpResponse:
    first = case.settlement.assignment
    try:
        differing.decide(found, first, form.decision(case.settlement, case.second), by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    messages.success(request, "Your decision is kept, and counts")
    return redirect("inspections:differences", found.pk, first.pk)


def _next_open(cases: list[ComparedCase], case: ComparedCase) -> ComparedCase | None:
    return next((each for each in cases if each.to_decide and each is not case), None)
