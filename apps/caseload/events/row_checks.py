"""Checks an event's row against its own columns and against what is known of the person.

Each check of an extract that compares rows is asked here in a form whose answer can only turn from no to yes
as more events arrive: does it fit *some* row that was sent? So which of two events is stored never depends on
the order in which they came, once a sender repeats what was refused. What contradicts another event without
being wrong in itself (two versions in force, overlapping periods) is settled where events are laid over rows.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from apps.caseload.contract import Column, Table, load_contract
from apps.caseload.contract.follows import FOLLOWS
from apps.caseload.events.message import Event, EventFault, EventKind, event_tables, shown
from apps.caseload.events.values import day_of

_ATTENDED = {"attended", "attended_late", "sent_home", "held"}


@dataclass(frozen=True, kw_only=True)
class Known:
    """What an event is compared with. `rows`: the live extract's about the person; `sent`: every event about
    them, those of this message included. `holds(table, key)`: whether the extract has that row of anybody."""

    rows: Mapping[str, Sequence[Mapping[str, Any]]]
    sent: Sequence[Event]
    regions: frozenset[str]
    units: Mapping[str, str]  # unit code -> region code
    holds: Callable[[str, str], bool]

    def versions(self, table: Table, key: str) -> Iterator[Mapping[str, Any]]:
        """Every row of that key that was received, of the extract or of an event."""
        yield from (row for row in self.rows.get(table.name, ()) if row[table.key] == key)
        for event in self.sent:
            if (event.table, event.key) == (table.name, key) and event.kind is not EventKind.WITHDRAWAL:
                yield event.values

    def began(self, table: Table, key: str) -> bool:
        """Whether the row itself, not only a correction of it, was ever received."""
        if any(row[table.key] == key for row in self.rows.get(table.name, ())):
            return True
        return any((one.table, one.key, one.kind) == (table.name, key, EventKind.ROW) for one in self.sent)


def faults_of(event: Event, known: Known) -> list[EventFault]:
    """Everything wrong with a row that is well formed."""
    table = load_contract().tables[event.table]
    check = _Check(event, table, known)
    if event.kind is not EventKind.ROW:
        check.began()
    elif not known.began(table, event.key) or known.holds(table.name, event.key):
        check.is_not_anothers()
    if event.kind is not EventKind.WITHDRAWAL:
        check.row()
    return check.faults


def _moment(value: date | datetime) -> datetime:
    """A day as its first instant, so that days and wall clocks compare as the contract compares them."""
    return value if isinstance(value, datetime) else datetime.combine(value, time())


def _day(value: date | datetime) -> date:
    if not isinstance(value, datetime):
        return value
    return day_of(value) if value.tzinfo else value.date()


class _Check:
    def __init__(self, event: Event, table: Table, known: Known) -> None:
        self.event, self.table, self.known = event, table, known
        self.values = event.values
        self.faults: list[EventFault] = []

    def fault(self, column: str, expected: str, code: str, *, found: Any = None) -> None:
        value = self.event.row.get(column) if found is None else found
        place = f"{self.event.place}/row/{column}"
        self.faults.append(EventFault(place=place, found=shown(value), expected=expected, code=code))

    def began(self) -> None:
        if not self.known.began(self.table, self.event.key):
            expected = (
                f"the {self.table.key} of a row that was received before, in the extract or as an event"
            )
            self.fault(self.table.key, expected, "never_sent")

    def is_not_anothers(self) -> None:
        own = any(row[self.table.key] == self.event.key for row in self.known.rows.get(self.table.name, ()))
        if not own and self.known.holds(self.table.name, self.event.key):
            self.fault(self.table.key, "an id that no other person's row has", "other_person")

    def row(self) -> None:
        if self.table.has("person_id") and self.values["person_id"] != self.event.person_id:
            self.fault("person_id", f"the event's person, {self.event.person_id}", "other_person")
        for parent in self.table.parents:
            if parent.table != "people":
                self._parent(parent.column, parent.table)
        for column in self.table.columns:
            if self.values[column.name] is not None:
                self._column(column)
        self._place()
        self._appointment()
        self._follows()
        if self.table.name == "releases" and self.known.holds("sentences", self.event.key):
            self.fault("release_id", "an id that no sentence has", "shared_id")

    def _parent(self, column: str, table: str) -> None:
        key = self.values[column]
        if key is None:
            return
        if table in event_tables():
            is_there = any(True for _ in self.known.versions(load_contract().tables[table], key))
        else:
            is_there = self.known.holds(table, key)
        if not is_there:
            self.fault(column, f"an id of {table} that is this person's", "missing_parent")

    def _column(self, column: Column) -> None:
        name, value = column.name, self.values[column.name]
        if column.actual and _day(value) > self.event.recorded_on:
            expected = f"not after the day of recording, {self.event.recorded_on.isoformat()}"
            self.fault(name, expected, "after_recording")
        earlier = self.values.get(column.not_before)
        if earlier is not None and _moment(value) < _moment(earlier):
            self.fault(name, f"not before {column.not_before}", "out_of_order")
        if column.requires and self.values[column.requires] is None:
            self.fault(name, f"empty, or {column.requires} given too", "missing_companion")
        if column.not_after_death and any(_day(value) > died for died in self._deaths()):
            self.fault(name, "not after the person's death", "after_death")
        if column.after_birth and any(_day(value) < born for born in self._births()):
            self.fault(name, "not before the person's birth", "before_birth")

    def _births(self) -> Iterable[date]:
        return (row["date_of_birth"] for row in self.known.rows.get("people", ()) if row["date_of_birth"])

    def _deaths(self) -> Iterable[date]:
        return (row["died_on"] for row in self.known.rows.get("deaths", ()))

    def _place(self) -> None:
        codes = {"region": self.known.regions, "unit": self.known.units}
        for column in self.table.columns:
            value = self.values[column.name]
            if column.place and value is not None and value not in codes[column.place]:
                self.fault(column.name, f"the code of a {column.place}", f"unknown_{column.place}")
        region, unit = self.values.get("region_code"), self.values.get("unit_code")
        if region in self.known.regions and unit in self.known.units and self.known.units[unit] != region:
            self.fault("unit_code", "a unit of the row's region", "unit_outside_region")

    def _appointment(self) -> None:
        if not self.table.has("scheduled_on", "recorded_at", "outcome"):
            return
        values, on, recorded_on = self.values, self.values["scheduled_on"], self.event.recorded_on
        outcome = values["outcome"]
        if outcome is not None and on > recorded_on:
            expected = f"empty for a day after that of recording, {recorded_on.isoformat()}"
            self.fault("outcome", expected, "outcome_too_early")
        if values["cancelled_at"] is not None and outcome in _ATTENDED:
            self.fault("outcome", "no attendance at what was cancelled", "cancelled_and_attended")
        is_open = outcome is None and values["cancelled_at"] is None and values["superseded_at"] is None
        if is_open and values["recorded_at"].date() > on:
            self.fault("recorded_at", "by the end of its day, or with an outcome", "recorded_after_its_day")
        if outcome in _ATTENDED and any(on > died for died in self._deaths()):
            self.fault("scheduled_on", "attendance not after the person's death", "after_death")

    def _follows(self) -> None:
        """Not before the row it belongs to, in some version of that row."""
        for child, column, link, parent, earlier in FOLLOWS:
            if child != self.table.name or self.values[link] is None or self.values[column] is None:
                continue
            parents = self.known.versions(load_contract().tables[parent], self.values[link])
            begun = [_day(row[earlier]) for row in parents if row[earlier] is not None]
            if begun and _day(self.values[column]) < min(begun):
                self.fault(column, f"not before {earlier} of its row in {parent}", "before_its_parent")
