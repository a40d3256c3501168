"""Which measure and place a word of a sentence is about: that of its clause, else the one named before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from apps.reports.claims.reading import Named

if TYPE_CHECKING:
    from apps.reports.claims.vocabulary import Vocabulary

_STOP = re.compile(r"[,;:](?!\d)|\s[–—-]\s")
# "SL004 and SL010 rose", "Gwent, Powys and Dyfed": names side by side stay in one clause.
_BETWEEN_NAMES = re.compile(r"^[\s(),&]*(?:(?:and|or|nor|ac|a|neu)\s+)?(?:(?:in|on|for)\s+)?[\s(]*$", re.I)
_WORDS = re.compile(r"[^\W\d_][\w’'-]*")


@dataclass(frozen=True, kw_only=True)
class Clause:
    """Where a clause begins and ends in its sentence."""

    begin: int
    end: int

    def holds(self, at: int) -> bool:
        return self.begin <= at < self.end


@dataclass(frozen=True, kw_only=True)
class Clauses:
    """A sentence in its clauses, with the measures and places named. An inherited name stands at -1."""

    text: str
    subjects: Sequence[Named]
    places: Sequence[Named]
    words: Vocabulary

    @cached_property
    def all(self) -> list[Clause]:
        begins = sorted({0, *self._joints()})
        ends = [*begins[1:], len(self.text) + 1]
        return [Clause(begin=begin, end=end) for begin, end in zip(begins, ends, strict=True)]

    def _joints(self) -> Iterator[int]:
        inside = list(self._side_by_side())
        for pattern in (_STOP, self.words["joins"]):
            for match in pattern.finditer(self.text):
                if not any(begin <= match.start() < end for begin, end in inside):
                    yield match.end() if pattern is _STOP else match.start()

    def _side_by_side(self) -> Iterator[tuple[int, int]]:
        """The names themselves, and what stands between two that are joined."""
        for names in (self.subjects, self.places):
            ordered = sorted((one for one in names if one.at >= 0), key=lambda one: one.at)
            yield from ((one.at, one.end) for one in ordered)
            for one, other in pairwise(ordered):
                if _BETWEEN_NAMES.match(self.text[one.end : other.at]):
                    yield one.end, other.at

    def around(self, at: int) -> Clause:
        return next(clause for clause in self.all if clause.holds(max(at, 0)))

    def before(self, at: int) -> str:
        """What of the clause stands before the place."""
        return self.text[self.around(at).begin : at]

    def leading(self, at: int) -> str:
        """What stands before the place, and before a mere "and" there: "we will train and raise it"."""
        clause = self.around(at)
        before = self.text[clause.begin : at]
        if clause.begin and self.words["joins"].fullmatch(before.strip()):
            return self.leading(clause.begin - 1) + before
        return before

    def after(self, at: int) -> str:
        """What of the clause stands behind the place."""
        return self.text[at : self.around(at).end]

    def whole(self, at: int) -> str:
        clause = self.around(at)
        return self.text[clause.begin : clause.end]

    def subjects_of(self, at: int) -> list[str]:
        """The measures that what stands there is about, in order; none where the sentence names none."""
        return _ids(self._of(at))

    def subject_of(self, at: int) -> str:
        """The one measure that a number is about: the last named before it in its clause, else the next."""
        found = self._of(at)
        before = [one for one in found if one.at <= at]
        return (before[-1] if before else found[0]).id if found else ""

    def places_of(self, at: int) -> list[str]:
        """The delivery units of the clause; those of the sentence where the clause names none."""
        return _ids(self.places_beside(at)) or _ids(self.places)

    def places_beside(self, at: int) -> list[Named]:
        clause = self.around(at)
        return [one for one in self.places if clause.holds(one.at)]

    def _of(self, at: int) -> list[Named]:
        clause = self.around(at)
        beside = [one for one in self.subjects if clause.holds(one.at)]
        before = [one for one in self.subjects if one.at < at]
        if beside or not before:
            return beside or list(self.subjects[:1])
        earlier = self.around(before[-1].at)
        return [one for one in before if earlier.holds(one.at)] or before[-1:]

    def is_about_measure(self, at: int) -> bool:
        """Whether its clause names the measure before it, or nothing else, as "and our teams grew" does."""
        clause = self.around(at)
        if any(clause.holds(one.at) and one.at < at for one in (*self.subjects, *self.places)):
            return True
        carried, joins = self.words["carries_on"], self.words["joins"]
        said = _WORDS.findall(self.text[clause.begin : at])
        return all(carried.fullmatch(word) or joins.fullmatch(word) for word in said)


def _ids(names: Sequence[Named]) -> list[str]:
    return list(dict.fromkeys(one.id for one in names))
