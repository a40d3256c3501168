"""An inspection of one region or delivery unit: its plan, its team, and the stages it has been through."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from apps.assessments.models import Sample
from apps.inspections.models.standards import StandardsEdition
from apps.organisation.models import ProbationDeliveryUnit, Region


class Inspection(models.Model):
    """One inspection, from plan to publication.

    The inspected body is a delivery unit, or a region where `unit` is empty. `standards` and `rating_rules`
    are those with which it was opened and stay. Cases come from the days of the cohort; `seed` orders the
    draw. The days of the plan follow each other; what really happened when, its stages tell.
    """

    class State(models.TextChoices):
        PLANNED = "planned", "Planned"
        ANNOUNCED = "announced", "Announced"
        FIELDWORK = "fieldwork", "Fieldwork"
        RATING = "rating", "With the ratings panel"
        ACCURACY = "accuracy", "Factual accuracy check"
        FINISHING = "finishing", "Report being finished"
        PUBLISHED = "published", "Published"
        DROPPED = "dropped", "Dropped"

    region = models.ForeignKey(Region, models.PROTECT, related_name="inspections")
    unit = models.ForeignKey(
        ProbationDeliveryUnit, models.PROTECT, null=True, blank=True, related_name="inspections"
    )
    standards = models.ForeignKey(StandardsEdition, models.PROTECT, related_name="inspections")
    rating_rules = models.CharField(max_length=40)
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    announce_on = models.DateField()
    fieldwork_first_on = models.DateField()
    fieldwork_last_on = models.DateField()
    draft_on = models.DateField(help_text="The draft report goes to the inspected body")
    publish_on = models.DateField()
    cohort_first_on = models.DateField()
    cohort_last_on = models.DateField()
    size = models.PositiveIntegerField()
    seed = models.CharField(max_length=80)
    sample = models.OneToOneField(Sample, models.PROTECT, null=True, blank=True, related_name="inspection")
    demo = models.BooleanField(default=False)
    version = models.PositiveIntegerField(default=0)
    planned_at = models.DateTimeField(auto_now_add=True)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-fieldwork_first_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(fieldwork_first_on__gte=F("announce_on"))
                & Q(fieldwork_last_on__gte=F("fieldwork_first_on"))
                & Q(draft_on__gte=F("fieldwork_last_on"))
                & Q(publish_on__gte=F("draft_on")),
                name="inspection_days_follow_each_other",
            ),
            models.CheckConstraint(
                condition=Q(cohort_last_on__gte=F("cohort_first_on")), name="inspection_cohort_in_order"
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at__isnull=True)),
                name="published_inspection_has_its_moment",
            ),
            models.UniqueConstraint(
                fields=["region", "unit", "fieldwork_first_on"],
                condition=~Q(state="dropped"),
                nulls_distinct=False,
                name="one_inspection_per_place_and_fieldwork",
            ),
        ]

    def __str__(self) -> str:
        return f"Inspection of {self.place}, {self.fieldwork_first_on:%B %Y}"

    @property
    def place(self) -> str:
        """The inspected body in words."""
        return f"{self.unit} delivery unit" if self.unit_id else f"{self.region} region"

    @property
    def is_published(self) -> bool:
        return self.state == self.State.PUBLISHED

    @property
    def is_open(self) -> bool:
        return self.state not in (self.State.PUBLISHED, self.State.DROPPED)


class Member(models.Model):
    """Somebody who works on an inspection, and as what. One person may hold several jobs in it."""

    class Job(models.TextChoices):
        LEAD = "lead", "Lead inspector"
        INSPECTOR = "inspector", "Inspector"
        LOCAL = "local", "Local assessor"
        QUALITY = "quality", "Quality assurance"
        PANEL = "panel", "Ratings panel"

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="members")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="inspection_jobs")
    job = models.CharField(max_length=10, choices=Job)
    added_at = models.DateTimeField(auto_now_add=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["inspection", "job", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "user", "job"],
                condition=Q(left_at__isnull=True),
                name="one_open_job_per_person_and_inspection",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_job_display().lower()}"


class Stage(models.Model):
    """An inspection went from one state to another. Rows are never changed (database trigger)."""

    inspection = models.ForeignKey(Inspection, models.PROTECT, related_name="stages")
    before = models.CharField(max_length=10, choices=Inspection.State, blank=True)
    after = models.CharField(max_length=10, choices=Inspection.State)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.TextField(blank=True)

    class Meta:
        ordering = ["inspection", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(after="dropped") | ~Q(reason=""), name="inspection_is_dropped_for_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.inspection_id}: {self.before or 'nothing'} to {self.after}"
