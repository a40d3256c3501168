# ruff: noqa: S608 (table and column names are this file's own; the queries are compiled)
"""Judges few people by many measures at once; what each measure found goes into one table.

Of so few rows no statement takes long; the time goes into some three hundred statements, each parsed and
planned, and into waiting for each other. So a measure is judged as soon as the tables that it reads are
there, what stands for one measure stays for the next, and a statement's text is parsed once a process.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from types import TracebackType
from typing import Self

import duckdb

from apps.performance.executors import Span
from apps.performance.executors.ahead import Worker, Workers
from apps.performance.executors.columns import VINTAGE_COLUMNS
from apps.performance.executors.duckdb import COMPACT, load, needed_columns
from apps.performance.executors.reading import Reader
from rules.measures import run_steps
from rules.measures.steps import Steps

JUDGED = "judged_at_once"
_COLUMNS = ", ".join(VINTAGE_COLUMNS)
_TYPES = ", ".join(f"{name} {'DATE' if name.endswith('_on') else 'VARCHAR'}" for name in VINTAGE_COLUMNS)
# Each is a thread with one of DuckDB's: more of DuckDB's for one small query cost half as much again.
WORKERS = 2
# Every statement of every measure over two spans; a parsed one takes some ten kilobytes.
STATEMENTS = 1024
_PARSED: dict[str, duckdb.Statement] = {}


class AtOnce:
    """Judges by all the measures into the table JUDGED, in the columns of a vintage and in no order."""

    def __init__(self, there: duckdb.DuckDBPyConnection, *, span: Span, measures: Sequence[str]) -> None:
        self._there = there
        self._steps = {
            name: run_steps(name, as_at=span.as_at, first=span.first, last=span.last) for name in measures
        }
        there.execute("SET threads = 1")
        there.execute(f"CREATE TABLE {JUDGED} ({_TYPES})")
        self._begun: list[Future[None]] = []
        self._workers = Workers(there, WORKERS, kind=_Resident)

    def alongside(self, task: Callable[[duckdb.DuckDBPyConnection], None]) -> None:
        """Begin something else over the same DuckDB that needs none of the rows; `judge` waits for it."""
        self._begun.append(self._workers.begin(lambda worker: task(worker.there)))

    def judge(self, reader: Reader) -> None:
        """Read what the measures need and judge it. Raises what reading or judging raised."""
        needed = needed_columns(self._steps.values())
        missing = {name: _mentioned(steps, needed) for name, steps in self._steps.items()}
        # The large tables come last: until they are there, the other measures are judged.
        for table in sorted(needed, key=lambda name: name in COMPACT):
            self._begin_without(missing)
            load(self._there, table, needed[table], reader)
            for tables in missing.values():
                tables.discard(table)
        self._begin_without(missing)
        for future in self._begun:
            future.result()
        # What is asked of the whole table comes one query after the other.
        self._there.execute(f"SET threads = {WORKERS}")

    def _begin_without(self, missing: dict[str, set[str]]) -> None:
        """Begin the measures that miss no table any more."""
        for name in [name for name, tables in missing.items() if not tables]:
            del missing[name]
            self._begun.append(self._workers.begin(_judging(self._steps[name])))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._workers.close()


class _Resident(Worker):
    """Parses each text once a process: over some people that was a tenth of the time of judging."""

    def run(self, statement: str) -> None:
        parsed = _PARSED.get(statement)
        if parsed is None:
            if len(_PARSED) >= STATEMENTS:
                _PARSED.clear()
            parsed = _PARSED[statement] = self.there.extract_statements(statement)[0]
        self.there.execute(parsed)


def _mentioned(editions: Sequence[Steps], tables: Iterable[str]) -> set[str]:
    text = "\n".join(
        part for one in editions for part in (*(step.definition for step in one.tables), one.select)
    )
    return {table for table in tables if table in text}


def _judging(editions: Sequence[Steps]) -> Callable[[Worker], None]:
    def judge(worker: Worker) -> None:
        for edition in editions:
            worker.build(edition.tables)
            worker.run(f"INSERT INTO {JUDGED} SELECT {_COLUMNS} FROM ({edition.select}) AS j")

    return judge
