"""A published document of inspection standards as it was printed: official wording, letters, stars, places.

Nothing of it is known beforehand: how many standards, questions and prompts there are, in what order they
stand and how they are lettered is what the document says. `standards_reading` makes one of a file's bytes.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated

from pydantic import Field

from rules.definitions.files import Definition
from rules.definitions.standards import PromptKey

MOST_WORDING = 2000  # characters; a longer prompt is several that were not told apart

_Wording = Annotated[str, Field(max_length=MOST_WORDING)]


@dataclass(frozen=True)
class Fault:
    """What is wrong: of a file that is refused, or of a document that is read all the same."""

    place: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.place}: found {self.found}; expected {self.expected}"


class Refused(ValueError):
    """A file that is no document of standards; carries every fault found, not only the first."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        self.faults = faults
        super().__init__("\n".join(str(fault) for fault in faults))


class Passage(Definition):
    """Text of the document, `line` being its first line in the file."""

    line: int
    text: str


class Footnote(Definition):
    """What a sign such as * means."""

    mark: str
    text: _Wording
    line: int


class DocumentPrompt(Definition):
    """`letter`: as printed, and no key; `mark`: signs printed after the text; `only_for`: words before it,
    such as "Post-custody cases", that say to which cases alone it applies (they stay part of the text)."""

    ordinal: int
    letter: str
    text: _Wording
    mark: str = ""
    only_for: str = ""
    line: int


class DocumentQuestion(Definition):
    """`key`: its number; where a level prints the number of another question again, 2.1.1-2."""

    key: str
    number: str
    text: _Wording
    mark: str = ""
    line: int
    prompts: tuple[DocumentPrompt, ...] = ()


class DocumentStandard(Definition):
    """`key`: as of a question; `statement`: the sentence under its title, empty where there is none."""

    key: str
    number: str
    title: _Wording
    statement: _Wording = ""
    mark: str = ""
    line: int
    questions: tuple[DocumentQuestion, ...] = ()


class DocumentLevel(Definition):
    """`number`: as printed, empty without one; `intro`: text between the heading and the first standard."""

    id: str
    number: str
    title: _Wording
    intro: _Wording = ""
    line: int
    standards: tuple[DocumentStandard, ...] = ()


class StandardsDocument(Definition):
    """`printed`: the month that stands before the standards, as 2021-08, empty without one; `first_line` and
    `last_line`: where the standards stand in the file."""

    printed: str = ""
    first_line: int
    last_line: int
    levels: tuple[DocumentLevel, ...]
    footnotes: tuple[Footnote, ...] = ()
    unplaced: tuple[Passage, ...] = ()

    def level(self, level_id: str) -> DocumentLevel | None:
        return next((each for each in self.levels if each.id == level_id), None)

    @cached_property
    def questions(self) -> Mapping[tuple[str, str], DocumentQuestion]:
        """(level, key) -> key question, in printed order."""
        return {
            (level.id, question.key): question
            for level in self.levels
            for standard in level.standards
            for question in standard.questions
        }

    @cached_property
    def prompts(self) -> Mapping[PromptKey, DocumentPrompt]:
        """Every prompt by its key, in printed order."""
        return {
            PromptKey(level, key, prompt.ordinal): prompt
            for (level, key), question in self.questions.items()
            for prompt in question.prompts
        }

    def footnote(self, mark: str) -> str:
        """What the sign means, as printed; empty for a sign that the document does not explain."""
        return next((note.text for note in self.footnotes if note.mark == mark), "")


@dataclass(frozen=True)
class LevelCount:
    """How many standards, key questions and prompts a level has; of all levels: `level` is None."""

    level: DocumentLevel | None
    standards: int
    questions: int
    prompts: int


def counts(document: StandardsDocument) -> tuple[LevelCount, ...]:
    """A count for each level in printed order, then one of them all."""
    each = [_count(level, (level,)) for level in document.levels]
    return (*each, _count(None, document.levels))


def _count(level: DocumentLevel | None, counted: tuple[DocumentLevel, ...]) -> LevelCount:
    standards = [standard for each in counted for standard in each.standards]
    questions = [question for standard in standards for question in standard.questions]
    return LevelCount(level, len(standards), len(questions), sum(len(each.prompts) for each in questions))
