"""Reads of the live due list, narrowed to what the viewer may see. The only way to it for other parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from django.db.models import Case, CharField, Count, F, Max, Q, QuerySet, Value, When

from apps.caseload.models import Extract
from apps.caseload.queries import bearing_events, live_extract
from apps.organisation.access import Scope
from apps.performance.models import DueItem, DueListBuild
from rules.definitions.due_list import DueListEdition, due_list_on
from rules.definitions.measures import MeasureDefinition, VerdictRule, measure


class DueState(StrEnum):
    """Where an item stands on the day to which its person's case is known."""

    LATE = "late"
    THIS_WEEK = "this_week"
    LATER = "later"
    JUST_DONE = "just_done"
    DONE = "done"


# What the list shows unless somebody asks for more.
SHOWN = (DueState.LATE, DueState.THIS_WEEK, DueState.JUST_DONE)


@dataclass(frozen=True, kw_only=True)
class DueDay:
    """What the list shows. `day`: to whose end every case is known, the as-at day of the extract it was built
    over; a person with a later event is known to that event's day, which their items say. `events`: how many
    bear on the extract, about so many `people`; `last_event_at` the recording of the newest. `is_stale`: it
    was built over another extract than the live one."""

    extract: Extract
    day: date
    events: int
    people: int
    last_event_at: datetime | None
    built: DueListBuild | None
    rules: DueListEdition

    @property
    def is_stale(self) -> bool:
        return self.built is None or self.built.extract_id != self.extract.pk


@dataclass(frozen=True, kw_only=True)
class DueFilter:
    """What to list; an empty value leaves the filter out, and an empty state leaves out what is due later and
    what was done earlier, which ANY shows as well. `clock`: the id of a clock or measure; `practitioner` "-":
    nobody is recorded."""

    ANY: ClassVar = "any"

    region: str = ""
    unit: str = ""
    practitioner: str = ""
    clock: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class DueRow:
    """An item with the words of its definition. `days_late`: from the due date until it was done or until
    the item's as-at day; 0 for what is not late. `is_ahead`: an event told of the person since the list's
    day."""

    item: DueItem
    state: DueState
    definition: MeasureDefinition
    rule: VerdictRule
    is_ahead: bool
    days_late: int
    unit_name: str

    @property
    def is_done(self) -> bool:
        return self.state in (DueState.JUST_DONE, DueState.DONE)


def due_day() -> DueDay | None:
    """What the due list shows now; None before an extract is live."""
    extract = live_extract()
    if extract is None:
        return None
    built = DueListBuild.objects.select_related("extract").first()
    told = bearing_events(extract).aggregate(
        events=Count("pk"), people=Count("person_id", distinct=True), last=Max("recorded_at")
    )
    return DueDay(
        extract=extract,
        day=built.extract.as_at if built else extract.as_at,
        events=told["events"],
        people=told["people"],
        last_event_at=told["last"],
        built=built,
        rules=due_list_on(extract.as_at),
    )


def due_items(scope: Scope, wanted: DueFilter, day: DueDay) -> QuerySet[DueItem]:
    """The items that the viewer may see, each with its `state`, by due date. Own cases: those held now."""
    found = with_state(day).filter(scope.filter_q(staff_field="practitioner_code"))
    filters = {"region": wanted.region, "unit": wanted.unit, "measure": wanted.clock}
    found = found.filter(**{name: value for name, value in filters.items() if value})
    if wanted.practitioner:
        found = found.filter(practitioner_code="" if wanted.practitioner == "-" else wanted.practitioner)
    if wanted.state == DueFilter.ANY:
        return found
    return found.filter(state__in=[wanted.state] if wanted.state else SHOWN)


def with_state(day: DueDay) -> QuerySet[DueItem]:
    """Every item with its `state` on its own as-at day: one person's event says nothing of anybody else."""
    is_done = Q(done_on__lte=F("as_at")) | Q(verdict="numerator")
    just_done = Q(done_on__gt=F("as_at") - timedelta(days=day.rules.just_met_days))
    state = Case(
        When(is_done & just_done, then=Value(DueState.JUST_DONE)),
        When(is_done, then=Value(DueState.DONE)),
        When(_due_before(day, days=0), then=Value(DueState.LATE)),
        When(_due_before(day, days=day.rules.week_days), then=Value(DueState.THIS_WEEK)),
        default=Value(DueState.LATER),
        output_field=CharField(),
    )
    return DueItem.objects.annotate(state=state).order_by("due_on", "measure", "occurrence_id")


def _due_before(day: DueDay, *, days: int) -> Q:
    """Due before so many days from the item's first open day, on which it can still be done in time: the day
    after the extract's, which is over, or the day of the person's last event, which is not."""
    is_over = Q(as_at__lte=day.day)
    last = F("as_at") + timedelta(days=days)
    return (is_over & Q(due_on__lte=last)) | (~is_over & Q(due_on__lt=last))


def counts_by_state(items: QuerySet[DueItem]) -> Mapping[str, int]:
    """How many items stand where; every state, 0 included."""
    found = dict(items.order_by().values_list("state").annotate(Count("pk")))
    return {str(state): found.get(str(state), 0) for state in DueState}


def counts_by(items: QuerySet[DueItem], column: str) -> list[dict[str, Any]]:
    """For each unit or practitioner (an empty code: nobody recorded), in order of the code, what is late, due
    this week and just done."""
    shown = {str(state): Count("pk", filter=Q(state=state)) for state in SHOWN}
    return list(items.order_by().values(column).annotate(**shown).order_by(column))


def in_reading_order(items: QuerySet[DueItem]) -> QuerySet[DueItem]:
    """Late by who holds it, then this week by day, then what was just done by who holds it."""
    rank = Case(*(When(state=state, then=Value(place)) for place, state in enumerate(DueState)))
    day = Case(When(state=DueState.THIS_WEEK, then="due_on"))
    return items.order_by(rank, day, "practitioner_code", "due_on", "measure", "occurrence_id")


def due_row(item: DueItem, day: DueDay, units: Mapping[str, str] | None = None) -> DueRow:
    """An item of `due_items` in words, in the edition that judged it. `units`: names by code."""
    definition = measure(item.measure)
    edition = next(one for one in definition.editions if one.name == item.edition)
    return DueRow(
        item=item,
        state=DueState(item.state),
        definition=definition,
        rule=edition.rule(item.reason),
        is_ahead=item.as_at > day.day,
        days_late=_days_late(item),
        unit_name=(units or {}).get(item.unit, ""),
    )


def _days_late(item: DueItem) -> int:
    until = item.done_on if item.done_on and item.done_on <= item.as_at else item.as_at
    return max(0, (until - item.due_on).days)


def practitioners(scope: Scope) -> Sequence[str]:
    """Codes of who holds something that the viewer may see, in order."""
    found = DueItem.objects.filter(scope.filter_q(staff_field="practitioner_code"))
    codes = found.exclude(practitioner_code="").order_by("practitioner_code")
    return list(codes.values_list("practitioner_code", flat=True).distinct())


def person_of(measure_id: str, occurrence_id: str) -> list[str]:
    """Whom an item of the list is about: of an occurrence known only from an event, nothing else says."""
    items = DueItem.objects.filter(measure=measure_id, occurrence_id=occurrence_id)
    return list(items.order_by("person_id").values_list("person_id", flat=True))


__all__ = [
    "DueDay",
    "DueFilter",
    "DueRow",
    "DueState",
    "counts_by",
    "counts_by_state",
    "due_day",
    "due_items",
    "due_row",
    "in_reading_order",
    "person_of",
    "practitioners",
    "with_state",
]
