"""Published documents of standards handed in, and made editions. Each step leaves a trace.

An edition keeps the file itself beside what was read of it, and never changes: an inspection stays with the
edition that it was opened with.
"""

from calendar import month_name
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.inspections.models import StandardsDraft, StandardsEdition
from apps.inspections.standards_queries import OWN_WORDS, document_of_draft, editions
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions import standards_document
from rules.definitions.standards import DATA, Standards, newest_standards
from rules.definitions.standards_changes import compare
from rules.definitions.standards_document import StandardsDocument
from rules.definitions.standards_own_words import document_of
from rules.definitions.standards_reading import Reading, read_standards

_LONGEST = {"edition": 20, "title": 200, "file_name": 160}


@dataclass(frozen=True, kw_only=True)
class Naming:
    """What an edition is called, and the day from which it is in force."""

    edition: str
    title: str
    valid_from: date


@dataclass(frozen=True)
class Loaded:
    """The edition, and whether it was made now: a document that was loaded before makes no second one."""

    edition: StandardsEdition
    is_new: bool


def read(content: bytes) -> Reading:
    """The document in a file. Raises rules.definitions.standards_document.Refused with every fault."""
    return read_standards(content, levels=newest_standards().levels)


def suggested(document: StandardsDocument, *, today: date) -> Naming:
    """The month that the document prints, with a number where an edition has its name already; without a
    month, today."""
    month = document.printed or f"{today:%Y-%m}"
    year, number = (int(part) for part in month.split("-"))
    return Naming(
        edition=_free(month),
        title=f"Inspection standards of {month_name[number]} {year}",
        valid_from=date(year, number, 1) if document.printed else today,
    )


def _free(wanted: str) -> str:
    taken = set(StandardsEdition.objects.values_list("edition", flat=True))
    number, name = 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}-{number}"
    return name


def same_as(content: bytes, document: StandardsDocument) -> StandardsEdition | None:
    """The edition made of the same file, or else one that says the same word for word."""
    by_file = editions().filter(sha256=sha256(content).hexdigest()).first()
    return by_file or next((each for each in editions() if not compare(each.document, document)), None)


@transaction.atomic
def load(
    content: bytes, reading: Reading, *, file_name: str, naming: Naming, is_named: bool, by: User | None
) -> Loaded:
    """Make an edition of a document. The same file never makes a second one; another file that says the same
    only where the edition `is_named` on purpose.

    Raises Refused for a name that another document has.
    """
    found = same_as(content, reading.document)
    if found and (not is_named or found.sha256 == sha256(content).hexdigest()):
        return Loaded(found, is_new=False)
    findings = [asdict(finding) for finding in reading.findings]
    return Loaded(_made(content, reading.document, findings, naming, file_name=file_name, by=by), is_new=True)


def load_own_words(*, by: User | None) -> Loaded:
    """Make an edition of the product's own short words, for who has no published document yet."""
    standards = newest_standards()
    content = (DATA / f"{standards.edition}.yaml").read_bytes()
    if found := editions().filter(sha256=sha256(content).hexdigest()).first():
        return Loaded(found, is_new=False)
    with transaction.atomic():
        naming = _named_own(standards)
        made = _made(content, document_of(standards), [], naming, file_name=OWN_WORDS, by=by)
    return Loaded(made, is_new=True)


def _named_own(standards: Standards) -> Naming:
    title = f"{standards.title}, in the product's short words"
    return Naming(edition=_free(f"{standards.edition}-short"), title=title, valid_from=standards.valid_from)


def hand_in(content: bytes, *, file_name: str, by: User) -> StandardsDraft:
    """Read a file and keep it, with its faults or ready to publish."""
    read_now, faults = _tried(content)
    values: dict[str, Any] = {"faults": _plain(faults), "state": StandardsDraft.State.REFUSED}
    if read_now:
        values["content"] = read_now.document.model_dump(mode="json")
        values["findings"] = _plain(read_now.findings)
        values["state"] = StandardsDraft.State.READY
    with transaction.atomic():
        name = file_name.replace("\x00", "")[-_LONGEST["file_name"] :]
        hashed = sha256(content).hexdigest()
        draft = StandardsDraft.objects.create(
            file_name=name, kept=content, sha256=hashed, uploaded_by=by, **values
        )
        after = {"file": name, "sha256": hashed, "faults": len(draft.faults)}
        record("hand_in_standards", by=by, subject=draft, after=after)
    return draft


