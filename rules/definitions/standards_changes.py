"""What a later edition of the published standards changes of an earlier one.

A prompt is first looked for by its wording, then by its place: one that moved or got another letter is no new
prompt, and one in an old place that says something else entirely is not the old one reworded.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import chain

from rules.definitions.standards import fingerprint
from rules.definitions.standards_document import DocumentPrompt, StandardsDocument

# Two wordings that share at least this much of their words are one wording changed.
_LEAST_ALIKE = 0.6
# More pairs of wordings than this are not compared word by word: a page would wait for minutes.
_MOST_PAIRS = 250_000


class Of(StrEnum):
    LEVEL = "level"
    STANDARD = "standard"
    QUESTION = "key question"
    PROMPT = "prompt"


class What(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    LETTERED = "lettered"
    REWORDED = "reworded"
    APPLIES = "applies"
    ORDER = "order"


@dataclass(frozen=True)
class Piece:
    """Some words of a wording, and whether they are the same, gone or new."""

    kind: str
    text: str


@dataclass(frozen=True)
class Change:
    """One change of one part. `before`, `after`: its key in either edition, empty where it is not in it;
    `old`, `new`: what is changed, as text."""

    of: Of
    what: What
    before: str
    after: str
    old: str = ""
    new: str = ""

    @property
    def pieces(self) -> tuple[Piece, ...]:
        """The new wording word by word against the old one."""
        return tuple(_pieces(self.old.split(), self.new.split()))


@dataclass(frozen=True)
class _Part:
    """`within`: the part that holds it; `place`: its key."""

    place: str
    within: str
    text: str
    prompt: DocumentPrompt | None = None


def compare(old: StandardsDocument, new: StandardsDocument) -> tuple[Change, ...]:
    """Every change, of levels, standards, key questions and prompts, each in the new edition's order and what
    is gone after it. Nothing for two documents that say the same, however they are printed."""
    changes: list[Change] = []
    for of, parts in _PARTS.items():
        changes += _compared(of, tuple(parts(old)), tuple(parts(new)))
    return (*changes, *_orders(old, new))


def tally(changes: Iterable[Change]) -> Mapping[tuple[Of, What], int]:
    """How many changes there are of each kind."""
    return Counter((change.of, change.what) for change in changes)


def _levels(document: StandardsDocument) -> Iterator[_Part]:
    return (_Part(level.id, "", level.title) for level in document.levels)


def _standards(document: StandardsDocument) -> Iterator[_Part]:
    for level in document.levels:
        for each in level.standards:
            text = f"{each.title}. {each.statement}" if each.statement else each.title
            yield _Part(f"{level.id}.{each.key}", level.id, text)


def _questions(document: StandardsDocument) -> Iterator[_Part]:
    for level in document.levels:
        for standard in level.standards:
            for each in standard.questions:
                yield _Part(f"{level.id}.{each.key}", f"{level.id}.{standard.key}", each.text)


def _prompts(document: StandardsDocument) -> Iterator[_Part]:
    for key, prompt in document.prompts.items():
        yield _Part(str(key), f"{key.level}.{key.question}", prompt.text, prompt)


_PARTS = {Of.LEVEL: _levels, Of.STANDARD: _standards, Of.QUESTION: _questions, Of.PROMPT: _prompts}


def _compared(of: Of, old: tuple[_Part, ...], new: tuple[_Part, ...]) -> Iterator[Change]:
    pairs = _paired(old, new)
    for part in new:
        before = pairs.get(part.place)
        if before is None:
            yield Change(of, What.ADDED, "", part.place, new=part.text)
        else:
            yield from _changes(of, before, part)
    kept = {part.place for part in pairs.values()}
    for part in old:
        if part.place not in kept:
            yield Change(of, What.REMOVED, part.place, "", old=part.text)


def _changes(of: Of, old: _Part, new: _Part) -> Iterator[Change]:
    keys = (old.place, new.place)
    if old.place != new.place:
        yield Change(of, What.MOVED, *keys, new.text, new.text)
    if old.text != new.text:
        yield Change(of, What.REWORDED, *keys, old.text, new.text)
    if old.prompt and new.prompt:
        if old.prompt.letter != new.prompt.letter:
            yield Change(of, What.LETTERED, *keys, old.prompt.letter, new.prompt.letter)
        if _rule(old.prompt) != _rule(new.prompt):
            yield Change(of, What.APPLIES, *keys, _rule(old.prompt), _rule(new.prompt))


def _rule(prompt: DocumentPrompt) -> str:
    """As printed: the words before the wording that say for whom alone it is, and its sign."""
    only = f"{prompt.only_for} only" if prompt.only_for else ""
    return ", ".join(filter(None, (only, prompt.mark))) or "always"


def _paired(old: tuple[_Part, ...], new: tuple[_Part, ...]) -> dict[str, _Part]:
    """The new parts' keys -> the old part that each was. Sure pairs first: same place and wording, same
    wording in the same part, same wording anywhere, alike in the same place, alike in the same part."""
    left = {part.place: part for part in old}
    pairs: dict[str, _Part] = {}

    def settle(found: Iterable[tuple[_Part, _Part]]) -> None:
        for before, after in found:
            if before.place in left and after.place not in pairs:
                pairs[after.place] = left.pop(before.place)

    settle((left[part.place], part) for part in new if _same(left.get(part.place), part))
    for whole in (True, False):
        settle(_of_one_wording(left, new, pairs, within=whole))
    settle((left[part.place], part) for part in new if part.place in left and _alike(left[part.place], part))
    # A level is what its id says, whatever its heading.
    settle((left[part.place], part) for part in new if part.place in left and not part.within)
    settle(_alike_in_one_part(left, new, pairs))
    return pairs


def _same(old: _Part | None, new: _Part) -> bool:
    return old is not None and fingerprint(old.text) == fingerprint(new.text)


def _of_one_wording(
    left: Mapping[str, _Part], new: tuple[_Part, ...], pairs: Mapping[str, _Part], *, within: bool
) -> Iterator[tuple[_Part, _Part]]:
    """Old and new parts with the same words, in printed order; `within`: only inside the same part."""

    def sign(part: _Part) -> tuple[str, str]:
        return (part.within if within else part.place.partition(".")[0], fingerprint(part.text))

    waiting: dict[tuple[str, str], list[_Part]] = {}
    for part in left.values():
        waiting.setdefault(sign(part), []).append(part)
    for part in new:
        if part.place not in pairs and waiting.get(sign(part)):
            yield waiting[sign(part)].pop(0), part


def _alike_in_one_part(
    left: Mapping[str, _Part], new: tuple[_Part, ...], pairs: Mapping[str, _Part]
) -> list[tuple[_Part, _Part]]:
    """The pairs that share the most words, the best first."""
    within: dict[str, list[_Part]] = {}
    for part in left.values():
        within.setdefault(part.within, []).append(part)
    wanting = [part for part in new if part.place not in pairs]
    if sum(len(within.get(part.within, ())) for part in wanting) > _MOST_PAIRS:
        return []
    rated = [
        (_likeness(before, part), before, part) for part in wanting for before in within.get(part.within, ())
    ]
    rated.sort(key=lambda each: -each[0])
    return [(before, part) for alike, before, part in rated if alike >= _LEAST_ALIKE]


def _alike(old: _Part, new: _Part) -> bool:
    return _likeness(old, new) >= _LEAST_ALIKE


def _likeness(old: _Part, new: _Part) -> float:
    """The share of words that both have, whatever their order: 1 for the same words."""
    bags = [Counter(part.text.casefold().split()) for part in (old, new)]
    total = sum(chain(bags[0].values(), bags[1].values()))
    return 2 * sum((bags[0] & bags[1]).values()) / total if total else 1.0


def _orders(old: StandardsDocument, new: StandardsDocument) -> Iterator[Change]:
    """Standards or levels that both editions have, printed in another order."""
    levels = [[level.id for level in each.levels] for each in (old, new)]
    yield from _order(Of.LEVEL, "", *levels)
    for level in new.levels:
        if before := old.level(level.id):
            keys = [[standard.key for standard in each.standards] for each in (before, level)]
            yield from _order(Of.STANDARD, level.id, *keys)


def _order(of: Of, place: str, old: list[str], new: list[str]) -> Iterator[Change]:
    before, after = [each for each in old if each in new], [each for each in new if each in old]
    if before != after:
        yield Change(of, What.ORDER, place, place, ", ".join(before), ", ".join(after))


def _pieces(old: list[str], new: list[str]) -> Iterator[Piece]:
    for tag, start, end, first, last in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", " ".join(new[first:last]))
        if tag in ("delete", "replace"):
            yield Piece("gone", " ".join(old[start:end]))
        if tag in ("insert", "replace"):
            yield Piece("new", " ".join(new[first:last]))
