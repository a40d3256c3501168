"""Talks as pages, downloads and the report show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from apps.inspections.models import Inspection, Talk, TalkNote
from apps.inspections.talks import counted_talks
from rules.definitions.evidence_register import register_words
from rules.definitions.survey import Choice
from rules.definitions.talks import Guide, TalkEdition, TalkQuestion, talk_edition
from rules.tables.talks import Talks

COLUMNS = (
    "talk", "kind", "month", "people", "way", "language", "question", "prompts", "words", "bearing", "struck",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class ShownNote:
    note: TalkNote
    question: TalkQuestion | None
    bearings: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class ShownTalk:
    """A talk with its codes in words."""

    talk: Talk
    guide: Guide | None
    way: str
    language: str
    notes: tuple[ShownNote, ...]


def shown_talk(talk: Talk) -> ShownTalk:
    edition = talk_edition(talk.edition)
    return ShownTalk(
        talk=talk,
        guide=edition.guide(talk.guide),
        way=_words(edition.ways, talk.way),
        language=_words(edition.languages, talk.language),
        notes=tuple(_shown_note(note, edition) for note in talk.notes.all()),
    )


def _words(choices: Iterable[Choice], code: str) -> str:
    return next((each.en for each in choices if each.id == code), code)


def _shown_note(note: TalkNote, edition: TalkEdition) -> ShownNote:
    bearings = dict.fromkeys(register_words(link.bearing) for link in note.entry.links.all())
    return ShownNote(note=note, question=edition.question(note.question), bearings=tuple(bearings))


def talk_rows(talks: Iterable[Talk]) -> Iterator[dict[str, Any]]:
    """A row for each note. A file travels: it names the month, and no small number of people."""
    for talk in talks:
        shown, edition = shown_talk(talk), talk_edition(talk.edition)
        few = talk.people < edition.fewest_shown
        for each in shown.notes:
            yield {
                "talk": talk.pk,
                "kind": shown.guide.en if shown.guide else talk.guide,
                "month": f"{talk.on:%Y-%m}",
                "people": f"fewer than {edition.fewest_shown}" if few else talk.people,
                "way": shown.way,
                "language": shown.language,
                "question": each.question.en if each.question else each.note.question,
                "prompts": " ".join(each.question.prompts) if each.question else "",
                "words": each.note.entry.words,
                "bearing": ", ".join(each.bearings),
                "struck": talk.struck_reason or each.note.entry.struck_reason,
            }


def talks_content(inspection: Inspection) -> dict[str, Any]:
    """What the report prints of the talks, as a JSON value; empty texts where a number is withheld."""
    found = counted_talks(inspection)
    return {
        "held": inspection.talks.filter(struck_at=None).exists(),
        "shown": found.shown,
        "talks": found.talks,
        "people": found.people,
        "guides": list(_guide_rows(found)),
        "rows": list(_question_rows(found)),
    }


def _guide_rows(found: Talks) -> Iterator[dict[str, str]]:
    for each in found.guides:
        yield {"title": each.guide.en, "talks": _number(each.talks), "people": _number(each.people)}


def _question_rows(found: Talks) -> Iterator[dict[str, str]]:
    for each in found.questions:
        yield {
            "id": each.question.id,
            "question": each.question.en,
            "question_cy": each.question.cy,
            "talks": _number(each.talks),
            "people": _number(each.people),
        }


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
