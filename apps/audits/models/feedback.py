"""What the practitioner of an audited case says of its marking, and what they are answered."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.assessments.models import Assignment


class Feedback(models.Model):
    """A practitioner's words on a marked case. Never changed or removed (database triggers).

    A challenge asks for the marking to be looked at again and holds the round's lock until it is answered;
    a comment asks nothing.
    """

    class Kind(models.TextChoices):
        COMMENT = "comment", "Comment"
        CHALLENGE = "challenge", "Challenge"

    assignment = models.ForeignKey(Assignment, models.PROTECT, related_name="feedback")
    kind = models.CharField(max_length=10, choices=Kind)
    question = models.CharField(max_length=20, blank=True, help_text="Empty for the case as a whole")
    words = models.TextField()
    due_on = models.DateField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="feedback_says_something"),
            models.CheckConstraint(
                condition=Q(kind="challenge", due_on__isnull=False) | Q(kind="comment", due_on__isnull=True),
                name="challenge_is_answered_by_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk} on {self.assignment_id}"

    @property
    def is_challenge(self) -> bool:
        return self.kind == self.Kind.CHALLENGE

    @property
    def is_waiting(self) -> bool:
        return self.is_challenge and not hasattr(self, "answer")


class FeedbackAnswer(models.Model):
    """The answer to a challenge; one, by somebody who marked neither the case nor holds it."""

    feedback = models.OneToOneField(Feedback, models.PROTECT, related_name="answer")
    outcome = models.CharField(max_length=20)
    words = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words="") & ~Q(outcome=""), name="answer_says_why"),
        ]

    def __str__(self) -> str:
        return f"answer to {self.feedback_id}"
