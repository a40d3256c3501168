"""What each line of a document of standards is: a level's heading, a standard, a question, a prompt, text.

Told by its own look (2.1.1 is a key question) and, where that is not enough, by what follows: "3. Reviewing"
is a level when a standard comes next, and a numbered prompt when it ends with a question mark.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rules.definitions.standards import Level
from rules.definitions.standards_text import Line


class Kind(StrEnum):
    LEVEL = "level"
    STANDARD = "standard"
    QUESTION = "question"
    PROMPT = "prompt"
    FOOTNOTE = "footnote"
    ANNEX = "annex"
    TEXT = "text"


@dataclass(frozen=True)
class Token:
    """A line and what it is. `number`: of a heading, or the letter of a prompt; `mark`: signs beside it."""

    kind: Kind
    line: int
    text: str
    after_gap: bool
    number: str = ""
    mark: str = ""


SIGNS = "*†‡§"
_BULLET = r"[-–—•·▪●◦‣\uf0b7*o]"
_LETTER = r"[A-Za-z]|[ivx]{1,5}|[0-9]{1,2}"
_QUESTION = re.compile(r"^(?:- )?([0-9]{1,2}(?:\.[0-9]{1,2}){2})[.:)]?(?: (\S.*))?$")
_STANDARD = re.compile(r"^(?:- )?([0-9]{1,2}\.[0-9]{1,2})[.:)]?(?: ([A-Z].*))?$")
_PROMPT = re.compile(
    rf"^(?:{_BULLET} )?(?P<before>[{SIGNS}]*)"
    rf"(?:\((?P<both>{_LETTER})\)|(?P<right>{_LETTER})\)|(?P<dot>[a-z]|[ivx]{{1,5}})\.)"
    rf"(?P<after>[{SIGNS}]*)(?: (?P<text>\S.*))?$"
)
# With a bullet, "1." is a prompt and no heading; a bullet alone begins a prompt without a letter.
_BULLETED = re.compile(rf"^{_BULLET} ([0-9]{{1,2}})\.([{SIGNS}]*) (\S.*)$")
_UNLETTERED = re.compile(r"^[-–—•·▪●◦‣\uf0b7] (\S.*)$")
_NUMBERED = re.compile(r"^([0-9]{1,2})\.? ([A-Z].*)$")
_FOOTNOTE = re.compile(rf"^([{SIGNS}]+|[¹²³]) ?(\S.*)$")
_EXPLAINS = re.compile(rf"\b(?:marked|with|sign) ([{SIGNS}]+)(?=\W|$)")
_ANNEX = re.compile(r"^(?:annexe?|appendix) [a-z0-9]{1,3}\b", re.IGNORECASE)
_LONGEST_HEADING = 100
_SHORTENED = re.compile(r"\b(?:e\.g|i\.e|cf|no|para|paras)\.$", re.IGNORECASE)
_ASKS = re.compile(rf"\?[{SIGNS} ]*$")
_LONGEST_PARAGRAPH = 40  # lines; a limit, so that a file of one endless paragraph is read as fast as another
_END = re.compile(rf"[?.!][\"'”’)]*[{SIGNS} ]*$")


def ends_a_sentence(text: str) -> bool:
    return bool(_END.search(text)) and not _SHORTENED.search(text)


def tokens(lines: Sequence[Line], levels: Iterable[Level]) -> tuple[Token, ...]:
    """Each line as what it is; `levels` are those whose headings are known by their words."""
    words = tuple(heading.casefold() for level in levels for heading in level.headings)
    found = [_by_its_look(line) for line in lines]
    following = _following(found)
    return tuple(_decided(found, at, following[at], words) for at in range(len(found)))


def _by_its_look(line: Line) -> Token:
    looks = (_question, _standard, _prompt, _unlettered, _annex, _footnote)
    return next(filter(None, (look(line) for look in looks)), _made(Kind.TEXT, line, line.text))


def _made(kind: Kind, line: Line, text: str | None, number: str = "", mark: str = "") -> Token:
    return Token(kind, line.number, text or "", line.after_gap, number, mark)


def _question(line: Line) -> Token | None:
    found = _QUESTION.match(line.text)
    return _made(Kind.QUESTION, line, found[2], found[1]) if found else None


def _standard(line: Line) -> Token | None:
    found = _STANDARD.match(line.text)
    return _made(Kind.STANDARD, line, found[2], found[1]) if found else None


def _prompt(line: Line) -> Token | None:
    found = _PROMPT.match(line.text)
    if found is None:
        return None
    letter = found["both"] or found["right"] or found["dot"]
    return _made(Kind.PROMPT, line, found["text"], letter, found["before"] + found["after"])


def _unlettered(line: Line) -> Token | None:
    if numbered := _BULLETED.match(line.text):
        return _made(Kind.PROMPT, line, numbered[3], numbered[1], numbered[2])
    found = _UNLETTERED.match(line.text)
    return _made(Kind.PROMPT, line, found[1]) if found else None


def _annex(line: Line) -> Token | None:
    return _made(Kind.ANNEX, line, line.text) if _ANNEX.match(line.text) else None


def _footnote(line: Line) -> Token | None:
    """With its sign before it, or one that says of a sign what it means."""
    if found := _FOOTNOTE.match(line.text):
        return _made(Kind.FOOTNOTE, line, found[2], mark=found[1])
    found = _EXPLAINS.search(line.text) if line.text[0].isupper() else None
    return _made(Kind.FOOTNOTE, line, line.text, mark=found[1]) if found else None


_HEADINGS = (Kind.STANDARD, Kind.QUESTION, Kind.PROMPT, Kind.ANNEX)


def _following(found: list[Token]) -> list[Kind | None]:
    """For each token, which of a standard, a question, a prompt or an annex follows; None at the end."""
    following: list[Kind | None] = []
    coming: Kind | None = None
    for token in reversed(found):
        following.append(coming)
        coming = token.kind if token.kind in _HEADINGS else coming
    return following[::-1]


def _decided(found: list[Token], at: int, following: Kind | None, words: tuple[str, ...]) -> Token:
    token = found[at]
    if token.kind is not Kind.TEXT:
        return token
    numbered = _NUMBERED.match(token.text)
    paragraph = " ".join(_paragraph(found, at))
    if numbered and _ASKS.search(paragraph):
        return Token(Kind.PROMPT, token.line, numbered[2], token.after_gap, numbered[1])
    goes_on = not token.after_gap and _runs_on(found[at - 1])  # the first line stands after a gap
    if following is not Kind.STANDARD or goes_on or not _may_be_heading(token, paragraph):
        return token
    if numbered:
        return Token(Kind.LEVEL, token.line, numbered[2], token.after_gap, numbered[1])
    if _says(token.text, words):
        return Token(Kind.LEVEL, token.line, token.text, token.after_gap)
    return token


def _may_be_heading(token: Token, paragraph: str) -> bool:
    return token.text[0].isalnum() and len(token.text) <= _LONGEST_HEADING and not ends_a_sentence(paragraph)


def _runs_on(before: Token) -> bool:
    """Whether the line before stops in the middle of a sentence, so that this one goes on with it."""
    is_sentence = before.kind in (Kind.QUESTION, Kind.PROMPT, Kind.TEXT)
    return is_sentence and not ends_a_sentence(before.text)


def _says(text: str, words: tuple[str, ...]) -> bool:
    plain = " ".join(re.findall(r"[^\W_]+", text.casefold()))
    return text[0].isupper() and any(f" {heading} " in f" {plain} " for heading in words)


def _paragraph(found: list[Token], at: int) -> Iterator[str]:
    """The text of the line and of those that go on with it: closely, or over a page in mid-sentence."""
    yield found[at].text
    before = found[at].text
    for token in found[at + 1 : at + _LONGEST_PARAGRAPH]:
        if token.kind is not Kind.TEXT or _NUMBERED.match(token.text):
            return
        if token.after_gap and (ends_a_sentence(before) or not token.text[0].islower()):
            return
        yield token.text
        before = token.text
