"""Directions and verdicts of a sentence against the frozen figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from apps.reports.claims.cited import is_base, refs_periods
from apps.reports.claims.facts import QUARTER_KEY, YEAR_KEY, Fact, FrozenFacts
from apps.reports.claims.fault import Fault, Wrong
from apps.reports.claims.found import subject_at
from apps.reports.claims.reading import named_in, periods_in, places_in
from apps.reports.claims.saying import Against, Said, Way, bands_in, directions_in, verdict_in
from apps.reports.sentences import NO, YES

if TYPE_CHECKING:
    from apps.reports.claims.check import Claim

RATE, SCORE = "rate", "score"


def direction_faults(claim: Claim, facts: FrozenFacts) -> Iterator[Fault]:
    """Rose where it fell, above where it is below; also where the figures can tell no direction."""
    places = places_in(claim.text, facts)
    for said in directions_in(claim.text, places):
        subject = subject_at(claim, said.at)
        if subject in facts.subjects:
            yield from _one_direction(claim, said, subject, places, facts)


def _one_direction(
    claim: Claim, said: Said, subject: str, places: Sequence[str], facts: FrozenFacts
) -> Iterator[Fault]:
    change, told = _difference(claim, said, subject, places, facts)
    if change is None:
        if not claim.has_source:
            yield Fault(wrong=Wrong.DIRECTION, found=said.written, expected=told)
        return
    true = _is_so(said.way, change, higher_is_better=facts.subjects[subject].higher_is_better)
    if true is not None and true == said.denied:
        found = f"not {said.written}" if said.denied else said.written
        yield Fault(wrong=Wrong.DIRECTION, found=found, expected=told)


def _is_so(way: Way, change: Decimal, *, higher_is_better: bool | None) -> bool | None:
    """Whether a difference goes that way; None where nobody says which way is the better one."""
    if way in (Way.BETTER, Way.WORSE):
        if higher_is_better is None:
            return None
        return change > 0 if (way == Way.BETTER) == higher_is_better else change < 0
    return {Way.UP: change > 0, Way.DOWN: change < 0, Way.SAME: change == 0}[way]


def _difference(
    claim: Claim, said: Said, subject: str, places: Sequence[str], facts: FrozenFacts
) -> tuple[Decimal | None, str]:
    """The difference that the direction speaks of, and how the figures tell it in words."""
    if said.against == Against.TARGET:
        return _to_target(subject, facts)
    if said.against == Against.PLACE and places:
        return _to_place(said, subject, places, facts)
    if places:
        return None, "no frozen figure compares a delivery unit with the year before; name an own source"
    return _over_time(claim, subject, facts)


def _to_target(subject: str, facts: FrozenFacts) -> tuple[Decimal | None, str]:
    rate, target = facts.one(subject, RATE), facts.one(subject, "target")
    if not rate or not target or rate.number is None or target.number is None:
        return None, f"no rate that may be held against a target in {facts.year}"
    return rate.number - target.number, f"{rate.text}% against a target of {target.text}%"


def _to_place(
    said: Said, subject: str, places: Sequence[str], facts: FrozenFacts
) -> tuple[Decimal | None, str]:
    first = facts.one(subject, RATE, place=places[0])
    others = [place for place in places[1:] if named_in(said.rest, [place])]
    other = facts.one(subject, RATE, place=others[0]) if others else facts.one(subject, RATE)
    if not first or not other or first.number is None or other.number is None:
        return None, "no printed rate of both places"
    name = others[0] if others else "the region"
    return first.number - other.number, f"{places[0]} {first.text}%, {name} {other.text}%"


def _over_time(claim: Claim, subject: str, facts: FrozenFacts) -> tuple[Decimal | None, str]:
    named = periods_in(claim.text, facts)[0]
    quarters = sorted({period.key for period in named if QUARTER_KEY.match(period.key)})
    if len(quarters) > 1:
        return _between(subject, quarters[0], quarters[-1], facts)
    spoken_of = [period.key for period in named if not is_base(claim.text, period.at)]
    bases = {period.key for period in named} - set(spoken_of)
    if any(YEAR_KEY.match(base) and base != facts.before for base in bases):
        return None, f"only {facts.before} is compared with {facts.year}"
    years = [key for key in refs_periods(claim, facts) + spoken_of if YEAR_KEY.match(key)]
    if facts.before in spoken_of and facts.year in spoken_of:
        years = [facts.year]
    return _changed(subject, quarters[0] if quarters else (years or [facts.year])[-1], facts)


def _between(subject: str, first: str, last: str, facts: FrozenFacts) -> tuple[Decimal | None, str]:
    one, other = facts.one(subject, RATE, period=first), facts.one(subject, RATE, period=last)
    if not one or not other or one.number is None or other.number is None:
        return None, f"no printed rate of both {first} and {last}"
    return other.number - one.number, f"{one.text}% in {first}, {other.text}% in {last}"


def _changed(subject: str, period: str, facts: FrozenFacts) -> tuple[Decimal | None, str]:
    change = facts.one(subject, "change", period=period)
    if change is None or change.number is None:
        return None, f"no change that may be told for {period}"
    return change.number, _told(change, period)


def _told(change: Fact, period: str) -> str:
    if not change.number:
        return f"no change in {period}"
    way = "higher" if change.number > 0 else "lower"
    return f"{change.text.removeprefix('-')} points {way} in {period} than a year before"


def verdict_faults(claim: Claim, facts: FrozenFacts) -> Iterator[Fault]:
    """A target that is said to be met and was not, or missed and was met."""
    said = verdict_in(claim.text)
    subjects = [subject for _, subject in claim.subjects if subject in facts.subjects]
    if said is None or not subjects:
        return
    quarters = [period.key for period in periods_in(claim.text, facts)[0] if QUARTER_KEY.match(period.key)]
    for subject in dict.fromkeys(subjects):
        fact = facts.one(subject, "verdict", period=quarters[0] if quarters else "")
        if fact is not None and fact.text != (YES if said else NO):
            words = {YES: "target met", NO: "target not met"}.get(fact.text, fact.text)
            yield Fault(
                wrong=Wrong.VERDICT,
                found="target met" if said else "target not met",
                expected=f"{words} ({fact.label})",
            )


def band_faults(claim: Claim, facts: FrozenFacts) -> Iterator[Fault]:
    """An audit that is said to have another band than the frozen one."""
    for at, said in bands_in(claim.text, facts.bands):
        fact = facts.one(subject_at(claim, at), "band")
        if fact is not None and fact.text != said:
            yield Fault(wrong=Wrong.VERDICT, found=said, expected=f"{fact.text} ({fact.label})")
