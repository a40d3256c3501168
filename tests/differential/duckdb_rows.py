"""The same rows in DuckDB, which runs the very SQL that PostgreSQL runs."""

import json
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import duckdb
import pyarrow as pa

from tests.factories.caseload_rows import CONTRACT

# Without these the two differ in division, in the place of nulls and in 1/0.
LIKE_POSTGRESQL = (
    "SET integer_division = true",
    "SET default_null_order = 'nulls_last_on_asc_first_on_desc'",
    "SET ieee_floating_point_ops = false",
    "SET TimeZone = 'UTC'",
)


def in_duckdb(tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> duckdb.DuckDBPyConnection:
    """A DuckDB of its own with these rows in tables named and typed as the caseload's; the others empty."""
    there = duckdb.connect()
    # With two threads DuckDB 2.0.0 fails now and then on a whole query (decision 0043).
    there.execute("SET threads = 1")
    for setting in LIKE_POSTGRESQL:
        there.execute(setting)
    for table, columns in _columns().items():
        typed = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        there.execute(f"CREATE TABLE caseload_{table} ({typed})")
    for table, rows in tables.items():
        if rows:
            _insert(there, table, rows)
    return there


def _insert(there: duckdb.DuckDBPyConnection, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
    names = list(_columns()[table])
    there.register("rows_to_load", pa.Table.from_pydict({n: [row.get(n) for row in rows] for n in names}))
    there.execute(f"INSERT INTO caseload_{table} SELECT {', '.join(names)} FROM rows_to_load")
    there.unregister("rows_to_load")


@cache
def _columns() -> dict[str, dict[str, str]]:
    """Table -> column -> type, as the extract contract says it; a test holds PostgreSQL's to be the same."""
    resources = json.loads(CONTRACT.read_text(encoding="utf-8"))["resources"]
    return {r["name"]: {f["name"]: _type(f) for f in r["schema"]["fields"]} for r in resources}


def _type(field: Mapping[str, Any]) -> str:
    if field["type"] == "datetime":
        return f"timestamp {'with' if field['probity:clock'] == 'instant' else 'without'} time zone"
    return {"string": "text", "integer": "bigint"}.get(field["type"], field["type"])
