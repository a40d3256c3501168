# ruff: noqa: S608 (table and column names are this file's own words; every value is a parameter)
"""Judges one measure inside PostgreSQL, and writes what came out of that one judgement.

The compiled SELECT is run once into a temporary table; cells, case rows, the verdicts file and the sample
for the second engine are all read from it, so they cannot disagree.
"""

from collections.abc import Iterator
from typing import Any, BinaryIO

import pyarrow as pa
from django.db.backends.utils import CursorWrapper

from apps.performance import case_rows
from apps.performance.executors import Span, reading
from apps.performance.executors.columns import (
    CELL_COLUMNS,
    VERDICT_COLUMNS,
    VINTAGE_COLUMNS,
    counts_of_a_cell,
)
from rules.measures import run_sql

JUDGED = "judged_measure"
# These hold for the run's transaction only. Measured at 240,000 people: more memory a step only costs memory
# (SL007: 29 s of processor time and 0.7 GB resident at 16 MB, 40 s and 1.9 GB at 192 MB).
SESSION = (
    "SET LOCAL work_mem = '32MB'",
    "SET LOCAL jit = off",
    # A killed process is noticed while its statement still runs, not only at the statement's end.
    "SET LOCAL client_connection_check_interval = '1s'",
)


def prepare(cursor: CursorWrapper, tables: tuple[str, ...]) -> None:
    """Set the transaction up and hold the event tables still: readers pass, an import waits."""
    for setting in SESSION:
        cursor.execute(setting)
    cursor.execute(f"LOCK TABLE {', '.join(_name(table) for table in tables)} IN SHARE MODE")


def judge(cursor: CursorWrapper, sql: str) -> int:
    """Run the compiled SELECT into the temporary table; the number of occurrences judged."""
    cursor.execute(f"DROP TABLE IF EXISTS pg_temp.{JUDGED}")
    cursor.execute(f"CREATE TEMP TABLE {JUDGED} ON COMMIT DROP AS {sql}")
    count = cursor.rowcount
    cursor.execute(f"ANALYZE {JUDGED}")
    return count


def write_cells(cursor: CursorWrapper, *, run_id: int) -> int:
    """Count the judged rows into cells; the number of cells written."""
    counts = counts_of_a_cell()
    cursor.execute(
        f"INSERT INTO performance_measurecell"
        f" (run_id, measure, edition, period, region, unit, {', '.join(counts)})"
        f" SELECT %s, measure, edition, counts_in, region, unit, {', '.join(counts.values())}"
        f" FROM {JUDGED} GROUP BY measure, edition, counts_in, region, unit",
        [run_id],
    )
    return cursor.rowcount


def write_outcomes(cursor: CursorWrapper, *, run_id: int, verdicts: tuple[str, ...]) -> int:
    """Keep the rows that people list, each with who held the case; the number kept.

    Holder: of the supervision periods open between the trigger and the due date the first one, those of
    the unit that the case counts for before any other.
    """
    cursor.execute(
        f"""
        INSERT INTO {case_rows.table_of(run_id)}
            (run_id, measure, edition, occurrence_id, person_id, region, unit, counts_in, due_on, verdict,
             reason, practitioner_code)
        SELECT %s, j.measure, j.edition, j.occurrence_id, j.person_id, j.region, j.unit, j.counts_in,
               j.due_on, j.verdict, j.reason, coalesce(held.practitioner_code, '')
        FROM {JUDGED} j
        LEFT JOIN LATERAL (
            SELECT s.practitioner_code
            FROM caseload_supervision_periods s
            WHERE s.person_id = j.person_id
              AND s.start_on <= coalesce(j.due_on, j.trigger_on)
              AND (s.end_on IS NULL OR s.end_on >= j.trigger_on)
            ORDER BY (s.unit_code = j.unit) DESC, s.start_on, s.period_id
            LIMIT 1
        ) held ON true
        WHERE j.verdict = ANY(%s)
        """,
        [run_id, list(verdicts)],
    )
    return cursor.rowcount


