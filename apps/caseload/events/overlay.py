"""Lays events over the rows of the live extract. What comes out depends on the events, not on their order.

Pure functions over rows by table, as `extract_rows` gives them, and events about the same person.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise
from typing import Any

from apps.caseload.contract import Table, load_contract
from apps.caseload.events.message import Event, EventKind

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def laid_over(rows: Mapping[str, list[Row]], events: Iterable[Event]) -> Rows:
    """The rows with each event's row in the place of the one of the same key; the later recording wins.

    A withdrawn row goes, and with it the rows that belong to it. Of two versions of one appointment in
    force the earlier is taken as superseded when the later was recorded. Rows come in order of their key.
    """
    latest: dict[tuple[str, str], Event] = {}
    for event in sorted(events, key=lambda one: one.order):
        latest[event.table, event.key] = event
    if not latest:
        return {name: list(found) for name, found in rows.items()}
    tables = load_contract().tables
    merged = {name: _merged(tables[name], found, latest) for name, found in rows.items()}
    for name in {event.table for event in latest.values()}:
        _supersede(tables[name], merged[name], latest)
    return _without_orphans(merged, latest)


def _merged(table: Table, rows: Iterable[Row], latest: Mapping[tuple[str, str], Event]) -> list[Row]:
    found = {row[table.key]: dict(row) for row in rows}
    for (name, key), event in latest.items():
        if name != table.name:
            continue
        if event.kind is EventKind.WITHDRAWAL:
            found.pop(key, None)
        else:
            found[key] = dict(event.values)
    # By bytes, as the database sorts keys.
    return [found[key] for key in sorted(found, key=str.encode)]


def _supersede(table: Table, rows: list[Row], latest: Mapping[tuple[str, str], Event]) -> None:
    """A source that sends only the new version says by it that the old one no longer holds."""
    if table.versions is None:
        return
    groups: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["superseded_at"] is None and row[table.versions.of] is not None:
            groups[row[table.versions.of]].append(row)
    for versions in groups.values():
        if len(versions) < 2 or not any((table.name, row[table.key]) in latest for row in versions):
            continue
        versions.sort(key=lambda row: (row["recorded_at"], row[table.key].encode()))
        for earlier, later in pairwise(versions):
            earlier["superseded_at"] = later["recorded_at"]


def _without_orphans(rows: Rows, latest: Mapping[tuple[str, str], Event]) -> Rows:
    """Rows whose sentence, referral or other row was withdrawn go with it; parents come first."""
    if not any(event.kind is EventKind.WITHDRAWAL for event in latest.values()):
        return rows
    tables = load_contract().tables
    gone = {name: set[str]() for name in tables}
    for (name, key), event in latest.items():
        if event.kind is EventKind.WITHDRAWAL:
            gone[name].add(key)
    for name in (name for name in tables if name in rows):
        table, kept = tables[name], []
        for row in rows[name]:
            if any(row[parent.column] in gone[parent.table] for parent in table.parents):
                gone[name].add(row[table.key])
            else:
                kept.append(row)
        rows[name] = kept
    return rows
