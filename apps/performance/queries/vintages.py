# ruff: noqa: S608 (column names and conditions are this file's own words; every value is a parameter)
"""Reads of vintages: the difference of two runs, one verdict, and every row behind a cell.

Files know no scopes: narrowing to what the viewer may see is the caller's duty, by `Within`.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

import duckdb
import pyarrow as pa

from apps.performance.models import MeasureRun
from apps.performance.vintages import path_of

MEMORY = "400MB"


class NoVintage(Exception):
    """The run has no verdicts: it has not finished, is older than vintages, or the rule removed them."""


@dataclass(frozen=True, kw_only=True)
class Within:
    """Where to look: None for everywhere, else any of these; both set: a row must be in both."""

    regions: Sequence[str] | None = None
    units: Sequence[str] | None = None


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A row of a vintage."""

    measure: str
    edition: str
    occurrence_id: str
    person_id: str
    region: str
    unit: str
    counts_in: str
    trigger_on: date | None
    due_on: date | None
    verdict: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Moved:
    """An occurrence whose verdict or reason differs; an empty one: that run had no such occurrence.

    Place and month are those of the later run where it has the occurrence.
    """

    measure: str
    occurrence_id: str
    person_id: str
    region: str
    unit: str
    counts_in: str
    verdict_before: str
    reason_before: str
    verdict_after: str
    reason_after: str


@dataclass(frozen=True, kw_only=True)
class MovedCount:
    """How many occurrences of a measure moved the same way in one region."""

    measure: str
    region: str
    verdict_before: str
    reason_before: str
    verdict_after: str
    reason_after: str
    cases: int


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What two runs judge differently, over the measures and months that both of them judged.

    counts: one for each way to move, by measure and region; moved: a page of the occurrences, by measure and
    id; total: how many moved; compared: how many occurrences at least one of the two judged.
    """

    counts: Sequence[MovedCount]
    moved: Sequence[Moved]
    total: int
    compared: int


_COMPARED = "measure, occurrence_id, person_id, region, unit, counts_in, verdict, reason"
_SAME = "b.measure = a.measure AND b.occurrence_id = a.occurrence_id"
_BEFORE_OR_AFTER = ", ".join(
    f"coalesce(a.{name}, b.{name}) AS {name}"
    for name in ("measure", "occurrence_id", "person_id", "region", "unit", "counts_in")
)
_BOTH = f"""both_runs AS (
  SELECT {_BEFORE_OR_AFTER},
    coalesce(b.verdict, '') AS verdict_before, coalesce(b.reason, '') AS reason_before,
    coalesce(a.verdict, '') AS verdict_after, coalesce(a.reason, '') AS reason_after
  FROM before b FULL OUTER JOIN after a ON {_SAME})"""
_MOVED = "(verdict_before <> verdict_after OR reason_before <> reason_after)"
_WAY = "verdict_before, reason_before, verdict_after, reason_after"


def difference(
    before: MeasureRun,
    after: MeasureRun,
    *,
    within: Within = Within(),
    measure: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> Difference:
    """Who moved between two runs, and why. An occurrence that changed its place is found at the new one.

    measure: "" for all that both judged; limit, offset: which of the moved occurrences (None: all).
    Raises NoVintage, or VintageChanged when a file is gone.
    """
    shared = [name for name in before.measures if name in after.measures and measure in ("", name)]
    months = [max(before.first_month, after.first_month), min(before.last_month, after.last_month)]
    with _open() as there:
        for name, run in (("before", before), ("after", after)):
            there.execute(
                f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{_file(run)}')"
                f" WHERE measure IN ({_quoted(shared)}) AND counts_in BETWEEN {_quoted(months[:1])}"
                f" AND {_quoted(months[1:])}"
            )
        return _difference(there, within, limit=limit, offset=offset)


def stand_before(
    there: duckdb.DuckDBPyConnection, run: MeasureRun, people: Sequence[str], measures: Sequence[str]
) -> None:
    """Make the table `before` with these people's rows of a run's measures. Raises as `difference` does."""
    there.register("people_before", pa.table({"person_id": pa.array(people, pa.string())}))
    there.register("measures_before", pa.table({"measure": pa.array(measures, pa.string())}))
    there.execute(
        f"CREATE TABLE before AS SELECT {_COMPARED} FROM read_parquet('{_file(run)}')"
        " WHERE person_id IN (SELECT person_id FROM people_before)"
        " AND measure IN (SELECT measure FROM measures_before)"
    )


def difference_from_before(there: duckdb.DuckDBPyConnection, after: str) -> Difference:
    """How the rows of a table differ from those of `before`: the same people, measures and months."""
    there.execute(f"CREATE VIEW after AS SELECT {_COMPARED} FROM {after}")
    return _difference(there, Within(), limit=None, offset=0)


def _difference(
    there: duckdb.DuckDBPyConnection, within: Within, *, limit: int | None, offset: int
) -> Difference:
    """Of what stands as `before` and `after`."""
    condition, values = _places(within)
    there.execute(
        f"CREATE TEMP TABLE moved AS WITH {_BOTH} SELECT * FROM both_runs WHERE {condition} AND {_MOVED}",
        values,
    )
    return Difference(
        counts=_counts(there),
        moved=_moved(there, limit=limit, offset=offset),
        total=_all(there, "SELECT count(*) FROM moved")[0][0],
        compared=_all(there, f"WITH {_BOTH} SELECT count(*) FROM both_runs WHERE {condition}", values)[0][0],
    )


def lookup(run: MeasureRun, measure: str, occurrence_id: str) -> Judged | None:
    """The run's verdict on one occurrence, whatever it was; None when the run did not judge it."""
    with _open() as there:
        found = _judged(there, run, "measure = ? AND occurrence_id = ?", [measure, occurrence_id])
    return found[0] if found else None


