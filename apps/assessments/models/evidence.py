"""Facts and answers, and the trace of every change of them."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.assessments.models.marking import Assignment
from apps.assessments.models.samples import SampledCase


class Versioned(models.Model):
    """Something that several pages may save: `version` goes up with every change.

    `editor` and `step` name the page that saved last and its count, so that a page whose last reply got
    lost is not told that somebody else was faster.
    """

    version = models.PositiveIntegerField(default=0)
    editor = models.CharField(max_length=40, blank=True)
    step = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class CaseFact(Versioned):
    """A fact about a case, asked once per marking and shared by every bank. `value` None is unknown."""

    class Origin(models.TextChoices):
        CASELOAD = "caseload", "From the caseload"
        AUDITOR = "auditor", "Entered by the auditor"

    sampled_case = models.ForeignKey(SampledCase, models.PROTECT, related_name="facts")
    mark = models.PositiveSmallIntegerField(default=Assignment.FIRST_MARK)
    fact = models.CharField(max_length=40)
    value = models.JSONField(null=True)
    origin = models.CharField(max_length=10, choices=Origin)

    class Meta:
        ordering = ["sampled_case", "fact"]
        constraints = [
            models.UniqueConstraint(fields=["sampled_case", "mark", "fact"], name="fact_once_per_marking"),
        ]

    def __str__(self) -> str:
        return f"{self.fact} of {self.sampled_case_id}"


class Answer(Versioned):
    """The answer to one question of one assignment. Every change leaves an EvidenceChange.

    `worked_out` is what the dates say; an answer that differs from it is an override and needs a note.
    A save that names an older version is refused.
    """

    class Standing(models.TextChoices):
        GIVEN = "given", "Given"
        WITHDRAWN = "withdrawn", "Withdrawn: the question no longer applies"
        BY_RULE = "by_rule", "Not applicable by rule"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="answers")
    question = models.CharField(max_length=20)
    answer = models.CharField(max_length=20, blank=True)
    worked_out = models.CharField(max_length=20, blank=True)
    dates = models.JSONField(default=dict, help_text="{limit id: {starts, ends, never_done}}")
    note = models.TextField(blank=True)
    standing = models.CharField(max_length=10, choices=Standing, default=Standing.GIVEN)

    class Meta:
        ordering = ["assignment", "question"]
        constraints = [
            models.UniqueConstraint(fields=["assignment", "question"], name="one_answer_per_question"),
            models.CheckConstraint(
                condition=~Q(standing="by_rule") | Q(answer=""), name="hidden_question_has_no_answer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} of {self.assignment_id}"

    def as_evidence(self) -> dict[str, Any]:
        """What of it is evidence, as a JSON value."""
        return {name: getattr(self, name) for name in ("answer", "worked_out", "dates", "note", "standing")}


class EvidenceChange(models.Model):
    """Who changed which fact or answer, when, from what, to what. Append-only (database trigger)."""

    class Kind(models.TextChoices):
        FACT = "fact", "Case fact"
        ANSWER = "answer", "Answer"

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="changes")
    kind = models.CharField(max_length=10, choices=Kind)
    key = models.CharField(max_length=40)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["assignment", "id"]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} of {self.assignment_id}"
