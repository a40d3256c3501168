"""What was closed, when markers saw each other, what was decided between them, and what was opened again.

Every row here is only ever added (database triggers): the answers themselves stay as their markers gave
them, and what scores is worked out from them and from these rows.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.assessments.models.marking import Assignment
from apps.assessments.models.samples import SampledCase


class Submission(models.Model):
    """A marking as it was closed. One that is opened again and closed again leaves a second row.

    facts: fact id -> stored value; answers: question id -> Answer.as_evidence(); result: as
    Assignment.result.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="submissions")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    facts = models.JSONField()
    answers = models.JSONField()
    result = models.JSONField()

    class Meta:
        ordering = ["assignment", "id"]

    def __str__(self) -> str:
        return f"submission {self.pk} of {self.assignment_id}"


class Comparison(models.Model):
    """The moment from which the markers of a case see each other, and what they had closed until then.

    Made when the last of them submits, or when a lead closes a calibration. Agreement is read from
    `submissions` (their ids): what was changed after this moment was not blind.
    """

    sampled_case = models.ForeignKey(SampledCase, models.PROTECT, related_name="comparisons")
    bank = models.CharField(max_length=20)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    submissions = models.JSONField()

    class Meta:
        ordering = ["sampled_case", "bank"]
        constraints = [
            models.UniqueConstraint(fields=["sampled_case", "bank"], name="case_is_compared_once_per_bank"),
        ]

    def __str__(self) -> str:
        return f"comparison of {self.sampled_case_id}"


class Adjudication(models.Model):
    """What somebody decided between two markers about one fact or question, and why. The newest holds.

    `assignment` is the first marking, the one that scores. value: an answer's id, or a fact's stored
    value, None for unknown; marks: mark -> what it said when this was decided.
    """

    class Kind(models.TextChoices):
        FACT = "fact", "Case fact"
        ANSWER = "answer", "Answer"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="adjudications")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    marks = models.JSONField()
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["assignment", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="adjudication_has_a_reason"),
            models.CheckConstraint(
                condition=Q(kind="fact") | Q(value__isnull=False), name="adjudicated_answer_is_an_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} of {self.assignment_id} decided"


class ReopeningRequest(models.Model):
    """A marker asks that a closed case be opened again."""

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reopening_requests")
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="reopening_is_asked_for_why")]

    def __str__(self) -> str:
        return f"request to reopen {self.assignment_id}"


class Reopening(models.Model):
    """A closed case was opened again, or the request for it was declined.

    `submission` is what stood closed until then.
    """

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="reopenings")
    request = models.OneToOneField(
        ReopeningRequest, models.PROTECT, null=True, blank=True, related_name="decision"
    )
    submission = models.ForeignKey(Submission, models.PROTECT, related_name="reopenings")
    granted = models.BooleanField()
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="reopening_has_a_reason"),
            models.CheckConstraint(
                condition=Q(granted=True) | Q(request__isnull=False), name="only_a_request_is_declined"
            ),
            models.UniqueConstraint(
                fields=["submission"], condition=Q(granted=True), name="a_closed_case_is_opened_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{'reopened' if self.granted else 'declined'}: {self.assignment_id}"
