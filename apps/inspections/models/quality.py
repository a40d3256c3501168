"""Quality assurance of case assessments: what was drawn, who looked at what, what they found.

Rows are only ever added (database triggers); an assessment itself changes only in the hands of its assessor.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.assessments.models import Assignment, Submission
from apps.inspections.models.inspections import Inspection


class DipDraw(models.Model):
    """A draw of locked assessments to check. `locked`: assessor's username -> their locked case ids then.

    With the seed and the rules (an edition) it can be repeated; a later draw adds what became due since.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="dip_draws")
    rules = models.CharField(max_length=20)
    seed = models.CharField(max_length=80)
    locked = models.JSONField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["inspection", "id"]

    def __str__(self) -> str:
        return f"dip sample {self.pk} of inspection {self.inspection_id}"


class DipCase(models.Model):
    """An assessment that a draw took. `checker`: whom it was given to; empty where nobody could take it."""

    draw = models.ForeignKey(DipDraw, models.PROTECT, related_name="cases")
    assignment = models.OneToOneField(Assignment, models.PROTECT, related_name="dip_case")
    checker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["draw", "id"]

    def __str__(self) -> str:
        return f"{self.assignment_id} in dip sample {self.draw_id}"


class QualityCheck(models.Model):
    """Somebody looked at one assessment as it was submitted.

    rationale, outcome: ids of the quality rules; grounds: the gate kinds that held at the time.
    `as_gatekeeper`: whether the checker could let the case through.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="quality_checks")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="quality_checks")
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="quality_checks")
    as_gatekeeper = models.BooleanField()
    grounds = models.JSONField(default=list)
    rationale = models.CharField(max_length=20)
    outcome = models.CharField(max_length=20)
    words = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["assignment", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(rationale="") & ~Q(outcome=""), name="quality_check_says_how_it_ended"
            ),
        ]

    def __str__(self) -> str:
        return f"check {self.pk} of {self.assignment_id}: {self.outcome}"


class QualityFinding(models.Model):
    """What a check says of one judgement. `question`: the bank's; `wanted`: the answer wanted instead."""

    of_check = models.ForeignKey(QualityCheck, models.PROTECT, related_name="findings")
    question = models.CharField(max_length=20)
    key_question = models.CharField(max_length=20)
    judged = models.CharField(max_length=20)
    agrees = models.BooleanField()
    wanted = models.CharField(max_length=20, blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["of_check", "id"]
        constraints = [
            models.UniqueConstraint(fields=["of_check", "question"], name="check_says_once_of_a_judgement"),
            models.CheckConstraint(
                condition=Q(agrees=True, wanted="", reason="")
                | (Q(agrees=False) & ~Q(wanted="") & ~Q(reason="")),
                name="wanted_change_has_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_question}: {'agreed' if self.agrees else 'change wanted'}"
