"""Published editions of question banks."""

from django.conf import settings
from django.db import models

from rules.definitions.banks import Bank
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
