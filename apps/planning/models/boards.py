"""Quarterly boards between the regional director and the chief probation officer: who, papers, decisions."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.planning.models.files import WithFile, file_is_whole
from apps.planning.models.milestones import Milestone

_USER = settings.AUTH_USER_MODEL


class Board(models.Model):
    """One meeting. quarter: 1 to 4 of the performance year. `version` counts changes of its minutes."""

    region = models.ForeignKey("organisation.Region", models.PROTECT, related_name="boards")
    year = models.CharField(max_length=7)
    quarter = models.PositiveSmallIntegerField()
    held_on = models.DateField()
    place = models.CharField(max_length=200)
    minutes = models.TextField(blank=True)
    agreed_at = models.DateTimeField(null=True, blank=True)
    agreed_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)
    called_by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    called_at = models.DateTimeField(auto_now_add=True)
    # A board that is not held stays on the list, with the reason; its day is free for another.
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(_USER, models.PROTECT, null=True, blank=True, related_name="+")
    cancelled_reason = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["region", "-held_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "held_on"],
                condition=Q(cancelled_at__isnull=True),
                name="one_standing_board_per_region_and_day",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True, cancelled_reason="")
                | (
                    Q(cancelled_at__isnull=False, cancelled_by__isnull=False, agreed_at__isnull=True)
                    & ~Q(cancelled_reason="")
                ),
                name="board_is_cancelled_with_a_reason",
            ),
            models.CheckConstraint(condition=Q(quarter__range=(1, 4)), name="board_is_of_a_quarter"),
            models.CheckConstraint(
                condition=Q(agreed_at__isnull=True, agreed_by__isnull=True)
                | (Q(agreed_at__isnull=False, agreed_by__isnull=False) & ~Q(minutes="")),
                name="board_minutes_are_agreed_by_somebody",
            ),
        ]

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    def __str__(self) -> str:
        return f"board of {self.region_id} on {self.held_on}"


class BoardAttendee(models.Model):
    """Who was there, by role. Never changed (trigger)."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="attendees")
    role = models.CharField(max_length=30)
    name = models.CharField(max_length=120)
    sent_apologies = models.BooleanField(default=False)
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["board", "id"]
        constraints = [
            models.UniqueConstraint(fields=["board", "role", "name"], name="one_attendee_per_role_and_name"),
        ]

    def __str__(self) -> str:
        return f"{self.role}: {self.name}"


class BoardPaper(WithFile):
    """A paper of a board. Never changed or removed (trigger)."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="papers")
    title = models.CharField(max_length=200)
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["board", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(file="") & ~Q(title=""), name="board_paper_is_a_file"),
            file_is_whole("board_paper_file_is_whole"),
        ]

    def __str__(self) -> str:
        return self.title


class BoardDecision(models.Model):
    """What a board decided, who does it and by when; done with words on a day."""

    board = models.ForeignKey(Board, models.PROTECT, related_name="decisions")
    number = models.PositiveSmallIntegerField()
    words = models.TextField()
    owner = models.ForeignKey(_USER, models.PROTECT, related_name="board_decisions")
    due_on = models.DateField()
    milestones = models.ManyToManyField(Milestone, related_name="board_decisions", blank=True)
    done_on = models.DateField(null=True, blank=True)
    done_words = models.TextField(blank=True)
    by = models.ForeignKey(_USER, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["board", "number"]
        constraints = [
            models.UniqueConstraint(fields=["board", "number"], name="board_decision_numbered_once"),
            models.CheckConstraint(condition=~Q(words=""), name="board_decision_says_what"),
            models.CheckConstraint(
                condition=Q(done_on__isnull=True, done_words="")
                | (Q(done_on__isnull=False) & ~Q(done_words="")),
                name="board_decision_is_done_with_words",
            ),
        ]

    def __str__(self) -> str:
        return f"decision {self.number} of {self.board_id}"
