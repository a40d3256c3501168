"""The lines of a document of standards, each told for what it is, put together as levels, standards, key
questions and prompts."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace

from rules.definitions.standards_document import Fault
from rules.definitions.standards_text import shown
from rules.definitions.standards_tokens import Kind, Token, ends_a_sentence


@dataclass
class Node:
    """A part of the document while it is read: its text line by line, what follows a heading, its parts."""

    kind: Kind
    line: int
    number: str = ""
    mark: str = ""
    parts: list[str] = field(default_factory=list)
    more: list[str] = field(default_factory=list)
    children: list["Node"] = field(default_factory=list)

    @property
    def text(self) -> str:
        return joined(self.parts)

    @property
    def is_whole(self) -> bool:
        return bool(self.parts) and ends_a_sentence(self.parts[-1])


@dataclass
class Tree:
    """Everything that was read; `last` is the part that the file ends with."""

    levels: list[Node] = field(default_factory=list)
    footnotes: list[Node] = field(default_factory=list)
    unplaced: list[Node] = field(default_factory=list)
    findings: list[Fault] = field(default_factory=list)
    last: Node | None = None


def joined(parts: Iterable[str]) -> str:
    """Lines as one text: a word divided by a soft hyphen becomes whole, one with a hyphen keeps it."""
    pieces: list[str] = []
    for part in filter(None, parts):
        before = pieces[-1] if pieces else ""
        if before.endswith("\u00ad"):
            pieces[-1] = before[:-1]
        elif pieces and not _goes_on(before, part):
            pieces.append(" ")
        pieces.append(part)
    return "".join(pieces).replace("\u00ad", "")


def _goes_on(before: str, part: str) -> bool:
    """Whether a word with a hyphen is divided at it: well- kept, and not pre- and post-war."""
    is_divided = before[-1] == "-" and before[-2:-1].isalnum() and part[0].islower()
    return is_divided and not re.match(r"(?:and|or|to)\b", part)


def build(found: Iterable[Token]) -> Tree:
    """The parts of the document, in printed order."""
    builder = _Builder()
    for token in found:
        builder.take(token)
    return builder.tree


class _Builder:
    """Walks down the document and knows which part is open, and which got the line before."""

    def __init__(self) -> None:
        self.tree = Tree()
        self.note: Node | None = None
        self.before: Node | None = None

    def take(self, token: Token) -> None:
        steps: dict[Kind, Callable[[Token], Node]] = {
            Kind.LEVEL: self._level,
            Kind.STANDARD: self._standard,
            Kind.QUESTION: self._question,
            Kind.PROMPT: self._prompt,
            Kind.FOOTNOTE: self._footnote,
        }
        self.before = steps.get(token.kind, self._text)(token)

    def _level(self, token: Token) -> Node:
        return self._opened(_node(token), self.tree.levels)

    def _standard(self, token: Token) -> Node:
        if not self.tree.levels:
            self._missing(token, "the heading of a level")
            self.tree.levels.append(Node(Kind.LEVEL, token.line))
        return self._opened(_node(token), self.tree.levels[-1].children)

    def _question(self, token: Token) -> Node:
        if not (self.tree.levels and self.tree.levels[-1].children):
            number = token.number.rpartition(".")[0]
            self._standard(replace(token, kind=Kind.STANDARD, number=number, text=""))
            self._missing(token, f"the heading of standard {number}")
        return self._opened(_node(token), self.tree.levels[-1].children[-1].children)

    def _prompt(self, token: Token) -> Node:
        question = self._question_now()
        if question is None:
            return self._unplaced(token, text=f"{token.number}) {token.text}" if token.number else token.text)
        return self._opened(_node(token), question.children)

    def _footnote(self, token: Token) -> Node:
        self.note = _node(token)
        self.tree.footnotes.append(self.note)
        return self.note

    def _text(self, token: Token) -> Node:
        follows = not token.after_gap
        goes_on = follows or token.text[0].islower()  # perhaps over a page
        if self.note and self.before is self.note and goes_on and not self.note.is_whole:
            self.note.parts.append(token.text)
            return self.note
        place = self.tree.last
        if place is None or (self._is_stray(place, token) and not (follows and self.before is place)):
            return self._unplaced(token, text=token.text)
        return _added(place, token, follows=follows and self.before is place)

    def _is_stray(self, place: Node, token: Token) -> bool:
        """Whether the text does not go on with the part that is open."""
        is_heading = place.kind in (Kind.LEVEL, Kind.STANDARD)
        return token.kind is Kind.ANNEX or (place.is_whole and not is_heading)

    def _question_now(self) -> Node | None:
        standards = self.tree.levels[-1].children if self.tree.levels else []
        questions = standards[-1].children if standards else []
        return questions[-1] if questions else None

    def _opened(self, node: Node, among: list[Node]) -> Node:
        among.append(node)
        self.tree.last, self.note = node, None
        return node

    def _unplaced(self, token: Token, *, text: str) -> Node:
        """A paragraph is one piece of text, whatever its lines."""
        before = self.before
        if before is not None and before.kind is Kind.TEXT and not token.after_gap:
            before.parts.append(text)
            return before
        node = Node(Kind.TEXT, token.line, parts=[text])
        self.tree.unplaced.append(node)
        return node

    def _missing(self, token: Token, expected: str) -> None:
        found = f"“{shown(f'{token.number} {token.text}'.strip())}”"
        self.tree.findings.append(Fault(f"line {token.line}", found, f"{expected} before it"))


def _node(token: Token) -> Node:
    return Node(token.kind, token.line, token.number, token.mark, [token.text] if token.text else [])


def _added(place: Node, token: Token, *, follows: bool) -> Node:
    """A heading's own text ends with its line, unless the next one plainly goes on with it."""
    if place.kind in (Kind.LEVEL, Kind.STANDARD):
        goes_on = follows and not place.more and (not place.parts or token.text[0].islower())
        (place.parts if goes_on else place.more).append(token.text)
    else:
        place.parts.append(token.text)
    return place


def merged(nodes: Iterable[Node]) -> Iterator[tuple[Node, int]]:
    """The nodes, one whose heading is printed again ("continued") joined to it; with the line of the last
    repetition, 0 without one."""
    kept: list[tuple[Node, int]] = []
    for node in nodes:
        if kept and _is_same(kept[-1][0], node):
            first = kept[-1][0]
            first.children += node.children
            first.more += node.more
            kept[-1] = (first, node.line)
        else:
            kept.append((node, 0))
    yield from kept


def _is_same(one: Node, other: Node) -> bool:
    return one.number == other.number and bool(one.parts) and _plain(one.text) == _plain(other.text)


def _plain(text: str) -> str:
    return re.sub(r"\W*\b(?:continued|cont)\b\W*$", "", text.casefold())
