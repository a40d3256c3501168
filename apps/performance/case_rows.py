"""The rows of cases that people list: one partition a run, filled bare, then indexed and attached.

Filling a table that has no index takes PostgreSQL a third of its work, and rows that nobody lists any more go
with their table. Readers of other runs wait for none of it.
"""

from collections.abc import Iterator

from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.errors import LockNotAvailable

from apps.performance.models import MeasureRun

TABLE = "performance_measureoutcome"
PARTITION = f"{TABLE}_run_"
# Rows written one by one, of a run that has no partition; a run of the measures leaves none there.
OTHERS = f"{TABLE}_other"
# Who reads the lists queues behind a drop that waits.
PATIENCE = "1s"


def table_of(run_id: int) -> str:
    """Where the run's rows are written."""
    return f"{PARTITION}{run_id:d}"


def begin(cursor: CursorWrapper, run_id: int) -> None:
    """Make the run's own table, empty and bare. Nobody sees it before `attach`, in the same transaction."""
    cursor.execute(f"DROP TABLE IF EXISTS {table_of(run_id)}")
    cursor.execute(
        f"CREATE TABLE {table_of(run_id)}"
        f" (LIKE {TABLE} INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE)"
    )


def attach(cursor: CursorWrapper, run_id: int) -> None:
    """Index the run's rows, count them for the planner, and let them be read.

    Raises IntegrityError when an occurrence is there twice.
    """
    cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")
    cursor.execute(f"ALTER TABLE {TABLE} ATTACH PARTITION {table_of(run_id)} FOR VALUES IN ({run_id:d})")
    cursor.execute(f"ANALYZE {table_of(run_id)}")


def remove_unlisted() -> None:
    """Drop the partitions of runs that no longer hold rows. Call it when the run that says so is committed.

    A partition that somebody reads for longer than a moment stays until the next run.
    """
    for name in list(_unlisted()):
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
                cursor.execute(f"DROP TABLE IF EXISTS {name}")
                cursor.execute("SET LOCAL lock_timeout = 0")
        except OperationalError as error:
            if not isinstance(error.__cause__, LockNotAvailable):
                raise


def _unlisted() -> Iterator[str]:
    holding = {table_of(run_id) for run_id in _holding()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid"
            " WHERE i.inhparent = to_regclass(%s) AND c.relname <> %s ORDER BY c.relname",
            [TABLE, OTHERS],
        )
        yield from (name for (name,) in cursor.fetchall() if name not in holding)


def _holding() -> list[int]:
    return list(MeasureRun.objects.filter(holds_outcomes=True).values_list("pk", flat=True))