def rows_of_cell(
    run: MeasureRun,
    *,
    measure: str,
    month: str,
    region: str,
    unit: str,
    edition: str = "",
    limit: int | None = None,
    offset: int = 0,
) -> list[Judged]:
    """Every occurrence that a cell counts, met ones included, by id; edition "": those of every edition."""
    condition = "measure = ? AND counts_in = ? AND region = ? AND unit = ?"
    values = [measure, month, region, unit]
    if edition:
        condition, values = f"{condition} AND edition = ?", [*values, edition]
    with _open() as there:
        return _judged(there, run, f"{condition} ORDER BY occurrence_id {_page(limit, offset)}", values)


def _counts(there: duckdb.DuckDBPyConnection) -> list[MovedCount]:
    rows = _all(
        there,
        f"SELECT measure, region, {_WAY}, count(*) FROM moved GROUP BY ALL ORDER BY 1, 2, 7 DESC, 3, 4, 5, 6",
    )
    return [MovedCount(**dict(zip(_names(MovedCount), row, strict=True))) for row in rows]


def _moved(there: duckdb.DuckDBPyConnection, *, limit: int | None, offset: int) -> list[Moved]:
    names = _names(Moved)
    page = _page(limit, offset)
    rows = _all(there, f"SELECT {', '.join(names)} FROM moved ORDER BY measure, occurrence_id {page}")
    return [Moved(**dict(zip(names, row, strict=True))) for row in rows]


def _judged(
    there: duckdb.DuckDBPyConnection, run: MeasureRun, condition: str, values: list[str]
) -> list[Judged]:
    names = _names(Judged)
    select = f"SELECT {', '.join(names)} FROM read_parquet('{_file(run)}') WHERE {condition}"
    return [Judged(**dict(zip(names, row, strict=True))) for row in _all(there, select, values)]


def _names(shape: type) -> list[str]:
    return [field.name for field in fields(shape)]


def _places(within: Within) -> tuple[str, list[Any]]:
    conditions, values = ["TRUE"], []
    for column, wanted in (("region", within.regions), ("unit", within.units)):
        if wanted is not None:
            conditions.append(f"list_contains(?, {column})")
            values.append(list(wanted))
    return " AND ".join(conditions), values


def _page(limit: int | None, offset: int) -> str:
    return f"{'' if limit is None else f'LIMIT {limit:d} '}OFFSET {offset:d}"


def _file(run: MeasureRun) -> str:
    path = path_of(run)
    if path is None:
        raise NoVintage(f"Run {run.pk} has no verdicts any more to compare. Run the measures again.")
    return str(path).replace("'", "''")


def _quoted(names: Sequence[str]) -> str:
    """Names of measures and months, as this product wrote them, for a view: views take no parameters."""
    return ", ".join("'" + name.replace("'", "''") + "'" for name in names) or "NULL"


def _all(there: duckdb.DuckDBPyConnection, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
    return there.execute(sql, list(values)).fetchall()


@contextmanager
def _open() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(config={"memory_limit": MEMORY, "threads": 2}) as there:
        there.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
        yield there
