"""The live due list: what falls due this week, what is late, what was just done."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from apps.organisation.access import Scope, needs, scope_for
from apps.organisation.models import ProbationDeliveryUnit
from apps.performance.due_forms import NOBODY, STATES, DueForm
from apps.performance.queries.due import (
    DueDay,
    DueFilter,
    DueRow,
    DueState,
    counts_by,
    counts_by_state,
    due_day,
    due_items,
    due_row,
    in_reading_order,
    practitioners,
)
from apps.performance.tables import operational_table
from apps.performance.views.cases import place_choices

PER_PAGE = 100
# A region's practitioners are hundreds: their units are counted instead.
MOST_PRACTITIONERS = 60
CSV_COLUMNS = (
    "measure",
    "title",
    "occurrence_id",
    "person_id",
    "region",
    "unit",
    "practitioner_code",
    "trigger_on",
    "due_on",
    "state",
    "days_late",
    "done_on",
    "reason",
    "reason_in_words",
    "as_at",
)


@require_safe
@needs("view_due_list")
def due(request: HttpRequest) -> HttpResponse:
    """The due list as far as the viewer's scope reaches, newest judgement of each item."""
    day = due_day()
    if day is None:
        return render(request, "performance/due.html", {"day": None})
    scope = scope_for(request.user, "view_due_list")
    form = _form(request, scope, day)
    wanted = form.wanted()
    items = due_items(scope, wanted, day)
    everything = due_items(scope, _any_state(wanted), day)
    units = dict(ProbationDeliveryUnit.objects.values_list("code", "name"))
    page = Paginator(in_reading_order(items), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "day": day,
        "form": form,
        "wanted": wanted,
        "counts": _counts(request, counts_by_state(everything)),
        "groups": _groups([due_row(item, day, units) for item in page]),
        "holders": _holders(request, everything, scope, wanted),
        "page": page,
        "query": request.GET.urlencode(),
    }
    return render(request, "performance/due.html", context)


@require_safe
@needs("view_due_list")
def due_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """The whole list, unpaginated."""
    day = due_day()
    if day is None:
        raise Http404
    scope = scope_for(request.user, "view_due_list")
    wanted = _form(request, scope, day).wanted()
    place = wanted.unit or wanted.region
    name = "-".join(filter(None, ("probity-due", wanted.clock, place, wanted.practitioner.strip(NOBODY))))
    return operational_table(
        kind,
        run=None,
        title=f"Due list as at {day.day:%-d %B %Y}",
        name=name,
        columns=CSV_COLUMNS,
        rows=_csv_rows(scope, wanted, day),
    )


def _form(request: HttpRequest, scope: Scope, day: DueDay) -> DueForm:
    return DueForm(request.GET, day=day, places=place_choices(scope), held_by=practitioners(scope))


def _any_state(wanted: DueFilter) -> DueFilter:
    return DueFilter(
        region=wanted.region,
        unit=wanted.unit,
        practitioner=wanted.practitioner,
        clock=wanted.clock,
        state=DueFilter.ANY,
    )


def _counts(request: HttpRequest, counts: Any) -> list[dict[str, Any]]:
    """Each state with its count, and the address that shows it alone."""
    return [
        {"label": label, "count": counts[str(state)], "url": _with(request, state=str(state))}
        for state, label in STATES
    ]


def _with(request: HttpRequest, **changed: str) -> str:
    """This page's address with some filters changed, on its first page."""
    query = {**request.GET.dict(), **changed}
    query.pop("page", None)
    return f"?{urlencode({name: value for name, value in query.items() if value})}"


def _groups(rows: Sequence[DueRow]) -> list[dict[str, Any]]:
    """The rows under headings: a state, and in it a day or whoever holds the cases."""
    labels = dict(STATES)
    return [
        {
            "state": state,
            "label": labels[state],
            "parts": [{"key": key, "rows": list(part)} for key, part in groupby(found, key=_part)],
        }
        for state, found in groupby(rows, key=lambda row: row.state)
    ]


def _part(row: DueRow) -> object:
    return row.item.due_on if row.state is DueState.THIS_WEEK else row.item.practitioner_code


def _holders(request: HttpRequest, items: Any, scope: Scope, wanted: DueFilter) -> dict[str, Any]:
    """What is late, due and done by practitioner; by unit where practitioners would be too many to read."""
    if wanted.practitioner or (scope.staff_code and not (scope.unit_codes or scope.region_codes)):
        return {"rows": []}
    rows = _with_something(counts_by(items, "practitioner_code"))
    if len(rows) <= MOST_PRACTITIONERS:
        return {"kind": "practitioner", "rows": [_of_practitioner(request, row) for row in rows]}
    names = dict(ProbationDeliveryUnit.objects.values_list("code", "name"))
    units = _with_something(counts_by(items, "unit"))
    return {"kind": "unit", "rows": [_of_unit(request, row, names) for row in units]}


def _with_something(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Without those who have nothing late, due this week or just done."""
    return [row for row in rows if row["late"] or row["this_week"] or row["just_done"]]


def _of_practitioner(request: HttpRequest, row: dict[str, Any]) -> dict[str, Any]:
    code = row["practitioner_code"]
    return row | {"name": code or "Nobody recorded", "url": _with(request, practitioner=code or NOBODY)}


def _of_unit(request: HttpRequest, row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    code = row["unit"]
    if code not in names:
        return row | {"name": "No delivery unit", "url": ""}
    return row | {"name": f"{names[code]} ({code})", "url": _with(request, place=f"unit-{code}")}


def _csv_rows(scope: Scope, wanted: DueFilter, day: DueDay) -> Iterator[dict[str, Any]]:
    for item in in_reading_order(due_items(scope, wanted, day)).iterator(chunk_size=2000):
        row = due_row(item, day)
        shown = {name: getattr(item, name) for name in CSV_COLUMNS if hasattr(item, name)}
        yield shown | {
            "title": row.definition.title,
            "days_late": row.days_late,
            "reason_in_words": row.rule.label,
        }
