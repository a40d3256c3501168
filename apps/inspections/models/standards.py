"""Editions of the inspection standards, as they were published, and documents handed in to become one."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from rules.definitions.files import validated
from rules.definitions.standards_document import StandardsDocument

_documents: dict[str, StandardsDocument] = {}


class StandardsEdition(models.Model):
    """A published document of standards with its official wording. Rows are never changed (database trigger).

    content: the tree of standards, key questions and prompts as `rules.definitions.standards_document` reads
    it; findings: what the document itself gets wrong, [{place, found, expected}]. An inspection keeps the
    edition with which it was opened.
    """

    edition = models.CharField(max_length=20, unique=True)
    title = models.CharField(max_length=200)
    valid_from = models.DateField()
    source_name = models.CharField(max_length=160, help_text="The name of the file that was loaded")
    kept = models.BinaryField(help_text="The file, byte for byte")
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.JSONField()
    findings = models.JSONField(default=list, blank=True)
    loaded_at = models.DateTimeField(auto_now_add=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-valid_from", "-id"]

    def __str__(self) -> str:
        return f"{self.title} ({self.edition})"

    @property
    def document(self) -> StandardsDocument:
        """The standards as the rules read them; read once a process, since an edition never changes."""
        if self.sha256 not in _documents:
            _documents[self.sha256] = validated(StandardsDocument, self.content, file=str(self))
        return _documents[self.sha256]


class StandardsDraft(models.Model):
    """A published document as somebody handed it in: its bytes, what is wrong with it, what became of it.

    Only what became of it changes, once (database trigger).
    """

    class State(models.TextChoices):
        REFUSED = "refused", "Refused: has faults"
        READY = "ready", "Ready to publish"
        PUBLISHED = "published", "Published"
        DISCARDED = "discarded", "Discarded"

    file_name = models.CharField(max_length=160)
    kept = models.BinaryField(help_text="The file, byte for byte")
    sha256 = models.CharField(max_length=64)
    content = models.JSONField(null=True, blank=True, help_text="As of an edition; empty with faults")
    findings = models.JSONField(default=list, blank=True, help_text="[{place, found, expected}]")
    faults = models.JSONField(default=list, blank=True, help_text="[{place, found, expected}]")
    state = models.CharField(max_length=10, choices=State)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    edition = models.OneToOneField(
        StandardsEdition, models.PROTECT, null=True, blank=True, related_name="draft"
    )

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "published"]) | Q(content__isnull=False, faults=[]),
                name="standards_with_faults_are_never_published",
            ),
            models.CheckConstraint(
                condition=Q(state="published", edition__isnull=False)
                | (~Q(state="published") & Q(edition__isnull=True)),
                name="published_standards_name_their_edition",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["published", "discarded"], decided_at__isnull=False, decided_by__isnull=False
                )
                | Q(state__in=["refused", "ready"], decided_at__isnull=True, decided_by__isnull=True),
                name="standards_draft_is_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} handed in by {self.uploaded_by}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.REFUSED, self.State.READY)
