"""The Regional Outcomes and Innovation Fund: its plan for a year, its awards, and what they changed."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.planning.models.files import WithFile, file_is_whole

_USER = settings.AUTH_USER_MODEL


class FundPlan(models.Model):
    """What a region means to spend the fund on in a year; the newest holds. Never changed (trigger)."""

    region = models.ForeignKey("organisation.Region", models.PROTECT, related_name="fund_plans")
    year = models.CharField(max_length=7)
    number = models.PositiveIntegerField()
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    words = models.TextField()
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["region", "year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["region", "year", "number"], name="one_fund_plan_per_number"),
            models.CheckConstraint(condition=Q(amount__gte=0) & ~Q(words=""), name="fund_plan_says_what"),
        ]

    def __str__(self) -> str:
        return f"fund of {self.region_id}, {self.year}"


class Award(models.Model):
    """An application to the fund and what was decided on it. need: an id of the needs; empty for several."""

    class State(models.TextChoices):
        APPLIED = "applied", "Applied"
        AWARDED = "awarded", "Awarded"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    region = models.ForeignKey("organisation.Region", models.PROTECT, related_name="awards")
    year = models.CharField(max_length=7)
    title = models.CharField(max_length=200)
    applicant = models.CharField(max_length=200)
    words = models.TextField()
    need = models.CharField(max_length=30, blank=True)
    units = models.ManyToManyField("organisation.ProbationDeliveryUnit", related_name="+", blank=True)
    asked = models.DecimalField(max_digits=12, decimal_places=2)
    co_funding = models.DecimalField(max_digits=12, decimal_places=2, default=0)
    state = models.CharField(max_length=10, choices=State, default=State.APPLIED)
    awarded = models.DecimalField(max_digits=12, decimal_places=2, null=True, blank=True)
    reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    decided_on = models.DateField(null=True, blank=True)
    agreement = models.ForeignKey(
        "planning.Agreement", models.PROTECT, null=True, blank=True, related_name="awards"
    )
    version = models.PositiveIntegerField(default=1)
    entered_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    entered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["region", "year", "id"]
        indexes = [models.Index(fields=["region", "year"], name="awards_of_year")]
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(applicant=""), name="award_says_who_and_what"),
            models.CheckConstraint(condition=Q(asked__gte=0, co_funding__gte=0), name="award_asks_for_money"),
            models.CheckConstraint(
                condition=Q(state="applied", decided_by__isnull=True, decided_on__isnull=True)
                | (
                    ~Q(state="applied")
                    & Q(decided_by__isnull=False, decided_on__isnull=False)
                    & ~Q(reason="")
                ),
                name="award_is_decided_by_somebody_for_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="awarded", awarded__isnull=False)
                | (~Q(state="awarded") & Q(awarded__isnull=True)),
                name="award_has_an_amount",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class AwardVerdict(models.Model):
    """How an application stands against one criterion; the newest holds. Never changed (trigger)."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="verdicts")
    criterion = models.CharField(max_length=30)
    verdict = models.CharField(max_length=30)
    why = models.TextField()
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["award", "id"]
        constraints = [models.CheckConstraint(condition=~Q(why=""), name="award_verdict_says_why")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.verdict}"


class AwardImpact(WithFile):
    """What an award has changed so far. Never changed (trigger). people: reached, where counted."""

    award = models.ForeignKey(Award, models.PROTECT, related_name="impacts")
    on = models.DateField()
    words = models.TextField()
    people = models.PositiveIntegerField(null=True, blank=True)
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["award", "on", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="award_impact_says_what"),
            file_is_whole("award_impact_file_is_whole"),
        ]

    def __str__(self) -> str:
        return f"impact of {self.award_id} on {self.on}"
