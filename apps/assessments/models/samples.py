"""A draw: the frame as it was, its strata, its cases in the order of the draw."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Sample(models.Model):
    """One draw: the frame as it was, and everything that is needed to repeat it.

    Nothing of it ever changes but `due_on`, the day by which its cases are to be marked (database trigger).
    """

    class Purpose(models.TextChoices):
        AUDIT = "audit", "Audit"
        CALIBRATION = "calibration", "Calibration: never scored"
        INSPECTION = "inspection", "Inspection"

    title = models.CharField(max_length=300)
    purpose = models.CharField(max_length=12, choices=Purpose, default=Purpose.AUDIT)
    region_code = models.CharField(max_length=1, db_index=True)
    frame_csv = models.TextField()
    frame_sha256 = models.CharField(max_length=64)
    strata_columns = models.JSONField(default=list)
    size = models.PositiveIntegerField()
    seed = models.CharField(max_length=80)
    algorithm = models.CharField(max_length=40)
    window_first_on = models.DateField()
    window_last_on = models.DateField()
    due_on = models.DateField()
    extract_sha256 = models.CharField(max_length=64)
    extract_as_at = models.DateField()
    demo = models.BooleanField()
    drawn_at = models.DateTimeField(auto_now_add=True)
    drawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-drawn_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(window_last_on__gte=F("window_first_on")), name="sample_window_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Stratum(models.Model):
    """A part of the frame and how many of its cases were taken."""

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="strata")
    name = models.CharField(max_length=200)
    frame_size = models.PositiveIntegerField()
    taken = models.PositiveIntegerField()

    class Meta:
        ordering = ["sample", "name"]
        verbose_name_plural = "strata"
        constraints = [
            models.UniqueConstraint(fields=["sample", "name"], name="stratum_once_per_sample"),
            models.CheckConstraint(
                condition=Q(taken__lte=F("frame_size"), frame_size__gte=1), name="stratum_gives_what_it_has"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class SampledCase(models.Model):
    """A row of the frame after the draw. `snapshot` is the case as the auditor sees it, frozen.

    `standing` sampled means a case to mark now: a substitution makes the reserve sampled and the case whose
    place it takes replaced. How a case was drawn follows from its place (`is_drawn`).
    """

    class Standing(models.TextChoices):
        SAMPLED = "sampled", "Sampled"
        RESERVE = "reserve", "Reserve"
        REPLACED = "replaced", "Replaced"

    sample = models.ForeignKey(Sample, models.PROTECT, related_name="cases")
    stratum = models.ForeignKey(Stratum, models.PROTECT, related_name="cases")
    # Ids and codes of the extract are up to 64 characters long.
    case_id = models.CharField(max_length=64)
    person_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=20)
    unit_code = models.CharField(max_length=64)
    level = models.CharField(
        max_length=40, blank=True, help_text="Risk of serious harm, state or subject in the frame"
    )
    practitioner_code = models.CharField(max_length=64, blank=True)
    manager_code = models.CharField(max_length=64, blank=True)
    place = models.PositiveIntegerField()
    standing = models.CharField(max_length=10, choices=Standing)
    snapshot = models.JSONField(default=dict)

    class Meta:
        ordering = ["sample", "stratum__name", "place"]
        constraints = [
            models.UniqueConstraint(fields=["sample", "case_id"], name="case_once_per_sample"),
            models.UniqueConstraint(fields=["stratum", "place"], name="place_once_per_stratum"),
        ]

    def __str__(self) -> str:
        return self.case_id

    @property
    def is_drawn(self) -> bool:
        """Whether the draw itself took the case, whatever was substituted since."""
        return self.place <= self.stratum.taken
