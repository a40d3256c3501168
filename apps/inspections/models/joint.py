"""Cases that an inspector assesses jointly with a local assessor of the inspected region."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.assessments.models import Assignment
from apps.inspections.models.inspections import Inspection


class JointAssessment(models.Model):
    """Who assesses a case with whom. The joint judgement is the inspector's assessment itself.

    The row stays (trigger); joint work that cannot be finished is ended with a reason.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="joint_assessments")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="joint_assessments")
    local = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="joint_assessments")
    set_up_at = models.DateTimeField(auto_now_add=True)
    set_up_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["inspection", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment"], condition=Q(ended_at__isnull=True), name="case_is_shared_with_one"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason="")),
                name="joint_work_ends_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.assignment_id} jointly with {self.local}"

    @property
    def is_ended(self) -> bool:
        return self.ended_at is not None


class JointView(models.Model):
    """What one of the two judged before they talked. One view a person; never changed (trigger)."""

    joint = models.ForeignKey(JointAssessment, models.PROTECT, related_name="views")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["joint", "id"]
        constraints = [
            models.UniqueConstraint(fields=["joint", "by"], name="one_view_per_person_and_case"),
        ]

    def __str__(self) -> str:
        return f"view of {self.by} on {self.joint_id}"


class JointJudgement(models.Model):
    """One key question in a view. `question`: the bank's; `judged`: the id of its answer."""

    view = models.ForeignKey(JointView, models.PROTECT, related_name="judgements")
    question = models.CharField(max_length=20)
    key_question = models.CharField(max_length=20)
    judged = models.CharField(max_length=20)
    rationale = models.TextField()

    class Meta:
        ordering = ["view", "id"]
        constraints = [
            models.UniqueConstraint(fields=["view", "question"], name="view_judges_a_question_once"),
            models.CheckConstraint(
                condition=~Q(judged="") & ~Q(rationale=""), name="joint_judgement_has_a_rationale"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_question}: {self.judged}"
