"""Reads tables of the caseload out of PostgreSQL as Arrow: each needed column once, in one snapshot."""

import io
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Protocol

import pyarrow as pa
from adbc_driver_postgresql import dbapi
from django.db import connection
from psycopg.conninfo import make_conninfo
from pyarrow import csv

from apps.caseload.contract import Kind, load_contract
from apps.caseload.queries import PREFIX

_ARROW = {
    Kind.DATE: pa.date32(),
    Kind.WALL_CLOCK: pa.timestamp("us"),
    Kind.INSTANT: pa.timestamp("us", tz="UTC"),
    Kind.INTEGER: pa.int64(),
    Kind.BOOLEAN: pa.bool_(),
}

# For the rows of some people: PostgreSQL takes them for several times as many, scattered over their table; at
# its own cost of a random page it read all eight million contacts for 5,000 people rather than follow the
# index (0.8 s of its processor time against 0.2). A parallel worker takes longer to start than such a read.
FOR_FEW_ROWS = ("random_page_cost = 1.1", "max_parallel_workers_per_gather = 0")


class Reader(Protocol):
    def read(self, select: str, columns: Mapping[str, pa.DataType]) -> pa.RecordBatchReader:
        """The rows of a SELECT of just these columns."""


def columns_of(table: str, names: Sequence[str] | None = None) -> dict[str, pa.DataType]:
    """The contract's columns of a caseload_* table (or those named) and how they are held in Arrow."""
    held = load_contract().tables[table.removeprefix(PREFIX)]
    return {
        column.name: _ARROW.get(column.kind, pa.string())
        for column in held.columns
        if names is None or column.name in names
    }


@contextmanager
def reader(*, settings: Sequence[str] = ()) -> Iterator[Reader]:
    """Reads over a connection of its own, in one snapshot taken with the first read.

    settings: of PostgreSQL, for these reads. Call it when the locks are held. It does not see what an open
    transaction has written.
    """
    with dbapi.connect(_address(), autocommit=True) as other, other.cursor() as cursor:
        for setting in ("client_connection_check_interval = '1s'", *settings):
            cursor.execute(f"SET {setting}")
        cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield _OwnSnapshot(cursor)


@contextmanager
def same_transaction(*, settings: Sequence[str] = ()) -> Iterator[Reader]:
    """Reads through Django's connection: also what its open transaction has written.

    settings: of PostgreSQL, until the transaction ends. Rows stand in memory as text for a moment, so
    this is for smaller caseloads.
    """
    with connection.cursor() as cursor:
        for setting in settings:
            cursor.execute(f"SET LOCAL {setting}")
    yield _SameTransaction()


class _OwnSnapshot:
    def __init__(self, cursor: dbapi.Cursor) -> None:
        self._cursor = cursor

    def read(self, select: str, columns: Mapping[str, pa.DataType]) -> pa.RecordBatchReader:  # noqa: ARG002
        self._cursor.execute(select)
        return self._cursor.fetch_record_batch()


class _SameTransaction:
    def read(self, select: str, columns: Mapping[str, pa.DataType]) -> pa.RecordBatchReader:
        text = io.BytesIO()
        with connection.cursor() as cursor, cursor.copy(f"COPY ({select}) TO STDOUT (FORMAT csv)") as rows:
            for block in rows:
                text.write(block)
        schema = pa.schema(list(columns.items()))
        if not text.tell():
            return schema.empty_table().to_reader()
        text.seek(0)
        return csv.read_csv(
            text,
            read_options=csv.ReadOptions(column_names=list(columns)),
            convert_options=csv.ConvertOptions(
                column_types=schema,
                strings_can_be_null=True,
                quoted_strings_can_be_null=False,
                null_values=[""],
                true_values=["t"],
                false_values=["f"],
            ),
        ).to_reader()


def _address() -> str:
    """Where Django's connection leads, as libpq reads it: over TCP or a socket, with what it was given."""
    connection.ensure_connection()
    info = connection.connection.info
    # Django asks for names in UTF-8; ADBC does so itself.
    given = {name: value for name, value in info.get_parameters().items() if name != "client_encoding"}
    return make_conninfo(**given | {"password": info.password} if info.password else given)
