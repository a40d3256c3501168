""" "Our record is wrong": what somebody says of a judged case, who answers it by when, and how."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.performance.models.runs import Bytewise, MeasureRun


class DataQualityItem(models.Model):
    """One case and measure whose record is said to be wrong, as it stands now; its steps say how it came so.

    Place, holder and verdict are those of the run on whose figures it was raised. `version` counts its steps,
    so that of two people who answer at once the second is told.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        ANSWERED = "answered", "Answered"

    measure = Bytewise(max_length=20)
    edition = Bytewise(max_length=20)
    occurrence_id = Bytewise(max_length=80)
    person_id = Bytewise(max_length=64, blank=True)
    region = Bytewise(max_length=20)
    unit = Bytewise(max_length=20)
    counts_in = Bytewise(max_length=7)
    practitioner_code = Bytewise(max_length=64, blank=True)
    # Staff code of the practitioner's manager when it was raised; empty when nobody is recorded.
    team = Bytewise(max_length=64, blank=True)
    run = models.ForeignKey(MeasureRun, models.PROTECT, related_name="quality_items")
    verdict = models.CharField(max_length=20)
    reason = models.CharField(max_length=60)

    fault = models.CharField(max_length=30)
    words = models.TextField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="quality_items")
    due_on = models.DateField()
    outcome = models.CharField(max_length=30, blank=True)
    version = models.PositiveIntegerField(default=1)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["measure", "occurrence_id"],
                condition=Q(state="open"),
                name="one_open_quality_item_per_case_and_measure",
            ),
            models.CheckConstraint(
                condition=Q(state="open", outcome="") | (Q(state="answered") & ~Q(outcome="")),
                name="quality_item_is_answered_iff_outcome",
            ),
            models.CheckConstraint(condition=~Q(words="") & ~Q(fault=""), name="quality_item_says_what"),
            models.CheckConstraint(condition=Q(version__gte=1), name="quality_item_has_a_first_step"),
        ]
        indexes = [
            models.Index(fields=["region", "unit", "state"], name="quality_items_in_place"),
            models.Index(fields=["owner", "state", "due_on"], name="quality_items_of_owner"),
            models.Index(fields=["practitioner_code", "state"], name="quality_items_of_holder"),
        ]

    def __str__(self) -> str:
        return f"data-quality item {self.pk}: {self.measure} {self.occurrence_id}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class DataQualityStep(models.Model):
    """One step of an item. Never changed or removed (database triggers). `number`: the item's version."""

    class Kind(models.TextChoices):
        RAISED = "raised", "Raised"
        HANDED_OVER = "handed_over", "Handed over"
        ANSWERED = "answered", "Answered"
        REOPENED = "reopened", "Reopened"

    item = models.ForeignKey(DataQualityItem, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    words = models.TextField()
    outcome = models.CharField(max_length=30, blank=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["item", "number"]
        constraints = [
            models.UniqueConstraint(fields=["item", "number"], name="one_quality_step_per_number"),
            models.CheckConstraint(
                condition=(Q(kind="answered") & ~Q(outcome="")) | (~Q(kind="answered") & Q(outcome="")),
                name="quality_step_has_an_outcome_iff_answered",
            ),
            models.CheckConstraint(
                condition=Q(number=1, kind="raised") | (Q(number__gt=1) & ~Q(kind="raised")),
                name="quality_item_begins_by_being_raised",
            ),
            models.CheckConstraint(condition=~Q(words=""), name="quality_step_says_why"),
        ]

    def __str__(self) -> str:
        return f"step {self.number} of {self.item}"
