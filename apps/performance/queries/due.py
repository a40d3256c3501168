"""Reads of the live due list, narrowed to what the viewer may see. The only way to it for other parts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from django.db.models import Case, CharField, Count, Max, Q, QuerySet, Value, When

from apps.caseload.models import Extract
from apps.caseload.queries import bearing_events, live_day, live_extract
from apps.organisation.access import Scope
from apps.performance.models import DueItem, DueListBuild
from rules.definitions.due_list import DueListEdition, due_list_on
from rules.definitions.measures import MeasureDefinition, VerdictRule, measure


class DueState(StrEnum):
    """Where an item stands on the live day."""

    LATE = "late"
    THIS_WEEK = "this_week"
    LATER = "later"
    JUST_DONE = "just_done"
    DONE = "done"


# What the list shows unless somebody asks for more.
SHOWN = (DueState.LATE, DueState.THIS_WEEK, DueState.JUST_DONE)


@dataclass(frozen=True, kw_only=True)
class DueDay:
    """What the list shows. `day`: the live day, on which this week begins; `day_is_over`: it is the extract's
    own as-at day. `events`: how many bear on the extract, `last_event_at` the recording of the newest.
    `is_stale`: it was built over another extract than the live one."""

    extract: Extract
    day: date
    day_is_over: bool
    events: int
    last_event_at: datetime | None
    built: DueListBuild | None
    rules: DueListEdition

    @property
    def is_stale(self) -> bool:
        return self.built is None or self.built.extract_id != self.extract.pk

    @property
    def first_open_day(self) -> date:
        """The first day on which something can still be done in time."""
        return self.day + timedelta(days=int(self.day_is_over))

    @property
    def last_of_week(self) -> date:
        return self.first_open_day + timedelta(days=self.rules.week_days - 1)

    @property
    def just_done_from(self) -> date:
        return self.day - timedelta(days=self.rules.just_met_days - 1)


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
    now; 0 for what is not late."""

    item: DueItem
    state: DueState
    definition: MeasureDefinition
    rule: VerdictRule
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
    day = live_day(extract)
    told = bearing_events(extract).aggregate(events=Count("pk"), last=Max("recorded_at"))
    return DueDay(
        extract=extract,
        day=day,
        day_is_over=day == extract.as_at,
        events=told["events"],
        last_event_at=told["last"],
        built=DueListBuild.objects.select_related("extract").first(),
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
    """Every item with its `state` on the day."""
    is_done = Q(done_on__lte=day.day) | Q(verdict="numerator")
    state = Case(
        When(is_done & Q(done_on__gte=day.just_done_from), then=Value(DueState.JUST_DONE)),
        When(is_done, then=Value(DueState.DONE)),
        When(due_on__lt=day.first_open_day, then=Value(DueState.LATE)),
        When(due_on__lte=day.last_of_week, then=Value(DueState.THIS_WEEK)),
        default=Value(DueState.LATER),
        output_field=CharField(),
    )
    return DueItem.objects.annotate(state=state).order_by("due_on", "measure", "occurrence_id")


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
        days_late=_days_late(item, day),
        unit_name=(units or {}).get(item.unit, ""),
    )


def _days_late(item: DueItem, day: DueDay) -> int:
    until = item.done_on if item.done_on and item.done_on <= day.day else day.day
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
