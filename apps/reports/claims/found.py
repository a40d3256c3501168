"""A sentence without cite marks: which frozen figure each of its numbers is, by measure, period and place."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

from apps.publication.grids import Kind
from apps.reports.claims.cited import names_with_digits
from apps.reports.claims.claim import Claim
from apps.reports.claims.counted_targets import OWN, is_about_targets, targets_faults
from apps.reports.claims.derived import (
    Derived,
    between_periods,
    between_places,
    last_year,
    missed,
    rate_of,
    rest_of,
    to_target,
)
from apps.reports.claims.facts import PEOPLE, REGION, Fact, FrozenFacts
from apps.reports.claims.fault import Fault, Wrong
from apps.reports.claims.ranges import hedge_before, range_of
from apps.reports.claims.reading import Number, equals, is_base, named_in, numbers_in, periods_in
from apps.reports.claims.shares import fraction_spans, outcome
from apps.reports.sentences import rows_counted

HALF = Decimal("0.5")
_UNITS = re.compile(r"^\s+(?:probation\s+)?delivery units\b", re.I)
_OF = re.compile(r"^\s+(?:out\s+)?of\s+(?:the\s+|its\s+|our\s+|all\s+)?$", re.I)
_TARGET_OF = re.compile(r"\btarget\s+(?:of|was|is|stood at)\s+$", re.I)
# What a sentence must say for a number to be the target, or an end of the interval.
_OF_TARGET = re.compile(
    r"\btargets?\b|\bagainst\b|\b(?:expect|aim|want|plan|goal|will|shall|hope|intend)", re.I
)
_OF_INTERVAL = re.compile(r"\b(?:intervals?|confidence|between|range[sd]?|from)\b|[–±]", re.I)
_OF_BEFORE = re.compile(r"\bof\s+(?:the\s+|its\s+|our\s+|all\s+)?$", re.I)
_THAT_MET = re.compile(r"^\s+(?:\w+\s+)?(?:cases|people|appointments|orders|reports)\s+met\b", re.I)
MOST_EXPECTED = 6


def number_faults(claim: Claim) -> Iterator[Fault]:
    """Numbers of measures and people that the figures do not hold, and numbers that belong to no figure."""
    _, text = periods_in(claim.text, claim.facts)
    for begin, end in fraction_spans(claim):
        text = f"{text[:begin]}{' ' * (end - begin)}{text[end:]}"
    numbers = numbers_in(text, names_with_digits(claim.facts))
    if is_about_targets(claim):
        yield from targets_faults(claim, numbers)
        return
    yield from _of_faults(claim, numbers, text)
    for number in numbers:
        yield from _one_number(claim, number, numbers, text)


def _one_number(claim: Claim, number: Number, numbers: Sequence[Number], text: str) -> Iterator[Fault]:
    if _is_units(number, text):
        yield from _units_faults(number, claim.facts)
        return
    subject = claim.clauses.subject_of(number.at)
    if not subject:
        if not claim.has_source and number.value not in claim.facts.lines.values():
            yield Fault(wrong=Wrong.NO_FIGURE, found=number.text, expected=OWN)
        return
    fault = _hedged_fault(claim, number, subject, text) or _exact_fault(claim, number, numbers, text)
    if fault:
        yield replace(fault, subject=subject)


def _hedged_fault(claim: Claim, number: Number, subject: str, text: str) -> Fault | None:
    """ "More than 80 cases met it": a number that only bounds the figure. None where it holds."""
    hedge, begin = hedge_before(text[: number.at], claim.facts.words)
    figure = _figure(claim, number, subject) if hedge else None
    if figure is None or range_of(hedge, number.value, claim.facts.words.limits, tolerance=HALF).holds(
        figure.value
    ):
        return None
    found = text[begin : number.at + len(number.text)]
    return None if claim.has_source else Fault(wrong=Wrong.NUMBER, found=found, expected=figure.told)


def _is_bound(claim: Claim, number: Number, subject: str, text: str) -> bool:
    """Whether a hedge stands before the number and a figure could be held against it."""
    hedge, _ = hedge_before(text[: number.at], claim.facts.words)
    return bool(hedge) and _figure(claim, number, subject) is not None


def _figure(claim: Claim, number: Number, subject: str) -> Derived | None:
    """The one figure that a hedged number speaks of."""
    facts, at = claim.facts, number.at
    period, place = claim.period_at(at), (claim.clauses.places_of(at) or [REGION])[0]
    turned = outcome(claim, claim.clauses.around(at).begin + 1)
    if number.kind == Kind.PERCENT:
        rate = rate_of(facts, subject, period=period, place=place)
        if rate is None:
            return None
        return rest_of(rate) if turned else Derived(value=rate, told=f"{rate}%")
    if number.kind != Kind.COUNT:
        return None
    if turned:
        return missed(facts, subject, period=period, place=place)
    for column in ("people", "met") if turned is False else ("people", "counted", "sampled"):
        fact = facts.one(subject, column, period=period, place=place)
        if fact is not None and fact.number is not None:
            return Derived(value=fact.number, told=f"{fact.text} ({fact.label})")
    return None


def _exact_fault(claim: Claim, number: Number, numbers: Sequence[Number], text: str) -> Fault | None:
    subject = claim.clauses.subject_of(number.at)
    if _is_bound(claim, number, subject, text):
        return None
    turned = bool(outcome(claim, claim.clauses.around(number.at).begin + 1))
    known = [
        fact
        for fact in _of_kind(claim.facts.about(subject), number, text)
        if _is_named(fact, claim, number.at) and not (turned and _is_turned(fact))
    ]
    derived = list(_derived(claim, number, subject, turned=turned))
    if any(equals(number, one.value) for one in derived):
        return None
    if derived and number.kind == Kind.POINTS and _is_distance(claim, number):
        known = []
    return _compared(claim, number, numbers, known, derived)


def _compared(
    claim: Claim, number: Number, numbers: Sequence[Number], known: Sequence[Fact], derived: Sequence[Derived]
) -> Fault | None:
    matching = [fact for fact in known if equals(number, abs(fact.number or Decimal(0)))]
    spoken_of = _periods_of(number, numbers, claim)
    if any(fact.period in spoken_of for fact in matching):
        return None
    if matching:
        found = claim.periods[0].written if claim.periods else claim.facts.year
        is_of = _listed({fact.period for fact in matching})
        expected = f"{number.text} is of {is_of}"
        return Fault(wrong=Wrong.YEAR, found=f"{number.text} for {found}", expected=expected)
    if claim.has_source:
        return None
    told = [one.told for one in derived] or [_nearest(known, number, spoken_of)]
    return Fault(wrong=Wrong.NUMBER, found=number.text, expected="; ".join(told))


def _is_turned(fact: Fact) -> bool:
    """Of cases that did not meet a measure: neither the number nor the rate of those that did."""
    return fact.column in ("met", "rate") and fact.subject != PEOPLE


def _is_distance(claim: Claim, number: Number) -> bool:
    """Whether points are said to lie between a rate and its target, or between places."""
    clause = claim.clauses.whole(number.at)
    return bool(claim.facts.words["targets"].search(clause) or claim.places)


def _derived(claim: Claim, number: Number, subject: str, *, turned: bool) -> Iterator[Derived]:
    """What the number may be beside the printed cells."""
    facts, period = claim.facts, claim.period_at(number.at)
    places = claim.clauses.places_of(number.at)
    place = places[0] if places else REGION
    if number.kind == Kind.POINTS:
        yield from _distances(claim, number, subject, places)
    elif number.kind == Kind.COUNT and turned:
        yield from filter(None, [missed(facts, subject, period=period, place=place)])
    elif number.kind == Kind.PERCENT and turned:
        rate = rate_of(facts, subject, period=period, place=place)
        yield from [rest_of(rate)] if rate is not None else []
    elif number.kind == Kind.PERCENT and _is_of_last_year(claim, number):
        before = last_year(facts, subject)
        yield from [Derived(value=before, told=f"{before} in {facts.before}")] if before is not None else []


def _distances(claim: Claim, number: Number, subject: str, places: Sequence[str]) -> Iterator[Derived]:
    facts, period = claim.facts, claim.period_at(number.at)
    if facts.words["targets"].search(claim.clauses.whole(number.at)):
        gap = to_target(facts, subject, period=period, place=places[0] if places else REGION)
        yield from filter(None, [gap])
    elif claim.places:
        yield from between_places(facts, subject, list(dict.fromkeys(one.id for one in claim.places)), period)
    else:
        yield from between_periods(facts, subject, [one.key for one in claim.periods])


def _is_of_last_year(claim: Claim, number: Number) -> bool:
    """Whether last year is named beside the number, and no measure's row of that year is printed."""
    clause = claim.clauses.around(number.at)
    return any(one.key == claim.facts.before and clause.holds(one.at) for one in claim.periods)


