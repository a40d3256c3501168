"""One event as its sender wrote it, read whole: either an Event or every fault that it has."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from apps.caseload.contract import Column, Table, load_contract
from apps.caseload.events.values import BadValue, day_of, instant, read

FIELDS = ("event_id", "kind", "table", "person_id", "recorded_at", "occurred_at", "row")
_OPTIONAL = {"occurred_at"}
_ID = re.compile(r"[A-Za-z0-9._:/-]{1,64}")
_SHOWN = 120


class EventKind(StrEnum):
    """What an event says of its row, in the order in which two of one instant are read."""

    ROW = "row"
    CORRECTION = "correction"
    WITHDRAWAL = "withdrawal"


@dataclass(frozen=True, kw_only=True)
class EventFault:
    """One thing wrong. `place`: a JSON pointer into what was sent; `code`: a word for programs."""

    place: str
    found: str
    expected: str
    code: str

    def as_data(self) -> dict[str, str]:
        return {"place": self.place, "found": self.found, "expected": self.expected, "code": self.code}


@dataclass(frozen=True, kw_only=True)
class Event:
    """A row of a table about one person, as it stood when it was recorded; a withdrawal holds the key alone.

    `row`: JSON values by column, those without a value left out. `values`: the same as Python holds them.
    """

    event_id: str
    kind: EventKind
    table: str
    key: str
    person_id: str
    recorded_at: datetime
    occurred_at: datetime | None
    row: Mapping[str, Any]
    values: Mapping[str, Any] = field(compare=False)
    place: str = field(compare=False, default="")

    @property
    def recorded_on(self) -> date:
        return day_of(self.recorded_at)

    @property
    def order(self) -> tuple[datetime, int, str]:
        """Which of two events about one row is the later: by recording, never by arrival."""
        return self.recorded_at, list(EventKind).index(self.kind), self.event_id


def shown(value: Any) -> str:
    """A value that was sent, for a fault: as JSON, cut short, a text without its quotes."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=True, default=str)
    # Half a surrogate pair could not be sent back.
    text = text.encode("utf-8", "backslashreplace").decode()
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def event_tables() -> dict[str, Table]:
    """The tables whose rows say something of one person and can so arrive as an event."""
    return {name: table for name, table in load_contract().tables.items() if _is_about_a_person(table)}


def _is_about_a_person(table: Table) -> bool:
    if table.has("person_id"):
        return True
    tables = load_contract().tables
    return any(_is_about_a_person(tables[parent.table]) for parent in table.parents)


class Reader:
    """Reads one message; `faults` holds what was wrong with it."""

    def __init__(self, message: Any, *, place: str, now: datetime) -> None:
        self.message, self.place, self.now = message, place, now
        self.faults: list[EventFault] = []

    def event(self) -> Event | None:
        """The event; None when there are faults."""
        if not isinstance(self.message, dict):
            self._fault("", self.message, "an object with " + ", ".join(FIELDS), "not_an_object")
            return None
        self._check_fields()
        event_id, person_id = self._id("event_id"), self._id("person_id")
        kind, table = self._kind(), self._table()
        recorded_at, occurred_at = self._moment("recorded_at"), self._moment("occurred_at")
        values = self._row(table, kind) if table and kind else {}
        if self.faults or not (table and kind and recorded_at):
            return None
        return Event(
            event_id=event_id,
            kind=kind,
            table=table.name,
            key=values[table.key],
            person_id=person_id,
            recorded_at=recorded_at,
            occurred_at=occurred_at,
            row={name: value for name, value in self.message["row"].items() if value is not None},
            values=values,
            place=self.place,
        )

    def _fault(self, where: str, found: Any, expected: str, code: str) -> None:
        place = f"{self.place}/{where}" if where else self.place
        self.faults.append(EventFault(place=place, found=shown(found), expected=expected, code=code))

    def _check_fields(self) -> None:
        for name in sorted(set(self.message) - set(FIELDS)):
            self._fault(_escaped(name), name, "one of " + ", ".join(FIELDS), "unknown_field")
        for name in FIELDS:
            if name not in _OPTIONAL and self.message.get(name) is None:
                self._fault(name, None, "a value", "missing_value")

    def _id(self, name: str) -> str:
        value = self.message.get(name)
        if value is not None and not (isinstance(value, str) and _ID.fullmatch(value)):
            self._fault(name, value, "up to 64 letters, digits and . _ : / -", "bad_ref")
        return value if isinstance(value, str) else ""

    def _kind(self) -> EventKind | None:
        value = self.message.get("kind")
        if value is None:
            return None
        if not isinstance(value, str) or value not in list(EventKind):
            self._fault("kind", value, "one of " + ", ".join(EventKind), "unknown_code")
            return None
        return EventKind(value)

    def _table(self) -> Table | None:
        value = self.message.get("table")
        if value is None:
            return None
        tables = event_tables()
        if not isinstance(value, str) or value not in tables:
            self._fault("table", value, "one of " + ", ".join(tables), "unknown_table")
            return None
        return tables[value]

    def _moment(self, name: str) -> datetime | None:
        value = self.message.get(name)
        if value is None:
            return None
        try:
            moment = instant(value)
        except BadValue:
            expected = "a date and time YYYY-MM-DDTHH:MM:SS with Z or an offset such as +01:00"
            self._fault(name, value, expected, "bad_instant")
            return None
        if moment > self.now:
            self._fault(name, value, f"not after now, {self.now:%Y-%m-%dT%H:%M:%SZ}", "in_the_future")
        return moment

    def _row(self, table: Table, kind: EventKind) -> dict[str, Any]:
        """Every column of the table by name, None for what was not given; for a withdrawal the key alone."""
        row = self.message.get("row")
        if not isinstance(row, dict):
            if row is not None:
                self._fault("row", row, f"an object with columns of {table.name}", "not_an_object")
            return {}
        if kind is EventKind.WITHDRAWAL and table.name == "people":
            self._fault("table", table.name, "a table other than people", "person_withdrawn")
        wanted = (table.key,) if kind is EventKind.WITHDRAWAL else table.header
        for name in sorted(set(row) - set(wanted)):
            self._fault(f"row/{_escaped(name)}", name, "one of " + ", ".join(wanted), "unknown_column")
        return dict(self._values(row, [table.column(name) for name in wanted], key=table.key))

    def _values(
        self, row: Mapping[str, Any], columns: list[Column], *, key: str
    ) -> Iterator[tuple[str, Any]]:
        for column in columns:
            value = row.get(column.name)
            if value is None:
                yield column.name, None
                if column.required or column.name == key:
                    self._fault(f"row/{column.name}", None, column.expected, "missing_value")
                continue
            try:
                yield column.name, read(column, value)
            except BadValue:
                expected = column.expected if column.required else f"{column.expected}; or null"
                self._fault(f"row/{column.name}", value, expected, f"bad_{column.kind}")


def _escaped(name: Any) -> str:
    """A name as a JSON pointer writes it."""
    return shown(name).replace("~", "~0").replace("/", "~1")
