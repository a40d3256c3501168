"""PostgreSQL's advisory locks: one run at a time, and a sign of life that ends with the process.

A transaction holds them, so nothing has to be released and nothing outlives a killed process.
"""

import time

from django.db import connection

from apps.caseload.queries import event_tables
from apps.organisation.lock_numbers import LockNumber

__all__ = ["event_tables", "is_free", "take"]

RUNS = LockNumber.RUN.value
THE_MACHINE = 0
PATIENCE_SECONDS = 4


def take(run_id: int) -> bool:
    """Whether this transaction may work on the run: nobody else works on it or on any other run.

    Tries for some seconds: the server lets go of what a killed process held within one or two.
    """
    until = time.monotonic() + PATIENCE_SECONDS
    while not _try(run_id):
        if time.monotonic() > until:
            return False
        time.sleep(PATIENCE_SECONDS / 20)
    return True


def _try(run_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s, %s) AND pg_try_advisory_xact_lock(%s, %s)",
            [RUNS, THE_MACHINE, RUNS, run_id],
        )
        return bool(cursor.fetchone()[0])


def is_free(run_id: int) -> bool:
    """Whether no process is working on the run."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT NOT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s"
            " AND objid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [RUNS, run_id],
        )
        return bool(cursor.fetchone()[0])
