"""The items of the evidence register as pages and downloads show them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from apps.inspections.models import Inspection, RegisterEntry, RegisterLink
from apps.inspections.register import entries_of, prompts_of
from rules.definitions.evidence_register import register_words
from rules.definitions.standards import PromptKey

COLUMNS = (
    "entry", "kind", "title", "source", "on", "words", "weight", "weight_why", "question", "prompt",
    "bearing", "file", "entered_by", "entered_at", "struck_at", "struck_reason",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Bearing:
    """How an item bears on a prompt; `prompt` is the prompt's letter, empty when the edition lacks it."""

    question: str
    prompt: str
    text: str
    bearing: str


@dataclass(frozen=True, kw_only=True)
class ShownEntry:
    entry: RegisterEntry
    kind: str
    weight: str
    bearings: tuple[Bearing, ...]


def shown_entries(inspection: Inspection, found: Iterable[RegisterEntry]) -> list[ShownEntry]:
    """The items with their codes in words and their prompts in the edition's wording."""
    prompts = prompts_of(inspection)
    return [
        ShownEntry(
            entry=entry,
            kind=register_words(entry.kind),
            weight=register_words(entry.weight),
            bearings=tuple(_bearing(link, prompts) for link in entry.links.all()),
        )
        for entry in found
    ]


def evidence_for(inspection: Inspection, standard: str) -> list[ShownEntry]:
    """What stands in the register for a standard, without what was struck out."""
    return shown_entries(inspection, entries_of(inspection, standard=standard).filter(struck_at=None))


def _bearing(link: RegisterLink, prompts: dict[PromptKey, Any]) -> Bearing:
    found = prompts.get(PromptKey(link.level, link.question, link.ordinal))
    return Bearing(
        question=link.question,
        prompt=found[1].letter if found else "",
        text=found[1].text if found else "",
        bearing=register_words(link.bearing),
    )


def table_rows(inspection: Inspection, found: Iterable[RegisterEntry]) -> Iterator[dict[str, Any]]:
    """One row an item and prompt; an item that bears on none has one row."""
    for shown in shown_entries(inspection, found):
        for bearing in shown.bearings or (Bearing(question="", prompt="", text="", bearing=""),):
            yield _table_row(shown, bearing)


def _table_row(shown: ShownEntry, bearing: Bearing) -> dict[str, Any]:
    entry = shown.entry
    return {
        "entry": entry.pk,
        "kind": shown.kind,
        "title": entry.title,
        "source": entry.source,
        "on": entry.on,
        "words": entry.words,
        "weight": shown.weight,
        "weight_why": entry.weight_why,
        "question": bearing.question,
        "prompt": bearing.prompt,
        "bearing": bearing.bearing,
        "file": entry.file_name,
        "entered_by": str(entry.entered_by),
        "entered_at": entry.entered_at.isoformat(timespec="minutes"),
        "struck_at": entry.struck_at.isoformat(timespec="minutes") if entry.struck_at else "",
        "struck_reason": entry.struck_reason,
    }
