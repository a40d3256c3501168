"""Reads of question banks: their editions, the newest, and what a draft changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from apps.assessments.models import BankDraft, BankEdition
from rules.definitions.bank_changes import FIRST_EDITION, BankDifference, Size, compare, next_edition, numbers
from rules.definitions.banks import Bank, load_banks


@dataclass(frozen=True)
class PublishedBank:
    """A bank with its editions, the newest first."""

    id: str
    editions: tuple[BankEdition, ...]

    @property
    def newest(self) -> BankEdition:
        return self.editions[0]

    @property
    def earlier(self) -> tuple[BankEdition, ...]:
        return self.editions[1:]


def published_banks() -> list[PublishedBank]:
    """Every bank with a published edition, by id."""
    found: dict[str, list[BankEdition]] = {}
    for edition in BankEdition.objects.defer("content").select_related("published_by"):
        found.setdefault(edition.bank, []).append(edition)
    return [PublishedBank(bank, tuple(newest_first(rows))) for bank, rows in sorted(found.items())]


def newest_first(editions: Iterable[BankEdition]) -> list[BankEdition]:
    """By number, not by text: 1.10 comes before 1.9."""
    return sorted(editions, key=lambda edition: numbers(edition.edition), reverse=True)


def newest_edition(bank_id: str) -> BankEdition | None:
    found = newest_first(BankEdition.objects.filter(bank=bank_id))
    return found[0] if found else None


def drafts_of_the_product() -> list[Bank]:
    """The drafts that come with the product and are not published yet, by id."""
    published = set(BankEdition.objects.values_list("bank", flat=True))
    return [bank for bank in load_banks() if bank.file.status == "draft" and bank.id not in published]


@dataclass(frozen=True)
class Proposal:
    """What publishing a draft would do: the edition before it, what changes, and the new number."""

    draft: BankDraft
    bank: Bank
    before: BankEdition | None

    @cached_property
    def difference(self) -> BankDifference | None:
        """None for the first edition of a bank."""
        return compare(self.before.definition, self.bank) if self.before else None

    @property
    def edition(self) -> str:
        """The number that it would be published under; empty when nothing changes."""
        if self.before is None or self.difference is None:
            return FIRST_EDITION
        size = self.difference.size
        return "" if size is Size.NOTHING else next_edition(self.before.edition, size)


def proposal_of(draft: BankDraft) -> Proposal:
    """What the draft would change now. Raises DefinitionError for a draft with faults."""
    bank = draft.definition
    return Proposal(draft, bank, newest_edition(bank.id))
