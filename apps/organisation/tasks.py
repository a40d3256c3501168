"""What the clock starts."""

from celery import shared_task

from apps.organisation.form_keys import forget_old_keys


@shared_task
def forget_form_keys() -> int:
    """Remove the keys of forms that were sent long ago; run each night."""
    return forget_old_keys()