def _tried(content: bytes) -> tuple[Reading | None, tuple[standards_document.Fault, ...]]:
    try:
        return read(content), ()
    except standards_document.Refused as refused:
        return None, refused.faults


def _plain(faults: Iterable[standards_document.Fault]) -> list[dict[str, str]]:
    """PostgreSQL keeps no NUL in a text; a fault may quote one."""
    return [{key: text.replace("\x00", "\ufffd") for key, text in asdict(fault).items()} for fault in faults]


@transaction.atomic
def publish(draft: StandardsDraft, naming: Naming, *, by: User) -> StandardsEdition:
    """Make the draft an edition. Raises Refused for a draft with faults or decided before, for a document
    that is an edition already, and for a name that another has."""
    draft = _open(draft)
    if draft.state != StandardsDraft.State.READY:
        raise Refused("This file has faults and cannot be published")
    document, content = document_of_draft(draft), bytes(draft.kept)
    if found := same_as(content, document):
        raise Refused(f"{found} says the same word for word; there is nothing to publish")
    made = _made(content, document, draft.findings, naming, file_name=draft.file_name, by=by)
    _decide(draft, StandardsDraft.State.PUBLISHED, by=by, edition=made)
    return made


@transaction.atomic
def discard(draft: StandardsDraft, *, by: User) -> None:
    """Set a draft aside; what was handed in stays kept. Raises Refused when it was decided before."""
    _decide(_open(draft), StandardsDraft.State.DISCARDED, by=by, edition=None)


def _made(
    content: bytes,
    document: StandardsDocument,
    findings: list[dict[str, str]],
    naming: Naming,
    *,
    file_name: str,
    by: User | None,
) -> StandardsEdition:
    naming = replace(naming, title=naming.title[: _LONGEST["title"]])
    _check(naming)
    try:
        with transaction.atomic():
            made = StandardsEdition.objects.create(
                **asdict(naming),
                source_name=file_name[-_LONGEST["file_name"] :],
                kept=content,
                sha256=sha256(content).hexdigest(),
                content=document.model_dump(mode="json"),
                findings=findings,
                loaded_by=by,
            )
    except IntegrityError as error:
        raise Refused(f"There is an edition {naming.edition} already, of another document") from error
    after = {"edition": made.edition, "sha256": made.sha256, "valid_from": made.valid_from.isoformat()}
    record("load_standards", by=by, subject=made, after=after)
    return made


def _check(naming: Naming) -> None:
    if not naming.edition or len(naming.edition) > _LONGEST["edition"]:
        raise Refused(f"Name the edition with 1 to {_LONGEST['edition']} characters")
    if not all(each.isascii() and (each.isalnum() or each in ".-") for each in naming.edition):
        raise Refused(f"Name the edition with letters, digits, dots and hyphens: found {naming.edition!r}")


def _open(draft: StandardsDraft) -> StandardsDraft:
    """The draft, locked."""
    found = StandardsDraft.objects.select_for_update().get(pk=draft.pk)
    if not found.is_open:
        raise Refused(f"This draft is {found.get_state_display().lower()} already")
    return found


def _decide(
    draft: StandardsDraft, state: StandardsDraft.State, *, by: User, edition: StandardsEdition | None
) -> None:
    before = draft.state
    draft.state, draft.edition = state, edition
    draft.decided_at, draft.decided_by = timezone.now(), by
    draft.save(update_fields=["state", "edition", "decided_at", "decided_by"])
    after = {"state": state, "edition": edition.edition if edition else ""}
    record("decide_standards_draft", by=by, subject=draft, before={"state": before}, after=after)
