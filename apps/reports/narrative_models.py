"""What a region writes into its annual report, what was said about it, and what was published.

Rows are only ever added (database triggers); a manuscript alone changes, from state to state.
"""

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Manuscript(models.Model):
    """How far the words of a report are, and the frozen figures that they are held against."""

    class State(models.TextChoices):
        DRAFT = "draft", "Being written"
        IN_REVIEW = "in_review", "In review"
        APPROVED = "approved", "Approved"

    report = models.OneToOneField("reports.Report", models.PROTECT, related_name="manuscript")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    figures = models.ForeignKey(
        "publication.FrozenFigures", models.PROTECT, null=True, blank=True, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft") | Q(figures__isnull=False), name="reviewed_words_have_figures"
            ),
        ]

    def __str__(self) -> str:
        return f"words of {self.report}"

    @property
    def is_open(self) -> bool:
        """Whether words may be written."""
        return self.state == self.State.DRAFT


class SectionText(models.Model):
    """The words of a section as they were saved; the highest number holds. `restored`: the one it repeats.

    of_number: in a further language, the version of the English that they were written for.
    """

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="texts")
    section = models.CharField(max_length=20)
    language = models.CharField(max_length=2, default="en")
    number = models.PositiveIntegerField()
    words = models.TextField(blank=True)
    restored = models.PositiveIntegerField(null=True, blank=True)
    of_number = models.PositiveIntegerField(null=True, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["report", "section", "language", "-number"]
        constraints = [
            # Of two who write at once the second row is refused: nobody writes over what they have not seen.
            models.UniqueConstraint(
                fields=["report", "section", "language", "number"], name="section_text_numbered_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.section}, version {self.number}"


class EnteredFigure(models.Model):
    """A line of workforce or money as the region gave it; the newest holds, an empty value takes it away."""

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="entered")
    line = models.CharField(max_length=20)
    value = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["report", "line", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(value__isnull=True) | ~Q(source=""), name="entered_figure_has_a_source"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line}: {self.value}"


class SectionComment(models.Model):
    """What somebody says about a section; `on_number`: the version of the words that they read."""

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="comments")
    section = models.CharField(max_length=20)
    on_number = models.PositiveIntegerField()
    words = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["report", "section", "id"]
        constraints = [
            models.CheckConstraint(condition=~Q(words=""), name="section_comment_says_what"),
            models.CheckConstraint(
                condition=Q(resolved_at__isnull=True, resolved_by__isnull=True)
                | Q(resolved_at__isnull=False, resolved_by__isnull=False),
                name="section_comment_resolved_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.pk} on {self.section}"


class ManuscriptStep(models.Model):
    """One step of a manuscript. An approval keeps the whole content as it was approved, with its hash."""

    class Kind(models.TextChoices):
        FIGURES = "figures", "Figures frozen for the report"
        KEPT = "kept", "Kept its figures though newer ones exist"
        SUBMITTED = "submitted", "Sent for review"
        RETURNED = "returned", "Returned to its writers"
        APPROVED = "approved", "Approved"
        SCHEDULED = "scheduled", "Day of publication set"
        CANCELLED = "cancelled", "Publication cancelled"
        PUBLISHED = "published", "Published"
        REOPENED = "reopened", "Opened for a correction"

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=10, choices=Kind)
    reason = models.TextField(blank=True)
    content = models.JSONField(default=dict, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["report", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=["kept", "returned", "cancelled", "reopened"]) | ~Q(reason=""),
                name="manuscript_step_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(kind="approved") | ~Q(sha256=""), name="approval_keeps_what_was_approved"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.report}"

    @property
    def day(self) -> date | None:
        """The day of publication that was set; None for a step of another kind."""
        day = self.content.get("on")
        return date.fromisoformat(day) if day else None


class PublishedReport(models.Model):
    """A published edition: public from `published_at`, which may lie ahead, for ever after.

    The moment itself publishes it, no process has to run. `noted_at`: when the trail took note of it.
    """

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="publications")
    number = models.PositiveIntegerField()
    edition = models.ForeignKey("reports.ReportEdition", models.PROTECT, related_name="publications")
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    set_at = models.DateTimeField(auto_now_add=True)
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    noted_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["report", "-number", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "number"],
                condition=Q(cancelled_at__isnull=True),
                name="one_published_edition_of_a_number",
            ),
            # What was cancelled may be confirmed again for the same day: it is the same PDF.
            models.UniqueConstraint(
                fields=["edition"],
                condition=Q(cancelled_at__isnull=True),
                name="an_edition_is_published_once",
            ),
            models.CheckConstraint(
                condition=Q(cancelled_at__isnull=True, cancelled_by__isnull=True)
                | Q(cancelled_at__lt=F("published_at"), cancelled_by__isnull=False),
                name="nothing_published_is_cancelled",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report}, published edition {self.number}"

    def is_public(self, now: datetime) -> bool:
        return self.cancelled_at is None and self.published_at <= now


class PublishedTranslation(models.Model):
    """The same words and figures in another language: public with its publication, for ever after."""

    publication = models.ForeignKey(PublishedReport, models.PROTECT, related_name="translations")
    language = models.CharField(max_length=2)
    # Not one to one: what is cancelled and confirmed again for the same day is the same PDF.
    edition = models.ForeignKey("reports.ReportEdition", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["publication", "language"]
        constraints = [
            models.UniqueConstraint(fields=["publication", "language"], name="one_translation_per_language"),
            models.CheckConstraint(condition=~Q(language="en"), name="translation_is_not_the_english"),
        ]

    def __str__(self) -> str:
        return f"{self.publication}, {self.language}"


class Correction(models.Model):
    """What a published edition corrects of the one before it: a line of the log that it prints."""

    report = models.ForeignKey("reports.Report", models.PROTECT, related_name="corrections")
    number = models.PositiveIntegerField(help_text="The published edition that carries it")
    place = models.CharField(max_length=60, help_text="A section's or a table's key")
    place_words = models.CharField(max_length=220)
    old_value = models.TextField()
    new_value = models.TextField()
    reason = models.TextField()
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["report", "number", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(old_value="") & ~Q(new_value="") & ~Q(reason="") & Q(number__gte=2),
                name="correction_says_what_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"correction of {self.place_words}"
