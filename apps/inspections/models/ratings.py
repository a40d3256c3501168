"""Ratings that people give: of a standard from evidence, and by a ratings panel. Nothing here is computed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.inspections.models.inspections import Inspection


class StandardRating(models.Model):
    """The direct rating of a standard, from the evidence, with its argument. Never changed (trigger).

    The newest of a standard holds. `band` is a band's id in the inspection's rating rules.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="standard_ratings")
    standard = models.CharField(max_length=8)
    band = models.CharField(max_length=30)
    argument = models.TextField()
    rated_at = models.DateTimeField(auto_now_add=True)
    rated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(argument=""), name="standard_is_rated_with_an_argument"),
        ]

    def __str__(self) -> str:
        return f"{self.standard} of inspection {self.inspection_id}: {self.band}"


class PanelSitting(models.Model):
    """A ratings panel sat: on which day, over which figures. Never changed (trigger); the newest holds.

    judgements_sha256: of the judgements.csv that the panel had before it, as it could be downloaded;
    figures: the rating that the rules gave from it, as `manage.py rate --json` prints it.
    """

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="sittings")
    sat_on = models.DateField()
    judgements_sha256 = models.CharField(max_length=64)
    figures = models.JSONField()
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"panel of {self.sat_on} on inspection {self.inspection_id}"


class PanelSeat(models.Model):
    """Somebody who sat on the panel that day. Never changed (trigger)."""

    sitting = models.ForeignKey(PanelSitting, models.PROTECT, related_name="seats")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="panel_seats")

    class Meta:
        ordering = ["sitting", "id"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "user"], name="one_seat_per_person_and_sitting"),
        ]

    def __str__(self) -> str:
        return str(self.user)


class PanelDecision(models.Model):
    """What the panel decided about a standard where discretion was open, and why. Never changed (trigger).

    `before` is the band that the rules gave; a panel that lets it stand says why as well. `open_because`: the
    sentences that opened discretion, as the panel read them.
    """

    sitting = models.ForeignKey(PanelSitting, models.PROTECT, related_name="decisions")
    standard = models.CharField(max_length=8)
    before = models.CharField(max_length=30)
    band = models.CharField(max_length=30)
    open_because = models.JSONField()
    reason = models.TextField()

    class Meta:
        ordering = ["sitting", "standard"]
        constraints = [
            models.UniqueConstraint(fields=["sitting", "standard"], name="one_decision_per_standard"),
            models.CheckConstraint(condition=~Q(reason=""), name="panel_decides_with_a_reason"),
            models.CheckConstraint(
                condition=Q(band=F("before")) | ~Q(open_because=[]), name="panel_changes_only_what_is_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.standard}: {self.before} to {self.band}"

    @property
    def changes(self) -> bool:
        """Whether the panel gave another band than the rules."""
        return self.band != self.before
