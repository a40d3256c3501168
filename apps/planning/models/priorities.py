"""What a region puts first: of its own, and handed down from the nation or from across regions."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

_USER = settings.AUTH_USER_MODEL


class Priority(models.Model):
    """A priority in a region's plan for some of its years. `version` counts its changes (optimistic lock)."""

    class Origin(models.TextChoices):
        REGIONAL = "regional", "Regional"
        NATIONAL = "national", "National"
        CROSS_REGIONAL = "cross_regional", "Cross-regional"

    region = models.ForeignKey("organisation.Region", models.PROTECT, related_name="priorities")
    origin = models.CharField(max_length=20, choices=Origin, default=Origin.REGIONAL)
    title = models.CharField(max_length=200)
    words = models.TextField()
    first_year = models.CharField(max_length=7)
    last_year = models.CharField(max_length=7)
    owner = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    version = models.PositiveIntegerField(default=1)
    made_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["region", "id"]
        verbose_name_plural = "priorities"
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(words=""), name="priority_says_what"),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="priority_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="priority_is_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class HandedDownPriority(models.Model):
    """A national or cross-regional priority that chosen regions must answer. Never changed (trigger)."""

    class Kind(models.TextChoices):
        NATIONAL = "national", "National"
        CROSS_REGIONAL = "cross_regional", "Cross-regional"

    kind = models.CharField(max_length=20, choices=Kind)
    title = models.CharField(max_length=200)
    words = models.TextField()
    first_year = models.CharField(max_length=7)
    last_year = models.CharField(max_length=7)
    answer_by = models.DateField()
    handed_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    handed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-handed_at", "-id"]
        verbose_name_plural = "handed-down priorities"
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(words=""), name="handed_down_says_what"),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="handed_down_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class HandedDownWithdrawal(models.Model):
    """That the nation took back what it had handed down, and why. Never changed (trigger)."""

    handed = models.OneToOneField(HandedDownPriority, models.PROTECT, related_name="withdrawal")
    reason = models.TextField()
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["handed"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="handed_down_is_withdrawn_with_a_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.handed_id} withdrawn"


class HandedTo(models.Model):
    """A region that a priority was handed to. Never changed (trigger)."""

    handed = models.ForeignKey(HandedDownPriority, models.PROTECT, related_name="regions")
    region = models.ForeignKey("organisation.Region", models.PROTECT, related_name="handed_down")

    class Meta:
        ordering = ["handed", "region"]
        verbose_name_plural = "handed to"
        constraints = [
            models.UniqueConstraint(fields=["handed", "region"], name="handed_once_to_a_region"),
        ]

    def __str__(self) -> str:
        return f"{self.handed_id} to {self.region_id}"


class PriorityAnswer(models.Model):
    """What a region answers to what was handed down; the newest holds. Never changed (trigger)."""

    class Kind(models.TextChoices):
        TAKEN_UP = "taken_up", "Taken up"
        DECLINED = "declined", "Declined"

    handed_to = models.ForeignKey(HandedTo, models.PROTECT, related_name="answers")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField(blank=True)
    priority = models.ForeignKey(Priority, models.PROTECT, null=True, blank=True, related_name="answers")
    milestone = models.ForeignKey(
        "planning.Milestone", models.PROTECT, null=True, blank=True, related_name="answers"
    )
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["handed_to", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="declined", priority__isnull=True, milestone__isnull=True) & ~Q(reason=""))
                | (Q(kind="taken_up") & (Q(priority__isnull=False) | Q(milestone__isnull=False))),
                name="handed_down_is_taken_up_or_declined_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.handed_to_id}"
