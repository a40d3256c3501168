"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from apps.audits.planning import count_usual_frames
from apps.audits.reminders import send_reminders


@shared_task
def send_audit_reminders() -> int:
    """The day's reminders of overdue cases; run each working morning."""
    return send_reminders(on=timezone.localdate())


@shared_task
def count_frames() -> int:
    """The sizes of the frames with which a lead would plan, before one asks; gives how many there are."""
    return count_usual_frames()
