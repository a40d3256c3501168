"""Events received between two extracts. Never changed or removed (database triggers)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from apps.caseload.models.fields import RefField


class ReceivedEvent(models.Model):
    """One row of a contract table about one person, as a source recorded it; kept as it was sent.

    Which of them bear on the live extract is worked out, not stored: those recorded after its as-at day, and
    those that came after it went live about a row that it does not have.
    """

    class Kind(models.TextChoices):
        ROW = "row", "Row"
        CORRECTION = "correction", "Correction"
        WITHDRAWAL = "withdrawal", "Withdrawal"

    event_id = RefField(unique=True)
    kind = models.CharField(max_length=10, choices=Kind)
    table = RefField()
    key = RefField()
    person_id = RefField()
    row = models.JSONField(help_text="JSON values by column; of a withdrawal the key alone")
    recorded_at = models.DateTimeField(help_text="When the source recorded it")
    occurred_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["recorded_at", "event_id"]
        indexes = [
            models.Index(fields=["person_id"], name="event_person"),
            models.Index(fields=["recorded_at"], name="event_recorded"),
            models.Index(fields=["received_at"], name="event_received"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["row", "correction", "withdrawal"]), name="event_kind_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(event_id="") & ~Q(key="") & ~Q(person_id=""), name="event_names_its_row"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.kind} of {self.table} {self.key}"
