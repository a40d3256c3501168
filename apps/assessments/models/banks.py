"""Published editions of question banks, and banks that a lead handed in and may publish."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from rules.definitions.banks import Bank, build_bank
from rules.definitions.files import validated

_definitions: dict[str, Bank] = {}


class BankEdition(models.Model):
    """A published edition of a question bank, kept whole. Rows are never changed (database trigger)."""

    bank = models.CharField(max_length=20)
    edition = models.CharField(max_length=20)
    title = models.CharField(max_length=120)
    valid_from = models.DateField()
    source = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    content = models.JSONField(
        help_text="The bank with its scales and facts, as rules.definitions.banks.Bank"
    )
    published_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["bank", "edition"]
        constraints = [models.UniqueConstraint(fields=["bank", "edition"], name="one_row_per_bank_edition")]

    def __str__(self) -> str:
        return f"{self.bank} {self.title} ({self.edition})"

    @property
    def definition(self) -> Bank:
        """The bank as the rules read it; read once a process, since a published edition never changes."""
        if self.sha256 not in _definitions:
            _definitions[self.sha256] = validated(Bank, self.content, file=str(self))
        return _definitions[self.sha256]


class BankDraft(models.Model):
    """A file with a bank as a lead handed it in: its bytes, what is wrong with it, and what became of it."""

    class State(models.TextChoices):
        REFUSED = "refused", "Refused: has faults"
        READY = "ready", "Ready to publish"
        PUBLISHED = "published", "Published"
        DISCARDED = "discarded", "Discarded"

    file_name = models.CharField(max_length=120)
    kept = models.BinaryField(help_text="The file, byte for byte")
    sha256 = models.CharField(max_length=64)
    bank = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=120, blank=True)
    content = models.JSONField(
        null=True, blank=True, help_text="The bank as rules.definitions.banks.BankFile; empty with faults"
    )
    faults = models.JSONField(default=list, blank=True, help_text="[{place, found, expected}]")
    state = models.CharField(max_length=10, choices=State)
    uploaded_at = models.DateTimeField(auto_now_add=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    edition = models.OneToOneField(BankEdition, models.PROTECT, null=True, blank=True, related_name="draft")

    class Meta:
        ordering = ["-uploaded_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["ready", "published"]) | Q(content__isnull=False, faults=[]),
                name="draft_with_faults_is_never_published",
            ),
            models.CheckConstraint(
                condition=Q(state="published", edition__isnull=False)
                | (~Q(state="published") & Q(edition__isnull=True)),
                name="published_draft_names_its_edition",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["published", "discarded"], decided_at__isnull=False, decided_by__isnull=False
                )
                | Q(state__in=["refused", "ready"], decided_at__isnull=True, decided_by__isnull=True),
                name="draft_is_decided_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.bank or self.file_name} handed in by {self.uploaded_by}"

    @property
    def definition(self) -> Bank:
        """The bank as its file says it. Raises DefinitionError for a draft with faults."""
        return build_bank(self.content, file=self.file_name)

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.REFUSED, self.State.READY)
