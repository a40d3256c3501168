"""What changed between two texts, word by word. Pure."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# A word with the space behind it; a line end stands by itself.
_PIECE = re.compile(r"\n|[^\s]+[^\S\n]*|[^\S\n]+")


class Kind(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Part:
    kind: Kind
    text: str


def word_differences(old: str, new: str) -> list[Part]:
    """The parts that stay, go and come, in reading order; joined without what went they are the new text."""
    return list(_parts(_PIECE.findall(old), _PIECE.findall(new)))


def _parts(old: list[str], new: list[str]) -> Iterator[Part]:
    matcher = SequenceMatcher(
        a=[one.strip(" \t") for one in old], b=[one.strip(" \t") for one in new], autojunk=False
    )
    for tag, from_old, to_old, from_new, to_new in matcher.get_opcodes():
        if tag == "equal":
            yield Part(Kind.SAME, "".join(new[from_new:to_new]))
            continue
        if to_old > from_old:
            # The piece that stays is the new one, which may have lost the space before what goes.
            gap = " " if _joined(old, from_old) and not _joined(new, from_new) else ""
            yield Part(Kind.REMOVED, gap + "".join(old[from_old:to_old]))
        if to_new > from_new:
            yield Part(Kind.ADDED, "".join(new[from_new:to_new]))


def _joined(pieces: list[str], place: int) -> bool:
    """Whether a space stands before the place."""
    return place > 0 and pieces[place - 1][-1:] in (" ", "\t")


def count_words(text: str) -> int:
    """Words as a reader counts them: what has a letter or digit in it."""
    return sum(any(letter.isalnum() for letter in piece) for piece in text.split())
