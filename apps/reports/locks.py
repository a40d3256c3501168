"""A sign of life that ends with the process: PostgreSQL drops the lock when the builder's connection goes."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from apps.organisation.lock_numbers import LockNumber

BUILDS = LockNumber.DOCUMENT_BUILD.value


@contextmanager
def sole_builder(edition_id: int) -> Iterator[bool]:
    """Whether this process may work on the edition: nobody else does while the block lasts."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [BUILDS, edition_id])
        is_mine = bool(cursor.fetchone()[0])
    try:
        yield is_mine
    finally:
        if is_mine:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [BUILDS, edition_id])


def is_free(edition_id: int) -> bool:
    """Whether no process is building the edition."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
            " AND objid = %s AND database ="
            " (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [BUILDS, edition_id],
        )
        return bool(cursor.fetchone()[0])
