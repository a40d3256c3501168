"""The evidence register: entered, struck out, read by prompt. It computes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.assessments.attachments import Attachment, BadFile, keep
from apps.inspections.actions import locked
from apps.inspections.models import Inspection, RegisterEntry, RegisterLink
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions.evidence import evidence_rules_on
from rules.definitions.evidence_register import register_rules_on
from rules.definitions.standards import PromptKey
from rules.definitions.standards_document import DocumentPrompt, DocumentQuestion, DocumentStandard

State = Inspection.State
ENTERED_IN = (State.ANNOUNCED, State.FIELDWORK, State.RATING)
# The levels that are weighed from evidence; cases are judged by their own.
LEVEL_OF_UNIT, LEVEL_OF_REGION = "domain_one", "regional"


@dataclass(frozen=True, kw_only=True)
class Item:
    """What somebody enters; `bearings`: how it bears on prompts of the inspection's level."""

    kind: str
    title: str
    source: str
    on: date | None
    words: str
    weight: str
    weight_why: str
    bearings: Mapping[PromptKey, str]


def level_of(inspection: Inspection) -> str:
    """The level of the standards that evidence of this inspection bears on."""
    return LEVEL_OF_UNIT if inspection.unit_id else LEVEL_OF_REGION


def standards_of(inspection: Inspection) -> tuple[DocumentStandard, ...]:
    """The standards with their key questions and prompts, in the official wording of its edition."""
    level = inspection.standards.document.level(level_of(inspection))
    return level.standards if level else ()


def prompts_of(inspection: Inspection) -> dict[PromptKey, tuple[DocumentQuestion, DocumentPrompt]]:
    """Every prompt that evidence can bear on, in printed order."""
    return {
        PromptKey(level_of(inspection), question.key, prompt.ordinal): (question, prompt)
        for standard in standards_of(inspection)
        for question in standard.questions
        for prompt in question.prompts
    }


@transaction.atomic
def enter_evidence(
    inspection: Inspection, item: Item, *, upload: UploadedFile | None, today: date, by: User
) -> RegisterEntry:
    """Keep an item with its file and its bearing on prompts; nothing is stored when it is refused.

    Raises Refused out of time, for words that the rules do not know, a day to come, a prompt that is none
    of this inspection's, more items than the rules allow, or a file that cannot be kept.
    """
    inspection = locked(inspection)
    _check(inspection, item, today)
    try:
        attached = keep(upload, evidence_rules_on(today)) if upload else None
    except BadFile as error:
        raise Refused(str(error)) from error
    made = RegisterEntry.objects.create(
        inspection=inspection,
        kind=item.kind,
        title=item.title.strip(),
        source=item.source.strip(),
        on=item.on,
        words=item.words.strip(),
        weight=item.weight,
        weight_why=item.weight_why.strip(),
        entered_by=by,
        **_file(attached),
    )
    RegisterLink.objects.bulk_create(_link(made, key, bearing) for key, bearing in item.bearings.items())
    # The trail is read by people who may not see an open inspection's evidence: no words.
    record("enter_evidence", by=by, subject=inspection, after={"entry": made.pk, "kind": item.kind})
    return made


def _check(inspection: Inspection, item: Item, today: date) -> None:
    rules = register_rules_on(today)
    if inspection.state not in ENTERED_IN:
        raise Refused("Evidence is entered from the announcement until the panel has sat")
    if item.kind not in {word.id for word in rules.kinds}:
        raise Refused("Choose what kind of evidence it is")
    if item.weight not in {word.id for word in rules.weights}:
        raise Refused("Choose how much weight it carries")
    if not (item.title.strip() and item.source.strip() and item.words.strip()):
        raise Refused("Say what it is, where it comes from and what it shows")
    if item.on and item.on > today:
        raise Refused("The day of the evidence is to come")
    bearings = {word.id for word in rules.bearings}
    strangers = item.bearings.keys() - prompts_of(inspection).keys()
    if strangers or not bearings.issuperset(item.bearings.values()):
        raise Refused("Evidence bears on prompts of this inspection, in one of the ways of the register")
    if inspection.evidence.count() >= rules.most_items:
        raise Refused(f"A register holds at most {rules.most_items} items")


def _link(entry: RegisterEntry, key: PromptKey, bearing: str) -> RegisterLink:
    return RegisterLink(
        entry=entry, level=key.level, question=key.question, ordinal=key.ordinal, bearing=bearing
    )


def _file(attached: Attachment | None) -> dict[str, str | int]:
    if attached is None:
        return {}
    return {
        "file": attached.path,
        "file_name": attached.name,
        "file_media_type": attached.media_type,
        "file_size": attached.size,
        "file_sha256": attached.sha256,
    }


@transaction.atomic
def strike_out(entry: RegisterEntry, *, reason: str, by: User) -> RegisterEntry:
    """Strike an item out; it stays readable, with the reason. Raises Refused out of time or without why."""
    inspection = locked(entry.inspection)
    if inspection.state not in ENTERED_IN:
        raise Refused("The register of this inspection is closed")
    if not reason.strip():
        raise Refused("Say why the item is struck out")
    found = RegisterEntry.objects.select_for_update().get(pk=entry.pk)
    if found.is_struck:
        return found
    found.struck_at, found.struck_by, found.struck_reason = timezone.now(), by, reason.strip()
    found.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    record("strike_evidence", by=by, subject=inspection, after={"entry": found.pk})
    return found


def entries_of(
    inspection: Inspection, *, standard: str = "", prompt: PromptKey | None = None, kind: str = ""
) -> QuerySet[RegisterEntry]:
    """Items in the order in which they were entered, also struck out ones; narrowed where asked."""
    found = inspection.evidence.select_related("entered_by", "struck_by").prefetch_related("links")
    if kind:
        found = found.filter(kind=kind)
    if prompt:
        return found.filter(
            links__level=prompt.level, links__question=prompt.question, links__ordinal=prompt.ordinal
        )
    if standard:
        questions = _questions_of(standards_of(inspection), standard)
        return found.filter(links__question__in=questions).distinct()
    return found


def _questions_of(standards: Iterable[DocumentStandard], number: str) -> list[str]:
    return [question.key for each in standards if each.number == number for question in each.questions]
