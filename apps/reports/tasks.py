"""Work behind the pages."""

from celery import shared_task
from celery.signals import worker_ready
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from apps.reports import publishing
from apps.reports.actions import Requested, build_edition, fail_unsent, give_up_or_requeue
from apps.reports.inspection_report import request_unprinted


@shared_task
def build(edition_id: int) -> None:
    """Build an edition. Delivered twice, the second finds it being built or built."""
    build_edition(edition_id)


@shared_task
def look_after_builds() -> None:
    """Send again what lost its process or its message, and print what inspections were published.

    Runs every minute and when a worker starts.
    """
    for edition in give_up_or_requeue():
        build.delay(edition.pk)
    for requested in request_unprinted(on=timezone.localdate()):
        hand_over(requested)


def hand_over(requested: Requested) -> None:
    """Tell a worker of the build, once its row is there for the worker to read."""
    if requested.to_build:
        transaction.on_commit(lambda: _send(requested))


def _send(requested: Requested) -> None:
    try:
        build.delay(requested.edition.pk)
    except OperationalError as error:
        # No broker: the edition must not wait for ever for a worker that was never told.
        fail_unsent(requested.edition, f"It could not be handed to a worker: {error}")


@shared_task
def note_publications() -> None:
    """Write into the trail which reports became public. Their readers do not wait for it."""
    publishing.note_publications(timezone.now())


@worker_ready.connect
def _look_after_builds_at_start(**_: object) -> None:
    look_after_builds.delay()
