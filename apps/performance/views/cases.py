"""The list of cases behind a figure."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from apps.organisation.access import Scope, can, needs, scope_for
from apps.organisation.models import ProbationDeliveryUnit
from apps.performance.forms import GROUP_CHOICES, CasesForm
from apps.performance.models import MeasureRun
from apps.performance.queries import CaseFilter, cases, current_run, places_for
from apps.performance.queries.cases import NOBODY, counted_by, reasons, with_words
from apps.performance.queries.places import NATION, REGION, UNIT, Place, parts_of
from apps.performance.queries.quality_items import items_of_cases
from apps.performance.queries.teams import managers_of, teams
from apps.performance.tables import operational_table
from rules.definitions.measures import load_measures
from rules.facts import UNALLOCATED

PER_PAGE = 50
CHUNK = 2000
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
    "team",
    "quality_item",
    "quality_item_state",
)


@require_safe
@needs("view_missed_cases")
def case_list(request: HttpRequest) -> HttpResponse:
    """Cases that missed (or were not recorded, excluded ...), as far as the viewer's scope reaches."""
    scope, run = scope_for(request.user, "view_missed_cases"), current_run()
    context: dict[str, Any] = {"run": run, "up": _up(request)}
    if run is not None:
        form = _form(request, scope, run)
        context |= {
            "counted": _counted(request, run, scope, form),
            "may_raise": can(request.user, "raise_data_quality"),
            "form": form,
            "frameworks": _frameworks(request, form),
            "query": request.GET.urlencode(),
            **_rows(run, scope, form.wanted(), request.GET.get("page")),
        }
    return render(request, "performance/cases.html", context)


@require_safe
@needs("view_missed_cases")
def case_list_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """The whole list, unpaginated."""
    scope, run = scope_for(request.user, "view_missed_cases"), current_run()
    if run is None:
        raise Http404
    wanted = _form(request, scope, run).wanted()
    place = wanted.unit or wanted.region
    name = "-".join(filter(None, ("probity-cases", wanted.measure, place, wanted.month)))
    return operational_table(
        kind,
        run=run,
        title="Cases behind the figures",
        name=name,
        columns=CSV_COLUMNS,
        rows=_csv_rows(run, scope, wanted),
    )


def _form(request: HttpRequest, scope: Scope, run: MeasureRun) -> CasesForm:
    places = place_choices(scope)
    return CasesForm(request.GET, run=run, places=places, teams=teams_in(request, scope, places))


def teams_in(request: HttpRequest, scope: Scope, places: list[Place]) -> list[str]:
    """The teams to choose from: of the place in the address, else of all that the viewer sees."""
    chosen = next((one for one in places if f"{one.kind}-{one.code}" == request.GET.get("place")), None)
    if chosen is None:
        return teams(scope)
    return teams(scope, region=chosen.region_code, unit=chosen.code if chosen.kind == UNIT else "")


def _frameworks(request: HttpRequest, form: CasesForm) -> list[dict[str, Any]]:
    """Whose measures the list may show, one link each; the measures of one that has ended are not today's."""
    choices = form.fields["framework"].choices
    left_out = {"measure", "reason", "page"}
    query = {name: value for name, value in request.GET.dict().items() if name not in left_out}
    return [
        {
            "label": label,
            "is_shown": form.framework_shown == key,
            "url": f"?{urlencode(query | {'framework': key})}",
        }
        for key, label in choices
    ]


def _counted(request: HttpRequest, run: MeasureRun, scope: Scope, form: CasesForm) -> dict[str, Any] | None:
    """The cases counted by what the form asks for, each count leading to its cases; None for no question."""
    if not form.group:
        return None
    found = cases(run, scope, form.wanted())
    names = _names_of(form.group, found)
    rows = [
        {
            "name": names.get(code, code) or "Nobody recorded",
            "count": count,
            "url": _narrowed(request, form, code),
        }
        for code, count in counted_by(found, form.group)
    ]
    return {"label": dict(GROUP_CHOICES)[form.group], "rows": rows}


def _names_of(group: str, found: Any) -> dict[str, str]:
    if group == "unit":
        units = ProbationDeliveryUnit.objects.values_list("code", "name")
        return {UNALLOCATED: "No delivery unit"} | {code: f"{name} ({code})" for code, name in units}
    if group == "measure":
        return {one.id: one.title for one in load_measures().values()}
    return reasons(found) if group == "reason" else {}


def _narrowed(request: HttpRequest, form: CasesForm, code: str) -> str:
    """The address of the same list narrowed to one row of the counts; empty where no filter says so much."""
    values = {"unit": f"unit-{code}", "practitioner": code or NOBODY}
    names = {"unit": "place"}
    if (form.group == "unit" and f"unit-{code}" not in form.places) or (form.group == "team" and not code):
        return ""
    if form.group == "reason" and not form.wanted().measure:
        return ""
    query = {**request.GET.dict(), names.get(form.group, form.group): values.get(form.group, code), "by": ""}
    query.pop("page", None)
    return f"?{urlencode(query)}"


def _up(request: HttpRequest) -> dict[str, str]:
    if can(request.user, "view_performance"):
        return {"url": reverse("performance:index"), "text": "Performance"}
    return {"url": reverse("organisation:home"), "text": "My work"}


def _rows(run: MeasureRun, scope: Scope, wanted: CaseFilter, number: str | None) -> dict[str, Any]:
    page = Paginator(cases(run, scope, wanted), PER_PAGE).get_page(number)
    units = dict(ProbationDeliveryUnit.objects.values_list("code", "name"))
    items = items_of_cases(page)
    return {
        "wanted": wanted,
        "page": page,
        "rows": [
            {
                "case": with_words(outcome),
                "unit_name": units.get(outcome.unit, "No delivery unit"),
                "item": items.get((outcome.measure, outcome.occurrence_id)),
            }
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
    for part in batched(cases(run, scope, wanted).iterator(chunk_size=CHUNK), CHUNK):
        items, managers = items_of_cases(part), managers_of([one.practitioner_code for one in part])
        for outcome in part:
            case, item = with_words(outcome), items.get((outcome.measure, outcome.occurrence_id))
            row = {name: getattr(outcome, name) for name in CSV_COLUMNS if hasattr(outcome, name)}
            yield row | {
                "title": case.measure.title,
                "reason_in_words": case.rule.label,
                "team": managers.get(outcome.practitioner_code, ""),
                "quality_item": item.pk if item else None,
                "quality_item_state": str(item.state) if item else None,
            }


def batched(rows: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The rows in lists of at most that many; itertools has it from Python 3.12 on."""
    left = iter(rows)
    while part := list(islice(left, size)):
        yield part
