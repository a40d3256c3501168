"""Inspection standards in the product's own short words: levels, standards, key questions and prompts.

What the inspectorate published word for word is never part of the product: it is read from its document
(`standards_document`) and stored as an edition. These short words stand beside it, matched by key, and say
what the document's print cannot: which standards are rated and how, and which questions are about safety.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property
from hashlib import sha256
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.vocabulary import Day

DATA = Path(__file__).resolve().parent.parent / "data" / "standards"

ALWAYS = "always"


class Rating(StrEnum):
    """How a standard comes to its rating.

    `evidence`: by argument from evidence, nothing computed; `cases`: from the judgements of its key questions
    on cases; `baseline`: judged on cases and published, not rated yet; `apart`: judged, and never part of the
    overall rating; `none`: not rated.
    """

    EVIDENCE = "evidence"
    CASES = "cases"
    BASELINE = "baseline"
    APART = "apart"
    NONE = "none"


@dataclass(frozen=True, order=True)
class PromptKey:
    """One prompt: its level, its key question, and its place in it from 1. Letters are no key: one is
    printed twice in regional 1.2.4, and regional and domain one use the same numbers."""

    level: str
    question: str
    ordinal: int

    def __str__(self) -> str:
        return f"{self.level}.{self.question}.{self.ordinal}"

    @classmethod
    def parse(cls, text: str) -> "PromptKey":
        """The key written as by str(), such as domain_two.2.3.2.1. Raises ValueError."""
        level, _, rest = text.partition(".")
        question, _, ordinal = rest.rpartition(".")
        if not (level and question and ordinal.isascii() and ordinal.isdecimal()):
            raise ValueError(f"found {text!r}, expected level, key question and place: domain_two.2.3.2.1")
        return cls(level, question, int(ordinal))


_Number = Annotated[str, Field(pattern=r"^[0-9]{1,2}(\.[0-9]{1,2})+$")]
_Id = Annotated[str, Field(pattern=r"^[a-z][a-z_]{0,39}$")]
_Words = Annotated[str, Field(min_length=1, max_length=1000)]
_Short = Annotated[str, Field(min_length=1, max_length=120)]
_Line = Annotated[int, Field(ge=1)]
_Rating = Annotated[Rating, BeforeValidator(lambda value: Rating(value) if isinstance(value, str) else value)]
# The first half of a SHA-256: enough to tell wordings apart, and it gives none of them away.
_Print = Annotated[str, Field(pattern=r"^([0-9a-f]{32})?$")]


class Applicability(Definition):
    """A rule by which a prompt does not apply to every case, and how the document prints it."""

    id: _Id
    words: _Words
    mark: Annotated[str, Field(max_length=3)] = ""  # a sign after the prompt, such as *
    prefix: Annotated[str, Field(max_length=60)] = ""  # words before it
    source: _Words


class Prompt(Definition):
    """`line`: where the document's transcription has it; `wording`: `fingerprint` of what it says there."""

    ordinal: Annotated[int, Field(ge=1)]
    letter: Annotated[str, Field(max_length=5)]
    short: _Short
    applies: str = ALWAYS
    line: _Line
    wording: _Print = ""


class KeyQuestion(Definition):
    """`safety`: a case at low risk of serious harm leaves the question."""

    number: _Number
    short: _Short
    safety: bool = False
    line: _Line
    wording: _Print = ""
    prompts: Annotated[tuple[Prompt, ...], Field(min_length=1)]


class Standard(Definition):
    number: _Number
    title: _Short
    aim: _Words
    rating: _Rating
    line: _Line
    key_questions: Annotated[tuple[KeyQuestion, ...], Field(min_length=1)]


class Level(Definition):
    """`headings`: words by which a document's heading is known to open this level."""

    id: _Id
    title: _Short
    inspects: Literal["region", "unit"]
    headings: Annotated[tuple[_Short, ...], Field(min_length=1)]
    line: _Line
    standards: Annotated[tuple[Standard, ...], Field(min_length=1)]


class Note(Definition):
    """Something to know about the source; `concerns`: keys of the prompts that it is about."""

    id: _Id
    text: _Words
    concerns: tuple[str, ...] = ()
    source: _Words


