"""The product's own short words as a document, for whoever has not loaded a published one."""

from collections.abc import Iterator
from itertools import count

from rules.definitions.standards import Applicability, KeyQuestion, Level, Prompt, Standard, Standards
from rules.definitions.standards_document import (
    DocumentLevel,
    DocumentPrompt,
    DocumentQuestion,
    DocumentStandard,
    Footnote,
    StandardsDocument,
)


def document_of(standards: Standards) -> StandardsDocument:
    """The same keys, letters and signs as in the published document, every text in own words."""
    lines = count(1)
    signs = {each.id: each for each in standards.applicability}
    notes = [
        Footnote(mark=each.mark, text=each.words, line=next(lines))
        for each in standards.applicability
        if each.mark
    ]
    levels = tuple(_level(level, signs, lines) for level in standards.levels)
    month = f"{standards.valid_from:%Y-%m}"
    return StandardsDocument(
        printed=month, first_line=1, last_line=next(lines) - 1, levels=levels, footnotes=tuple(notes)
    )


def _level(level: Level, signs: dict[str, Applicability], lines: Iterator[int]) -> DocumentLevel:
    return DocumentLevel(
        id=level.id,
        number="",
        title=level.title,
        line=next(lines),
        standards=tuple(_standard(each, signs, lines) for each in level.standards),
    )


def _standard(standard: Standard, signs: dict[str, Applicability], lines: Iterator[int]) -> DocumentStandard:
    return DocumentStandard(
        key=standard.number,
        number=standard.number,
        title=standard.title,
        statement=standard.aim,
        line=next(lines),
        questions=tuple(_question(each, signs, lines) for each in standard.key_questions),
    )


def _question(
    question: KeyQuestion, signs: dict[str, Applicability], lines: Iterator[int]
) -> DocumentQuestion:
    return DocumentQuestion(
        key=question.number,
        number=question.number,
        text=question.short,
        line=next(lines),
        prompts=tuple(_prompt(each, signs.get(each.applies), next(lines)) for each in question.prompts),
    )


def _prompt(prompt: Prompt, sign: Applicability | None, line: int) -> DocumentPrompt:
    return DocumentPrompt(
        ordinal=prompt.ordinal,
        letter=prompt.letter,
        text=prompt.short,
        mark=sign.mark if sign else "",
        only_for=sign.prefix if sign else "",
        line=line,
    )
