"""Quality assurance of the case assessments of an inspection: what stands open, one case, the findings."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.assessments.actions import Refused
from apps.inspections import quality
from apps.inspections.access import leads
from apps.inspections.models import Inspection
from apps.inspections.quality_findings import (
    CHECK_COLUMNS,
    FINDING_COLUMNS,
    by_assessor,
    check_rows,
    finding_rows,
    label,
    short,
)
from apps.inspections.quality_forms import CheckForm, QualityFilter
from apps.inspections.quality_queries import (
    QualityRow,
    State,
    may_check,
    narrowed,
    number_due,
    quality_open,
    quality_rows,
    rules_of,
    shown_to,
)
from apps.inspections.views.access import led_inspection, team_inspection
from apps.organisation.access import needs
from apps.organisation.downloads import table_response
from apps.organisation.errors import Conflict
from apps.organisation.form_keys import sent_once


def _rows(request: HttpRequest, inspection: Inspection) -> list[QualityRow]:
    return shown_to(request.user, inspection, quality_rows(inspection))


@require_safe
@needs("view_inspections")
def quality_list(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """How far the checks are, what stands open, and every case to check that the reader may see."""
    found = team_inspection(request, inspection_id)
    every = _rows(request, found) if found.sample_id else []
    rules = rules_of(found)
    form = QualityFilter(request.GET, rows=every, rules=rules)
    rows = narrowed(every, **form.asked())
    mine = [row for row in every if may_check(request.user, found, row)]
    leading = leads(request.user, found)
    context = {
        "inspection": found,
        "form": form,
        "rows": [(row, row in mine) for row in rows],
        "first": mine[0] if mine else None,
        "mine": len(mine),
        "counts": [(state, sum(row.state == state for row in every)) for state in State],
        "due": number_due(found) if leading and found.sample_id else 0,
        "open": quality_open(found) if leading else [],
        "leads": leading,
        "draws": found.dip_draws.select_related("by") if leading else [],
        "rules": rules,
        "query": request.GET.urlencode(),
    }
    return render(request, "inspections/quality.html", context, status=422 if form.errors else 200)


@require_safe
@needs("view_inspections")
def quality_table(request: HttpRequest, inspection_id: int, kind: str = "csv") -> HttpResponseBase:
    """The cases as the filter shows them, with their newest check."""
    found = team_inspection(request, inspection_id)
    every = _rows(request, found) if found.sample_id else []
    form = QualityFilter(request.GET, rows=every, rules=rules_of(found))
    return table_response(
        kind,
        name=f"inspection-{found.pk}-quality",
        title=f"Quality assurance of case assessments: {found}",
        columns=CHECK_COLUMNS,
        rows=check_rows(narrowed(every, **form.asked())),
    )


@require_POST
@needs("plan_inspection")
@sent_once
def draw_dip(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Draw what is due, and give it to checkers."""
    found = led_inspection(request, inspection_id)
    try:
        made = quality.draw_dip(found, by=request.user)
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    nobody = made.cases.filter(checker=None).count()
    messages.success(request, "The dip sample is drawn; each case is with somebody who did not assess it")
    if nobody:
        messages.warning(request, f"{nobody} of them could be given to nobody: everybody marks the case")
    return redirect("inspections:quality", found.pk)


@require_http_methods(["GET", "POST"])
@needs("view_inspections")
@sent_once
def check_case(request: HttpRequest, inspection_id: int, assignment_id: int) -> HttpResponse:
    """One assessment with its rationale, its earlier checks, and the form of whoever may check it now."""
    found = team_inspection(request, inspection_id)
    rows = _rows(request, found) if found.sample_id else []
    row = next((each for each in rows if each.mark.pk == assignment_id), None)
    if row is None:
        raise Http404
    checks = may_check(request.user, found, row)
    if request.method == "POST" and not checks:
        raise Conflict("This case does not wait for a check of yours.")
    data = request.POST if request.method == "POST" else None
    form = CheckForm(data, row=row, rules=rules_of(found), initial={"submission": row.submission.pk})
    if form.is_bound and form.is_valid():
        try:
            _keep(request, found, row, form)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return _onwards(request, found)
    context = {
        "inspection": found,
        "row": row,
        "form": form,
        "checks": checks,
        "earlier": [_shown(row, check) for check in reversed(row.checks)],
    }
    return render(request, "inspections/check_case.html", context, status=422 if form.errors else 200)


def _keep(request: HttpRequest, inspection: Inspection, row: QualityRow, form: CheckForm) -> None:
    quality.check_case(
        inspection,
        row.mark,
        form.checked(),
        submission=form.cleaned_data["submission"],
        by=request.user,
    )
    messages.success(request, f"Case {row.case_id} is checked")


def _onwards(request: HttpRequest, inspection: Inspection) -> HttpResponse:
    """To the next case that waits for the reader, so that several need no way back; else the list."""
    waiting = [row for row in _rows(request, inspection) if may_check(request.user, inspection, row)]
    if waiting:
        return redirect("inspections:check_case", inspection.pk, waiting[0].mark.pk)
    return redirect("inspections:quality", inspection.pk)


def _shown(row: QualityRow, check: Any) -> dict[str, Any]:
    bank = row.mark.bank
    return {
        "check": check,
        "outcome": short(check.outcome),
        "rationale": short(check.rationale),
        "changes": [
            (
                each.key_question,
                label(bank, each.question, each.judged),
                label(bank, each.question, each.wanted),
                each.reason,
            )
            for each in check.findings.all()
            if not each.agrees
        ],
    }


@require_safe
@needs("plan_inspection")
def quality_findings(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """What the checks say of each assessor."""
    found = led_inspection(request, inspection_id)
    rows = _rows(request, found) if found.sample_id else []
    context = {
        "inspection": found,
        "people": by_assessor(rows, rules_of(found)),
        "changes": [row for row in finding_rows(rows) if row["key_question"] or row["words"]],
    }
    return render(request, "inspections/quality_findings.html", context)


@require_safe
@needs("plan_inspection")
def findings_table(request: HttpRequest, inspection_id: int, kind: str = "csv") -> HttpResponseBase:
    """Every change that was wanted, with the checks that wanted none."""
    found = led_inspection(request, inspection_id)
    rows = _rows(request, found) if found.sample_id else []
    return table_response(
        kind,
        name=f"inspection-{found.pk}-quality-findings",
        title=f"Findings by assessor: {found}",
        columns=FINDING_COLUMNS,
        rows=finding_rows(rows),
    )
