"""Locked scores of rounds."""

from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.audits.models.rounds import AuditRound


class AuditScore(models.Model):
    """The score of a round at the moment it was locked. Rows are never changed (database trigger).

    `score` is the exact fraction as a text such as 145/2; the other figures are as shown then.
    """

    round = models.OneToOneField(AuditRound, models.PROTECT, related_name="score")
    measure = models.CharField(max_length=20)
    edition = models.CharField(max_length=20)
    region_code = models.CharField(max_length=1, db_index=True)
    score = models.CharField(max_length=200)
    shown = models.DecimalField(max_digits=5, decimal_places=2)
    rounded = models.PositiveSmallIntegerField()
    band = models.CharField(max_length=20)
    band_name = models.CharField(max_length=40)
    low = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    high = models.DecimalField(max_digits=5, decimal_places=2, null=True)
    scored = models.PositiveIntegerField()
    too_thin = models.PositiveIntegerField()
    sampled = models.PositiveIntegerField()
    frame_size = models.PositiveIntegerField()
    detail = models.JSONField(help_text="Strata as used, bands touched, capped score")
    demo = models.BooleanField()
    drawn_on = models.DateField()
    locked_at = models.DateTimeField(auto_now_add=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-locked_at", "-id"]
        constraints = [
            models.CheckConstraint(condition=Q(rounded__lte=100), name="score_is_a_percent"),
            models.CheckConstraint(
                condition=Q(low__isnull=True, high__isnull=True) | Q(low__lte=F("high")),
                name="score_interval_is_whole_and_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.region_code}: {self.rounded} {self.band_name}"

    @property
    def exact(self) -> Fraction:
        return Fraction(self.score)
