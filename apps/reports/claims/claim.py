"""A sentence as it is held against the figures: its words, marks, measures, places and periods."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from apps.reports.claims.clauses import Clauses
from apps.reports.claims.facts import FrozenFacts
from apps.reports.claims.marks import Marked
from apps.reports.claims.reading import Named, Period, blanked, is_base, periods_in, places_in


@dataclass(frozen=True, kw_only=True, eq=False)
class Claim:
    """A sentence and the facts that it is held against. An inherited measure stands at -1."""

    marked: Marked
    subjects: Sequence[Named]
    facts: FrozenFacts

    @property
    def text(self) -> str:
        return self.marked.text

    @property
    def has_source(self) -> bool:
        return bool(self.marked.sources)

    @cached_property
    def said(self) -> str:
        """The text without the phrases that look like a claim and are none; every place stays."""
        return blanked(self.facts.words["no_claim"], self.text)

    @cached_property
    def places(self) -> list[Named]:
        return places_in(self.text, self.facts)

    @cached_property
    def clauses(self) -> Clauses:
        words = self.facts.words
        return Clauses(text=self.said, subjects=self.subjects, places=self.places, words=words)

    @cached_property
    def periods(self) -> list[Period]:
        return periods_in(self.text, self.facts)[0]

    def about(self, subject: str) -> "Claim":
        """The same sentence, read as one about that measure."""
        return replace(self, subjects=[Named(id=subject, at=-1, end=-1)])

    def period_at(self, at: int) -> str:
        """The period of what stands there: the one of its clause, else of the sentence, else the year."""
        spoken_of = [one for one in self.periods if not is_base(self.text, one.at)]
        clause = self.clauses.around(at)
        beside = [one.key for one in spoken_of if clause.holds(one.at)]
        keys = beside or [one.key for one in spoken_of]
        return keys[0] if keys else self.facts.year
