"""Talks with people on probation: how many took part, never who."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.inspections.models.inspections import Inspection
from apps.inspections.models.register import RegisterEntry


class Talk(models.Model):
    """An interview or a focus group. Never changed (trigger); a wrong one is struck out with a reason.

    edition, guide, way, language: of the guides of questions. No column holds a name, a case or a person.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="talks")
    edition = models.CharField(max_length=20)
    guide = models.CharField(max_length=20)
    on = models.DateField()
    people = models.PositiveSmallIntegerField()
    way = models.CharField(max_length=20)
    language = models.CharField(max_length=20)
    held_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(auto_now_add=True)
    struck_at = models.DateTimeField(null=True, blank=True)
    struck_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    struck_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["inspection", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=1), name="somebody_takes_part_in_a_talk"),
            models.CheckConstraint(
                condition=Q(struck_at__isnull=True, struck_by__isnull=True, struck_reason="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
                name="talk_is_struck_out_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.guide} {self.pk} of inspection {self.inspection_id}"

    @property
    def is_struck(self) -> bool:
        return self.struck_at is not None


class TalkNote(models.Model):
    """What was said to one question: an item of the evidence register. Never changed (trigger)."""

    talk = models.ForeignKey(Talk, models.PROTECT, related_name="notes")
    question = models.CharField(max_length=20)
    entry = models.OneToOneField(RegisterEntry, models.PROTECT, related_name="talk_note")

    class Meta:
        ordering = ["talk", "id"]
        constraints = [
            models.UniqueConstraint(fields=["talk", "question"], name="one_note_per_question_and_talk"),
        ]

    def __str__(self) -> str:
        return f"{self.question} in talk {self.talk_id}"
