"""Ratios to the year before: "doubled", "halved", "rose by a third"."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from apps.reports.claims.claim import Claim
from apps.reports.claims.derived import last_year, rate_of
from apps.reports.claims.facts import QUARTER_KEY, FrozenFacts
from apps.reports.claims.fault import Fault, Wrong
from apps.reports.claims.ranges import Range, hedge_before, range_of
from apps.reports.claims.saying import is_denied, is_plan
from apps.reports.claims.shares import fraction_by

HUNDRED = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """`may_be`: the per cents of the earlier rate that the later one may be."""

    may_be: Range
    written: str
    at: int


def multiple_faults(claim: Claim) -> Iterator[Fault]:
    """Doubled where it did not; also where two rates are not printed."""
    for ratio in [*_multiples(claim), *_parts(claim)]:
        for subject in claim.clauses.subjects_of(ratio.at):
            if subject in claim.facts.subjects and claim.clauses.is_about_measure(ratio.at):
                yield from _one(claim, ratio, subject)


def _multiples(claim: Claim) -> Iterator[Ratio]:
    words = claim.facts.words
    for pattern, times in words.ratios:
        for match in pattern.finditer(claim.said):
            before = claim.clauses.before(match.start())
            if is_plan(before, words) or is_denied(before, words):
                continue
            hedge, begin = hedge_before(before, words)
            percent = _percent(times)
            tolerance = percent * words.limits.times_share
            may_be = range_of(hedge, percent, words.limits, tolerance=tolerance)
            written = f"{before[begin:]}{match.group()}"
            yield Ratio(may_be=may_be, written=written, at=match.start())


def _parts(claim: Claim) -> Iterator[Ratio]:
    """ "by a third": up or down, as the direction beside it says; that one is checked by itself."""
    words = claim.facts.words
    for at, end, part in fraction_by(claim):
        before = claim.clauses.before(at)
        if is_plan(before, words):
            continue
        hedge, _ = hedge_before(before, words)
        said = range_of(hedge, _percent(part), words.limits, tolerance=words.limits.fraction_points)
        is_down = any(words[f"{kind}.down"].search(before) for kind in ("directions", "made"))
        if is_down:
            may_be = said.turned()
        else:
            ends = [None if one is None else HUNDRED + one for one in (said.low, said.high)]
            may_be = Range(low=ends[0], high=ends[1], is_open=said.is_open)
        yield Ratio(may_be=may_be, written=claim.said[at:end], at=at)


def _percent(part: Fraction) -> Decimal:
    return HUNDRED * part.numerator / part.denominator


def _one(claim: Claim, ratio: Ratio, subject: str) -> Iterator[Fault]:
    rates = _rates(claim, subject)
    if rates is None or not rates[0]:
        if not claim.has_source:
            told = "no printed rates of two years of which the one may be held against the other"
            yield Fault(wrong=Wrong.UNCHECKED, found=ratio.written, expected=told, subject=subject)
        return
    before, now = rates
    if not ratio.may_be.holds(HUNDRED * now / before):
        expected = f"{before}% before, {now}% now: {now / before:.2f} times as much"
        yield Fault(wrong=Wrong.NUMBER, found=ratio.written, expected=expected, subject=subject)


def _rates(claim: Claim, subject: str) -> tuple[Decimal, Decimal] | None:
    facts = claim.facts
    quarters = sorted({one.key for one in claim.periods if QUARTER_KEY.match(one.key)})
    if len(quarters) > 1:
        pair = [rate_of(facts, subject, period=key) for key in (quarters[0], quarters[-1])]
    elif quarters or claim.places or not _is_compared(facts, subject):
        return None
    else:
        pair = [last_year(facts, subject), rate_of(facts, subject)]
    before, now = pair
    return None if before is None or now is None else (before, now)


def _is_compared(facts: FrozenFacts, subject: str) -> bool:
    """Across a break of definitions no change is printed, and none may be worked out."""
    change = facts.one(subject, "change")
    return change is not None and change.number is not None
