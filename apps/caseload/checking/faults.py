"""All faults of an extract: every one is kept, counted exactly and written to one CSV file."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

COLUMNS = ("file", "row", "field", "found", "expected", "code")
LONGEST_FOUND = 200
# A spreadsheet that opens the file must not take a value for a formula; the mark in front is taken
# off again by `as_found`.
FORMULA = r"^[=+\-@\t\r']"


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One thing that is wrong. `row` is the line in the file (the header is 1); None for a whole file."""

    file: str
    code: str
    found: str
    expected: str
    row: int | None = None
    field: str = ""


class FaultLog:
    """Faults in the checking database, so that eight million of them need no more memory than one."""

    def __init__(self, db: duckdb.DuckDBPyConnection) -> None:
        self.db = db
        db.execute(
            'CREATE TABLE faults ("file" VARCHAR, "row" BIGINT, "field" VARCHAR, "found" VARCHAR,'
            ' "expected" VARCHAR, "code" VARCHAR, ordinal BIGINT)'
        )

    def add(self, *faults: Fault) -> None:
        for fault in faults:
            row = [fault.file, fault.row, fault.field, fault.found, fault.expected, fault.code]
            self.db.execute("INSERT INTO faults VALUES (?, ?, ?, ?, ?, ?, NULL)", row)

    def add_rows(self, file: str, select: str) -> None:
        """Add faults of rows of one file: a SELECT of ordinal (from 0), field, found, expected, code."""
        self.db.execute(
            f"INSERT INTO faults SELECT '{quoted(file)}', NULL, field, found, expected, code, ordinal"
            f" FROM ({select}) found(ordinal, field, found, expected, code)"
        )

    def has_unplaced(self, file: str) -> bool:
        """Whether faults of this file still lack the line of their row."""
        sql = 'SELECT count(*) FROM faults WHERE "file" = ? AND ordinal IS NOT NULL'
        return self.db.execute(sql, [file]).fetchall()[0][0] > 0

    def total(self) -> int:
        return self.db.execute("SELECT count(*) FROM faults").fetchall()[0][0]

    def counts(self) -> list[dict[str, object]]:
        """How many faults of each code each file has, in the files' order of name."""
        rows = self.db.execute(
            'SELECT "file", code, count(*) FROM faults GROUP BY ALL ORDER BY 1, 3 DESC, 2'
        ).fetchall()
        return [{"file": file, "code": code, "count": count} for file, code, count in rows]

    def write(self, path: Path) -> None:
        """Every fault, sorted by file, row and field."""
        self.db.execute(
            f"""COPY (
                SELECT {_harmless('"file"')} AS "file", "row", "field", {_harmless("shown")} AS "found",
                    "expected", "code"
                FROM (SELECT *, left("found", {LONGEST_FOUND}) AS shown FROM faults)
                ORDER BY "file", "row" NULLS FIRST, "field", "code"
            ) TO '{quoted(path)}' (FORMAT csv, HEADER)"""
        )


def _harmless(column: str) -> str:
    """SQL of a text with the mark in front where a spreadsheet would take it for a formula."""
    return f"CASE WHEN regexp_matches({column}, '{quoted(FORMULA)}') THEN '''' || {column} ELSE {column} END"


def quoted(text: object) -> str:
    """Text for between single quotes in SQL."""
    return str(text).replace("'", "''")
