"""The pages that compare: two sides, a funnel of places, one place over time."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.organisation.access import needs, scope_for
from apps.performance import comparing_presentation as shown
from apps.performance.comparing_forms import CompareForm, FunnelForm, OverTimeForm, Wanted
from apps.performance.models import MeasureRun
from apps.performance.queries import current_run
from apps.performance.queries.comparing import Comparison, compare
from apps.performance.queries.figures import period_in_words
from apps.performance.queries.places import all_places_for
from apps.performance.queries.variation import OverTime, PlacesFunnel, funnel_of, over_time
from apps.performance.tables import operational_table
from rules.definitions.measures import MeasureDefinition, load_measures


@require_safe
@needs("view_performance")
def comparison(request: HttpRequest) -> HttpResponse:
    """One measure in two periods of a place, or in two places over one period."""
    run, form, context = _asked(request, CompareForm)
    if run is not None and form.is_valid():
        found = _compared(run, form)
        context |= {"found": found, "words": shown.in_words(found), "measure": found.figures[0].measure}
        context["rows"] = list(zip(("First", "Second"), found.sides, found.figures, strict=True))
        if found.difference:
            context["chart"] = shown.comparison_chart(found)
    return render(request, "performance/compare.html", context)


@require_safe
@needs("view_performance")
def comparison_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """The comparison as one row; refused, with the reason in its last columns."""
    run, form = _understood(request, CompareForm)
    rows = [shown.comparison_data(_compared(run, form))]
    return operational_table(
        kind,
        run=run,
        title="Two figures compared",
        name="probity-comparison",
        columns=shown.COMPARISON_COLUMNS,
        rows=rows,
    )


@require_safe
@needs("view_performance")
def funnel(request: HttpRequest) -> HttpResponse:
    """The regions or delivery units of a place against the limits of chance."""
    run, form, context = _asked(request, FunnelForm)
    if run is not None and form.is_valid():
        wanted = form.wanted()
        found, sort = _funnel(run, wanted), form.cleaned_data["sort"]
        context |= {"found": found, "wanted": wanted, "measure": _measure(wanted), "range": _range(wanted)}
        if found.funnel:
            context |= _drawn(found, wanted, sort)
    return render(request, "performance/funnel.html", context)


@require_safe
@needs("view_performance")
def funnel_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """A row for each place of the funnel; none where it is refused."""
    run, form = _understood(request, FunnelForm)
    wanted = form.wanted()
    rows = shown.funnel_rows(shown.sorted_rows(_funnel(run, wanted), form.cleaned_data["sort"]))
    name = f"probity-funnel-{wanted.measure}-{wanted.first}-{wanted.last}"
    return operational_table(
        kind,
        run=run,
        title=f"Many places compared: {_measure(wanted).title}, {_range(wanted)}",
        name=name,
        columns=shown.FUNNEL_COLUMNS,
        rows=rows,
    )


@require_safe
@needs("view_performance")
def variation(request: HttpRequest) -> HttpResponse:
    """One measure of a place over time between its own control limits."""
    run, form, context = _asked(request, OverTimeForm)
    if run is not None and form.is_valid():
        wanted = form.wanted()
        found = _over_time(run, wanted)
        context |= {"found": found, "wanted": wanted, "measure": _measure(wanted), "range": _range(wanted)}
        if found:
            context |= {
                "chart": shown.over_time_chart(found),
                "headline": shown.over_time_headline(found),
                "rows": [(row, shown.over_time_row_data(row), _signal(row)) for row in found.rows],
                "is_short": any(stretch.is_short for stretch in found.stretches),
            }
    return render(request, "performance/over_time.html", context)


@require_safe
@needs("view_performance")
def variation_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """A row for each period, with the break that it begins with and why."""
    run, form = _understood(request, OverTimeForm)
    wanted = form.wanted()
    found = _over_time(run, wanted)
    name = f"probity-over-time-{wanted.measure}-{wanted.place.code}"
    rows = shown.over_time_rows(found) if found else []
    return operational_table(
        kind,
        run=run,
        title=f"Over time: {_measure(wanted).title}, {wanted.place.name}",
        name=name,
        columns=shown.OVER_TIME_COLUMNS,
        rows=rows,
    )


def _asked(request: HttpRequest, form: Callable[..., Form]) -> tuple[MeasureRun | None, Any, dict[str, Any]]:
    """The run, the form over the viewer's places, and what every page of the section shows."""
    run = current_run()
    context: dict[str, Any] = {"run": run, "query": request.GET.urlencode()}
    if run is None:
        return None, None, context
    context["form"] = form(request.GET, run=run, places=all_places_for(_scope(request)))
    return run, context["form"], context


def _understood(request: HttpRequest, form: Callable[..., Form]) -> tuple[MeasureRun, Any]:
    """The same for a download, which cannot tell what is wrong: 404 where there is nothing to download."""
    run, found, _ = _asked(request, form)
    if run is None or not found.is_valid():
        raise Http404
    return run, found


def _scope(request: HttpRequest) -> Any:
    return scope_for(request.user, "view_performance")


def _compared(run: MeasureRun, form: CompareForm) -> Comparison:
    first, second = form.sides()
    return compare(run, measure=form.cleaned_data["measure"], first=first, second=second)


def _funnel(run: MeasureRun, wanted: Wanted) -> PlacesFunnel:
    return funnel_of(
        run,
        wanted.place,
        parts=wanted.parts,
        measure=wanted.measure,
        first=wanted.first,
        last=wanted.last,
    )


def _drawn(found: PlacesFunnel, wanted: Wanted, sort: str) -> dict[str, Any]:
    rows = shown.sorted_rows(found, sort)
    title = _measure(wanted).title
    return {
        "headline": shown.funnel_headline(found),
        "spread": shown.spread_in_words(found.funnel),
        "centre": shown.points(found.funnel.centre * 100),
        "chart": shown.funnel_chart(found, title),
        "rates": shown.rates_chart(rows, f"{title}: rates with intervals") if sort == "rate" else None,
        "rows": [(row, shown.funnel_row_data(row), shown.STANDINGS[row.group.standing]) for row in rows],
    }


def _over_time(run: MeasureRun, wanted: Wanted) -> OverTime | None:
    return over_time(
        run,
        wanted.place,
        measure=wanted.measure,
        first=wanted.first,
        last=wanted.last,
        period=wanted.period,
    )


def _signal(row: Any) -> str:
    return shown.SIGNALS[row.charted.signal]


def _measure(wanted: Wanted) -> MeasureDefinition:
    return load_measures()[wanted.measure]


def _range(wanted: Wanted) -> str:
    return period_in_words(wanted.first, wanted.last)
