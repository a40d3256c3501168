"""The steps of a priority, who takes them by when, and the evidence of how far they are."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.planning.models.files import WithFile, file_is_whole
from apps.planning.models.priorities import Priority

_USER = settings.AUTH_USER_MODEL


class Milestone(models.Model):
    """One step of a priority; it stands as its last step left it, and `version` counts those.

    measure: the id of a measure that it moves, from `baseline` to `aim` (percent), where it moves one.
    """

    region = models.ForeignKey("organisation.Region", models.PROTECT, related_name="milestones")
    priority = models.ForeignKey(Priority, models.PROTECT, related_name="milestones")
    title = models.CharField(max_length=200)
    words = models.TextField(blank=True)
    year = models.CharField(max_length=7)
    quarter = models.PositiveSmallIntegerField()
    due_on = models.DateField()
    owner = models.ForeignKey(_USER, models.PROTECT, related_name="plan_milestones")
    measure = models.CharField(max_length=20, blank=True)
    baseline = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    aim = models.DecimalField(max_digits=5, decimal_places=1, null=True, blank=True)
    state = models.CharField(max_length=30, default="on_track")
    reason = models.TextField(blank=True)
    done_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["region", "due_on", "id"]
        indexes = [models.Index(fields=["region", "year"], name="milestones_of_year")]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="milestone_says_what"),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="milestone_is_in_a_quarter"),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on__isnull=True)),
                name="milestone_is_done_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(measure="", baseline__isnull=True, aim__isnull=True) | ~Q(measure=""),
                name="milestone_moves_a_measure_it_names",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class MilestoneStep(WithFile):
    """One step of a milestone, with its evidence. Never changed (trigger). `number`: the version."""

    class Kind(models.TextChoices):
        OPENED = "opened", "Opened"
        PROGRESS = "progress", "Progress"
        CHANGED = "changed", "Changed"

    milestone = models.ForeignKey(Milestone, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind)
    state = models.CharField(max_length=30)
    words = models.TextField()
    owner = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    due_on = models.DateField()
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["milestone", "number"]
        constraints = [
            models.UniqueConstraint(fields=["milestone", "number"], name="one_milestone_step_per_number"),
            models.CheckConstraint(condition=~Q(words=""), name="milestone_step_says_why"),
            file_is_whole("milestone_step_file_is_whole"),
        ]

    def __str__(self) -> str:
        return f"step {self.number} of milestone {self.milestone_id}"
