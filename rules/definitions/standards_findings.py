"""What a published document of standards itself gets wrong: told with its place, kept as it is printed."""

from collections.abc import Iterable, Iterator

from rules.definitions.standards_document import (
    DocumentLevel,
    DocumentPrompt,
    DocumentQuestion,
    DocumentStandard,
    Fault,
    StandardsDocument,
)
from rules.definitions.standards_text import shown
from rules.definitions.standards_tokens import ends_a_sentence

_ROMAN = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv")


def findings_of(document: StandardsDocument) -> tuple[Fault, ...]:
    """Every finding: of standards and questions in printed order, of signs, of text without a place."""
    ends = [ends_a_sentence(prompt.text) for prompt in document.prompts.values()]
    sentences = 2 * sum(ends) > len(ends)  # a document may print its prompts without any full stop
    found = [fault for level in document.levels for fault in _of_level(level, sentences=sentences)]
    return (*found, *_of_signs(document), *_of_unplaced(document))


def _of_level(level: DocumentLevel, *, sentences: bool) -> Iterator[Fault]:
    name = level.title or level.id
    if not level.standards:
        yield Fault(f"{name}, line {level.line}", "no standard under this heading", "at least one")
    for standard in level.standards:
        yield from _of_standard(name, standard)
        for question in standard.questions:
            yield from _of_question(f"{name} {question.number}", standard, question)
            if sentences:
                yield from _of_ends(f"{name} {question.number}", question)


def _of_standard(level: str, standard: DocumentStandard) -> Iterator[Fault]:
    place = f"{level} {standard.number}, line {standard.line}"
    if standard.key != standard.number:
        found = f"standard {standard.number} again, “{shown(standard.title)}”"
        yield Fault(place, found, f"a number of its own; kept as {standard.key}")
    if not standard.questions:
        yield Fault(place, "no key question", "at least one")


def _of_question(name: str, standard: DocumentStandard, question: DocumentQuestion) -> Iterator[Fault]:
    place = f"{name}, line {question.line}"
    if question.key != question.number:
        found = f"key question {question.number} again, “{shown(question.text)}”"
        yield Fault(place, found, f"a number of its own; kept as {question.key}")
    if not question.number.startswith(f"{standard.number}."):
        expected = f"a number beginning with {standard.number}; kept in this standard"
        yield Fault(place, f"{question.number} under standard {standard.number}", expected)
    if not question.prompts:
        yield Fault(place, "no prompt", "at least one")
    yield from _of_letters(name, question.prompts)


def _of_letters(name: str, prompts: tuple[DocumentPrompt, ...]) -> Iterator[Fault]:
    """Letters follow each other; each that does not is told against the one before it."""
    numbers = _numbers([prompt.letter for prompt in prompts])
    before = 0
    for prompt, number in zip(prompts, numbers, strict=True):
        expected = _as_printed(before + 1, prompts)
        place = f"{name} prompt {prompt.ordinal}, line {prompt.line}"
        if number is None:
            kept = f"{expected}; kept as prompt {prompt.ordinal}"
            yield Fault(place, f"no letter before “{shown(prompt.text)}”", kept)
            before += 1
            continue
        if number == before:
            found = f"the letter {prompt.letter} a second time, before “{shown(prompt.text)}”"
            yield Fault(
                place,
                found,
                f"{expected}; both are kept, as prompts {prompt.ordinal - 1} and {prompt.ordinal}",
            )
        elif number != before + 1:
            after = f" after {prompts[prompt.ordinal - 2].letter}" if prompt.ordinal > 1 else " first"
            found = f"the letter {prompt.letter}{after}"
            yield Fault(place, found, f"{expected}; kept as prompt {prompt.ordinal}")
        before = number


def _numbers(letters: list[str]) -> list[int | None]:
    """a, b, c or 1, 2, 3 or i, ii, iii as numbers; None for a prompt without any."""
    roman = letters[:1] == ["i"] and (len(letters) == 1 or letters[1] in ("ii", "i"))
    return [_number(letter.lower(), roman=roman) for letter in letters]


def _number(letter: str, *, roman: bool) -> int | None:
    if letter.isdecimal():
        return int(letter)
    if roman and letter in _ROMAN:
        return _ROMAN.index(letter) + 1
    return ord(letter) - ord("a") + 1 if len(letter) == 1 else None


def _as_printed(number: int, prompts: tuple[DocumentPrompt, ...]) -> str:
    """The letter that the number would have in this list."""
    letters = [prompt.letter for prompt in prompts]
    if letters[:1] == ["i"] and letters[1:2] in ([], ["ii"], ["i"]):
        return _ROMAN[number - 1] if number <= len(_ROMAN) else str(number)
    if any(letter.isdecimal() for letter in letters) or number > 26:
        return str(number)
    return chr(ord("a") + number - 1)


def _of_ends(name: str, question: DocumentQuestion) -> Iterator[Fault]:
    texts = [(question.line, question.text), *((each.line, each.text) for each in question.prompts)]
    for line, text in texts:
        if not ends_a_sentence(text):
            yield Fault(f"{name}, line {line}", f"“{shown(text)}”", "a sentence with an end; kept as printed")


def _of_signs(document: StandardsDocument) -> Iterator[Fault]:
    used = {each.mark: each.line for each in reversed(list(_with_signs(document))) if each.mark}
    explained = {note.mark for note in document.footnotes}
    for mark, line in used.items():
        if mark not in explained:
            yield Fault(f"line {line}", f"the sign {mark}", "a note that says what it means")
    for note in document.footnotes:
        if note.mark not in used:
            yield Fault(f"line {note.line}", f"a note about the sign {note.mark}", "a prompt with this sign")


def _with_signs(
    document: StandardsDocument,
) -> Iterable[DocumentPrompt | DocumentQuestion | DocumentStandard]:
    for level in document.levels:
        for standard in level.standards:
            yield standard
            for question in standard.questions:
                yield question
                yield from question.prompts


def _of_unplaced(document: StandardsDocument) -> Iterator[Fault]:
    for passage in document.unplaced:
        expected = "a standard, a key question or a prompt; kept beside them"
        yield Fault(f"line {passage.line}", f"“{shown(passage.text)}”", expected)
