"""Who marks which case with which edition of a bank."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.assessments.models.banks import BankEdition
from apps.assessments.models.samples import SampledCase
from rules.definitions.banks import Bank


class Assignment(models.Model):
    """One auditor's marking of one sampled case with one edition of a bank.

    `mark` 1 is the first marking; further marks of the same case stand beside it, never over it.
    `result` is the arithmetic at submission, fractions as texts. Without an auditor, nobody may mark it:
    its auditor released the case and every other holds, supervises or knows it.
    """

    FIRST_MARK = 1
    SECOND_MARK = 2

    sampled_case = models.ForeignKey(SampledCase, models.PROTECT, related_name="assignments")
    edition = models.ForeignKey(BankEdition, models.PROTECT, related_name="assignments")
    mark = models.PositiveSmallIntegerField(default=FIRST_MARK)
    auditor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="assignments"
    )
    assigned_at = models.DateTimeField(auto_now_add=True)
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    facts_checked_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    result = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ["sampled_case", "mark"]
        indexes = [models.Index(fields=["auditor", "submitted_at"])]
        constraints = [
            models.UniqueConstraint(fields=["sampled_case", "edition", "mark"], name="one_marker_per_mark"),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True, result__isnull=True)
                | Q(submitted_at__isnull=False, result__isnull=False, facts_checked_at__isnull=False),
                name="submitted_with_facts_and_result",
            ),
            models.CheckConstraint(
                condition=Q(submitted_at__isnull=True) | Q(auditor__isnull=False),
                name="submitted_by_an_auditor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sampled_case} marked by {self.auditor or 'nobody'}"

    @property
    def bank(self) -> Bank:
        return self.edition.definition

    @property
    def is_submitted(self) -> bool:
        return self.submitted_at is not None
