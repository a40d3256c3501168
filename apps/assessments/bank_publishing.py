"""What a lead does with banks: hand one in, publish it as an edition, or discard it. Each leaves a trace."""

from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from apps.assessments.actions import Refused, publish_edition
from apps.assessments.bank_checker import check_file
from apps.assessments.bank_files.writing import bank_yaml
from apps.assessments.bank_queries import drafts_of_the_product, proposal_of
from apps.assessments.models import BankDraft, BankEdition
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions.banks import build_bank


def hand_in(content: bytes, *, file_name: str, by: User) -> BankDraft:
    """Check a file and keep it, with its faults or ready to publish."""
    name = file_name.replace("\x00", "")[-120:]
    checked = check_file(content, name)  # outside the transaction: it takes a second or two
    with transaction.atomic():
        draft = BankDraft.objects.create(
            file_name=name,
            kept=content,
            sha256=sha256(content).hexdigest(),
            bank=_plain(checked["bank"])[:20],
            title=_plain(checked["title"])[:120],
            content=checked["content"],
            faults=checked["faults"],
            state=BankDraft.State.READY if checked["content"] else BankDraft.State.REFUSED,
            uploaded_by=by,
        )
        after = {"file": name, "sha256": draft.sha256, "bank": draft.bank, "faults": len(draft.faults)}
        record("hand_in_bank", by=by, subject=draft, after=after)
    return draft


def _plain(text: str) -> str:
    return text.replace("\x00", "")


def take_up(bank_id: str, *, by: User) -> BankDraft:
    """Hand in a draft that comes with the product. Raises Refused when there is none of this id."""
    found = next((bank for bank in drafts_of_the_product() if bank.id == bank_id), None)
    if found is None:
        raise Refused(f"The product has no draft of a bank {bank_id} that is not published yet")
    return hand_in(bank_yaml(found).encode(), file_name=f"{bank_id}.yaml", by=by)


@transaction.atomic
def publish(draft: BankDraft, *, by: User) -> BankEdition:
    """Publish a draft under the number that its changes call for.

    Raises Refused for a draft with faults, one that was decided before, or one that changes nothing.
    """
    draft = _open(draft)
    if draft.state != BankDraft.State.READY:
        raise Refused("This file has faults and cannot be published")
    proposal = proposal_of(draft)
    if not proposal.edition:
        raise Refused(f"Nothing differs from {proposal.before}; there is nothing to publish")
    content = draft.content | {"edition": proposal.edition, "status": "published"}
    edition, _ = publish_edition(build_bank(content, file=draft.file_name), by=by)
    _decide(draft, BankDraft.State.PUBLISHED, by=by, edition=edition)
    return edition


@transaction.atomic
def discard(draft: BankDraft, *, by: User) -> None:
    """Set a draft aside; what was handed in stays kept. Raises Refused when it was decided before."""
    _decide(_open(draft), BankDraft.State.DISCARDED, by=by, edition=None)


def _open(draft: BankDraft) -> BankDraft:
    """The draft, locked."""
    found = BankDraft.objects.select_for_update().get(pk=draft.pk)
    if not found.is_open:
        raise Refused(f"This draft is {found.get_state_display().lower()} already")
    return found


def _decide(draft: BankDraft, state: BankDraft.State, *, by: User, edition: BankEdition | None) -> None:
    before = draft.state
    draft.state, draft.edition = state, edition
    draft.decided_at, draft.decided_by = timezone.now(), by
    draft.save(update_fields=["state", "edition", "decided_at", "decided_by"])
    after = {"state": state, "edition": str(edition or "")}
    record("decide_bank_draft", by=by, subject=draft, before={"state": before}, after=after)
