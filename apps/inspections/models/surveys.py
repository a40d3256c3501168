"""The survey of people on probation: anonymous by construction.

A reply knows its survey and nothing else: no link, no person, no time, and a key drawn at random, so that
not even the order of arrival is kept. A link is a hash that is removed in the moment it is used; who had
which link is in the one file that was handed to the sender, never in the database.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.inspections.models.inspections import Inspection


class Survey(models.Model):
    """The survey of one inspection. `edition`: of the questions; `issued`: links handed out so far."""

    inspection = models.OneToOneField(Inspection, models.PROTECT, related_name="survey")
    edition = models.CharField(max_length=20)
    opens_on = models.DateField()
    closes_on = models.DateField()
    issued = models.PositiveIntegerField(default=0)
    people = models.PositiveIntegerField(default=0, help_text="Supervised by the body when links were made")
    opened_at = models.DateTimeField(auto_now_add=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(closes_on__gte=F("opens_on")), name="survey_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"survey of {self.inspection_id}"

    @property
    def is_closed(self) -> bool:
        return self.closed_at is not None


class SurveyLink(models.Model):
    """A link that nobody has used yet: the SHA-256 of its secret. It goes when the reply comes."""

    secret_sha256 = models.CharField(max_length=64, primary_key=True)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="links")

    def __str__(self) -> str:
        return f"an unused link of survey {self.survey_id}"


class SurveyReply(models.Model):
    """What somebody answered. answers: question or characteristic id -> answer id, of those answered."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, models.PROTECT, related_name="replies")
    answers = models.JSONField(default=dict)
    words = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "survey replies"

    def __str__(self) -> str:
        return f"a reply to survey {self.survey_id}"