class Standards(Definition):
    """One edition of the standards as its file says it."""

    edition: Annotated[str, Field(pattern=r"^[0-9]{4}-[0-9]{2}$")]
    title: _Short
    why_it_matters: _Words
    source: _Words
    valid_from: Day
    authored_by: str
    checked_by: str
    reviewed_on: Day
    next_review: Day
    status: Literal["draft", "published"]
    applicability: tuple[Applicability, ...]
    notes: tuple[Note, ...] = ()
    levels: Annotated[tuple[Level, ...], Field(min_length=1)]

    def level(self, level_id: str) -> Level | None:
        return next((each for each in self.levels if each.id == level_id), None)

    def inspecting(self, what: Literal["region", "unit"]) -> tuple[Standard, ...]:
        """The standards by which a region or a delivery unit is inspected; their numbers do not repeat."""
        levels = (level for level in self.levels if level.inspects == what)
        return tuple(standard for level in levels for standard in level.standards)

    @cached_property
    def questions(self) -> Mapping[tuple[str, str], KeyQuestion]:
        """(level, number) -> key question, in the order of the file."""
        return {
            (level.id, question.number): question
            for level in self.levels
            for standard in level.standards
            for question in standard.key_questions
        }

    @cached_property
    def prompts(self) -> Mapping[PromptKey, Prompt]:
        """Every prompt by its key, in the order of the file."""
        return {
            PromptKey(level, number, prompt.ordinal): prompt
            for (level, number), question in self.questions.items()
            for prompt in question.prompts
        }


def fingerprint(wording: str) -> str:
    """A hash of a wording's words, blind to case, punctuation and line breaks; empty for no words."""
    words = re.findall(r"[^\W_]+", wording.casefold())
    return sha256(" ".join(words).encode()).hexdigest()[:32] if words else ""


@cache
def load_standards() -> tuple[Standards, ...]:
    """Every edition in rules/data/standards, the earliest first. Raises DefinitionError with all faults."""
    loaded: list[Standards] = []
    faults: list[Fault] = []
    for path in sorted(DATA.glob("*.yaml")):
        try:
            loaded.append(build_standards(read_yaml(path), file=path.name))
        except DefinitionError as refused:
            faults += refused.faults
    if faults:
        raise DefinitionError(faults)
    return tuple(loaded)


def newest_standards() -> Standards:
    """The latest edition of the short words: what a document is read and shown with."""
    return load_standards()[-1]


def build_standards(raw: Any, *, file: str) -> Standards:
    """An edition from the value of its file. Raises DefinitionError with every fault of it."""
    standards = validated(Standards, raw, file=file)
    faults = [Fault(file, key, problem) for key, problem in _faults(standards, file)]
    if faults:
        raise DefinitionError(faults)
    return standards


def _faults(standards: Standards, file: str) -> Iterator[tuple[str, str]]:
    if file.removesuffix(".yaml") != standards.edition:
        yield "edition", f"found {standards.edition}, expected the name of its file"
    yield from _repeated("levels", [level.id for level in standards.levels])
    yield from _repeated("applicability", [each.id for each in standards.applicability])
    yield from _repeated("notes", [each.id for each in standards.notes])
    for what in ("region", "unit"):
        yield from _repeated(what, [standard.number for standard in standards.inspecting(what)])
    known = {ALWAYS, *(each.id for each in standards.applicability)}
    for level, standard in _standards(standards):
        yield from _standard_faults(f"{level.id}.{standard.number}", standard, known)
    keys = {str(key) for key in standards.prompts}
    for note in standards.notes:
        for key in sorted(set(note.concerns) - keys):
            yield f"notes.{note.id}.concerns", f"found {key}, expected the key of a prompt"


def _standards(standards: Standards) -> Iterator[tuple[Level, Standard]]:
    return ((level, standard) for level in standards.levels for standard in level.standards)


def _standard_faults(key: str, standard: Standard, known: set[str]) -> Iterator[tuple[str, str]]:
    yield from _repeated(key, [question.number for question in standard.key_questions])
    for question in standard.key_questions:
        place = f"{key}.{question.number}"
        if not question.number.startswith(f"{standard.number}."):
            yield place, f"found a key question of another standard, expected {standard.number}.…"
        if question.safety and standard.rating is not Rating.CASES:
            yield f"{place}.safety", "found a safety question in a standard that is not rated from cases"
        yield from _prompt_faults(place, question.prompts, known)


def _prompt_faults(place: str, prompts: tuple[Prompt, ...], known: set[str]) -> Iterator[tuple[str, str]]:
    ordinals = [prompt.ordinal for prompt in prompts]
    if ordinals != list(range(1, len(ordinals) + 1)):
        yield f"{place}.prompts", f"found ordinals {ordinals}, expected 1, 2, 3 and so on"
    for prompt in prompts:
        if prompt.applies not in known:
            yield (
                f"{place}.{prompt.ordinal}.applies",
                f"found {prompt.applies!r}, expected one of {sorted(known)}",
            )
    yield from _repeated(f"{place}.prompts", [prompt.short for prompt in prompts])


def _repeated(key: str, ids: Iterable[str]) -> Iterator[tuple[str, str]]:
    seen = list(ids)
    for repeated in sorted({each for each in seen if seen.count(each) > 1}):
        yield f"{key}.{repeated}", "appears more than once"
