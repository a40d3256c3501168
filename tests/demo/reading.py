"""Reads a demo folder back, as a reader of the contract would."""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import duckdb

from apps.caseload.contract import Kind, load_contract
from demo.plant import edges_path
from rules.events import PersonEvents
from rules.facts import Verdict
from rules.measures.judging import judge
from rules.periods import Month

FIRST, LAST = Month.parse("2024-04"), Month.parse("2027-12")
# Of nobody on probation; every person's events hold the directories whole.
OF_NOBODY = {"crs_payments", "programme_places", "judicial_survey_responses", "victim_survey_responses"}
TYPES = {
    Kind.DATE: "DATE",
    Kind.WALL_CLOCK: "TIMESTAMP",
    Kind.INSTANT: "TIMESTAMPTZ",
    Kind.INTEGER: "BIGINT",
    Kind.BOOLEAN: "BOOLEAN",
}
DIRECTORIES = ("crs_contracts", "programmes")


@dataclass(frozen=True)
class Edge:
    measure: str
    edge: str
    reason: str
    table: str
    person_id: str
    occurrence_id: str


def edges_of(folder: Path) -> list[Edge]:
    with edges_path(folder).open(encoding="utf-8", newline="") as handle:
        return [Edge(**row) for row in csv.DictReader(handle)]


def table(db: duckdb.DuckDBPyConnection, folder: Path, name: str) -> None:
    """A view of one CSV of the folder, typed as the contract says."""
    columns = {
        column.name: TYPES.get(column.kind, "VARCHAR") for column in load_contract().tables[name].columns
    }
    path = folder / f"{name}.csv"
    db.execute(f"CREATE VIEW {name} AS SELECT * FROM read_csv('{path}', nullstr='', columns={columns})")


def open_folder(folder: Path) -> duckdb.DuckDBPyConnection:
    """A connection that reads the folder's files, and may make temporary tables of its own."""
    db = _opened(folder).cursor()
    db.execute("SET TimeZone='UTC'")
    return db


@cache
def _opened(folder: Path) -> duckdb.DuckDBPyConnection:
    # Sixty files are opened to make the views: a second, that each test would pay again.
    db = duckdb.connect()
    db.execute("SET TimeZone='UTC'")
    for path in sorted(folder.glob("*.csv")):
        table(db, folder, path.stem)
    return db


def events_of(folder: Path, people: set[str]) -> dict[str, PersonEvents]:
    """The raw events of each of `people`."""
    db = open_folder(folder)
    db.execute("CREATE TEMP TABLE wanted (person_id text)")
    db.execute("INSERT INTO wanted SELECT unnest(?)", [sorted(people)])
    rows: dict[str, dict[str, list[dict]]] = {person: defaultdict(list) for person in people}
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in OF_NOBODY | set(DIRECTORIES):
            _spread(db, path.stem, rows)
    whole = {name: db.sql(f"SELECT * FROM {name}").to_arrow_table().to_pylist() for name in DIRECTORIES}
    return {person: PersonEvents.from_rows({**tables, **whole}) for person, tables in rows.items()}


def _spread(db: duckdb.DuckDBPyConnection, name: str, rows: dict[str, dict[str, list[dict]]]) -> None:
    """Adds a table's rows to the people they belong to, through their parents where they name no person."""
    found = db.sql(f"SELECT * FROM {_with_person(name)} SEMI JOIN wanted USING (person_id)").to_arrow_table()
    for row in found.to_pylist():
        rows[row["person_id"]][name].append(row)


def _with_person(name: str) -> str:
    """SQL of a table with the person of each row, by way of the first parent that leads to one."""
    table = load_contract().tables[name]
    if table.has("person_id"):
        return name
    parent = table.parents[0]
    above = f"(SELECT {parent.key} AS {parent.column}, person_id FROM {_with_person(parent.table)})"
    return f"(SELECT * FROM {name} JOIN {above} USING ({parent.column}))"


def rates_of(events: Mapping[str, PersonEvents], measures: Iterable[str], *, as_at: date) -> dict[str, float]:
    """Percent met of each measure among these people, by the plain-Python reference."""
    met, counted = Counter(), Counter()
    for measure in measures:
        for person in events.values():
            for judged in judge(measure, person, as_at=as_at, first=FIRST, last=Month.parse("2026-03")):
                met[measure] += judged.verdict is Verdict.NUMERATOR
                counted[measure] += judged.verdict.in_denominator
    return {measure: 100 * met[measure] / counted[measure] for measure in counted}


def reasons_of(folder: Path, edges: list[Edge], *, as_at: date) -> dict[Edge, str]:
    """What the plain-Python reference says of each planted occurrence; "" where it finds none."""
    events = events_of(folder, {edge.person_id for edge in edges})
    said = {}
    for edge in edges:
        judged = judge(edge.measure, events[edge.person_id], as_at=as_at, first=FIRST, last=LAST)
        said[edge] = next((j.reason for j in judged if j.occurrence_id == edge.occurrence_id), "")
    return said
