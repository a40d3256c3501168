"""Talks with people on probation: recorded, fed into the evidence register, struck out, counted."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.inspections.access import is_on
from apps.inspections.actions import locked
from apps.inspections.models import Inspection, Member, RegisterEntry, Talk, TalkNote
from apps.inspections.register import ENTERED_IN, Item, enter_evidence, prompts_of, strike_out
from apps.organisation.access import can
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions.talks import Guide, TalkEdition, TalkQuestion, talk_edition, talks_on
from rules.tables.talks import Talked, Talks, counted

VIEWS = "views_of_people"


@dataclass(frozen=True, kw_only=True)
class Note:
    """What was said to a question, and how it bears on the question's prompts."""

    words: str
    bearing: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """A talk as somebody records it. notes: question -> note, of the questions that were spoken of."""

    guide: str
    on: date
    people: int
    way: str
    language: str
    weight: str
    weight_why: str
    notes: Mapping[str, Note]


def may_record(user: User, inspection: Inspection) -> bool:
    """Whether the user records talks of this inspection now."""
    works = is_on(user, inspection, Member.Job.LEAD, Member.Job.INSPECTOR)
    return works and can(user, "enter_evidence") and inspection.state in ENTERED_IN


@transaction.atomic
def record_talk(inspection: Inspection, held: Held, *, today: date, by: User) -> Talk:
    """Keep a talk, each of its notes as an item of the register that bears on the question's prompts.

    The item of a talk with few people carries no day: with the office's diary it would name somebody.
    Raises Refused out of time, for what the guide does not know, a number of people that it does not take,
    a day to come, and without a note.
    """
    inspection = locked(inspection)
    edition = talks_on(held.on)
    guide = _checked(inspection, edition, held, today)
    made = Talk.objects.create(
        inspection=inspection,
        edition=edition.edition,
        guide=guide.id,
        on=held.on,
        people=held.people,
        way=held.way,
        language=held.language,
        held_by=by,
    )
    for question in edition.asked_by(guide):
        if question.id in held.notes:
            item = _item(inspection, edition, guide, question, held)
            entry = enter_evidence(inspection, item, upload=None, today=today, by=by)
            TalkNote.objects.create(talk=made, question=question.id, entry=entry)
    record("record_talk", by=by, subject=inspection, after={"talk": made.pk, "guide": guide.id})
    return made


def _checked(inspection: Inspection, edition: TalkEdition, held: Held, today: date) -> Guide:
    if inspection.state not in ENTERED_IN:
        raise Refused("Talks are recorded from the announcement until the panel has sat")
    guide = edition.guide(held.guide)
    if guide is None:
        raise Refused("Choose an interview or a focus group")
    if not guide.fewest_people <= held.people <= guide.most_people:
        expected = f"{guide.fewest_people} to {guide.most_people}"
        raise Refused(f"This kind of talk is for {expected} people: found {held.people}")
    if held.on > today:
        raise Refused("The day of the talk is to come")
    ways, languages = ({each.id for each in some} for some in (edition.ways, edition.languages))
    if held.way not in ways or held.language not in languages:
        raise Refused("Choose how you talked, and in which language")
    if not held.notes or not set(guide.asks).issuperset(held.notes):
        raise Refused("Write down what was said to at least one question of the guide")
    return guide


def _item(
    inspection: Inspection, edition: TalkEdition, guide: Guide, question: TalkQuestion, held: Held
) -> Item:
    note, known = held.notes[question.id], prompts_of(inspection)
    return Item(
        kind=VIEWS,
        title=f"{guide.en}: {question.en}"[:200],
        source=f"People on probation, {guide.en.lower()}, guide {edition.edition}",
        on=held.on if held.people >= edition.fewest_shown else None,
        words=note.words,
        weight=held.weight,
        weight_why=held.weight_why,
        bearings={key: note.bearing for key in question.keys if key in known},
    )


@transaction.atomic
def strike_talk(talk: Talk, *, reason: str, by: User) -> Talk:
    """Strike a talk out, and its items of the register. Raises Refused out of time or without why."""
    inspection = locked(talk.inspection)
    if inspection.state not in ENTERED_IN:
        raise Refused("The register of this inspection is closed")
    if not reason.strip():
        raise Refused("Say why the talk is struck out")
    talk = Talk.objects.select_for_update().get(pk=talk.pk)
    if talk.is_struck:
        return talk
    for entry in RegisterEntry.objects.filter(talk_note__talk=talk, struck_at=None):
        strike_out(entry, reason=reason, by=by)
    talk.struck_at, talk.struck_by, talk.struck_reason = timezone.now(), by, reason.strip()
    talk.save(update_fields=["struck_at", "struck_by", "struck_reason"])
    record("strike_talk", by=by, subject=inspection, after={"talk": talk.pk})
    return talk


def talks_of(inspection: Inspection, *, guide: str = "", question: str = "") -> QuerySet[Talk]:
    """Talks in the order in which they were recorded, struck out ones too; narrowed where asked."""
    found = inspection.talks.select_related("held_by", "struck_by").prefetch_related(
        "notes__entry__links", "notes__entry__inspection"
    )
    if guide:
        found = found.filter(guide=guide)
    return found.filter(notes__question=question) if question else found


def edition_for(inspection: Inspection) -> TalkEdition:
    """The guides by which the inspection's talks are counted: those of its newest talk, else of fieldwork."""
    newest = inspection.talks.order_by("-id").first()
    return talk_edition(newest.edition) if newest else talks_on(inspection.fieldwork_first_on)


def counted_talks(inspection: Inspection) -> Talks:
    """What a report may say of the talks: numbers alone, without struck out ones."""
    held = [
        Talked(
            guide=talk.guide,
            people=talk.people,
            questions={note.question for note in talk.notes.all() if not note.entry.is_struck},
        )
        for talk in talks_of(inspection)
        if not talk.is_struck
    ]
    return counted(edition_for(inspection), held)
