"""The page that shows the quality of a place's work beside its timeliness, and the table behind it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.organisation.access import needs, scope_for
from apps.organisation.audit_figures import AuditFigure, UnitAuditFigure, unit_audit_figures
from apps.organisation.downloads import table_response
from apps.organisation.models import User
from apps.performance.beside_forms import BesideForm, audit_in_words
from apps.performance.beside_presentation import PAIR_COLUMNS, pair_chart, pair_rows
from apps.performance.models import MeasureRun
from apps.performance.queries import Place, current_run, place_for
from apps.performance.queries.beside import (
    Months,
    Pair,
    measures_beside,
    months_of,
    pairs,
    pairs_of_unit,
    timeliness,
)
from apps.performance.queries.figures import period_in_words
from apps.performance.queries.places import NATION, REGION, UNIT
from apps.performance.views.audits import audits_beside, may_open_audits
from rules.definitions.measures import load_measures
from rules.definitions.small_numbers import small_numbers_on


@require_safe
@needs("view_performance")
def beside(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """One published audit of a place beside the measures of timeliness over the months of its window."""
    place, run = _place(request, kind, code), current_run()
    form = _form(request, place)
    audit = form.chosen
    context: dict[str, Any] = {"place": place, "run": run, "form": form, "query": request.GET.urlencode()}
    if audit is not None and run is not None:
        context |= _context(request, place, run, form, audit)
    return render(request, "performance/beside.html", context)


@require_safe
@needs("view_performance")
def beside_table(request: HttpRequest, place_kind: str, code: str, kind: str = "csv") -> HttpResponseBase:
    """The pairs as a file: of a delivery unit one row a measure, else one row a part of the place.

    A header alone where there is no audit or no judged month to pair; 404 while no run is shown.
    """
    place, run = _place(request, place_kind, code), current_run()
    if run is None:
        raise Http404
    form = _form(request, place)
    audit = form.chosen
    months = months_of(run, audit) if audit else None
    found = _pairs(request.user, place, run, form, audit, months) if audit and months else []
    return table_response(
        kind,
        name=f"probity-{place.code}-beside",
        title=f"Quality beside timeliness: {place.name}",
        about=[audit_in_words(audit)] if audit else [],
        columns=PAIR_COLUMNS,
        rows=pair_rows(found),
    )


def _place(request: HttpRequest, kind: str, code: str) -> Place:
    found = place_for(scope_for(request.user, "view_performance"), kind, code)
    if found is None:
        raise Http404
    return found


def _form(request: HttpRequest, place: Place) -> BesideForm:
    audits = audits_beside(request.user, place)
    return BesideForm(request.GET, audits=audits, has_measure=place.kind != UNIT)


def _context(
    request: HttpRequest, place: Place, run: MeasureRun, form: BesideForm, audit: AuditFigure
) -> dict[str, Any]:
    months = months_of(run, audit)
    context: dict[str, Any] = {
        "audit": audit,
        "own": _own(place, audit),
        "may_open": may_open_audits(request.user, audit.region_code),
        "months": months,
        "rules": small_numbers_on(audit.last_on),
    }
    if months is None:
        return context
    context["range"] = period_in_words(months.first, months.last)
    context["timeliness"] = timeliness(run, place, audit, months)
    if place.kind != UNIT:  # a unit is not made of places to draw
        found = _pairs(request.user, place, run, form, audit, months)
        measure = found[0].figure.measure if found else None
        context |= {"pairs": found, "measure": measure, "chart": measure and pair_chart(found, measure)}
    return context


def _own(place: Place, audit: AuditFigure) -> AuditFigure | UnitAuditFigure | None:
    """The place's own figure of the audit; None for a unit outside the frame, and for the nation."""
    if place.kind == UNIT:
        return next((one for one in unit_audit_figures(audit) if one.unit_code == place.code), None)
    return audit if place.kind == REGION else None


def _pairs(
    user: User, place: Place, run: MeasureRun, form: BesideForm, audit: AuditFigure, months: Months
) -> list[Pair]:
    if place.kind == UNIT:
        return pairs_of_unit(run, place, audit=_own(place, audit), of=audit, months=months)
    names = measures_beside(run, audit)
    measure = form.offer([(name, load_measures()[name].title) for name in names])
    if not measure:
        return []
    audits = _of_regions(user, place, audit) if place.kind == NATION else unit_audit_figures(audit)
    return pairs(run, place, of=audit, audits=audits, measure=measure, months=months)


def _of_regions(user: User, place: Place, audit: AuditFigure) -> list[AuditFigure]:
    """The audits of every region with the same bank and window."""
    same = (audit.measure, audit.first_on, audit.last_on)
    return [
        one
        for one in audits_beside(user, place, each_region=True)
        if (one.measure, one.first_on, one.last_on) == same
    ]
