"""Reads a table's file with DuckDB: every column as text, rows that cannot be read set aside.

DuckDB never casts while it reads: that made 4 of 3.7 and a day in 1900 of `infinity`.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import duckdb

from apps.caseload.checking.byte_pass import Received
from apps.caseload.checking.faults import Fault, FaultLog, quoted
from apps.caseload.contract import Table

# Types of a Parquet column and the text that says the same. Anything else is refused.
PARQUET_TEXT = {
    "VARCHAR": "nullif({c}, '')",
    "DATE": "CAST({c} AS VARCHAR)",
    "BIGINT": "CAST({c} AS VARCHAR)",
    "INTEGER": "CAST({c} AS VARCHAR)",
    "BOOLEAN": "CAST({c} AS VARCHAR)",
    "TIMESTAMP": "replace(CAST({c} AS VARCHAR), ' ', 'T')",
    "TIMESTAMP WITH TIME ZONE": "replace(CAST(make_timestamp(epoch_us({c})) AS VARCHAR), ' ', 'T') || 'Z'",
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """A table that DuckDB can read: `sql` gives every column of the contract as text, in file order."""

    table: Table
    received: Received
    sql: str

    @property
    def file(self) -> str:
        return self.received.name

    def is_one_row_a_line(self, rows: int) -> bool:
        """Whether the file is as plain as can be: no quotation mark, no blank or unreadable line."""
        return not (self.received.is_parquet or self.received.quotes) and self.received.lines == rows + 1


def csv_sql(table: Table, path: Path, *, crlf: bool) -> str:
    """What DuckDB reads a CSV file with: every column as text, an empty one as null."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in table.header)
    # DuckDB 2.0 reads nothing at all when told of CR LF, and all of it when left to see for itself.
    line_end = "" if crlf else r", new_line='\n'"
    return (
        f"read_csv('{quoted(path)}', auto_detect=false, header=true, delim=',', quote='\"',"
        f" escape='\"'{line_end}, nullstr='', strict_mode=true, columns={{{columns}}})"
    )


def parquet_sql(db: duckdb.DuckDBPyConnection, path: Path) -> str:
    """What DuckDB reads a Parquet file with, likewise. Raises KeyError for a type that is not allowed."""
    read = f"read_parquet('{quoted(path)}')"
    chosen = ", ".join(
        f"{PARQUET_TEXT[kind].format(c=name)} AS {name}" for name, kind in _parquet_columns(db, path)
    )
    return f"(SELECT {chosen} FROM {read})"


def _parquet_columns(db: duckdb.DuckDBPyConnection, path: Path) -> list[tuple[str, str]]:
    found = db.execute(f"DESCRIBE SELECT * FROM read_parquet('{quoted(path)}')").fetchall()
    return [(row[0], row[1]) for row in found]


def _rejecting(sql: str, table: Table) -> str:
    return sql[:-1] + (
        f", store_rejects=true, rejects_limit=0, rejects_table='rejects_{table.name}',"
        f" rejects_scan='scans_{table.name}')"
    )


def csv_source(table: Table, received: Received) -> Source:
    sql = csv_sql(table, received.path, crlf=received.crlf)
    return Source(table=table, received=received, sql=_rejecting(sql, table))


def parquet_source(
    db: duckdb.DuckDBPyConnection, table: Table, received: Received
) -> tuple[Source | None, list[Fault]]:
    """The table's Parquet file as text; None with the faults when its columns are not the contract's."""
    try:
        found = _parquet_columns(db, received.path)
    except duckdb.Error as error:
        whole = "a whole Parquet file"
        return None, [Fault(file=received.name, code="damaged", found=str(error)[:200], expected=whole)]
    faults = _faults_of_columns(table, received.name, found)
    if faults:
        return None, faults
    return Source(table=table, received=received, sql=parquet_sql(db, received.path)), []


