"""Values that cross a room's border: verdicts, judgements and explanations."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any


class Verdict(StrEnum):
    """What a measure says of one occurrence, in order of judging: the first that holds (common rule 3)."""

    NOT_IN_POPULATION = "not_in_population"
    EXCLUDED = "excluded"
    PENDING = "pending"
    NOT_RECORDED = "not_recorded"
    NUMERATOR = "numerator"
    EXCEPTION = "exception"
    DENOMINATOR_ONLY = "denominator_only"

    @property
    def in_denominator(self) -> bool:
        return self in (Verdict.NUMERATOR, Verdict.DENOMINATOR_ONLY)


# The unit code of a case for which no delivery unit is known; its region is (common rule 8).
UNALLOCATED = "unallocated"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an occurrence counts: region letter and delivery unit code (or UNALLOCATED)."""

    region: str
    unit: str


@dataclass(frozen=True, slots=True)
class TimelineDate:
    """A dated event on an explanation's timeline. kind: trigger, due, event, met, late, as_at."""

    on: date
    label: str
    kind: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a measure says of one occurrence: the columns that every engine gives, in the same order."""

    measure: str
    edition: str
    occurrence_id: str
    person_id: str
    region: str
    unit: str
    counts_in: str
    trigger_on: date
    due_on: date | None
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class TriedReason:
    """One reason in the order of judging; held is whether its condition is true, whichever came first."""

    reason: str
    verdict: Verdict
    held: bool
    sentence: str

    def __iter__(self) -> Iterator[Any]:
        """Unpacks as reason, verdict, held, sentence."""
        return iter((self.reason, self.verdict, self.held, self.sentence))


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an occurrence counted as it did, in words.

    dates: in time order. skipped_days: (day, why) between trigger and due day, empty without a clock.
    tried: every reason in the order of judging up to and including the one that held.
    """

    measure: str
    title: str
    edition: str
    occurrence_id: str
    person_id: str
    region: str
    unit: str
    counts_in: str
    trigger_on: date
    due_on: date | None
    as_at: date
    verdict: Verdict
    reason: str
    sentence: str
    dates: tuple[TimelineDate, ...]
    skipped_days: tuple[tuple[date, str], ...]
    tried: tuple[TriedReason, ...]
    what_would_have_met_it: str
    source: str
    notes: tuple[str, ...] = ()
