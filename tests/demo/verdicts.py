"""What every measure and clock says of a whole demo folder, judged by its SQL in DuckDB."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import duckdb

from rules.measures import run_steps
from rules.periods import Month
from tests.demo.reading import table

LIKE_POSTGRESQL = (
    "SET integer_division = true",
    "SET default_null_order = 'nulls_last_on_asc_first_on_desc'",
    "SET ieee_floating_point_ops = false",
    "SET TimeZone = 'UTC'",
)
Counts = dict[str, dict[str, int]]


def open_caseload(folder: Path) -> duckdb.DuckDBPyConnection:
    """The folder's rows in tables named as the caseload's."""
    there = duckdb.connect(config={"memory_limit": "1200MB"})
    for setting in LIKE_POSTGRESQL:
        there.execute(setting)
    for path in sorted(folder.glob("*.csv")):
        table(there, folder, path.stem)
        there.execute(f"CREATE TABLE caseload_{path.stem} AS SELECT * FROM {path.stem}")
    return there


def verdicts_of(
    there: duckdb.DuckDBPyConnection, measures: Iterable[str], *, as_at: date, first: Month, last: Month
) -> Counts:
    """Measure -> verdict -> how many occurrences."""
    counts: Counts = {}
    for measure in measures:
        counts[measure] = {}
        for steps in run_steps(measure, as_at=as_at, first=first, last=last):
            for step in steps.tables:
                there.execute(f"CREATE OR REPLACE TEMP TABLE {step.definition}")
            rows = there.execute(f"SELECT verdict, count(*) FROM ({steps.select}) GROUP BY 1").fetchall()
            for verdict, count in rows:
                counts[measure][verdict] = counts[measure].get(verdict, 0) + count
    return counts
