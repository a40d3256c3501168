"""The list of cases behind a figure."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from apps.organisation.access import Scope, can, needs, scope_for
from apps.organisation.models import ProbationDeliveryUnit
from apps.organisation.downloads import csv_response
from apps.performance.forms import CasesForm
from apps.performance.models import MeasureRun
from apps.performance.queries import CaseFilter, cases, current_run, places_for
from apps.performance.queries.cases import with_words
from apps.performance.queries.places import NATION, REGION, Place, parts_of

PER_PAGE = 50
# A sort key, the words of its column heading.
HEADINGS = (
    ("case", "Case"),
    ("measure", "Measure"),
    ("due", "Due"),
    ("unit", "Delivery unit"),
    ("practitioner", "Held by"),
    ("reason", "Reason"),
)
CSV_COLUMNS = (
    "measure",
    "title",
    "edition",
    "occurrence_id",
    "person_id",
    "region",
    "unit",
    "practitioner_code",
    "counts_in",
    "due_on",
    "verdict",
    "reason",
    "reason_in_words",
)


@require_safe
@needs("view_missed_cases")
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases that missed (or were not recorded, excluded ...), as far as the viewer's scope reaches."""
    scope, run = scope_for(request.user, "view_missed_cases"), current_run()
    context: dict[str, Any] = {"run": run, "up": _up(request)}
    if run is not None:
        form = CasesForm(request.GET, run=run, places=place_choices(scope))
        context |= {
            "form": form,
            "query": request.GET.urlencode(),
            **_rows(run, scope, form.wanted(), request.GET.get("page")),
        }
    return render(request, "performance/cases.html", context)


@require_safe
@needs("view_missed_cases")
def case_list_csv(request: HttpRequest) -> HttpResponse:
    """The whole list, unpaginated, as CSV."""
    scope, run = scope_for(request.user, "view_missed_cases"), current_run()
    if run is None:
        raise Http404
    wanted = CasesForm(request.GET, run=run, places=place_choices(scope)).wanted()
    place = wanted.unit or wanted.region
    name = "-".join(filter(None, ("probity-cases", wanted.measure, place, wanted.month)))
    return csv_response(name=name, columns=CSV_COLUMNS, rows=_csv_rows(run, scope, wanted))


def _up(request: HttpRequest) -> dict[str, str]:
    if can(request.user, "view_performance"):
        return {"url": reverse("performance:index"), "text": "Performance"}
    return {"url": reverse("organisation:home"), "text": "My work"}


def _rows(run: MeasureRun, scope: Scope, wanted: CaseFilter, number: str | None) -> dict[str, Any]:
    page = Paginator(cases(run, scope, wanted), PER_PAGE).get_page(number)
    units = dict(ProbationDeliveryUnit.objects.values_list("code", "name"))
    return {
        "wanted": wanted,
        "page": page,
        "rows": [
            {"case": with_words(outcome), "unit_name": units.get(outcome.unit, "No delivery unit")}
            for outcome in page
        ],
        "headings": [_heading(key, words, wanted.sort) for key, words in HEADINGS],
    }


def _heading(key: str, words: str, sort: str) -> dict[str, str]:
    """A column heading that sorts; pressed again, the other way."""
    upwards, downwards = sort == key, sort == f"-{key}"
    direction = "ascending" if upwards else "descending" if downwards else "none"
    return {"words": words, "sort": f"-{key}" if upwards else key, "direction": direction}


def place_choices(scope: Scope) -> list[Place]:
    """Regions and units to choose from: what the viewer may see, a single region opened into its units."""
    places = [place for place in places_for(scope) if place.kind != NATION]
    if len(places) == 1 and places[0].kind == REGION:
        return [places[0], *(part for part in parts_of(places[0]) if part.has_page)]
    if scope.all_regions:
        return [each for place in places for each in (place, *(p for p in parts_of(place) if p.has_page))]
    return places


def _csv_rows(run: MeasureRun, scope: Scope, wanted: CaseFilter) -> Iterator[dict[str, Any]]:
    for outcome in cases(run, scope, wanted).iterator(chunk_size=2000):
        case = with_words(outcome)
        row = {name: getattr(outcome, name) for name in CSV_COLUMNS if hasattr(outcome, name)}
        yield row | {"title": case.measure.title, "reason_in_words": case.rule.label}
