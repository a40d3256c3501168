"""What the home page says about performance: to directors, to analysts, to those who hold cases."""

from dataclasses import replace
from decimal import Decimal

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode

from apps.organisation.access import scope_for
from apps.organisation.models import User
from apps.organisation.panels import Panel, PanelRow, register
from apps.performance.due_forms import STATES
from apps.performance.forms import default_months
from apps.performance.models import DueItem, MeasureRun
from apps.performance.queries import (
    CaseFilter,
    Change,
    Place,
    cases,
    current_run,
    largest_changes,
    places_for,
    run_state,
    runs,
)
from apps.performance.queries.catalogue import current_frameworks, in_catalogue_order
from apps.performance.queries.due import SHOWN, DueFilter, DueState, counts_by_state, due_day, due_items
from apps.performance.queries.figures import period_in_words
from apps.performance.queries.quality_items import EVERY, OPEN, OVERDUE, ItemFilter, items
from apps.performance.queries.quality_items import counts_by_state as item_counts
from rules.definitions.measures import MeasureDefinition, measure

MOST_CHANGES = 4
MOST_RUNS = 5
MOST_DUE = 5
DUE_LABELS = dict(STATES)
NO_RUN = "The measures have not been run over the live extract yet."


def register_panels() -> None:
    register("performance-changes", order=20, verb="view_performance", build=changes)
    register("performance-runs", order=25, verb="view_runs", build=run_states)
    register("performance-due", order=10, verb="view_due_list", build=due)
    register("performance-quality", order=12, verb="view_data_quality", build=quality)
    register("performance-missed", order=30, verb="view_missed_cases", build=missed)


def changes(user: User) -> Panel:
    """The rates that moved most between the last two complete quarters, in the viewer's first place."""
    run, places = current_run(), places_for(scope_for(user, "view_performance"))
    if not places:
        return Panel(title="What changed", empty_text="Your roles cover no place.")
    place = places[0]
    title = f"What changed in {place.name}"
    if run is None:
        return Panel(title=title, empty_text=NO_RUN)
    found = largest_changes(run, place)[:MOST_CHANGES]
    if found:
        title = f"{title}: {found[0].after.label} against the quarter before"
    return Panel(
        title=title,
        rows=[_change_row(place, change) for change in found],
        empty_text="There are no two complete quarters to compare yet.",
    )


def run_states(_user: User) -> Panel:
    """The newest runs and how they stand."""
    return Panel(
        title="Runs of the measures",
        rows=[_run_row(run) for run in runs()[:MOST_RUNS]],
        empty_text="There has been no run yet.",
    )


def missed(user: User) -> Panel:
    """How many cases within scope missed each measure in the last whole month."""
    run = current_run()
    if run is None:
        return Panel(title="Missed cases", empty_text=NO_RUN)
    _, month = default_months(run)
    wanted = CaseFilter(month=str(month), frameworks=current_frameworks())
    found = cases(run, scope_for(user, "view_missed_cases"), wanted).order_by("measure")
    counts = dict(found.values_list("measure").annotate(Count("pk")))
    return Panel(
        title=f"Missed cases in {period_in_words(month, month)}",
        rows=[_missed_row(one, counts[one.id], wanted) for one in in_catalogue_order(counts)],
        empty_text="No case that you may see missed a measure.",
    )


def due(user: User) -> Panel:
    """How much of what the viewer may see is late, due this week and just done, and what is due first."""
    day = due_day()
    if day is None or day.built is None:
        return Panel(title="Due list", empty_text="The due list has not been built yet.")
    scope = scope_for(user, "view_due_list")
    counts = counts_by_state(due_items(scope, DueFilter(), day))
    rows = [
        PanelRow(label=DUE_LABELS[state], value=f"{counts[state]:,}", url=due_url(state=state))
        for state in SHOWN
    ]
    if scope.staff_code:
        mine = due_items(scope, DueFilter(state=DueState.THIS_WEEK), day)[:MOST_DUE]
        rows += [_due_row(item) for item in mine]
    return Panel(title=f"Due list as at {date_format(day.day, 'j F Y')}", rows=rows)


def quality(user: User) -> Panel:
    """How many items wait for the user, how many of them are overdue, and how many are open within scope."""
    on, scope = timezone.localdate(), scope_for(user, "view_data_quality")
    everything = ItemFilter(state=EVERY)
    mine = item_counts(items(scope, replace(everything, owner=user.username), on=on), on=on)
    seen = item_counts(items(scope, everything, on=on), on=on)
    address = reverse("performance:quality-items")
    rows = [
        PanelRow(label="Wait for you", value=f"{mine[OPEN]:,}", url=f"{address}?owner=me"),
        PanelRow(label="Overdue", value=f"{mine[OVERDUE]:,}", url=f"{address}?owner=me&state=overdue"),
    ]
    rows = rows if mine[OPEN] else []
    shown = (
        [PanelRow(label="Open where you work", value=f"{seen[OPEN]:,}", url=address)] if seen[OPEN] else []
    )
    empty = "Nobody says that a record is wrong in a case that you may see."
    return Panel(title="Records said to be wrong", rows=[*rows, *shown], empty_text=empty)


def due_url(**filters: str) -> str:
    return f"{reverse('performance:due')}?{urlencode(filters)}"


def _due_row(item: DueItem) -> PanelRow:
    return PanelRow(
        label=f"{item.person_id}: {measure(item.measure).title}",
        value=date_format(item.due_on, "D j M"),
        url=reverse("performance:explain", args=[item.measure, item.occurrence_id]),
    )


def _change_row(place: Place, change: Change) -> PanelRow:
    after, before = change.after, change.before
    counts = f"{after.counts.numerator:,} of {after.counts.denominator:,}"
    clear = "" if change.is_clear else ", within chance"
    return PanelRow(
        label=after.measure.title,
        value=f"{before.rate}% to {after.rate}% ({_signed(change.points)} points{clear}; {counts})",
        url=f"{place.url}?measure={after.measure.id}&period=quarter",
    )


def _signed(points: Decimal) -> str:
    """With a real minus sign: a hyphen is read as a dash, or not at all."""
    return f"{points:+}".replace("-", "−")


def _run_row(run: MeasureRun) -> PanelRow:
    state = run_state(run)
    shown = ", shown on the pages" if run.is_current else ""
    through = f", {state.judged} of {len(state.progress)} measures" if state.is_open else ""
    return PanelRow(
        label=f"Run {run.pk}: {run.first_month} to {run.last_month}",
        value=f"{state.label}{through}{shown}",
        url=reverse("performance:run", args=[run.pk]),
    )


def _missed_row(measure: MeasureDefinition, count: int, wanted: CaseFilter) -> PanelRow:
    address = f"{reverse('performance:cases')}?measure={measure.id}&month={wanted.month}"
    return PanelRow(label=measure.title, value=f"{count:,}", url=address)
