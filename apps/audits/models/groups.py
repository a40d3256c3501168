"""Rounds that were opened in one go and are followed together, and the reminders of their auditors."""

from django.conf import settings
from django.db import models


class RoundGroup(models.Model):
    """Several rounds under one name: each is still one bank and one place."""

    title = models.CharField(max_length=120)
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["title"], name="one_group_per_title")]

    def __str__(self) -> str:
        return self.title


class Reminder(models.Model):
    """An e-mail about overdue cases that an auditor was sent on a day: never two a day."""

    auditor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    sent_for = models.DateField()
    cases = models.PositiveIntegerField()

    class Meta:
        ordering = ["-sent_for", "auditor"]
        constraints = [
            models.UniqueConstraint(fields=["auditor", "sent_for"], name="one_reminder_per_auditor_and_day"),
        ]

    def __str__(self) -> str:
        return f"{self.auditor} on {self.sent_for}"
