"""A marker writes evidence down beside the answers, or strikes a wrong entry out."""

from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from apps.assessments.actions import Refused, lock_assignment
from apps.assessments.attachments import Attachment, BadFile, keep
from apps.assessments.models import Assignment, EvidenceEntry
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions.evidence import EvidenceEdition, evidence_rules_on


@transaction.atomic
def add_evidence(
    assignment: Assignment,
    *,
    source: str,
    words: str,
    question: str = "",
    on: date | None = None,
    upload: UploadedFile | None = None,
    by: User,
    today: date,
) -> EvidenceEntry:
    """Keep one entry with its file. Raises Refused after submission, for an unknown question, a day to come,
    more entries than the rules allow, or a file that cannot be kept; nothing is stored then."""
    rules = evidence_rules_on(today)
    lock_assignment(assignment)
    _check(assignment, question, on, today, rules)
    try:
        attached = keep(upload, rules) if upload else None
    except BadFile as error:
        raise Refused(str(error)) from error
    made = EvidenceEntry.objects.create(
        assignment=assignment, source=source, words=words, question=question, on=on, by=by, **_file(attached)
    )
    after = {"source": source, "question": question, "file": made.file_sha256}
    record("add_evidence", by=by, subject=made, after=after)
    return made


@transaction.atomic
def strike_evidence(entry: EvidenceEntry, *, reason: str, by: User) -> EvidenceEntry:
    """Strike an entry out; it stays readable with the reason. Raises Refused after submission."""
    lock_assignment(entry.assignment)
    if entry.assignment.is_submitted:
        raise Refused("This case was submitted; its evidence can no longer be changed")
    entry = EvidenceEntry.objects.select_for_update().get(pk=entry.pk)
    if entry.is_struck:
        return entry
    entry.struck_at, entry.struck_by, entry.struck_reason = timezone.now(), by, reason
    entry.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    record("strike_evidence", by=by, subject=entry, reason=reason)
    return entry


def _check(
    assignment: Assignment, question: str, on: date | None, today: date, rules: EvidenceEdition
) -> None:
    if assignment.is_submitted:
        raise Refused("This case was submitted; its evidence can no longer be changed")
    if question and question not in assignment.bank.questions:
        raise Refused(f"This bank has no question {question}")
    if on is not None and on > today:
        raise Refused("The day of the evidence is to come")
    if assignment.evidence.count() >= rules.most_entries_per_case:
        raise Refused(f"A case holds at most {rules.most_entries_per_case} entries of evidence")


def _file(attached: Attachment | None) -> dict[str, object]:
    if attached is None:
        return {}
    return {
        "file": attached.path,
        "file_name": attached.name,
        "file_media_type": attached.media_type,
        "file_size": attached.size,
        "file_sha256": attached.sha256,
    }
