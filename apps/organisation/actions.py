"""What people do to the organisation's records, and the trail of everything that is done."""

from typing import Any

from django.db import models

from apps.organisation.models import RecordedAction, User


def record(
    verb: str,
    *,
    by: User | None,
    subject: models.Model,
    before: Any = None,
    after: Any = None,
    reason: str = "",
) -> RecordedAction:
    """Leave the trace of one action. Call it inside the transaction that does the deed.

    `by` is None only for the system itself; `before` and `after` are JSON values.
    """
    return RecordedAction.objects.create(
        verb=verb,
        by=by if by is not None and by.pk else None,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        before=before,
        after=after,
        reason=reason,
    )
