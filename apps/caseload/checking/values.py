"""Checks every value of a table on its own, and keeps what it means for the checks across rows.

A value is good when it is written in the one way that its kind has: it must survive being read and
written again, which no lenient reading does (`007`, `2024-1-5`, `3.7`, `infinity`).
"""

import duckdb

from apps.caseload.checking.faults import FaultLog, quoted
from apps.caseload.checking.reading import Source, note_rejects
from apps.caseload.contract import Column, Kind

EARLIEST, LATEST = "1900-01-01", "2199-12-31"
CONTROL = r"[\x00-\x1f\x7f]"
# 01:00 to 01:59 on the last Sunday of March: clocks in England and Wales jump over it.
SPRING_GAP = "(month({t}) = 3 AND dayofweek({t}) = 0 AND day({t}) >= 25 AND hour({t}) = 1)"
INSTANT = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(Z|[+-](0\d|1[0-4]):[0-5]\d)"


def _date(text: str) -> str:
    return f"TRY_CAST({text} AS DATE)"


def _time(text: str) -> str:
    return f"TRY_CAST({text} AS TIMESTAMP)"


def _in_range(moment: str) -> str:
    return f"{moment} >= '{EARLIEST}' AND CAST({moment} AS DATE) <= '{LATEST}'"


def typed(column: Column) -> str:
    """SQL that reads the column's text as its kind; null where it cannot."""
    name = column.name
    return {
        Kind.DATE: _date(name),
        Kind.WALL_CLOCK: _time(name),
        Kind.INSTANT: f"TRY_CAST({name} AS TIMESTAMPTZ)",
        Kind.INTEGER: f"TRY_CAST({name} AS BIGINT)",
        Kind.BOOLEAN: f"TRY_CAST({name} AS BOOLEAN)",
    }.get(column.kind, name)


def is_good(column: Column) -> str:
    """SQL that holds when a value that is there is written as its kind is written; may be null."""
    name = column.name
    date, time = _date(name), _time(name)
    local = _time(f"substr({name}, 1, 19)")
    return {
        Kind.REF: f"regexp_full_match({name}, '{column.pattern}')",
        Kind.TEXT: (
            f"length({name}) <= {column.max_length} AND trim({name}) = {name}"
            f" AND NOT regexp_matches({name}, '{CONTROL}')"
        ),
        Kind.CODE: f"{name} IN ({', '.join(repr(value) for value in column.values)})",
        Kind.DATE: f"CAST({date} AS VARCHAR) = {name} AND {_in_range(date)}",
        Kind.WALL_CLOCK: (
            f"length({name}) = 19 AND replace(CAST({time} AS VARCHAR), ' ', 'T') = {name}"
            f" AND {_in_range(time)} AND NOT {SPRING_GAP.format(t=time)}"
        ),
        Kind.INSTANT: (
            f"regexp_full_match({name}, '{INSTANT}') AND replace(CAST({local} AS VARCHAR), ' ', 'T')"
            f" = substr({name}, 1, 19) AND {_in_range(local)} AND {typed(column)} IS NOT NULL"
        ),
        Kind.INTEGER: f"CAST({typed(column)} AS VARCHAR) = {name} AND {typed(column)} >= {column.minimum}",
        Kind.BOOLEAN: f"{name} IN ('true', 'false')",
    }[column.kind]


def is_bad(column: Column) -> str:
    """SQL that holds, and is never null, when the value must be refused."""
    if column.required:
        return f"NOT coalesce({is_good(column)}, false)"
    return f"({column.name} IS NOT NULL AND NOT coalesce({is_good(column)}, false))"


def load(db: duckdb.DuckDBPyConnection, source: Source, log: FaultLog) -> tuple[int, int]:
    """Make the table `t_<name>` of typed values and log every bad one; rows read, rows unreadable.

    Beside the contract's columns it has `bad`, one bit a column, and `raw`, the texts of a row that
    has any bad value. Rows keep the file's order, so that DuckDB's rowid counts them from 0.
    """
    table = source.table
    bits = " + ".join(
        f"(CASE WHEN {is_bad(column)} THEN {1 << place} ELSE 0 END)::UBIGINT"
        for place, column in enumerate(table.columns)
    )
    kept = ", ".join(f"{typed(column)} AS {column.name}" for column in table.columns)
    texts = ", ".join(table.header)
    db.execute(
        f"CREATE TABLE t_{table.name} AS SELECT {kept}, bad,"
        f" CASE WHEN bad <> 0 THEN [{texts}] END AS raw"
        f" FROM (SELECT *, {bits} AS bad FROM {source.sql})"
    )
    return _log_values(db, source, log)


def _log_values(db: duckdb.DuckDBPyConnection, source: Source, log: FaultLog) -> tuple[int, int]:
    table = source.table
    unreadable = note_rejects(db, source, log)
    rows, seen = db.execute(f"SELECT count(*), coalesce(bit_or(bad), 0) FROM t_{table.name}").fetchall()[0]
    for place, column in enumerate(table.columns):
        if seen & (1 << place):
            log.add_rows(source.file, _faults_of_column(source, column, place))
    return rows, unreadable


def _faults_of_column(source: Source, column: Column, place: int) -> str:
    text = f"raw[{place + 1}]"
    return (
        f"SELECT rowid, '{column.name}',"
        f" coalesce({text}, ''), '{quoted(_expected(column))}', {_code(column, text)}"
        f" FROM t_{source.table.name} WHERE bad & {1 << place} <> 0"
    )


def _expected(column: Column) -> str:
    return column.expected if column.required else f"{column.expected}; or empty"


def _code(column: Column, text: str) -> str:
    """SQL of the fault's code, finer than the kind where that helps whoever must mend it."""
    kind = f"'bad_{column.kind}'"
    if column.kind is Kind.CODE:
        kind = "'unknown_code'"
    elif column.kind is Kind.WALL_CLOCK:
        time = _time(text)
        kind = f"CASE WHEN {SPRING_GAP.format(t=time)} THEN 'no_such_time' ELSE 'bad_wall_clock' END"
    return f"CASE WHEN {text} IS NULL THEN 'missing_value' ELSE {kind} END"