def _is_named(fact: Fact, claim: Claim, at: int) -> bool:
    """Whether the number can be of the row's place or group: a unit that its clause names, or the region."""
    facts, beside = claim.facts, [one.id for one in claim.clauses.places_beside(at)]
    if fact.place == REGION:
        words, clause = facts.words, claim.clauses.whole(at)
        # A target is the region's wherever it is named.
        return (
            not beside
            or fact.column == "target"
            or any(words[k].search(clause) for k in ("region", "compares"))
        )
    if fact.place in facts.places:
        return fact.place in (beside or [one.id for one in claim.places])
    return bool(named_in(claim.text, [fact.place.rpartition(": ")[2]]))


def _is_units(number: Number, text: str) -> bool:
    return number.kind == Kind.COUNT and bool(_UNITS.match(text[number.at + len(number.text) :]))


def _units_faults(number: Number, facts: FrozenFacts) -> Iterator[Fault]:
    units = rows_counted(facts.tables["delivery-units"]) if "delivery-units" in facts.tables else None
    if units is not None and number.value > units:
        yield Fault(wrong=Wrong.NUMBER, found=number.text, expected=f"at most {units} (delivery units)")


def _of_kind(known: Iterable[Fact], number: Number, text: str) -> list[Fact]:
    """Those that the number may stand for: a count is no rate; what follows "target of" is the target."""
    kinds = {
        Kind.PERCENT: (Kind.PERCENT,),
        Kind.POINTS: (Kind.POINTS, Kind.PERCENT),
        Kind.COUNT: (Kind.COUNT, Kind.PERCENT, Kind.POINTS),
    }[number.kind]
    if number.kind == Kind.COUNT and "." not in number.text:
        kinds = (
            (Kind.COUNT,)
            if not re.match(r"\s*(?:%|to\b|and\b|–|-)", text[number.at + len(number.text) :])
            else kinds
        )
    is_target = bool(_TARGET_OF.search(text[: number.at]))
    return [
        fact
        for fact in known
        if fact.number is not None and fact.kind in kinds and (fact.column == "target") >= is_target
        if _may_be(fact.column, number, text)
    ]


