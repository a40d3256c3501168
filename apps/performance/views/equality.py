"""Equality monitoring: measures told apart by who the people are."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.organisation.access import needs, scope_for
from apps.performance import equality_presentation as shown
from apps.performance.equality_forms import EqualityForm
from apps.performance.models import EqualityReading, MeasureRun
from apps.performance.queries import current_run
from apps.performance.queries.equality import equality_of, reading_of
from apps.performance.queries.places import all_places_for
from apps.performance.tables import operational_table
from rules.tables.disparity_words import VERDICTS, correction_in_words, helped, plain

PER_PAGE = 50


@require_safe
@needs("view_performance")
def equality(request: HttpRequest) -> HttpResponse:
    """The comparisons of a place and year, those that need attention first."""
    run = current_run()
    context: dict[str, Any] = {"run": run, "query": request.GET.urlencode()}
    reading = reading_of(run) if run else None
    if run is not None and reading is not None:
        form = _form(request, reading)
        context |= {"form": form, "reading": reading}
        if form.is_valid():
            context |= _shown(request, reading, form)
    return render(request, "performance/equality.html", context)


@require_safe
@needs("view_performance")
def equality_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """A row for each comparison that the filter lets through."""
    run, reading = current_run(), None
    reading = reading_of(run) if run else None
    if reading is None:
        raise Http404
    form = _form(request, reading)
    if not form.is_valid():
        raise Http404
    wanted = form.wanted()
    rows = shown.chosen_rows(equality_of(reading, wanted.place, wanted.year), wanted)
    return operational_table(
        kind,
        run=run,
        title=f"Equality monitoring, {wanted.place.name}, {wanted.year}",
        name=f"probity-equality-{wanted.place.code}-{wanted.year}",
        columns=shown.COLUMNS,
        rows=shown.rows_data(rows, wanted),
    )


def _form(request: HttpRequest, reading: EqualityReading) -> EqualityForm:
    places = all_places_for(scope_for(request.user, "view_performance"))
    return EqualityForm(request.GET, reading=reading, places=places)


def _shown(request: HttpRequest, reading: EqualityReading, form: EqualityForm) -> dict[str, Any]:
    wanted = form.wanted()
    found = equality_of(reading, wanted.place, wanted.year)
    rows = shown.chosen_rows(found, wanted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    title = shown.headline(found, wanted)
    return {
        "wanted": wanted,
        "found": found,
        "page": page,
        "rows": [shown.shown_row(row, wanted) for row in page],
        "headline": title,
        "chart": shown.chart_of(list(page), title, least=found.rules.least_points),
        "is_part": _is_part(reading.run, wanted),
        "counts": shown.counted_verdicts(found),
        "verdict_words": VERDICTS.values(),
        "help": [(VERDICTS[verdict], words) for verdict, words in helped(found.rules).items()],
        "correction": correction_in_words(found.rules),
        "least": plain(found.rules.least_points),
    }


def _is_part(run: MeasureRun, wanted: Any) -> bool:
    """Whether the run did not judge the whole year."""
    months = wanted.year.months
    return run.first_month > str(months[0]) or run.last_month < str(months[-1])
