"""Work behind the pages."""

from celery import shared_task
from django.utils import timezone

from apps.performance.actions import execute_run
from apps.performance.due.building import build_due_list, is_stale
from apps.performance.due.digests import send_due_digests
from apps.performance.equality import count_equality, is_uncounted
from apps.performance.quality_checks import is_unread, read_quality
from apps.performance.queries import current_run
from apps.performance.retention import remove_old_vintages


@shared_task
def judge(run_id: int) -> None:
    """Carry out a waiting run. Delivered twice, the second finds it done or takes up what the first left."""
    execute_run(run_id)


@shared_task
def keep_due_list() -> None:
    """Build the due list when another extract has gone live since; run every minute."""
    if is_stale():
        build_due_list(now=timezone.now(), only_if_stale=True)


@shared_task
def keep_quality_read() -> None:
    """Check an extract that has gone live since; run every minute."""
    if is_unread():
        read_quality(now=timezone.now())


@shared_task
def keep_equality_counted() -> None:
    """Tell the cases of the run that the pages show apart by who the people are; run every minute."""
    run = current_run()
    if run is not None and is_uncounted(run):
        count_equality(run)


@shared_task
def send_digests() -> int:
    """The day's e-mails; run each morning."""
    return send_due_digests(on=timezone.localdate())


@shared_task
def keep_to_retention() -> int:
    """Remove the verdicts of old runs; run each night. How many runs' verdicts went."""
    return len(remove_old_vintages(on=timezone.localdate()))