def _faults_of_columns(table: Table, file: str, found: list[tuple[str, str]]) -> list[Fault]:
    names = ",".join(name for name, _ in found)
    expected = ",".join(table.header)
    if names != expected:
        return [Fault(file=file, row=1, code="wrong_header", found=names, expected=expected)]
    return [
        Fault(file=file, row=1, field=name, code="wrong_type", found=kind, expected=", ".join(PARQUET_TEXT))
        for name, kind in found
        if kind not in PARQUET_TEXT
    ]


def note_rejects(db: duckdb.DuckDBPyConnection, source: Source, log: FaultLog) -> int:
    """Log the lines that could not be split into the table's columns; how many rows they were.

    `bad_lines_<table>` keeps their line numbers, found from the byte at which each begins.
    """
    if source.received.is_parquet:
        return 0
    name = source.table.name
    rejects = db.execute(
        f"SELECT line_byte_position, min(error_type), any_value(error_message) FROM rejects_{name}"
        " GROUP BY ALL ORDER BY 1"
    ).fetchall()
    lines = _lines_at(source.received, [position for position, *_ in rejects])
    db.execute(f"CREATE TABLE bad_lines_{name} (line BIGINT)")
    for (_, kind, message), line in zip(rejects, lines, strict=True):
        code = "wrong_quotes" if "QUOTE" in str(kind) else "wrong_column_count"
        columns = f"{len(source.table.columns)} columns, quoted as CSV"
        log.add(Fault(file=source.file, row=line, code=code, found=message, expected=columns))
        db.execute(f"INSERT INTO bad_lines_{name} VALUES (?)", [line])
    return len(rejects)


def _lines_at(received: Received, positions: list[int]) -> list[int]:
    """The line numbers (header 1) of ascending byte positions (DuckDB counts bytes from 1)."""
    lines, line, at = [], 1, 0
    with received.path.open("rb") as stream:
        for position in positions:
            remaining = position - 1 - at
            while remaining > 0 and (chunk := stream.read(min(remaining, 1 << 20))):
                line += chunk.count(b"\n")
                remaining -= len(chunk)
            at = position - 1
            lines.append(line)
    return lines


def place_faults(db: duckdb.DuckDBPyConnection, source: Source, log: FaultLog) -> None:
    """Give the faults of this file's rows their line: the header is line 1, rows count from 0.

    Parquet has no lines: there it is the row, from 1.
    """
    if not log.has_unplaced(source.file):
        return
    rows = db.execute(f"SELECT count(*) FROM t_{source.table.name}").fetchall()[0][0]
    if source.received.is_parquet or source.is_one_row_a_line(rows):
        first = 1 if source.received.is_parquet else 2
        db.execute('UPDATE faults SET "row" = ordinal + ? WHERE "file" = ?', [first, source.file])
        return
    _map_lines(db, source)
    db.execute(
        f'UPDATE faults SET "row" = line FROM lines_{source.table.name} AS known'
        ' WHERE known.ordinal = faults.ordinal AND "file" = ?',
        [source.file],
    )


def _map_lines(db: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Make `lines_<table>`(ordinal, line): at which line of the file each row that was read begins."""
    name = source.table.name
    bad = {row[0] for row in db.execute(f"SELECT line FROM bad_lines_{name}").fetchall()}
    db.execute(f"CREATE TABLE lines_{name} (ordinal BIGINT, line BIGINT)")
    path = source.received.path.with_suffix(".lines")
    with source.received.path.open(encoding="utf-8", newline="") as text, path.open("w") as out:
        for ordinal, line in enumerate(_starts(text, bad)):
            out.write(f"{ordinal},{line}\n")
    db.execute(f"COPY lines_{name} FROM '{quoted(path)}' (FORMAT csv)")
    path.unlink()


def _starts(text: TextIO, bad: set[int]) -> Iterator[int]:
    """The line at which each readable row begins, the header aside."""
    reader, line = csv.reader(text), 1
    try:
        for row in reader:
            if line > 1 and row and line not in bad:
                yield line
            line = reader.line_num + 1
    except csv.Error:
        return  # a quotation mark that never closes: no row after it was read either
