"""Audit rounds and their locked scores."""

from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.assessments.models import Assignment, BankEdition, Sample
from apps.organisation.models import Region


class AuditRound(models.Model):
    """One bank, one region, one window: from the plan of a sample to a locked score."""

    class State(models.TextChoices):
        OPEN = "open", "Opened, not drawn"
        DRAWN = "drawn", "Being scored"
        LOCKED = "locked", "Score published"

    region = models.ForeignKey(Region, models.PROTECT, related_name="audit_rounds")
    edition = models.ForeignKey(BankEdition, models.PROTECT, related_name="rounds")
    window_first_on = models.DateField()
    window_last_on = models.DateField()
    size = models.PositiveIntegerField()
    seed = models.CharField(max_length=80)
    strata_columns = models.JSONField(default=list)
    due_on = models.DateField()
    auditors = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    sample = models.OneToOneField(Sample, models.PROTECT, null=True, blank=True, related_name="round")
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-opened_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(window_last_on__gte=F("window_first_on")), name="round_window_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state="open", sample__isnull=True) | (~Q(state="open") & Q(sample__isnull=False)),
                name="round_is_drawn_with_its_sample",
            ),
            models.UniqueConstraint(
                fields=["region", "edition", "window_first_on", "window_last_on"],
                name="one_round_per_region_bank_and_window",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition.bank} {self.edition.title}, {self.region}, {self.window_text}"

    @property
    def window_text(self) -> str:
        return f"{_day(self.window_first_on)} to {_day(self.window_last_on)}"

    @property
    def assignments(self) -> models.QuerySet[Assignment]:
        """The first marks of this round's cases; none before the draw."""
        return Assignment.objects.filter(
            sampled_case__sample=self.sample_id, edition=self.edition_id, mark=Assignment.FIRST_MARK
        )


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


def _day(day) -> str:
    return f"{day.day} {day:%B %Y}"
