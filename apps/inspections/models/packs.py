"""What was known of the inspected body before anybody went there."""

from django.conf import settings
from django.db import models

from apps.inspections.models.inspections import Inspection


class EvidencePack(models.Model):
    """Performance, audits and profile of the inspected body as they stood, frozen. Never changed (trigger).

    content: {"sections": [{"id", "title", "notes": [str], "columns": [str], "rows": [[str]]}]}, values as
    shown; sha256: of the content's canonical JSON. The newest is the one that the team works with.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="packs")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    extract_sha256 = models.CharField(max_length=64)
    extract_as_at = models.DateField()
    built_at = models.DateTimeField(auto_now_add=True)
    built_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"evidence pack {self.pk} of {self.inspection_id}"
