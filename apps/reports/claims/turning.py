"""Directions of a sentence against the figures."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from apps.reports.claims.cited import refs_periods
from apps.reports.claims.claim import Claim
from apps.reports.claims.derived import rate_of
from apps.reports.claims.facts import QUARTER_KEY, YEAR_KEY, Fact, FrozenFacts
from apps.reports.claims.fault import Fault, Wrong
from apps.reports.claims.reading import is_base, named_in
from apps.reports.claims.saying import Against, Said, Way, directions_in


@dataclass(frozen=True, kw_only=True)
class Difference:
    """What a direction speaks of; `change` is None where no frozen figure tells it. `told`: in words."""

    change: Decimal | None
    told: str


def direction_faults(claim: Claim) -> Iterator[Fault]:
    """Rose where it fell, above where it is below; also where the figures can tell no direction."""
    for said in directions_in(claim):
        for subject in said.subjects:
            if subject in claim.facts.subjects:
                yield from _one_direction(claim, said, subject)


def _one_direction(claim: Claim, said: Said, subject: str) -> Iterator[Fault]:
    for found in _differences(claim, said, subject):
        if found.change is None:
            if not claim.has_source:
                yield Fault(wrong=Wrong.UNCHECKED, found=said.written, expected=found.told, subject=subject)
            return
        true = _is_so(claim.facts, said.way, found.change, subject)
        if true is not None and true == said.denied:
            wrote = f"not {said.written}" if said.denied else said.written
            yield Fault(wrong=Wrong.DIRECTION, found=wrote, expected=found.told, subject=subject)
            return


def _is_so(facts: FrozenFacts, way: Way, change: Decimal, subject: str) -> bool | None:
    """Whether a difference goes that way; None where nobody says which way is the better one."""
    if way in (Way.BETTER, Way.WORSE):
        higher_is_better = facts.subjects[subject].higher_is_better
        if higher_is_better is None:
            return None
        return change > 0 if (way == Way.BETTER) == higher_is_better else change < 0
    return {
        Way.UP: change > 0,
        Way.DOWN: change < 0,
        Way.SAME: change == 0,
        Way.SIMILAR: abs(change) <= facts.words.limits.similar_points,
    }[way]


def _differences(claim: Claim, said: Said, subject: str) -> list[Difference]:
    """Everything that the direction must be true of: one difference, or one for each pair of quarters."""
    if said.against == Against.TARGET:
        return [_to_target(claim.facts, subject, claim.period_at(said.at))]
    if said.against == Against.PLACE and claim.places:
        return [_to_place(claim, said, subject)]
    if claim.clauses.places_of(said.at):
        told = "no frozen figure compares a delivery unit with the year before"
        return [Difference(change=None, told=told)]
    if claim.facts.words["volume"].search(claim.clauses.before(said.at)):
        return [_of_volume(claim.facts, subject)]
    if claim.facts.words["every_quarter"].search(claim.said) and said.way not in (Way.SAME, Way.SIMILAR):
        return _from_quarter_to_quarter(claim.facts, subject)
    return [_over_time(claim, subject)]


def _to_target(facts: FrozenFacts, subject: str, period: str) -> Difference:
    rate, target = rate_of(facts, subject, period=period), facts.one(subject, "target", period=period)
    if rate is None or not target or target.number is None:
        return Difference(change=None, told=f"no rate that may be held against a target in {period}")
    return Difference(change=rate - target.number, told=f"{rate}% against a target of {target.text}%")


def _to_place(claim: Claim, said: Said, subject: str) -> Difference:
    facts, places = claim.facts, list(dict.fromkeys(one.id for one in claim.places))
    first = rate_of(facts, subject, place=places[0])
    others = [place for place in places[1:] if named_in(said.rest, [place])]
    other = rate_of(facts, subject, place=others[0]) if others else rate_of(facts, subject)
    if first is None or other is None:
        return Difference(change=None, told="no printed rate of both places")
    name = others[0] if others else "the region"
    return Difference(change=first - other, told=f"{places[0]} {first}%, {name} {other}%")


def _of_volume(facts: FrozenFacts, subject: str) -> Difference:
    """How many more cases were counted than in the year before."""
    cells = [facts.one(subject, "counted", period=period) for period in (facts.before, facts.year)]
    before, now = (cell.number if cell else None for cell in cells)
    if before is None or now is None:
        return Difference(change=None, told="no printed number of cases counted in both years")
    return Difference(
        change=now - before, told=f"{before:,} cases counted in {facts.before}, {now:,} in {facts.year}"
    )


def _from_quarter_to_quarter(facts: FrozenFacts, subject: str) -> list[Difference]:
    """Each quarter of the year against the one before it; none told where one is not printed."""
    printed = quarters_of(facts, subject)
    if len(printed) < 2 or any(rate is None for _, rate in printed):
        return [Difference(change=None, told="not every quarter of the year has a printed rate")]
    told = ", ".join(f"{rate}% in {period}" for period, rate in printed)
    rates = [rate or Decimal(0) for _, rate in printed]
    return [Difference(change=after - before, told=told) for before, after in pairwise(rates)]


def quarters_of(facts: FrozenFacts, subject: str) -> list[tuple[str, Decimal | None]]:
    """(quarter, printed rate or None) of the year that is reported, in order."""
    keys = [f"{facts.year[:4]}-Q{number}" for number in (2, 3, 4)] + [f"20{facts.year[-2:]}-Q1"]
    held = {fact.period for fact in facts.about(subject)}
    return [(key, rate_of(facts, subject, period=key)) for key in keys if key in held]


def _over_time(claim: Claim, subject: str) -> Difference:
    facts, named = claim.facts, claim.periods
    quarters = sorted({period.key for period in named if QUARTER_KEY.match(period.key)})
    if len(quarters) > 1:
        return _between(subject, quarters[0], quarters[-1], facts)
    spoken_of = [period.key for period in named if not is_base(claim.text, period.at)]
    bases = {period.key for period in named} - set(spoken_of)
    if any(YEAR_KEY.match(base) and base not in (facts.before, facts.year) for base in bases):
        return Difference(change=None, told=f"only {facts.before} is compared with {facts.year}")
    years = [key for key in refs_periods(claim) + spoken_of if YEAR_KEY.match(key)]
    if facts.before in spoken_of and facts.year in spoken_of:
        years = [facts.year]
    return _changed(subject, quarters[0] if quarters else (years or [facts.year])[-1], facts)


def _between(subject: str, first: str, last: str, facts: FrozenFacts) -> Difference:
    one, other = rate_of(facts, subject, period=first), rate_of(facts, subject, period=last)
    if one is None or other is None:
        return Difference(change=None, told=f"no printed rate of both {first} and {last}")
    return Difference(change=other - one, told=f"{one}% in {first}, {other}% in {last}")


def _changed(subject: str, period: str, facts: FrozenFacts) -> Difference:
    change = facts.one(subject, "change", period=period)
    if change is None or change.number is None:
        return Difference(change=None, told=f"no change that may be told for {period}")
    return Difference(change=change.number, told=_told(change, period))


def _told(change: Fact, period: str) -> str:
    if not change.number:
        return f"no change in {period}"
    way = "higher" if change.number > 0 else "lower"
    return f"{change.text.removeprefix('-')} points {way} in {period} than a year before"
