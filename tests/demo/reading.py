"""Reads a demo folder back, as a reader of the contract would."""

import csv
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

from demo.plant import edges_path
from rules.definitions.measures import load_measures
from rules.events import PersonEvents
from rules.facts import Verdict
from rules.measures.judging import judge
from rules.periods import Month

FIRST, LAST = Month.parse("2024-04"), Month.parse("2026-06")
PARENTS = {
    "requirements": ("sentence_id", "sentences"),
    "crs_appointments": ("referral_id", "crs_referrals"),
}


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
    """A view of one CSV of the folder, typed by what it holds."""
    path = folder / f"{name}.csv"
    db.execute(f"CREATE VIEW {name} AS SELECT * FROM read_csv('{path}', nullstr='', sample_size=-1)")


def open_folder(folder: Path) -> duckdb.DuckDBPyConnection:
    db = duckdb.connect()
    db.execute("SET TimeZone='UTC'")
    for path in sorted(folder.glob("*.csv")):
        table(db, folder, path.stem)
    return db


def events_of(folder: Path, people: set[str]) -> dict[str, PersonEvents]:
    """The raw events of each of `people`."""
    db = open_folder(folder)
    db.execute("CREATE TABLE wanted (person_id text)")
    db.executemany("INSERT INTO wanted VALUES (?)", [[person] for person in sorted(people)])
    rows: dict[str, dict[str, list[dict]]] = {person: defaultdict(list) for person in people}
    for path in sorted(folder.glob("*.csv")):
        if path.stem != "crs_contracts":
            _spread(db, path.stem, rows)
    contracts = db.sql("SELECT * FROM crs_contracts").to_arrow_table().to_pylist()
    return {
        person: PersonEvents.from_rows({**tables, "crs_contracts": contracts})
        for person, tables in rows.items()
    }


def _spread(db: duckdb.DuckDBPyConnection, name: str, rows: dict[str, dict[str, list[dict]]]) -> None:
    """Adds a table's rows to the people they belong to, through their parent where they name no person."""
    key, parent = PARENTS.get(name, ("", ""))
    joined = f"{name} JOIN (SELECT {key}, person_id FROM {parent}) USING ({key})" if parent else name
    found = db.sql(f"SELECT * FROM {joined} SEMI JOIN wanted USING (person_id)").to_arrow_table()
    for row in found.to_pylist():
        rows[row["person_id"]][name].append(row)


def rates_of(events: Mapping[str, PersonEvents], *, as_at: date) -> dict[str, float]:
    """Percent met of each measure among these people, by the plain-Python reference."""
    met, counted = Counter(), Counter()
    for measure in load_measures():
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
