"""From draft to publication and what follows: every row here is only ever added (database triggers)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from apps.inspections.models.inspections import Inspection


class ReportText(models.Model):
    """The inspector's words of one section as they were saved; the newest holds."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="texts")
    section = models.CharField(max_length=20)
    words = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["inspection", "section", "id"]

    def __str__(self) -> str:
        return f"{self.section} of {self.inspection_id}"


class Recommendation(models.Model):
    """What the inspected body, or somebody else, is asked to do. A withdrawn one is not published."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="recommendations")
    number = models.PositiveSmallIntegerField()
    to_whom = models.CharField(max_length=120)
    words = models.TextField()
    standard = models.CharField(max_length=10, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["inspection", "number"]
        constraints = [
            models.UniqueConstraint(fields=["inspection", "number"], name="recommendation_numbered_once"),
            models.CheckConstraint(condition=~Q(words=""), name="recommendation_says_what"),
        ]

    def __str__(self) -> str:
        return f"recommendation {self.number} of {self.inspection_id}"


class PracticeExample(models.Model):
    """Practice that others can learn from; `diversity`: it is about serving everybody well."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="practice")
    title = models.CharField(max_length=120)
    words = models.TextField()
    standard = models.CharField(max_length=10, blank=True)
    diversity = models.BooleanField(default=False)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["inspection", "id"]

    def __str__(self) -> str:
        return self.title


class FrozenReport(models.Model):
    """The report as it was sent to the inspected body, or as it was published. Never changed."""

    class Kind(models.TextChoices):
        DRAFT = "draft", "Draft for the factual accuracy check"
        PUBLISHED = "published", "Published"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="frozen_reports")
    kind = models.CharField(max_length=10, choices=Kind)
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection"], condition=Q(kind="published"), name="an_inspection_is_published_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.inspection_id}"


class AccuracyPoint(models.Model):
    """Something in the draft that the inspected body says is not so."""

    draft = models.ForeignKey(FrozenReport, models.PROTECT, related_name="points")
    place = models.CharField(max_length=120)
    words = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"point {self.pk} on {self.draft_id}"


class AccuracyAnswer(models.Model):
    """What the inspectorate answers to such a point, and whether the report changes."""

    point = models.OneToOneField(AccuracyPoint, models.PROTECT, related_name="answer")
    changed = models.BooleanField()
    words = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"answer to {self.point_id}"


class AccuracyClosing(models.Model):
    """The inspected body has no more points: its check of a draft is done."""

    draft = models.OneToOneField(FrozenReport, models.PROTECT, related_name="closing")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"check of {self.draft_id} done"


class Response(models.Model):
    """What the body answers to a recommendation; a later one stands beside it, and the newest holds."""

    recommendation = models.ForeignKey(Recommendation, models.PROTECT, related_name="responses")
    kind = models.CharField(max_length=20)
    words = models.TextField()
    done_by = models.DateField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["recommendation", "-id"]

    def __str__(self) -> str:
        return f"response to {self.recommendation_id}"
