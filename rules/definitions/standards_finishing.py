"""The parts of a document of standards as the document itself: keys given, signs told from the wording."""

import re
from collections.abc import Iterable, Iterator

from rules.definitions.standards import Level
from rules.definitions.standards_building import Node, Tree, joined, merged
from rules.definitions.standards_document import (
    DocumentLevel,
    DocumentPrompt,
    DocumentQuestion,
    DocumentStandard,
    Fault,
    Footnote,
    Passage,
    StandardsDocument,
)
from rules.definitions.standards_text import shown
from rules.definitions.standards_tokens import SIGNS

_SIGN_AT_END = re.compile(rf"^(.*?) ?([{SIGNS}]+)$")
_SIGN_BEFORE_END = re.compile(rf"^(.*?)([{SIGNS}]+)([?.!])$")
_ONLY = re.compile(r"^([A-Z][^:?.]{2,59}?) only:")
_LONGEST_ID = 40


def finished(tree: Tree, levels: Iterable[Level], *, printed: str) -> StandardsDocument:
    """The document of the tree; repeated headings are added to the tree's findings."""
    known = tuple(levels)
    found: list[DocumentLevel] = []
    for node, again in merged(tree.levels):
        _tell(tree, node, again)
        found.append(_level(node, tree, _level_id(node.text, known, {each.id for each in found})))
    lines = [node.line for node in _all(tree.levels)]
    return StandardsDocument(
        printed=printed,
        first_line=min(lines),
        last_line=max(lines),
        levels=tuple(found),
        footnotes=tuple(_footnotes(tree.footnotes)),
        unplaced=tuple(Passage(line=node.line, text=node.text) for node in tree.unplaced),
    )


def _all(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        yield node
        yield from _all(node.children)


def _tell(tree: Tree, node: Node, again: int) -> None:
    if again:
        found = f"the heading “{shown(f'{node.number} {node.text}'.strip())}” again"
        tree.findings.append(Fault(f"line {again}", found, "it once; read as its continuation"))


def _level_id(title: str, known: tuple[Level, ...], used: set[str]) -> str:
    plain = " ".join(re.findall(r"[a-z0-9]+", title.casefold()))
    by_words = (level.id for level in known if _says(plain, level.headings))
    slug = re.sub(r"^[^a-z]+", "", plain.replace(" ", "_"))[: _LONGEST_ID - 3] or "standards"
    wanted = next((each for each in by_words if each not in used), slug)
    return _free(wanted, used, "_")


def _says(plain: str, headings: Iterable[str]) -> bool:
    return any(f" {heading.casefold()} " in f" {plain} " for heading in headings)


def _free(wanted: str, used: Iterable[str], between: str) -> str:
    """The name, or with the first number from 2 that makes it another than those in use."""
    taken, number, name = set(used), 1, wanted
    while name in taken:
        number += 1
        name = f"{wanted}{between}{number}"
    return name


def _level(node: Node, tree: Tree, level_id: str) -> DocumentLevel:
    standards: list[DocumentStandard] = []
    used: list[str] = []
    for child, again in merged(node.children):
        _tell(tree, child, again)
        key = _free(child.number, (each.key for each in standards), "-")
        standards.append(_standard(child, tree, key, used))
    title, _ = _marked(node.text)
    return DocumentLevel(
        id=level_id,
        number=node.number,
        title=title,
        intro=joined(node.more),
        line=node.line,
        standards=tuple(standards),
    )


def _standard(node: Node, tree: Tree, key: str, used: list[str]) -> DocumentStandard:
    """`used`: the keys of the level's questions so far; a question's key is its own in the whole level."""
    questions = []
    for child, again in merged(node.children):
        _tell(tree, child, again)
        used.append(_free(child.number, used, "-"))
        questions.append(_question(child, used[-1]))
    title, mark = _marked(node.text)
    return DocumentStandard(
        key=key,
        number=node.number,
        title=title,
        statement=joined(node.more),
        mark=mark,
        line=node.line,
        questions=tuple(questions),
    )


def _question(node: Node, key: str) -> DocumentQuestion:
    text, mark = _marked(node.text)
    prompts = tuple(_prompt(child, place) for place, child in enumerate(node.children, start=1))
    return DocumentQuestion(
        key=key, number=node.number, text=text, mark=mark, line=node.line, prompts=prompts
    )


def _prompt(node: Node, ordinal: int) -> DocumentPrompt:
    text, mark = _marked(node.text)
    only = _ONLY.match(text)
    return DocumentPrompt(
        ordinal=ordinal,
        letter=node.number,
        text=text,
        mark=node.mark or mark,
        only_for=only[1] if only else "",
        line=node.line,
    )


def _marked(text: str) -> tuple[str, str]:
    """The wording, and the signs at its end: "… critical?*" and "… critical*?" are the same."""
    if found := _SIGN_AT_END.match(text):
        return found[1], found[2]
    if found := _SIGN_BEFORE_END.match(text):
        return found[1] + found[3], found[2]
    return text, ""


def _footnotes(nodes: Iterable[Node]) -> Iterator[Footnote]:
    """Each once, though pages may repeat it."""
    seen: set[tuple[str, str]] = set()
    for node in nodes:
        text, _ = _marked(node.text)
        if (node.mark, text) not in seen:
            seen.add((node.mark, text))
            yield Footnote(mark=node.mark, text=text, line=node.line)
