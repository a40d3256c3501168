"""Cases that were drawn and cannot be marked, and auditors who may not mark them."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.assessments.models.samples import SampledCase


class Substitution(models.Model):
    """A sampled case that cannot be marked, and the next reserve of its stratum, which takes its place.

    Without a substitute the stratum had no reserve left, and the cases that remain carry its weight.
    `extract_as_at` and `extract_sha256` tell from which extract the substitute was frozen. Append-only
    (database trigger).
    """

    replaced = models.OneToOneField(SampledCase, models.PROTECT, related_name="substitution")
    substitute = models.OneToOneField(
        SampledCase, models.PROTECT, null=True, blank=True, related_name="substituted_for"
    )
    reason = models.CharField(max_length=40)
    reason_text = models.CharField(max_length=200, help_text="The reason's words as they were then")
    note = models.TextField(blank=True)
    extract_as_at = models.DateField(null=True, blank=True)
    extract_sha256 = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(substitute__isnull=True) | ~Q(substitute=F("replaced")),
                name="no_case_takes_its_own_place",
            ),
            models.CheckConstraint(
                condition=Q(substitute__isnull=True, extract_as_at__isnull=True)
                | Q(substitute__isnull=False, extract_as_at__isnull=False),
                name="substitute_names_its_extract",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.replaced} replaced by {self.substitute or 'nothing'}"


class Recusal(models.Model):
    """An auditor gave a case back because they know the person, of whom they mark no case from then on.

    Append-only (database trigger).
    """

    sampled_case = models.ForeignKey(SampledCase, models.PROTECT, related_name="recusals")
    auditor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="recusals")
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["sampled_case", "auditor"], name="one_recusal_per_case_and_auditor"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.auditor} released {self.sampled_case}"
