"""Editions of the inspection standards, as they were published."""

from django.conf import settings
from django.db import models


class StandardsEdition(models.Model):
    """A published document of standards with its official wording. Rows are never changed (database trigger).

    content: the tree of standards, key questions and prompts as `rules.definitions.standards_document` reads
    it; findings: what the document itself gets wrong, [{place, found, expected}]. An inspection keeps the
    edition with which it was opened.
    """

    edition = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    valid_from = models.DateField()
    source_name = models.CharField(max_length=160, help_text="The name of the file that was loaded")
    kept = models.BinaryField(help_text="The file, byte for byte")
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    findings = models.JSONField(default=list, blank=True)
    loaded_at = models.DateTimeField(auto_now_add=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-valid_from", "-id"]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})"
