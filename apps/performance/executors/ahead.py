"""Judges the next measure in DuckDB while what the one before found is written.

DuckDB works outside Python's lock, so one thread judges while another feeds PostgreSQL and the second engine.
"""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock, local
from types import TracebackType
from typing import Self

import duckdb

from rules.measures.steps import Step, Steps

# Without these DuckDB divides, places nulls and answers 1/0 otherwise than PostgreSQL.
LIKE_POSTGRESQL = (
    "SET integer_division = true",
    "SET default_null_order = 'nulls_last_on_asc_first_on_desc'",
    "SET ieee_floating_point_ops = false",
    "SET preserve_insertion_order = false",
    "SET TimeZone = 'UTC'",
)


def set_up(there: duckdb.DuckDBPyConnection) -> None:
    """Let a connection answer as PostgreSQL does."""
    for setting in LIKE_POSTGRESQL:
        there.execute(setting)


class Workers:
    """Threads that judge, each with a connection of its own to one DuckDB."""

    def __init__(
        self,
        there: duckdb.DuckDBPyConnection,
        count: int,
        kind: Callable[[duckdb.DuckDBPyConnection], "Worker"] | None = None,
    ) -> None:
        self._there, self._kind = there, kind or Worker
        self._own = local()
        self._opened: list[Worker] = []
        self._lock = Lock()
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="judging")

    def begin(self, task: Callable[["Worker"], None]) -> Future[None]:
        """Let the first thread that is free carry out the task."""
        return self._pool.submit(lambda: task(self._worker()))

    def _worker(self) -> "Worker":
        if not hasattr(self._own, "worker"):
            with self._lock:
                self._own.worker = self._kind(self._there.cursor())
                self._opened.append(self._own.worker)
        return self._own.worker

    def close(self) -> None:
        """End what goes on: a run that ends early does not wait for verdicts that nobody will read."""
        self._pool.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            for worker in self._opened:
                worker.there.interrupt()
        self._pool.shutdown(wait=True)
        for worker in self._opened:
            worker.there.close()


class Ahead:
    """Keeps `workers` measures judged before they are asked for, in the order of `steps`."""

    def __init__(
        self, there: duckdb.DuckDBPyConnection, steps: Mapping[str, Sequence[Steps]], *, workers: int
    ) -> None:
        self._workers, self._steps = Workers(there, workers), steps
        self._waiting = deque(steps)
        self._futures: dict[str, Future[None]] = {}
        for _ in range(workers):
            self._begin_next()

    def table_of(self, measure: str) -> str:
        """The table with the measure's judged rows, which is then the caller's to drop."""
        if measure not in self._futures:
            self._waiting.remove(measure)
            self._begin(measure)
        self._futures[measure].result()
        del self._futures[measure]
        self._begin_next()
        return _table(measure)

    def _begin_next(self) -> None:
        if self._waiting:
            self._begin(self._waiting.popleft())

    def _begin(self, measure: str) -> None:
        steps = self._steps[measure]
        self._futures[measure] = self._workers.begin(lambda worker: worker.judge(steps, into=_table(measure)))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._workers.close()


class Worker:
    """One connection, and the tables of the last measure's query that stand on it."""

    def __init__(self, there: duckdb.DuckDBPyConnection) -> None:
        set_up(there)
        self.there = there
        self._standing: dict[str, int] = {}

    def judge(self, editions: Sequence[Steps], *, into: str) -> None:
        """Judge every occurrence of a measure into a new table."""
        self._clear(keep={step.name for edition in editions for step in edition.tables})
        for place, edition in enumerate(editions):
            self.build(edition.tables)
            verb = f"INSERT INTO {into}" if place else f"CREATE TABLE {into} AS"
            self.run(f"{verb} {edition.select}")

    def run(self, statement: str) -> None:
        """Carry out a statement that answers nothing."""
        self.there.execute(statement)

    def _clear(self, *, keep: set[str]) -> None:
        """Let go of the memory of tables that the measure does not have."""
        for name in set(self._standing) - keep:
            self.run(f"DROP TABLE {name}")
            del self._standing[name]

    def build(self, tables: Sequence[Step]) -> None:
        """Build what does not stand there yet just so, made from just the same tables."""
        names: list[str] = []
        for step in tables:
            mark = hash((step.definition, *(self._standing[name] for name in step.reads(names))))
            names.append(step.name)
            if self._standing.get(step.name) != mark:
                self.run(f"CREATE OR REPLACE TEMP TABLE {step.definition}")
                self._standing[step.name] = mark


def _table(measure: str) -> str:
    return f"judged_{measure.lower()}"
