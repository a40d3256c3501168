"""Puts an extract's rows in place of the live ones: built beside them, then moved in at one stroke."""

import re
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql
from psycopg.errors import LockNotAvailable

from apps.caseload import kept
from apps.caseload.contract import Table
from apps.caseload.models import Extract
from apps.caseload.queries import PREFIX, event_tables, held_tables
from apps.caseload.storage import kept_files

NEXT = "caseload_next"
# Readers queue behind a waiting lock, so it waits shortly and often rather than once and long.
LOCK_SECONDS = 3
LOCK_PAUSE_SECONDS = 2
LOCK_TRIES = 240


class Busy(Exception):
    """Something kept reading the caseload tables for so long that they could not be replaced."""


class WrongRows(Exception):
    """PostgreSQL took another number of rows than were checked."""


def stage(extract: Extract, progress: Callable[[int, str], None]) -> None:
    """Build the extract's tables in the schema caseload_next, with their indexes and statistics.

    What an earlier, broken attempt left there goes first. Each table is committed by itself, so that
    progress shows; nobody reads that schema.
    """
    tables = held_tables()
    total, done = sum(extract.rows.values()) or 1, 0
    with tempfile.TemporaryDirectory(dir=kept_files(extract).parent) as scratch:
        for table in tables:
            progress(5 + 90 * done // total, f"Loading {table.title}")
            _stage_table(extract, table, Path(scratch))
            done += extract.rows.get(table.name, 0)
    progress(95, "Moving the new tables into place")


def _stage_table(extract: Extract, table: Table, scratch: Path) -> None:
    name = PREFIX + table.name
    found = kept.table_of(extract, table.name)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
        new, live = sql.Identifier(NEXT, name), sql.Identifier(_schema(cursor), name)
        cursor.execute(sql.SQL("DROP TABLE IF EXISTS {}").format(new))
        cursor.execute(
            sql.SQL(
                "CREATE TABLE {} (LIKE {} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE"
                " INCLUDING COMMENTS)"
            ).format(new, live)
        )
        if found is not None:
            _copy(cursor, new, found, scratch)
        _build_indexes(cursor, name)
        _copy_grants(cursor, name)
        cursor.execute(sql.SQL("ANALYZE {}").format(new))


def _schema(cursor: CursorWrapper) -> str:
    cursor.execute("SELECT current_schema()")
    return cursor.fetchone()[0]


def _copy(cursor: CursorWrapper, target: sql.Identifier, found: kept.KeptTable, scratch: Path) -> None:
    columns = sql.SQL(", ").join(map(sql.Identifier, found.table.header))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, HEADER, NULL '')").format(target, columns)
    with cursor.copy(statement) as copy:
        for chunk in kept.chunks_for_postgres(found, scratch):
            copy.write(chunk)
    if cursor.rowcount != found.rows:
        raise WrongRows(f"{found.path.name}: PostgreSQL read {cursor.rowcount} rows, the check {found.rows}.")
    shutil.rmtree(scratch / "spilled", ignore_errors=True)
    (scratch / f"{found.table.name}.csv").unlink(missing_ok=True)


def _build_indexes(cursor: CursorWrapper, name: str) -> None:
    """The live table's primary key and indexes, under the same names: names are apart by schema."""
    cursor.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype = 'p' AND conrelid = to_regclass(%s)",
        [name],
    )
    for constraint, definition in cursor.fetchall():
        cursor.execute(
            sql.SQL("ALTER TABLE {} ADD CONSTRAINT {} {}").format(
                sql.Identifier(NEXT, name), sql.Identifier(constraint), sql.SQL(definition)
            )
        )
    cursor.execute(
        "SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND tablename = %s"
        " AND indexname NOT IN (SELECT conname FROM pg_constraint WHERE contype = 'p')",
        [name],
    )
    for (definition,) in cursor.fetchall():
        cursor.execute(re.sub(r" ON \S+ USING ", f' ON {NEXT}."{name}" USING ', definition, count=1))


def _copy_grants(cursor: CursorWrapper, name: str) -> None:
    """A role that may read the live table may read the new one."""
    cursor.execute(
        "SELECT pg_get_userbyid(grantee), privilege_type FROM pg_class, aclexplode(relacl)"
        " WHERE pg_class.oid = to_regclass(%s) AND grantee NOT IN (0, relowner)",
        [name],
    )
    for role, privilege in cursor.fetchall():
        cursor.execute(
            sql.SQL("GRANT {} ON {} TO {}").format(
                sql.SQL(privilege), sql.Identifier(NEXT, name), sql.Identifier(role)
            )
        )


def swap() -> None:
    """Put the staged tables in place of the live ones. Call it inside the transaction that says so.

    Waits for readers in short tries, so that others are never queued for long. Raises Busy.
    """
    with connection.cursor() as cursor:
        schema = _schema(cursor)
        _lock(cursor)
        for name in event_tables():
            cursor.execute(sql.SQL("DROP TABLE {}").format(sql.Identifier(schema, name)))
            cursor.execute(
                sql.SQL("ALTER TABLE {} SET SCHEMA {}").format(
                    sql.Identifier(NEXT, name), sql.Identifier(schema)
                )
            )


def _lock(cursor: CursorWrapper) -> None:
    tables = sql.SQL(", ").join(map(sql.Identifier, event_tables()))
    statement = sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(tables)
    cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'")
    for _ in range(LOCK_TRIES):
        try:
            with transaction.atomic():
                cursor.execute(statement)
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise
            time.sleep(LOCK_PAUSE_SECONDS)
        else:
            cursor.execute("SET LOCAL lock_timeout = 0")
            return
    raise Busy("The caseload tables were in use all the time. Nothing changed. Try again when runs are done.")
