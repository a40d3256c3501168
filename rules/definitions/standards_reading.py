"""The bytes of a published document of inspection standards -> the document, and what is wrong with it.

A document is read as it stands: a letter printed twice or left out, a question without prompts, text that
fits nowhere are findings, told with their place, and nothing of them is lost. What is no such document, or
stops in the middle, is refused whole.
"""

import re
from calendar import month_name
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rules.definitions.standards import Level
from rules.definitions.standards_building import Node, Tree, build, joined
from rules.definitions.standards_document import MOST_WORDING, Fault, Refused, StandardsDocument
from rules.definitions.standards_findings import findings_of
from rules.definitions.standards_finishing import finished
from rules.definitions.standards_text import Line, read_lines, set_aside, shown
from rules.definitions.standards_tokens import Kind, Token, tokens

# The document of 2021 has 241, of them 182 prompts. More cannot be shown on a page, nor asked of a case.
MOST_PARTS = 3000


@dataclass(frozen=True)
class Reading:
    """A document that was read, and its findings: of its headings, its standards, its signs and its pages."""

    document: StandardsDocument
    findings: tuple[Fault, ...]


def read_standards(content: bytes, *, levels: Iterable[Level]) -> Reading:
    """The document in a file of text. `levels`: those whose headings are known by their words; a heading
    with other words opens a level of its own.

    Raises Refused with every fault: of its bytes, and of what they say.
    """
    lines = read_lines(content)
    known = tuple(levels)
    found = tokens(lines.text, known)
    first, end = _where(found)
    tree = build(found[first:end])
    faults = (*lines.faults, *(_faults(tree) if lines.text else ()))
    if faults:
        raise Refused(faults)
    document = finished(tree, known, printed=_month(lines.text[:first]))
    findings = (*tree.findings, *findings_of(document), *_unread(found[end:]))
    aside = [line for line in lines.left_out if line.number >= document.first_line]
    return Reading(document, (*findings, *set_aside(aside)))


def _where(found: tuple[Token, ...]) -> tuple[int, int]:
    """Where the standards begin and end among the lines: what stands before an annex of standards, and
    another annex after it, is not part of them."""
    questions = [at for at, token in enumerate(found) if token.kind is Kind.QUESTION]
    if not questions:
        return 0, 0
    annexes = [at for at, token in enumerate(found) if token.kind is Kind.ANNEX]
    end = next((at for at in annexes if at > questions[-1]), len(found))
    before = [at for at in annexes if at < questions[0]]
    if before:
        return before[-1] + 1, end
    return _nearest(found, questions[0], (Kind.LEVEL, Kind.STANDARD)), end


def _nearest(found: tuple[Token, ...], question: int, kinds: tuple[Kind, ...]) -> int:
    """The heading of the level before the first key question, else of its standard, else the question."""
    for kind in kinds:
        for at in range(question, -1, -1):
            if found[at].kind is kind:
                return at
    return question


def _faults(tree: Tree) -> Iterator[Fault]:
    parts = list(_all(tree.levels))
    if not parts:
        expected = "standards (such as 2.1), key questions (2.1.1) and prompts (a), one under the other"
        yield Fault("the file", "no key question with a number such as 2.1.1", expected)
        return
    if len(parts) > MOST_PARTS:
        yield Fault("the file", f"{len(parts):,} headings, questions and prompts", f"at most {MOST_PARTS:,}")
    for node in (*parts, *tree.footnotes):
        longest = max(len(node.text), len(joined(node.more)))
        if longest > MOST_WORDING:
            expected = f"at most {MOST_WORDING:,}: is a heading or a letter missing below?"
            yield Fault(f"line {node.line}", f"a text of {longest:,} characters", expected)
    yield from _breaks_off(tree.last, [each for each in parts if each.kind is Kind.PROMPT])


def _all(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


_NEEDS = {
    Kind.LEVEL: "a standard under it",
    Kind.STANDARD: "a key question under it",
    Kind.QUESTION: "a prompt under it",
}


def _breaks_off(last: Node | None, prompts: list[Node]) -> Iterator[Fault]:
    """A file that was cut ends with a heading, or in the middle of a sentence where sentences have ends."""
    if last is None:
        return
    found = f"“{shown(f'{last.number} {last.text}'.strip())}” and then nothing"
    if last.kind in _NEEDS:
        yield Fault(f"line {last.line}", found, f"{_NEEDS[last.kind]}: the file stops here")
    elif not last.is_whole and 2 * sum(each.is_whole for each in prompts) > len(prompts):
        yield Fault(f"line {last.line}", found, "the end of the sentence: the file stops here")


def _unread(after: tuple[Token, ...]) -> Iterator[Fault]:
    if after:
        found = f"“{shown(after[0].text)}” and {len(after) - 1} more lines"
        yield Fault(f"line {after[0].line}", found, "nothing after the standards: not read")


_MONTHS = [name.casefold() for name in month_name[1:]]
_MONTH = re.compile(rf"\b({'|'.join(_MONTHS)}) (20[0-9]{{2}})\b", re.IGNORECASE)


def _month(lines: Iterable[Line]) -> str:
    """The first month printed before the standards, as 2021-08; empty without one."""
    found = next(filter(None, (_MONTH.search(line.text) for line in lines)), None)
    return f"{found[2]}-{_MONTHS.index(found[1].lower()) + 1:02d}" if found else ""
