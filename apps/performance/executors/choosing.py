"""Which engine carries a run out: DuckDB over rows read once, or PostgreSQL where the rows are."""

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db.backends.utils import CursorWrapper

from apps.caseload.models import Extract
from apps.performance.executors import Executor, Span, duckdb, reading
from apps.performance.executors.kept import kept_files
from apps.performance.executors.of_people import reading_people
from apps.performance.executors.postgres import PostgresExecutor

DUCKDB = "duckdb"
POSTGRES = "postgres"
NAMES = (DUCKDB, POSTGRES)


@contextmanager
def judging_with(
    name: str, cursor: CursorWrapper, *, span: Span, measures: Sequence[str], own_transaction: bool
) -> Iterator[Executor]:
    """The executor of that name, ready to judge the live extract; the event tables must be locked.

    `own_transaction`: whether everything it reads was committed before this transaction began; if not, it
    reads through the transaction. Raises ValueError for an unknown name.
    """
    if name == POSTGRES:
        yield PostgresExecutor(cursor, span)
        return
    if name != DUCKDB:
        raise ValueError(f"executor: found {name!r}, expected one of {', '.join(NAMES)}")
    read = reading.reader if own_transaction else reading.same_transaction
    with (
        read() as reader,
        duckdb.executor(cursor, span=span, measures=measures, reader=reader, scratch=_scratch()) as executor,
    ):
        yield executor


@contextmanager
def judging_kept_files(
    extract: Extract, cursor: CursorWrapper, *, span: Span, measures: Sequence[str]
) -> Iterator[Executor]:
    """DuckDB over the kept files of an extract that is not live; PostgreSQL does not hold its rows."""
    with (
        kept_files(extract) as reader,
        duckdb.executor(cursor, span=span, measures=measures, reader=reader, scratch=_scratch()) as executor,
    ):
        yield executor


@contextmanager
def judging_people(
    people: Sequence[str], cursor: CursorWrapper, *, span: Span, measures: Sequence[str]
) -> Iterator[Executor]:
    """DuckDB over the live rows about some people; not for measures of nobody (surveys of judges)."""
    with (
        tempfile.TemporaryDirectory() as scratch,
        reading_people(people, own_transaction=False) as reader,
        duckdb.executor(
            cursor,
            span=span,
            measures=measures,
            reader=reader,
            scratch=Path(scratch),
            workers=2,
        ) as executor,
    ):
        yield executor


def _scratch() -> Path:
    """An empty folder beside the kept files: one run at a time uses it, and a killed one leaves its own."""
    path = Path(settings.MEDIA_ROOT) / "scratch"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir(parents=True, exist_ok=True)
    return path
