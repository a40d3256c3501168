"""Ramp-up targets: proposed from a benchmark, decided by another person region by region, never rewritten.

The database refuses to change or remove any of these rows. A target is undone by a later proposal that
supersedes it, or that returns the region to the published target.
"""

from fractions import Fraction

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.performance.models.runs import MONTH_PATTERN, Bytewise, MeasureRun

NATION = ""


class TargetProposal(models.Model):
    """What an analyst proposes for one measure: a ramp-up from a baseline period, or a return."""

    class Kind(models.TextChoices):
        RAMP_UP = "ramp_up", "Ramp-up to an end state"
        RETURN = "return", "Return to the published target"

    measure = Bytewise(max_length=20)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.RAMP_UP)
    run = models.ForeignKey(MeasureRun, models.PROTECT, related_name="target_proposals")
    baseline_first = Bytewise(max_length=7)
    baseline_last = Bytewise(max_length=7)
    # The end state, the month from which it holds, and the way there; empty for a return.
    end_percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    from_month = Bytewise(max_length=7)
    steps = models.PositiveSmallIntegerField(default=0)
    step_months = models.PositiveSmallIntegerField(default=0)
    rounded_to = models.DecimalField(max_digits=4, decimal_places=2, null=True, blank=True)
    tolerance = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="ramp_up", end_percent__isnull=False, steps__gt=0, step_months__gt=0)
                | Q(kind="return", end_percent__isnull=True),
                name="ramp_up_has_an_end_state",
            ),
            models.CheckConstraint(
                condition=Q(end_percent__isnull=True) | Q(end_percent__gte=0, end_percent__lte=100),
                name="end_state_is_a_percent",
            ),
            models.CheckConstraint(
                condition=Q(baseline_first__regex=MONTH_PATTERN, baseline_last__regex=MONTH_PATTERN)
                & Q(from_month__regex=MONTH_PATTERN, baseline_first__lte=F("baseline_last")),
                name="proposal_months_in_order",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="proposal_says_why"),
        ]

    def __str__(self) -> str:
        return f"proposal {self.pk}: {self.measure}, {self.get_kind_display().lower()}"


class ProposedPath(models.Model):
    """The path proposed for one region (an empty code: the nation), and the baseline that it starts from."""

    proposal = models.ForeignKey(TargetProposal, models.PROTECT, related_name="paths")
    region = Bytewise(max_length=20, blank=True)
    baseline_numerator = models.PositiveIntegerField()
    baseline_denominator = models.PositiveIntegerField()

    class Meta:
        ordering = ["proposal", "region"]
        constraints = [
            models.UniqueConstraint(fields=["proposal", "region"], name="one_path_per_proposal_and_region"),
            models.CheckConstraint(
                condition=Q(baseline_numerator__lte=F("baseline_denominator")), name="baseline_is_a_share"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.proposal.measure} {self.region or 'nation'}"

    @property
    def baseline(self) -> Fraction | None:
        """Exact, in percent; None where nothing was counted."""
        if not self.baseline_denominator:
            return None
        return Fraction(100 * self.baseline_numerator, self.baseline_denominator)


class ProposedStep(models.Model):
    """A target in percent from a month to a month (empty: open). No percent: the published target holds."""

    path = models.ForeignKey(ProposedPath, models.PROTECT, related_name="steps")
    first_month = Bytewise(max_length=7)
    last_month = Bytewise(max_length=7, blank=True)
    percent = models.DecimalField(max_digits=5, decimal_places=2, null=True, blank=True)

    class Meta:
        ordering = ["path", "first_month"]
        constraints = [
            models.UniqueConstraint(fields=["path", "first_month"], name="one_step_per_path_and_month"),
            models.CheckConstraint(
                condition=Q(first_month__regex=MONTH_PATTERN)
                & (Q(last_month="") | Q(last_month__regex=MONTH_PATTERN, last_month__gte=F("first_month"))),
                name="step_months_in_order",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True) | Q(percent__gte=0, percent__lte=100),
                name="step_is_a_percent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.percent}% from {self.first_month}"


class TargetDecision(models.Model):
    """Whether a path comes into force. The database refuses one by the person who proposed it."""

    path = models.OneToOneField(ProposedPath, models.PROTECT, related_name="decision")
    approved = models.BooleanField()
    reason = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="decision_says_why")]

    def __str__(self) -> str:
        return f"{self.path}: {'approved' if self.approved else 'refused'}"
