"""The pages of figures: which places there are, and one place's measures."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from apps.organisation.access import can, needs, scope_for
from apps.organisation.downloads import csv_response
from apps.performance.forms import FiguresFilter, FiguresForm
from apps.performance.models import MeasureRun
from apps.performance.presentation import FIGURE_COLUMNS, chart, composite_rows, figure_rows, headline
from apps.performance.queries import Place, Series, breakdown, current_run, place_for, places_for, series
from apps.performance.queries.composites import CompositeSeries, composites
from apps.performance.queries.figures import period_in_words
from apps.performance.queries.places import REGION, UNIT, parts_of
from apps.performance.queries.target_steps import target_steps
from apps.performance.queries.unpaid_work import unpaid_work
from apps.performance.views.audits import audits_of, units_audits
from rules.definitions.frameworks import load_frameworks
from rules.measures.unpaid_work_progress import MEASURE as UNPAID_WORK


@require_safe
@needs("view_performance")
def index(request: HttpRequest) -> HttpResponse:
    """The places that the viewer may see; straight on where there is only one."""
    places = places_for(scope_for(request.user, "view_performance"))
    if len(places) == 1:
        return redirect(places[0].url)
    return render(request, "performance/index.html", {"places": places, "run": current_run()})


@require_safe
@needs("view_performance")
def place(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """A place's measures by month or quarter; with one measure chosen, its parts as well."""
    here = _place(request, kind, code)
    run = current_run()
    context: dict[str, Any] = {"place": here, "run": run, "up": _up(request, here)}
    if run is not None:
        form = FiguresForm(request.GET, run=run)
        context |= {
            "form": form,
            "query": request.GET.urlencode(),
            "may_list_cases": can(request.user, "view_missed_cases"),
            "audits": audits_of(request.user, here),
            "unit_audits": units_audits(request.user, here) if here.kind == UNIT else [],
            "may_see_audits": can(request.user, "view_audit_results"),
            **_figures(run, here, form.wanted()),
        }
    return render(request, "performance/place.html", context)


@require_safe
@needs("view_performance")
def place_csv(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """The figures that the page shows as CSV; with `parts=1` those of the place's parts as well."""
    here, run = _place(request, kind, code), current_run()
    if run is None:
        raise Http404
    wanted = FiguresForm(request.GET, run=run).wanted()
    places = [here, *(parts_of(here) if request.GET.get("parts") else [])]
    name = f"probity-{here.code}-{wanted.first}-{wanted.last}"
    return csv_response(name=name, columns=FIGURE_COLUMNS, rows=_csv_rows(run, places, wanted))


def _csv_rows(run: MeasureRun, places: list[Place], wanted: FiguresFilter) -> Iterator[dict[str, Any]]:
    for one in places:
        found = _series(run, one, wanted)
        yield from figure_rows(found)
        yield from composite_rows(composites(found))


def _place(request: HttpRequest, kind: str, code: str) -> Place:
    found = place_for(scope_for(request.user, "view_performance"), kind, code)
    if found is None:
        raise Http404
    return found


def _up(request: HttpRequest, here: Place) -> dict[str, str]:
    """One level up: from a unit to its region where the viewer sees that, else to the choice of places."""
    region = here.region_code if here.kind == UNIT else ""
    above = place_for(scope_for(request.user, "view_performance"), REGION, region)
    if above is not None:
        return {"url": above.url, "text": above.name}
    return {"url": reverse("performance:index"), "text": "Performance"}


def _figures(run: MeasureRun, here: Place, wanted: FiguresFilter) -> dict[str, Any]:
    shown = _series(run, here, wanted)
    parts = []
    if wanted.measure and here.parts_kind and shown:
        parts = breakdown(run, here, measure=wanted.measure, first=wanted.first, last=wanted.last)
    return {
        "wanted": wanted,
        "range": period_in_words(wanted.first, wanted.last),
        "groups": _groups(shown, composites(shown)),
        "historic": [one for one in load_frameworks().values() if one.is_historic],
        "parts": parts,
        **_on_the_way(run, here, wanted),
        "subplaces": [part for part in parts_of(here) if part.has_page],
    }


def _on_the_way(run: MeasureRun, here: Place, wanted: FiguresFilter) -> dict[str, Any]:
    """Beside SL029 how much is completed before it is due, and the address of its download."""
    if wanted.measure != UNPAID_WORK:
        return {}
    asked = {"place": f"{here.kind}-{here.code}", "from": wanted.first, "to": wanted.last}
    found = unpaid_work(run, here, first=wanted.first, last=wanted.last)
    return {"on_the_way": found, "on_the_way_query": urlencode(asked)}


def _series(run: MeasureRun, here: Place, wanted: FiguresFilter) -> list[Series]:
    return series(
        run,
        here,
        first=wanted.first,
        last=wanted.last,
        period=wanted.period,
        measure=wanted.measure or None,
        frameworks=wanted.frameworks,
    )


def _groups(shown: list[Series], together: list[CompositeSeries]) -> list[dict[str, Any]]:
    """What is shown, by framework: sections of measures, then what is made of several."""
    groups = []
    for framework in load_frameworks().values():
        sections = [
            {
                "series": one,
                "chart": None if one.total.is_count else chart(one),
                "headline": headline(one),
                "steps": [] if one.total.is_count else target_steps(one),
            }
            for one in shown
            if one.measure.framework == framework.id
        ]
        made = [one for one in together if one.composite.framework == framework.id]
        if sections:
            groups.append({"framework": framework, "sections": sections, "composites": made})
    return groups
