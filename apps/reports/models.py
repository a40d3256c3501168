"""Documents and their editions. An edition's row is the truth about its build; its file goes by its hash."""

from pathlib import Path

from django.conf import settings
from django.db import models
from django.db.models import Q


class Report(models.Model):
    """One document of a region: its annual report or plan of a year, an annex, the report of an inspection.

    kind: a key of apps.reports.kinds. year: the performance year it is about, of a plan the first one, of an
    inspection that of its fieldwork. subject: the inspection's id, else empty.
    """

    kind = models.CharField(max_length=20, default="annual_report")
    region = models.ForeignKey("organisation.Region", models.PROTECT, related_name="reports")
    year = models.CharField(max_length=7)
    subject = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=120, default="Annual report")

    class Meta:
        ordering = ["-year", "region", "kind", "subject"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "region", "year", "subject"], name="one_report_per_kind_region_year_subject"
            ),
            models.CheckConstraint(
                condition=Q(year__regex=r"^[0-9]{4}-[0-9]{2}$"), name="report_year_is_a_performance_year"
            ),
            models.CheckConstraint(condition=Q(kind__regex=r"^[a-z][a-z_]*$"), name="report_kind_is_a_key"),
        ]

    def __str__(self) -> str:
        return f"{self.title}, {self.region}, {self.year}"


class ReportEdition(models.Model):
    """One build of a report. `key` hashes everything that goes into it, so asking twice makes one build."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting"
        BUILDING = "building", "Building"
        BUILT = "built", "Ready"
        FAILED = "failed", "Failed"

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        WELSH = "cy", "Welsh"

    OPEN_STATES = (State.QUEUED, State.BUILDING)

    report = models.ForeignKey(Report, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    language = models.CharField(max_length=2, choices=Language, default=Language.ENGLISH)
    run = models.ForeignKey("performance.MeasureRun", models.PROTECT, null=True, blank=True, related_name="+")
    content = models.JSONField(default=dict, blank=True, help_text="The words, frozen when it was asked for")
    content_sha256 = models.CharField(max_length=64, blank=True)
    provenance = models.JSONField(default=dict, blank=True)
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
                fields=["report", "language"],
                condition=Q(state__in=["queued", "building"]),
                name="one_open_build_per_report_and_language",
            ),
            models.CheckConstraint(
                condition=~Q(state="built")
                | (Q(size__isnull=False, pages__isnull=False) & ~Q(sha256="") & ~Q(file="")),
                name="built_edition_keeps_its_file",
            ),
            models.CheckConstraint(
                condition=~Q(state="built") | Q(figures__isnull=False) | ~Q(content_sha256=""),
                name="built_edition_rests_on_something_frozen",
            ),
            models.CheckConstraint(condition=Q(language__in=["en", "cy"]), name="edition_language_is_known"),
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
    def identifier(self) -> str:
        """What the PDF carries in its trailer, so that a changed copy still says what it claims to be."""
        return f"probity:{self.key}"

    @property
    def path(self) -> Path:
        """Where the bytes are. Only for an edition that is built."""
        return Path(settings.MEDIA_ROOT) / self.file

    @property
    def download_name(self) -> str:
        """`annual-report-h-2025-26-edition-3-draft.pdf`; one in Welsh says `-cy` before its edition."""
        report, draft = self.report, "-draft" if self.is_draft else ""
        of = [report.kind.replace("_", "-"), report.region_id, report.year, report.subject]
        of += [] if self.language == self.Language.ENGLISH else [self.language]
        return f"{'-'.join(filter(None, of))}-edition-{self.number}{draft}.pdf".lower()


# Django looks for models here; each idea has a file of its own.
from apps.reports.batch_models import Batch, BatchPart  # noqa: E402, F401
from apps.reports.narrative_models import (  # noqa: E402, F401
    Correction,
    EnteredFigure,
    Manuscript,
    ManuscriptStep,
    PublishedReport,
    PublishedTranslation,
    SectionComment,
    SectionText,
)
