"""Exercises in which several auditors mark the same cases, so that they come to mark alike."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.assessments.models import Assignment, BankEdition, Sample


class CalibrationExercise(models.Model):
    """Cases that several auditors mark, each for themselves. Its sample has a purpose of its own and never
    counts for a score."""

    title = models.CharField(max_length=160)
    edition = models.ForeignKey(BankEdition, models.PROTECT, related_name="calibrations")
    sample = models.OneToOneField(Sample, models.PROTECT, related_name="calibration")
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
                name="calibration_is_closed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def assignments(self) -> models.QuerySet[Assignment]:
        """Every marking of its cases, by case and mark."""
        return Assignment.objects.filter(sampled_case__sample=self.sample_id)
