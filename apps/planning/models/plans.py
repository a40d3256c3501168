"""The plan of a region for three years from an April, its words, and its editions."""

from django.conf import settings
from django.db import models
from django.db.models import Q

_USER = settings.AUTH_USER_MODEL
YEAR = Q(first_year__regex=r"^[0-9]{4}-[0-9]{2}$")


class Plan(models.Model):
    """One region's plan that begins with a performance year ("2026-27"). The newest is written."""

    region = models.ForeignKey("organisation.Region", models.PROTECT, related_name="plans")
    first_year = models.CharField(max_length=7)
    opened_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    # Set for plans that the demonstration made up; printed on every page and in every edition.
    is_demo = models.BooleanField(default=False)

    class Meta:
        ordering = ["region", "-first_year"]
        constraints = [
            models.UniqueConstraint(fields=["region", "first_year"], name="one_plan_per_region_and_year"),
            models.CheckConstraint(condition=YEAR, name="plan_begins_with_a_performance_year"),
        ]

    def __str__(self) -> str:
        return f"{self.region} from {self.first_year}"


class PlanText(models.Model):
    """The words of one section as they were saved; the newest holds. Never changed or removed (trigger)."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="texts")
    section = models.CharField(max_length=30)
    number = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["plan", "section", "number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "section", "number"], name="one_plan_text_per_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="plan_texts_count_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.section} {self.number} of {self.plan_id}"


class PlanEdition(models.Model):
    """A plan as it was sent for approval, with the hash of its canonical JSON, and what became of it.

    What was sent never changes (trigger); the decision and the publication are written once.
    """

    class Decision(models.TextChoices):
        WAITING = "", "Waiting for approval"
        APPROVED = "approved", "Approved"
        RETURNED = "returned", "Returned"

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    sent_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(auto_now_add=True)
    decision = models.CharField(max_length=10, choices=Decision, blank=True, default="")
    reasons = models.TextField(blank=True)
    decided_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    published_at = models.DateTimeField(null=True, blank=True)
    # Why it was published on none of the days that the governance rules give it; "" where it was on one.
    outside_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["plan", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="one_plan_edition_per_number"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(decision=""), name="one_plan_edition_waits_for_approval"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True, reasons="")
                | Q(decision="approved", decided_by__isnull=False, decided_at__isnull=False)
                | (
                    Q(decision="returned", decided_by__isnull=False, decided_at__isnull=False)
                    & ~Q(reasons="")
                ),
                name="plan_edition_is_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=models.F("sent_by")),
                name="nobody_approves_what_they_sent",
            ),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False, decision="approved"),
                name="only_an_approved_plan_is_published",
            ),
            models.CheckConstraint(
                condition=Q(outside_reason="") | Q(published_at__isnull=False),
                name="plan_edition_is_outside_its_days_once_published",
            ),
        ]

    def __str__(self) -> str:
        return f"edition {self.number} of {self.plan}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None

    @property
    def state_words(self) -> str:
        """Where it stands: "Published", or the words of its decision."""
        return "Published" if self.is_published else str(self.get_decision_display())
