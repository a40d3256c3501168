"""Senior review: who signed a round off, and what exactly they signed."""

from django.conf import settings
from django.db import models

from apps.audits.models.rounds import AuditRound


class SignOff(models.Model):
    """A senior reviewer has signed the round off. Rows are never changed (database trigger).

    `evidence_sha256` is the hash of what every case scored then: when any of it changes afterwards, the
    sign-off no longer stands and the round has to be signed again.
    """

    round = models.ForeignKey(AuditRound, models.PROTECT, related_name="sign_offs")
    evidence_sha256 = models.CharField(max_length=64)
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.round} signed off by {self.by}"
