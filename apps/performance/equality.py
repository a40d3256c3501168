# ruff: noqa: S608 (table and column names are the rules' own words; the path of a vintage is quoted)
"""Tells the cases of a run apart by who the people are, from its vintage, and keeps the counts."""

import time
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
from django.db import connection, transaction
from django.db.models.functions import Now

from apps.caseload.queries import PREFIX, live_extract
from apps.organisation.lock_numbers import LockNumber
from apps.performance.executors import duckdb as in_duckdb
from apps.performance.executors import reading
from apps.performance.models import EqualityCell, EqualityReading, MeasureRun
from apps.performance.vintages import path_of
from rules.definitions.equality import monitoring_on
from rules.measures.equality import COLUMNS, columns_read, equality_sql
from rules.periods import Month, PerformanceYear, months_between, performance_year

THE_COUNTING = LockNumber.EQUALITY_COUNTING.value
PEOPLE = f"{PREFIX}people"
CHUNK = 1 << 20


def is_uncounted(run: MeasureRun) -> bool:
    """Whether a run that could be told apart has not been: its verdicts are kept, its extract is live."""
    if not run.vintage_file or EqualityReading.objects.filter(run=run).exists():
        return False
    return live_extract() == run.extract


@transaction.atomic
def count_equality(run: MeasureRun) -> EqualityReading | None:
    """Tell the run's cases apart, once: a reading that is there already is returned as it is.

    None for a run without verdicts, or of an extract that is not live: who its people were is not known any
    more. Cells of earlier runs go. Raises VintageChanged when the verdicts are gone from the disk.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [THE_COUNTING])
    standing = EqualityReading.objects.filter(run=run).first()
    if standing is not None or not is_uncounted(run):
        return standing
    started, years = time.monotonic(), _years(run)
    found = EqualityReading.objects.create(
        run=run,
        rules_from=monitoring_on(years[-1].last_on).valid_from,
        years=[str(year) for year in years],
        counted_at=Now(),
        seconds=0,
    )
    _count(found, years)
    found.seconds = Decimal(time.monotonic() - started).quantize(Decimal("0.01"))
    found.save(update_fields=["seconds"])
    _clear_others(found)
    return found


def _years(run: MeasureRun) -> list[PerformanceYear]:
    months = months_between(Month.parse(run.first_month), Month.parse(run.last_month))
    return sorted({performance_year(month.first_on) for month in months}, key=lambda year: year.starts_in)


def _count(found: EqualityReading, years: list[PerformanceYear]) -> None:
    run = found.run
    first, last = Month.parse(run.first_month), Month.parse(run.last_month)
    with in_duckdb.scratch() as there, TemporaryDirectory() as folder:
        _stand(there, run, years)
        for year in years:
            sql = equality_sql(year=year, first=first, last=last, measures=run.measures)
            select = f"SELECT {found.pk:d} AS reading_id, {', '.join(COLUMNS)} FROM ({sql})"
            _keep(there, select, Path(folder) / "cells.csv")


def _stand(there: duckdb.DuckDBPyConnection, run: MeasureRun, years: list[PerformanceYear]) -> None:
    """The two tables of the query. The people are read through the transaction: their table is small."""
    path = str(path_of(run)).replace("'", "''")
    there.execute(f"CREATE VIEW vintage AS SELECT * FROM read_parquet('{path}')")
    columns = sorted({name for year in years for name in columns_read(year.last_on)})
    with reading.same_transaction() as reader:
        in_duckdb.load(there, PEOPLE, columns, reader)


def _keep(there: duckdb.DuckDBPyConnection, select: str, path: Path) -> None:
    """Over a file, as the run's own cells go: half a million rows in one COPY."""
    quoted = str(path).replace("'", "''")
    there.execute(f"COPY ({select}) TO '{quoted}' (FORMAT csv, HEADER false, NULLSTR '')")
    columns = ", ".join(("reading_id", *COLUMNS))
    statement = f"COPY {EqualityCell._meta.db_table} ({columns}) FROM STDIN (FORMAT csv, NULL '')"
    with connection.cursor() as cursor, path.open("rb") as text, cursor.copy(statement) as copy:
        while block := text.read(CHUNK):
            copy.write(block)


def _clear_others(kept: EqualityReading) -> None:
    """Only the run that the pages show keeps its cells: there are half a million of a national run."""
    for earlier in EqualityReading.objects.filter(holds_cells=True).exclude(pk=kept.pk):
        # No signals, no rows in memory.
        EqualityCell.objects.filter(reading=earlier)._raw_delete(using="default")
        earlier.holds_cells = False
        earlier.save(update_fields=["holds_cells"])
