# ruff: noqa: S608 (table and column names are this file's own or the contract's; values are parameters)
"""Judges measures in DuckDB over rows read once from PostgreSQL; the same SQL as PostgreSQL would run.

Each table of a measure's query is built by itself (see rules.measures.steps) and stays while the next
measure asks for the same. Verdicts stay here; PostgreSQL gets the cells and the rows that people list.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from re import findall
from typing import Any, BinaryIO

import duckdb
import pyarrow as pa
from django.db.backends.utils import CursorWrapper

from apps.caseload.contract import Kind, load_contract
from apps.caseload.queries import PREFIX
from apps.performance import case_rows
from apps.performance.executors import Span, reading
from apps.performance.executors.ahead import Ahead, set_up
from apps.performance.executors.columns import VERDICT_COLUMNS, VINTAGE_COLUMNS, counts_of_a_cell
from rules.measures import run_steps
from rules.measures.steps import Steps

CHUNK = 1 << 20
# The memory is DuckDB's own; Arrow, Python and PostgreSQL come on top. What does not fit goes to the scratch
# folder, of which a query gone wrong may fill no more than this.
LIMITS = {"memory_limit": "1200MB", "max_temp_directory_size": "8GB"}
# Tables of many rows, whose codes are held as one byte each instead of sixteen.
COMPACT = tuple(PREFIX + name for name in ("contacts", "unpaid_work_sessions", "crs_appointments"))
PERIODS = "caseload_supervision_periods"
HOLDER = ("period_id", "person_id", "unit_code", "start_on", "end_on", "practitioner_code")


@contextmanager
def executor(
    cursor: CursorWrapper,
    *,
    span: Span,
    measures: Sequence[str],
    reader: reading.Reader,
    scratch: Path,
    workers: int = 1,
) -> Iterator["DuckDbExecutor"]:
    """A DuckDB that holds what the measures read, and judges them in their order while others are written.

    `reader`: where the rows come from; all of them are read before this returns.
    `scratch`: a folder for what does not fit into memory; what is put there goes with the executor.
    `workers`: measures judged at once; more than one pays where there are few rows.
    """
    steps = {
        name: run_steps(name, as_at=span.as_at, first=span.first, last=span.last, with_facts=True)
        for name in measures
    }
    with tempfile.TemporaryDirectory(dir=scratch) as folder, _opened(Path(folder)) as there:
        if workers > 1:
            # Each worker is a thread of its own: more of them for one small query cost half as much again.
            there.execute("SET threads = 1")
        for table, names in needed_columns(steps.values()).items():
            load(there, table, names, reader)
        with Ahead(there, steps, workers=workers) as ahead:
            yield DuckDbExecutor(cursor, there, ahead, Path(folder))


@contextmanager
def scratch() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty DuckDB of one's own; what does not fit into memory lies in a folder that goes with it."""
    with tempfile.TemporaryDirectory() as folder, _opened(Path(folder)) as there:
        yield there


