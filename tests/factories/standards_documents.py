"""Published documents of standards, all made up: the layout is that of a real one, no word of it is."""

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from rules.definitions.standards_document import (
    DocumentLevel,
    DocumentPrompt,
    DocumentQuestion,
    DocumentStandard,
    StandardsDocument,
)

LIGHTHOUSES = """


Office of the Lamp Wardens

Answers to the consultation on the keeping of lighthouses

March 2031

1. Introduction

- 1.1. We asked keepers how their lamps should be looked at.
- 1.2. Forty of them answered.

2. What we heard

2.1. What we asked:

- Is the lamp bright?

Responses

- 2.2. All of them said yes.

Annexe A: Standards of lamp keeping

1. Regional questions

1.1 Direction

1.1.1 How is the coast as a whole lit?

- a) How are the dark stretches found?
- b) What is done about them?

1.2 Crew

1.2.1 Are there enough keepers along the coast?

- a) Are towers manned at night?
- b) Can keepers rest?
- b) Is there a way to complain about the fog?

2. Tower standards - Domain one

1.1 Direction

The head keeper makes bright nights possible.

1.1.1 Does the head keeper steer the tower?

- a) Do the crew know the plan?
- b) Are storms foreseen, and is somebody ready when they come, even in the long

nights of the winter?

3. Tower standards - Domain two

*Prompts marked * are not asked of towers without a lens.*

2.1 Lamp work

The lamp is lit in time.

2.1.1 Is the lamp lit well?

- a) Is it lit at dusk?
- b) Is the lens clean and well-kept?*
- c) Harbour towers only: Can the pilots see it?

2.1.2 Are ships kept safe?

- a) Is the rock marked?*
"""


@dataclass(frozen=True)
class Layout:
    """How a document is printed. `width`: where lines wrap, 0 for never; `page`: lines of a page with its
    running head and number, 0 for none."""

    bullet: str = "- "
    letter: str = "{})"
    width: int = 0
    gaps: bool = True
    page: int = 0
    annexe: bool = True
    level_numbers: bool = True
    ending: str = "\n"
    indent: str = ""


def printed(document: StandardsDocument, layout: Layout) -> str:
    """The document as text; what it holds of lines is not looked at."""
    lines = ["The Wardens", "", "May 2032", "", "4. Views", "", "4.1. What we asked:", ""]
    lines += ["Annexe A: Standards", ""] if layout.annexe else []
    lines += [layout.indent + line if line else line for line in _body(document, layout)]
    if layout.page:
        lines = list(_paged(lines, layout.page))
    return layout.ending.join(lines) + layout.ending


def _body(document: StandardsDocument, layout: Layout) -> Iterator[str]:
    for level in document.levels:
        yield from _part(f"{level.number}. {level.title}" if layout.level_numbers else level.title, layout)
        if level is document.levels[-1]:
            for note in document.footnotes:
                yield from _part(f"{note.mark}{note.text}{note.mark}", layout)
        for standard in level.standards:
            yield from _part(f"{standard.number} {standard.title}", layout)
            yield from _part(standard.statement, layout)
            for question in standard.questions:
                yield from _part(f"{question.number} {question.text}", layout)
                for prompt in question.prompts:
                    letter = layout.letter.format(prompt.letter)
                    yield from _part(f"{layout.bullet}{letter} {prompt.text}{prompt.mark}", layout)


def _part(text: str, layout: Layout) -> Iterator[str]:
    if text:
        yield from wrap(text, layout.width, break_long_words=False) if layout.width else [text]
        yield from [""] if layout.gaps else []


def _paged(lines: list[str], length: int) -> Iterator[str]:
    for number, start in enumerate(range(0, len(lines), length), start=1):
        head = f"Wardens of the Lamp {number}"
        yield f"\f{head}" if number > 1 else head
        yield ""
        yield from lines[start : start + length]
        yield ""
        yield f"Page {number}"
    # Two heads show that it is one: a document of one page has none.
    yield f"\fWardens of the Lamp {number + 1}"


def without_lines(document: StandardsDocument) -> StandardsDocument:
    """The document with every line number 0, to compare what two of them say."""
    levels = tuple(_level(level) for level in document.levels)
    notes = tuple(note.model_copy(update={"line": 0}) for note in document.footnotes)
    changed = {"first_line": 0, "last_line": 0, "printed": "", "levels": levels, "footnotes": notes}
    return document.model_copy(update=changed)


def _level(level: DocumentLevel) -> DocumentLevel:
    return level.model_copy(update={"line": 0, "standards": tuple(map(_standard, level.standards))})


def _standard(standard: DocumentStandard) -> DocumentStandard:
    return standard.model_copy(update={"line": 0, "questions": tuple(map(_question, standard.questions))})


def _question(question: DocumentQuestion) -> DocumentQuestion:
    return question.model_copy(update={"line": 0, "prompts": tuple(map(_prompt, question.prompts))})


def _prompt(prompt: DocumentPrompt) -> DocumentPrompt:
    return prompt.model_copy(update={"line": 0})
