"""What audits find, what is done about it, and every step of doing it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.assessments.models import Assignment
from apps.audits.models.rounds import AuditRound


class Finding(models.Model):
    """Something that a question of an audit showed: of one case, or of a round as a whole.

    `unit_code` is empty for a finding about the whole place of the round.
    """

    round = models.ForeignKey(AuditRound, models.PROTECT, related_name="findings")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, blank=True, related_name="findings")
    question = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    words = models.TextField()
    region_code = models.CharField(max_length=1)
    unit_code = models.CharField(max_length=20, blank=True)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-raised_at", "-id"]
        indexes = [models.Index(fields=["region_code", "question"], name="findings_in_region")]
        constraints = [
            models.CheckConstraint(condition=~Q(words="") & ~Q(question=""), name="finding_says_what"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="finding_is_withdrawn_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"finding {self.pk} on {self.question}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None


class ImprovementAction(models.Model):
    """What somebody does about findings of one region, by a day. It stands as its last step left it.

    `version` counts its steps, so that of two people who change it at once the second is told.
    """

    class State(models.TextChoices):
        OPEN = "open", "Open"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"

    findings = models.ManyToManyField(Finding, related_name="actions")
    region_code = models.CharField(max_length=1)
    unit_code = models.CharField(max_length=20, blank=True)
    what = models.CharField(max_length=200)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="improvement_actions")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    done_on = models.DateField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["region_code", "unit_code", "state"], name="actions_in_place"),
            models.Index(fields=["owner", "state", "due_on"], name="actions_of_owner"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(what=""), name="action_says_what"),
            models.CheckConstraint(
                condition=Q(state="done", done_on__isnull=False)
                | (~Q(state="done") & Q(done_on__isnull=True)),
                name="action_is_done_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"action {self.pk}: {self.what}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN


class ActionStep(models.Model):
    """One step of an action. Never changed or removed (database triggers). `number`: the action's version."""

    class Kind(models.TextChoices):
        OPENED = "opened", "Opened"
        HANDED_OVER = "handed_over", "Handed over"
        MOVED = "moved", "Moved to another day"
        EVIDENCE = "evidence", "Evidence added"
        DONE = "done", "Done"
        DROPPED = "dropped", "Dropped"
        REOPENED = "reopened", "Opened again"

    action = models.ForeignKey(ImprovementAction, models.PROTECT, related_name="steps")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind)
    words = models.TextField()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    due_on = models.DateField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["action", "number"]
        constraints = [
            models.UniqueConstraint(fields=["action", "number"], name="one_action_step_per_number"),
            models.CheckConstraint(condition=~Q(words=""), name="action_step_says_why"),
        ]

    def __str__(self) -> str:
        return f"step {self.number} of {self.action_id}"
