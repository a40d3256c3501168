"""Reads the kept files of an extract again: whole tables for PostgreSQL, a few columns for comparing."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from apps.caseload.checking.faults import quoted
from apps.caseload.checking.reading import csv_sql, parquet_sql
from apps.caseload.contract import Table, load_contract
from apps.caseload.models import Extract
from apps.caseload.storage import kept_files

CHUNK = 1 << 20
MEMORY = "300MB"


class KeptFileChanged(Exception):
    """A kept file is gone or no longer what was checked."""


@dataclass(frozen=True, kw_only=True)
class KeptTable:
    """One table's kept file, as the extract recorded it."""

    table: Table
    path: Path
    sha256: str
    rows: int
    plain: bool
    crlf: bool

    def sql(self, db: duckdb.DuckDBPyConnection) -> str:
        """What DuckDB reads it with: every column as text."""
        if self.path.suffix == ".parquet":
            return parquet_sql(db, self.path)
        return csv_sql(self.table, self.path, crlf=self.crlf)


def table_of(extract: Extract, name: str) -> KeptTable | None:
    """The kept file of a table; None when the extract came without it.

    Raises KeptFileChanged when the file is not there any more.
    """
    found = next((file for file in extract.files if file["table"] == name), None)
    if found is None:
        return None
    path = kept_files(extract) / found["path"]
    if not path.is_file():
        raise KeptFileChanged(
            f"The kept file {found['path']} of the extract {extract.short_hash} is missing."
        )
    return KeptTable(
        table=load_contract().tables[name],
        path=path,
        sha256=found["sha256"],
        rows=found["rows"],
        plain=found["plain"],
        crlf=found["crlf"],
    )


def open_reader() -> duckdb.DuckDBPyConnection:
    """A DuckDB with little memory and no reach beyond the files it is given."""
    db = duckdb.connect()
    db.execute(f"SET memory_limit = '{MEMORY}'; SET threads = 2; SET TimeZone = 'UTC'")
    db.execute("SET autoinstall_known_extensions = false; SET autoload_known_extensions = false")
    return db


def chunks_for_postgres(kept: KeptTable, scratch: Path) -> Iterator[bytes]:
    """The table as CSV with a header, as PostgreSQL's COPY reads it.

    A plain file goes as it is; one with quotation marks or in Parquet is written anew, since CSV
    readers differ on quotation marks. Raises KeptFileChanged when the bytes are not those checked.
    """
    digest = hashlib.sha256()
    for chunk in _bytes_of(kept.path):
        digest.update(chunk)
        if kept.plain:
            yield chunk
    if digest.hexdigest() != kept.sha256:
        raise KeptFileChanged(f"The kept file {kept.path.name} is not the one that was checked.")
    if not kept.plain:
        yield from _bytes_of(_written_anew(kept, scratch))


def _bytes_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk


def _written_anew(kept: KeptTable, scratch: Path) -> Path:
    target = scratch / f"{kept.table.name}.csv"
    with open_reader() as db:
        db.execute(f"SET temp_directory = '{quoted(scratch / 'spilled')}'")
        columns = ", ".join(kept.table.header)
        db.execute(f"COPY (SELECT {columns} FROM {kept.sql(db)}) TO '{quoted(target)}' (FORMAT csv, HEADER)")  # noqa: S608
    return target