def _may_be(column: str, number: Number, text: str) -> bool:
    """Whether the words let the number be of that column: an aim is not what was reached."""
    if column == "target":
        return bool(_OF_TARGET.search(text))
    if column in ("low", "high"):
        return bool(_OF_INTERVAL.search(text))
    is_met = _THAT_MET.match(text[number.at + len(number.text) :]) and not _OF_BEFORE.search(
        text[: number.at]
    )
    return column != "counted" or not is_met


def _periods_of(number: Number, numbers: Sequence[Number], claim: Claim) -> list[str]:
    """The periods that the number can be of: those beside it; the year where the sentence names none."""
    periods, facts = claim.periods, claim.facts
    if number.kind == Kind.POINTS or not periods:
        return [facts.year, *(period.key for period in periods)]
    if len(periods) == 1:
        only = periods[0]
        return [only.key, facts.year] if is_base(claim.text, only.at) else [only.key]
    between = lambda one: range(*sorted((number.at, one.at)))  # noqa: E731 (names the span)
    beside = [
        one for one in periods if not any(other.at in between(one) for other in numbers if other != number)
    ]
    return [one.key for one in beside] or [one.key for one in periods]


def _nearest(known: Sequence[Fact], number: Number, periods: Sequence[str]) -> str:
    """What the figures hold of that kind for the period, the nearest first."""
    held = [fact for fact in known if fact.period in periods] or list(known)
    if not held:
        return OWN
    ordered = sorted(held, key=lambda fact: abs(abs(fact.number or Decimal(0)) - number.value))
    return "; ".join(dict.fromkeys(f"{fact.text} ({fact.label})" for fact in ordered[:MOST_EXPECTED]))


def _listed(periods: Iterable[str]) -> str:
    return " and ".join(sorted(periods))


def _of_faults(claim: Claim, numbers: Sequence[Number], text: str) -> Iterator[Fault]:
    """ "69 of 104": both of one row, the part before the whole."""
    for part, whole in pairwise(numbers):
        subject = claim.clauses.subject_of(part.at)
        if subject in ("", PEOPLE) or not _OF.match(text[part.at + len(part.text) : whole.at]):
            continue
        pairs = _pairs(claim.facts.about(subject))
        is_known = {part.value, whole.value} <= {value for pair in pairs for value in pair}
        if is_known and (part.value, whole.value) not in pairs:
            expected = "; ".join(f"{few:,} of {many:,}" for few, many in sorted(pairs)[:MOST_EXPECTED])
            found = f"{part.text} of {whole.text}"
            yield Fault(wrong=Wrong.NUMBER, found=found, expected=expected, subject=subject)


def _pairs(known: Iterable[Fact]) -> set[tuple[Decimal, Decimal]]:
    """(met, counted), or (scored, sampled), of each row."""
    rows: dict[tuple[str, str], dict[str, Decimal]] = {}
    for fact in known:
        if fact.number is not None:
            rows.setdefault((fact.table, fact.row), {})[fact.column] = fact.number
    wholes = (("met", "counted"), ("not_recorded", "counted"), ("scored", "sampled"), ("sampled", "frame"))
    return {
        (row[few], row[many]) for row in rows.values() for few, many in wholes if few in row and many in row
    }
