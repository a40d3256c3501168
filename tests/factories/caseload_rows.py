"""Raw rows of the extract contract, put into the caseload's tables for the set SQL to read."""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.db import connection

CONTRACT = Path(__file__).resolve().parents[2] / "apps" / "caseload" / "contract" / "extract.schema.json"
Tables = Mapping[str, Iterable[Mapping[str, Any]]]


@cache
def columns() -> dict[str, list[str]]:
    """Table -> its columns, as the contract lists them."""
    resources = json.loads(CONTRACT.read_text(encoding="utf-8"))["resources"]
    return {r["name"]: [field["name"] for field in r["schema"]["fields"]] for r in resources}


# Every table of the extract: a test puts rows into some and empties the rest.
TABLES = tuple(columns())


def replace_caseload(tables: Tables) -> None:
    """Empty the tables named and put these rows in, in the test's own transaction."""
    rows = {table: list(each) for table, each in tables.items()}
    with connection.cursor() as cursor:
        # Most of the tables are empty before and after: thousands of examples leave those alone.
        held = _filled(cursor, rows)
        changed = [table for table in rows if table in held or rows[table]]
        for table in held:
            cursor.execute(f"DELETE FROM caseload_{table}")
        for table in changed:
            _copy(cursor, table, rows[table])
        # Without statistics PostgreSQL joins by nested loops; an import analyzes as well.
        if changed:
            cursor.execute("ANALYZE " + ", ".join(f"caseload_{table}" for table in changed))


def _filled(cursor: Any, tables: Iterable[str]) -> set[str]:
    """Those that hold rows, asked at once."""
    asked = (f"SELECT '{table}' WHERE EXISTS (SELECT FROM caseload_{table})" for table in tables)
    cursor.execute(" UNION ALL ".join(asked))
    return {table for (table,) in cursor.fetchall()}


def _copy(cursor: Any, table: str, rows: list[Mapping[str, Any]]) -> None:
    names = columns()[table]
    with cursor.copy(f"COPY caseload_{table} ({', '.join(names)}) FROM STDIN") as copy:
        for row in rows:
            unknown = set(row) - set(names)
            assert not unknown, f"{table} has no column {unknown}"
            copy.write_row([row.get(name) for name in names])
