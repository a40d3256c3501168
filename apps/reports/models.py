"""Reports and their editions. An edition's row is the truth about its build; its file is kept by its hash."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q


class Report(models.Model):
    """The annual report of one region and performance year."""

    region = models.ForeignKey("organisation.Region", models.PROTECT, related_name="reports")
    year = models.CharField(max_length=7)

    class Meta:
        ordering = ["-year", "region"]
        constraints = [
            models.UniqueConstraint(fields=["region", "year"], name="one_report_per_region_and_year"),
            models.CheckConstraint(
                condition=Q(year__regex=r"^[0-9]{4}-[0-9]{2}$"), name="report_year_is_a_performance_year"
            ),
        ]

    def __str__(self) -> str:
        return f"Annual report, {self.region}, {self.year}"


class ReportEdition(models.Model):
    """One build of a report. `key` hashes everything that goes into it, so asking twice makes one build."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        BUILDING = "building", "Building"
        BUILT = "built", "Ready"
        FAILED = "failed", "Failed"

    OPEN_STATES = (State.QUEUED, State.BUILDING)

    report = models.ForeignKey(Report, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    run = models.ForeignKey("performance.MeasureRun", models.PROTECT, related_name="+")
    key = models.CharField(max_length=64, unique=True)
    template_version = models.CharField(max_length=40)
    software_version = models.CharField(max_length=40)
    is_draft = models.BooleanField(default=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    percent = models.PositiveSmallIntegerField(default=0)
    step = models.CharField(max_length=200, default="Waiting for a worker")
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True)
    figures = models.ForeignKey(
        "publication.FrozenFigures", models.PROTECT, null=True, blank=True, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True)
    file = models.CharField(max_length=200, blank=True, help_text="Path below MEDIA_ROOT")
    size = models.PositiveIntegerField(null=True, blank=True)
    pages = models.PositiveSmallIntegerField(null=True, blank=True)
    requested_at = models.DateTimeField(auto_now_add=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField(null=True, blank=True)
    heartbeat_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["report", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="edition_number_once"),
            models.UniqueConstraint(
                fields=["report"],
                condition=Q(state__in=["queued", "building"]),
                name="one_open_build_per_report",
            ),
            models.CheckConstraint(
                condition=~Q(state="built")
                | (
                    Q(figures__isnull=False, size__isnull=False, pages__isnull=False)
                    & ~Q(sha256="")
                    & ~Q(file="")
                ),
                name="built_edition_has_its_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(error=""), name="failed_edition_says_why"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["built", "failed"], finished_at__isnull=False)
                | Q(state__in=["queued", "building"], finished_at__isnull=True),
                name="edition_ended_iff_finished_at",
            ),
            models.CheckConstraint(condition=Q(percent__lte=100), name="edition_percent_at_most_100"),
        ]

    def __str__(self) -> str:
        return f"{self.report}, edition {self.number}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN_STATES

    @property
    def path(self) -> Path:
        """Where the bytes are. Only for an edition that is built."""
        return Path(settings.MEDIA_ROOT) / self.file

    @property
    def download_name(self) -> str:
        """`annual-report-h-2025-26-edition-3-draft.pdf`."""
        report, draft = self.report, "-draft" if self.is_draft else ""
        return f"annual-report-{report.region_id}-{report.year}-edition-{self.number}{draft}.pdf".lower()
