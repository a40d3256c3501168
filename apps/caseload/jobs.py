"""The course of long work on extracts: one at a time, with a sign of life that ends with the process.

A session's advisory lock is the sign: PostgreSQL lets go of it when the process dies, however it dies.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone

from apps.caseload.models import ExtractJob
from apps.organisation.lock_numbers import LockNumber

JOBS = LockNumber.EXTRACT_JOB.value
WORK = LockNumber.EXTRACT_WORK.value
MOST_ATTEMPTS = 3
LOST = "The process that did this work stopped before it was done. Nothing was stored and nothing went live."


class NotMine(Exception):
    """The job is over, or another process is at it."""


@contextmanager
def running(job: ExtractJob) -> Iterator[None]:
    """Do the job's work inside: it is marked as running, and as failed when the work raises.

    Raises NotMine when the job is over or another process does it. One that a killed worker left is
    taken up again, at most three times.
    """
    with _held(JOBS, job.pk) as mine:
        job.refresh_from_db()
        if not mine or job.is_over:
            raise NotMine
        job.attempts += 1
        if job.attempts > MOST_ATTEMPTS:
            finish(job, ExtractJob.State.FAILED, message=LOST)
            raise NotMine
        job.state, job.started_at = ExtractJob.State.RUNNING, timezone.now()
        job.save(update_fields=["attempts", "state", "started_at"])
        try:
            yield
        except Exception as error:
            finish(job, ExtractJob.State.FAILED, message=str(error) or type(error).__name__)
            raise


@contextmanager
def alone() -> Iterator[None]:
    """Wait until no other process imports an extract or puts one live, and keep others out."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, 0)", [WORK])
    try:
        yield
    finally:
        _let_go(WORK, 0)


@contextmanager
def _held(kind: int, number: int) -> Iterator[bool]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [kind, number])
        held = cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held:
            _let_go(kind, number)


def _let_go(kind: int, number: int) -> None:
    if connection.needs_rollback or connection.connection is None:
        connection.close_at = time.monotonic()  # PostgreSQL lets go when the request or task ends the session
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [kind, number])


def report(job: ExtractJob, percent: int, step: str) -> None:
    """Say how far the job is."""
    if (percent, step) != (job.percent, job.step):
        job.percent, job.step = percent, step
        job.save(update_fields=["percent", "step"])


def finish(job: ExtractJob, state: ExtractJob.State, *, message: str = "") -> None:
    """End the job."""
    job.state, job.message, job.finished_at = state, message, timezone.now()
    if state == ExtractJob.State.DONE:
        job.percent, job.step = 100, ""
    job.save()


@transaction.atomic
def fail_lost() -> int:
    """Mark as failed every running job whose process is gone; how many."""
    lost = [job for job in ExtractJob.objects.filter(state=ExtractJob.State.RUNNING) if not _is_alive(job)]
    for job in lost:
        finish(job, ExtractJob.State.FAILED, message=LOST)
    return len(lost)


def _is_alive(job: ExtractJob) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND classid = %s AND objid = %s"
            " AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))",
            [JOBS, job.pk],
        )
        return bool(cursor.fetchone()[0])
