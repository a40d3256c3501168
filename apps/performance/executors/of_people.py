# ruff: noqa: S608 (table and column names are the contract's own; ids are quoted by the driver)
"""Reads the caseload's rows about some people only, however a table leads to its person."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cache

import pyarrow as pa
from psycopg import sql

from apps.caseload.contract import load_contract
from apps.caseload.queries import PREFIX
from apps.performance.executors import reading
from apps.performance.executors.reading import Reader


@contextmanager
def reading_people(people: Sequence[str], *, own_transaction: bool) -> Iterator["OfPeople"]:
    """Reads the live rows about these people.

    own_transaction: whether everything it reads was committed before this transaction began; if not, it reads
    through the transaction.
    """
    read = reading.reader if own_transaction else reading.same_transaction
    with read(settings=reading.FOR_FEW_ROWS) as reader:
        yield OfPeople(reader, people)


class OfPeople:
    """A reader of whole tables, narrowed to what is about these people.

    Tables about nobody (contracts, programmes, surveys of judges) are read whole: they are small.
    """

    def __init__(self, reader: Reader, people: Sequence[str]) -> None:
        self._reader = reader
        self._people = sql.Literal(list(people)).as_string()

    def read(self, select: str, columns: Mapping[str, pa.DataType]) -> pa.RecordBatchReader:
        table = select.rsplit(" FROM ", 1)[1]
        condition = about(table.removeprefix(PREFIX))
        if condition is None:
            return self._reader.read(select, columns)
        return self._reader.read(f"{select} WHERE {condition.format(people=self._people)}", columns)


@cache
def about(table: str) -> str | None:
    """The condition under which a row is about one of {people}; None for a table that is about nobody."""
    held = load_contract().tables[table]
    if held.has("person_id"):
        return "person_id = ANY({people}::text[])"
    for parent in held.parents:
        condition = about(parent.table)
        if condition is not None:
            rows = f"SELECT {parent.key} FROM {PREFIX}{parent.table} WHERE {condition}"
            return f"{parent.column} IN ({rows})"
    return None
