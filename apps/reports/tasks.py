"""Work behind the pages."""

from celery import shared_task
from celery.signals import worker_ready

from apps.reports.actions import build_edition, give_up_or_requeue


@shared_task
def build(edition_id: int) -> None:
    """Build an edition. Delivered twice, the second finds it being built or built."""
    build_edition(edition_id)


@shared_task
def look_after_builds() -> None:
    """Send again what lost its process or its message. Runs every minute and when a worker starts."""
    for edition in give_up_or_requeue():
        build.delay(edition.pk)


@worker_ready.connect
def _look_after_builds_at_start(**_: object) -> None:
    look_after_builds.delay()
