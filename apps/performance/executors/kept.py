"""Reads tables out of the kept files of an extract, which need not be live, in the types of the contract."""

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from apps.caseload.contract import Column, Kind, Table, load_contract
from apps.caseload.kept import KeptFileChanged, KeptTable, open_reader, table_of
from apps.caseload.models import Extract
from apps.caseload.queries import PREFIX
from apps.performance.executors.reading import Reader

_TYPES = {
    Kind.DATE: "DATE",
    Kind.WALL_CLOCK: "TIMESTAMP",
    Kind.INSTANT: "TIMESTAMPTZ",
    Kind.INTEGER: "BIGINT",
    Kind.BOOLEAN: "BOOLEAN",
}


@contextmanager
def kept_files(extract: Extract) -> Iterator[Reader]:
    """Reads the rows as they would be once the extract is live. A table that came without a file is empty.

    Raises KeptFileChanged when a file is gone or is not byte for byte the one that was checked.
    """
    with open_reader() as db:
        for name, table in load_contract().tables.items():
            found = table_of(extract, name)
            if found is not None:
                _verify(found)
            rows = found.sql(db) if found else _no_rows(table)
            # The text was checked against an anchored pattern and a cast when the extract was imported.
            columns = ", ".join(_cast(column) for column in table.columns)
            db.execute(f"CREATE VIEW {PREFIX}{name} AS SELECT {columns} FROM {rows}")  # noqa: S608 (own names)
        yield _KeptFiles(db)


class _KeptFiles:
    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self._db = db

    def read(self, select: str, columns: Mapping[str, pa.DataType]) -> pa.RecordBatchReader:  # noqa: ARG002
        return self._db.sql(select).to_arrow_reader()


def _cast(column: Column) -> str:
    kind = _TYPES.get(column.kind)
    return f"CAST({column.name} AS {kind}) AS {column.name}" if kind else column.name


def _no_rows(table: Table) -> str:
    nothing = ", ".join(f"CAST(NULL AS VARCHAR) AS {name}" for name in table.header)
    return f"(SELECT {nothing} WHERE FALSE)"


def _verify(found: KeptTable) -> None:
    with found.path.open("rb") as stream:
        if hashlib.file_digest(stream, "sha256").hexdigest() != found.sha256:
            raise KeptFileChanged(f"The kept file {found.path.name} is not the one that was checked.")
