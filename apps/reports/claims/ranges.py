"""What a number or a share is said to be: "just over", "at least", "about" as a range of values."""

from dataclasses import dataclass
from decimal import Decimal

from apps.reports.claims.vocabulary import Vocabulary
from rules.definitions.claim_words import ClaimLimits

_HEDGES = ("more", "at_least", "less", "at_most", "nearly", "just_over", "about")
_FURTHEST = 24


@dataclass(frozen=True, kw_only=True)
class Range:
    """From `low` to `high`; an open end does not belong to it, a missing one sets no limit."""

    low: Decimal | None = None
    high: Decimal | None = None
    is_open: bool = False

    def holds(self, value: Decimal) -> bool:
        if self.is_open and value in (self.low, self.high):
            return False
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)

    def turned(self) -> "Range":
        """The per cents that are left: of "two thirds missed it", how many met it."""
        ends = [None if end is None else 100 - end for end in (self.high, self.low)]
        return Range(low=ends[0], high=ends[1], is_open=self.is_open)


def hedge_before(text: str, words: Vocabulary) -> tuple[str, int]:
    """(kind of hedge, where it begins) directly before the end of the text; ("", its end) without one."""
    tail = text[-_FURTHEST:]
    found = [
        (match.start(), kind)
        for kind in _HEDGES
        for match in words[f"hedges.{kind}"].finditer(tail)
        if tail[match.end() :].strip() in ("", "a", "the") and tail[match.end() :] != ""
    ]
    if not found:
        return "", len(text)
    start, kind = min(found)
    return kind, len(text) - len(tail) + start


def range_of(hedge: str, value: Decimal, limits: ClaimLimits, *, tolerance: Decimal) -> Range:
    """Where a figure may lie of which a value is said. `tolerance`: how far it may be without a hedge."""
    near = limits.near_points
    return {
        "more": Range(low=value, is_open=True),
        "at_least": Range(low=value),
        "less": Range(high=value, is_open=True),
        "at_most": Range(high=value),
        "nearly": Range(low=value - near, high=value, is_open=True),
        "just_over": Range(low=value, high=value + near, is_open=True),
        "about": Range(low=value - near, high=value + near),
    }.get(hedge, Range(low=value - tolerance, high=value + tolerance))
