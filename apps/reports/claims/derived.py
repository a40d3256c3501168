"""Figures that nobody printed and everybody can work out, from printed ones only.

Sums are done with the values as they are printed, not with the unrounded ones behind them: that is what a
reader does. So a difference may be 0.1 apart from one of unrounded rates; where such a one is printed (the
change on last year), it stands and the difference of the two rates does not. A count that is worked out gives
nothing away: counted and met are printed together only where the number that missed may be known as well
(rules/tables/regional.py protects it like a cell).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from apps.reports.claims.facts import REGION, FrozenFacts

HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Derived:
    """A value that follows from printed cells, and how, in words."""

    value: Decimal
    told: str


def rate_of(facts: FrozenFacts, subject: str, *, period: str = "", place: str = REGION) -> Decimal | None:
    """The printed rate, an audit's score or a unit's share of the people; None where none is printed."""
    for column in ("rate", "score", "share"):
        fact = facts.one(subject, column, period=period, place=place)
        if fact is not None and fact.number is not None:
            return fact.number
    return None


def missed(facts: FrozenFacts, subject: str, *, period: str, place: str) -> Derived | None:
    """The cases that did not meet a measure: counted without met."""
    cells = [facts.one(subject, column, period=period, place=place) for column in ("counted", "met")]
    if not all(cell and cell.number is not None for cell in cells):
        return None
    counted, met = (cell.number or Decimal(0) for cell in cells if cell)
    return Derived(value=counted - met, told=f"{counted - met:,} ({counted:,} counted, {met:,} met)")


def rest_of(rate: Decimal) -> Derived:
    """The per cent that a rate leaves."""
    return Derived(value=HUNDRED - rate, told=f"{HUNDRED - rate} (100 without {rate})")


def to_target(facts: FrozenFacts, subject: str, *, period: str, place: str = REGION) -> Derived | None:
    """How far a rate is from the region's target, without a sign."""
    rate = rate_of(facts, subject, period=period, place=place)
    target = facts.one(subject, "target", period=period) or facts.one(subject, "target")
    if rate is None or target is None or target.number is None:
        return None
    way = "above" if rate >= target.number else "below"
    gap = abs(rate - target.number)
    return Derived(value=gap, told=f"{gap} points {way} the target ({rate}% against {target.text}%)")


def between_places(facts: FrozenFacts, subject: str, places: Sequence[str], period: str) -> Iterator[Derived]:
    """How far the printed rates of places are apart, each pair of them, the region among them."""
    rates = [
        (place or "the region", rate)
        for place in (*places, REGION)
        if (rate := rate_of(facts, subject, period=period, place=place)) is not None
    ]
    for (one, first), (other, second) in combinations(rates, 2):
        gap = abs(first - second)
        yield Derived(value=gap, told=f"{gap} points between {one} ({first}%) and {other} ({second}%)")


def between_periods(facts: FrozenFacts, subject: str, periods: Sequence[str]) -> Iterator[Derived]:
    """How far the printed rates of quarters are apart, each pair; of two years the printed change stands."""
    rates = [
        (period, rate)
        for period in periods
        if "-Q" in period and (rate := rate_of(facts, subject, period=period)) is not None
    ]
    for (one, first), (other, second) in combinations(rates, 2):
        gap = abs(first - second)
        yield Derived(value=gap, told=f"{gap} points between {one} ({first}%) and {other} ({second}%)")


def last_year(facts: FrozenFacts, subject: str) -> Decimal | None:
    """Last year's printed rate; worked out from the printed change where no table holds it."""
    printed = rate_of(facts, subject, period=facts.before)
    if printed is not None:
        return printed
    rate, change = rate_of(facts, subject), facts.one(subject, "change")
    return rate - change.number if rate is not None and change and change.number is not None else None