def sample(cursor: CursorWrapper, *, seed: int, per_reason: int) -> Iterator[dict[str, Any]]:
    """Some judged rows of every edition and reason, chosen by a seeded hash, as mappings by column name."""
    cursor.execute(
        f"""
        WITH tally AS (SELECT edition, reason, count(*) AS n FROM {JUDGED} GROUP BY edition, reason),
        hashed AS (SELECT j.*, hashtextextended(j.occurrence_id, %s) AS sample_hash FROM {JUDGED} j),
        -- Large groups are thinned before they are sorted: ten times what is wanted is enough to rank.
        thinned AS (
            SELECT h.*, row_number() OVER (PARTITION BY edition, reason ORDER BY sample_hash) AS sample_rank
            FROM hashed h JOIN tally t USING (edition, reason)
            WHERE h.sample_hash %% greatest(1, t.n / %s) = 0
        )
        SELECT * FROM thinned WHERE sample_rank <= %s
        """,
        [seed, per_reason * 10, per_reason],
    )
    names = [column.name for column in cursor.description]
    for row in cursor.fetchall():
        yield dict(zip(names, row, strict=True))


def copy_verdicts(cursor: CursorWrapper, target: BinaryIO) -> None:
    """Append every judged row to an open file, sorted; the caller has written the header."""
    columns = ", ".join(VERDICT_COLUMNS)
    order = ", ".join(f'{name} COLLATE "C"' for name in ("measure", "edition", "occurrence_id", "counts_in"))
    _copy(cursor, f"SELECT {columns} FROM {JUDGED} ORDER BY {order}", target)


def copy_cells(cursor: CursorWrapper, *, run_id: int, target: BinaryIO) -> None:
    """Append the run's cells to an open file, sorted; the caller has written the header."""
    select = (
        f"SELECT {', '.join(CELL_COLUMNS)} FROM performance_measurecell WHERE run_id = {int(run_id)}"
        " ORDER BY measure, edition, period, region, unit"
    )
    _copy(cursor, select, target)


def judged() -> pa.RecordBatchReader:
    """Every judged row in the columns of a vintage, sorted by the occurrence's id."""
    columns = {name: pa.date32() if name.endswith("_on") else pa.string() for name in VINTAGE_COLUMNS}
    select = f'SELECT {", ".join(columns)} FROM {JUDGED} ORDER BY occurrence_id COLLATE "C"'
    with reading.same_transaction() as reader:
        return reader.read(select, columns)


class PostgresExecutor:
    """See `apps.performance.executors.Executor`."""

    def __init__(self, cursor: CursorWrapper, span: Span) -> None:
        self._cursor, self._span = cursor, span

    def judge(self, measure: str) -> int:
        """Judge every occurrence of a measure; how many there are."""
        span = self._span
        sql = run_sql(measure, as_at=span.as_at, first=span.first, last=span.last, with_facts=True)
        return judge(self._cursor, sql)

    def write_cells(self, *, run_id: int) -> int:
        """Count the judged rows into the run's cells; the number of cells."""
        return write_cells(self._cursor, run_id=run_id)

    def write_outcomes(self, *, run_id: int, verdicts: tuple[str, ...]) -> int:
        """Keep the judged rows that people list, each with who held the case; the number kept."""
        return write_outcomes(self._cursor, run_id=run_id, verdicts=verdicts)

    def sample(self, *, seed: int, per_reason: int) -> Iterator[dict[str, Any]]:
        """Some judged rows of every edition and reason, with their facts, chosen by a seeded hash."""
        return sample(self._cursor, seed=seed, per_reason=per_reason)

    def copy_verdicts(self, target: BinaryIO) -> None:
        """Append every judged row to an open CSV file, sorted; the caller has written the header."""
        copy_verdicts(self._cursor, target)

    def judged(self) -> pa.RecordBatchReader:
        """Every judged row in the columns of a vintage, sorted by the occurrence's id."""
        return judged()


def _copy(cursor: CursorWrapper, select: str, target: BinaryIO) -> None:
    with cursor.copy(f"COPY ({select}) TO STDOUT (FORMAT csv)") as rows:
        for block in rows:
            target.write(block)


def _name(table: str) -> str:
    if not table.replace("_", "").isalnum():
        raise ValueError(f"table: found {table!r}, expected a name of letters, digits and underscores")
    return table