@contextmanager
def _opened(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    limits = {**LIMITS, "temp_directory": str(folder / "spilled"), "autoinstall_known_extensions": "false"}
    with duckdb.connect(config=limits) as there:
        set_up(there)
        yield there


def needed_columns(queries: Iterable[Sequence[Steps]]) -> dict[str, list[str]]:
    """Table -> its columns that some query mentions by name, and those that tell who held a case."""
    texts = [text for steps in queries for one in steps for text in _texts(one)]
    words = {word for text in texts for word in findall(r"\w+", text)}
    tables = {PREFIX + name: table for name, table in load_contract().tables.items()}
    needed = {
        name: [column for column in table.header if column in words]
        for name, table in tables.items()
        if name in words
    }
    needed[PERIODS] = list(dict.fromkeys([*needed.get(PERIODS, []), *HOLDER]))
    return needed


def tables_read(queries: Sequence[Steps]) -> set[str]:
    """The tables of the extract on which the verdicts of these queries rest, and who held the case."""
    return {name.removeprefix(PREFIX) for name in needed_columns([queries])}


def _texts(steps: Steps) -> list[str]:
    return [*(step.definition for step in steps.tables), steps.select]


def load(there: duckdb.DuckDBPyConnection, table: str, names: Sequence[str], reader: reading.Reader) -> None:
    """Make the table in DuckDB with the rows that the reader gives."""
    columns = reading.columns_of(table, names)
    rows = reader.read(f"SELECT {', '.join(columns)} FROM {table}", columns)
    there.register("rows_read", rows)
    there.execute(f"CREATE TABLE {table} AS SELECT {', '.join(_held(table, columns))} FROM rows_read")
    there.unregister("rows_read")


def _held(table: str, columns: Mapping[str, pa.DataType]) -> Iterator[str]:
    for name in columns:
        column = load_contract().tables[table.removeprefix(PREFIX)].column(name)
        if table in COMPACT and column.kind is Kind.CODE:
            codes = ", ".join(f"'{value}'" for value in column.values)
            yield f"CAST({name} AS ENUM ({codes})) AS {name}"
        else:
            yield name


class DuckDbExecutor:
    """See `apps.performance.executors.Executor`."""

    def __init__(
        self, cursor: CursorWrapper, there: duckdb.DuckDBPyConnection, ahead: Ahead, folder: Path
    ) -> None:
        self._cursor, self._there, self._ahead, self._folder = cursor, there, ahead, folder
        self._judged = ""

    def judge(self, measure: str) -> int:
        """Judge every occurrence of a measure; how many there are."""
        if self._judged:
            self._there.execute(f"DROP TABLE {self._judged}")
        self._judged = self._ahead.table_of(measure)
        return self._there.execute(f"SELECT count(*) FROM {self._judged}").fetchall()[0][0]

    @property
    def table(self) -> str:
        """The DuckDB table with what was judged last, its facts included."""
        return self._judged

    def query(self, select: str) -> list[tuple[Any, ...]]:
        """Ask DuckDB itself."""
        return self._there.execute(select).fetchall()

    def write_cells(self, *, run_id: int) -> int:
        """Count the judged rows into the run's cells; the number of cells."""
        counts = counts_of_a_cell()
        select = (
            f"SELECT {run_id:d} AS run_id, measure, edition, counts_in AS period, region, unit,"
            f" {', '.join(f'{count} AS {name}' for name, count in counts.items())}"
            f" FROM {self._judged} GROUP BY measure, edition, counts_in, region, unit"
        )
        columns = ("run_id", "measure", "edition", "period", "region", "unit", *counts)
        return self._into_postgres("performance_measurecell", columns, select)

    def write_outcomes(self, *, run_id: int, verdicts: tuple[str, ...]) -> int:
        """Keep the judged rows that people list, each with who held the case; the number kept.

        Holder: of the supervision periods open between the trigger and the due date the first one, those of
        the unit that the case counts for before any other.
        """
        listed = ", ".join(f"'{verdict}'" for verdict in verdicts)
        copied = ", ".join(f"j.{name}" for name in VERDICT_COLUMNS)
        select = f"""
            WITH listed AS (SELECT * FROM {self._judged} WHERE verdict IN ({listed})),
            held AS (
                SELECT DISTINCT ON (j.occurrence_id) j.occurrence_id, s.practitioner_code
                FROM listed j
                JOIN {PERIODS} s ON s.person_id = j.person_id
                  AND s.start_on <= coalesce(j.due_on, j.trigger_on)
                  AND (s.end_on IS NULL OR s.end_on >= j.trigger_on)
                ORDER BY j.occurrence_id, (s.unit_code = j.unit) DESC, s.start_on, s.period_id)
            SELECT {run_id:d} AS run_id, {copied}, coalesce(h.practitioner_code, '') AS practitioner_code
            FROM listed j LEFT JOIN held h ON h.occurrence_id = j.occurrence_id
            -- Rows of a place and month lie together, so that a page of them reads few blocks.
            ORDER BY j.counts_in, j.unit, j.occurrence_id"""
        columns = ("run_id", *VERDICT_COLUMNS, "practitioner_code")
        # The table is this transaction's own, so its rows need no second visit to be marked as settled.
        return self._into_postgres(case_rows.table_of(run_id), columns, select, ", FREEZE")

    def sample(self, *, seed: int, per_reason: int) -> Iterator[dict[str, Any]]:
        """Some judged rows of every edition and reason, with their facts, chosen by a seeded hash."""
        self._there.execute(
            f"""
            WITH tally AS (
                SELECT edition, reason, count(*) AS n FROM {self._judged} GROUP BY edition, reason),
            hashed AS (SELECT j.*, hash(j.occurrence_id, {seed:d}) AS sample_hash FROM {self._judged} j)
            -- Large groups are thinned before they are sorted: ten times what is wanted is enough to rank.
            SELECT h.* FROM hashed h JOIN tally t USING (edition, reason)
            WHERE h.sample_hash % greatest(1, t.n / {per_reason * 10:d}) = 0
            QUALIFY row_number() OVER (PARTITION BY edition, reason ORDER BY sample_hash) <= {per_reason:d}
            """
        )
        names = [column[0] for column in self._there.description or ()]
        for row in self._there.fetchall():
            yield dict(zip(names, row, strict=True))

    def copy_verdicts(self, target: BinaryIO) -> None:
        """Append every judged row to an open CSV file, sorted; the caller has written the header."""
        columns = ", ".join(VERDICT_COLUMNS)
        select = f"SELECT {columns} FROM {self._judged} ORDER BY measure, edition, occurrence_id, counts_in"
        with self._as_csv(select) as text:
            shutil.copyfileobj(text, target, CHUNK)

    def judged(self) -> pa.RecordBatchReader:
        """Every judged row in the columns of a vintage, sorted by the occurrence's id."""
        columns = ", ".join(VINTAGE_COLUMNS)
        return self._there.sql(
            f"SELECT {columns} FROM {self._judged} ORDER BY occurrence_id"
        ).to_arrow_reader()

    def _into_postgres(self, table: str, columns: Sequence[str], select: str, options: str = "") -> int:
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv, NULL ''{options})"
        with self._as_csv(select) as text, self._cursor.copy(statement) as copy:
            while block := text.read(CHUNK):
                copy.write(block)
        return self._cursor.rowcount

    @contextmanager
    def _as_csv(self, select: str) -> Iterator[BinaryIO]:
        """The rows as PostgreSQL writes CSV: nothing for null, quotation marks where they must be."""
        path = self._folder / "rows.csv"
        quoted = str(path).replace("'", "''")
        self._there.execute(f"COPY ({select}) TO '{quoted}' (FORMAT csv, HEADER false, NULLSTR '')")
        with path.open("rb") as text:
            yield text
        path.unlink()
