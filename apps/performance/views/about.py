"""One figure and everything that it rests upon."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.organisation.access import can, needs, scope_for
from apps.performance.forms import FiguresForm
from apps.performance.models import MeasureRun
from apps.performance.queries import current_run, place_for
from apps.performance.queries.breaks import breaks_within
from apps.performance.queries.cells import MONTHLY, series
from apps.performance.queries.places import NATION, Place
from apps.performance.queries.quality import check_counts, newest_reading, suspects_of


@require_safe
@needs("view_performance")
def about_figure(request: HttpRequest, kind: str, code: str, measure: str) -> HttpResponse:
    """As-at day, extract, run, editions, source, counting rule and target of a measure in a place."""
    place, run = place_for(scope_for(request.user, "view_performance"), kind, code), current_run()
    if place is None or run is None or measure not in run.measures:
        raise Http404
    wanted = FiguresForm(request.GET, run=run).wanted()
    found = series(run, place, first=wanted.first, last=wanted.last, period=MONTHLY, measure=measure)
    if not found:
        raise Http404  # The measure began after these months.
    context: dict[str, Any] = {
        "place": place,
        "run": run,
        "wanted": wanted,
        "figure": found[0].total,
        "measure": found[0].measure,
        "targets": _targets(found[0]),
        "suspects": _suspects(run, place, measure),
        "may_view_quality": can(request.user, "view_data_quality"),
        "breaks": breaks_within([found[0].total]),
        "may_view_runs": can(request.user, "view_runs"),
        "is_nation": place.kind == NATION,
    }
    return render(request, "performance/about.html", context)


def _suspects(run: MeasureRun, place: Place, measure: str) -> int | None:
    """How many records that touch the measure look wrong in the place; None until they have been checked."""
    reading = newest_reading(run)
    return suspects_of(measure, check_counts(reading, place)) if reading else None


def _targets(one: Any) -> list[Any]:
    """The targets that held in these months, each once, in order."""
    return list(dict.fromkeys(value for value in one.total.targets if value is not None))
