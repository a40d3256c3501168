"""A sentence without cite marks: which frozen figure each of its numbers is, by measure, period and place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING

from apps.publication.grids import Kind
from apps.reports.claims.cited import is_base, names_with_digits
from apps.reports.claims.facts import PEOPLE, REGION, Fact, FrozenFacts
from apps.reports.claims.fault import Fault, Wrong
from apps.reports.claims.reading import Number, Period, named_in, numbers_in, periods_in, plain_years_in
from apps.reports.claims.saying import verdict_in
from apps.reports.sentences import NO, YES, rows_counted

if TYPE_CHECKING:
    from apps.reports.claims.check import Claim

OWN = "a frozen figure; cite one, or mark the sentence [own figure: its source]"
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
# "Our targets" without a number are all of them.
_ALL = re.compile(
    r"\b(?:all|every|each|both)\b[^.;]*\btargets?\b|(?<!of )\b(?:our|its) targets\b|^\W*targets\b|"
    r"\btargets\b[^.;]*\ball\b",
    re.I,
)
_NOT_ALL = re.compile(r"(?:\bnot\b|n[’']t\b)[^.;]*\b(?:all|every|each|both)\b[^.;]*\btargets?\b", re.I)
_NONE = re.compile(
    r"\b(?:no|none|not one)\b[^.;]*\btargets?\b|\btargets?\b[^.;]*\bnone\b|"
    r"(?:\bnot|n[’']t|\bnever)\s+miss\b[^.;]*\btargets?\b",
    re.I,
)
MOST_EXPECTED = 6


def number_faults(claim: Claim, facts: FrozenFacts) -> Iterator[Fault]:
    """Numbers of measures and people that the figures do not hold, and numbers that belong to no figure."""
    periods, text = periods_in(claim.text, facts)
    numbers = numbers_in(text, names_with_digits(facts))
    own = [subject for _, subject in claim.subjects]
    if not own and re.search(r"\btargets?\b", text, re.I):
        yield from _targets_faults(claim, numbers, facts)
        return
    yield from _of_faults(claim, numbers, text, facts)
    for number in numbers:
        yield from _one_number(claim, number, numbers, periods, text, facts)
    if own and numbers:
        yield from _plain_year_faults(text, facts)


def _one_number(
    claim: Claim,
    number: Number,
    numbers: Sequence[Number],
    periods: Sequence[Period],
    text: str,
    facts: FrozenFacts,
) -> Iterator[Fault]:
    if _is_units(number, text):
        yield from _units_faults(number, facts)
        return
    subject = subject_at(claim, number.at)
    if not subject:
        if not claim.has_source and number.value not in facts.lines.values():
            yield Fault(wrong=Wrong.NO_FIGURE, found=number.text, expected=OWN)
        return
    known = _of_kind(facts.about(subject), number, text)
    known = [fact for fact in known if _is_named(fact.place, claim.text)]
    matching = [fact for fact in known if _same(number, fact)]
    spoken_of = _periods_of(number, numbers, periods, claim.text, facts)
    if any(fact.period in spoken_of for fact in matching):
        return
    if matching:
        found, is_of = (
            periods[0].written if periods else facts.year,
            _listed({fact.period for fact in matching}),
        )
        yield Fault(
            wrong=Wrong.YEAR, found=f"{number.text} for {found}", expected=f"{number.text} is of {is_of}"
        )
    elif not claim.has_source:
        yield Fault(wrong=Wrong.NUMBER, found=number.text, expected=_nearest(known, number, spoken_of))


def _is_named(place: str, text: str) -> bool:
    """Whether a row's place or group ("Gwent", "Sex: Female") is in the sentence; the region always is."""
    return place == REGION or bool(named_in(text, [place.rpartition(": ")[2]]))


def subject_at(claim: Claim, at: int) -> str:
    """The subject named last before the place; the first that follows where none stands before it."""
    before = [subject for place, subject in claim.subjects if place <= at]
    return before[-1] if before else claim.subjects[0][1] if claim.subjects else ""


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


def _same(number: Number, fact: Fact) -> bool:
    """Equal as printed, or rounded half up to the decimals that the sentence gives."""
    return _equals(number, abs(fact.number or Decimal(0)))


def _equals(number: Number, value: Decimal) -> bool:
    decimals = len(number.text.partition(".")[2])
    return number.value in (value, value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP))


def _periods_of(
    number: Number, numbers: Sequence[Number], periods: Sequence[Period], text: str, facts: FrozenFacts
) -> list[str]:
    """The periods that the number can be of: those beside it; the year where the sentence names none."""
    if number.kind == Kind.POINTS or not periods:
        return [facts.year, *(period.key for period in periods)]
    if len(periods) == 1:
        only = periods[0]
        return [only.key, facts.year] if is_base(text, only.at) else [only.key]
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


def _of_faults(claim: Claim, numbers: Sequence[Number], text: str, facts: FrozenFacts) -> Iterator[Fault]:
    """ "69 of 104": both of one row, the part before the whole."""
    for part, whole in pairwise(numbers):
        subject = subject_at(claim, part.at)
        if subject in ("", PEOPLE) or not _OF.match(text[part.at + len(part.text) : whole.at]):
            continue
        pairs = _pairs(facts.about(subject))
        is_known = {part.value, whole.value} <= {value for pair in pairs for value in pair}
        if is_known and (part.value, whole.value) not in pairs:
            expected = "; ".join(f"{few:,} of {many:,}" for few, many in sorted(pairs)[:MOST_EXPECTED])
            yield Fault(wrong=Wrong.NUMBER, found=f"{part.text} of {whole.text}", expected=expected)


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


def _plain_year_faults(text: str, facts: FrozenFacts) -> Iterator[Fault]:
    known = {facts.year[:4], f"20{facts.year[-2:]}", facts.before[:4]}
    for year in plain_years_in(text):
        if year not in known:
            yield Fault(wrong=Wrong.YEAR, found=year, expected=f"{facts.year} or {facts.before}")


def _targets_faults(claim: Claim, numbers: Sequence[Number], facts: FrozenFacts) -> Iterator[Fault]:
    """How many targets were met or missed, of those that have a verdict."""
    said = verdict_in(claim.text)
    if said is None or "measures" not in facts.tables:
        if not claim.has_source:
            yield from (Fault(wrong=Wrong.NO_FIGURE, found=one.text, expected=OWN) for one in numbers)
        return
    verdicts = [fact.text for fact in facts.facts if (fact.table, fact.column) == ("measures", "verdict")]
    met, missed = verdicts.count(YES), verdicts.count(NO)
    told = [met if said else missed, met + missed]
    expected = f"{told[0]} of {told[1]} targets {'met' if said else 'missed'}"
    counts = [number for number in numbers if number.kind == Kind.COUNT]
    if any(number.value != value for number, value in zip(counts, told, strict=False)) or len(counts) > len(
        told
    ):
        found = " of ".join(number.text for number in counts)
        yield Fault(wrong=Wrong.NUMBER, found=found, expected=expected)
    shares = [number for number in numbers if number.kind == Kind.PERCENT]
    if told[1] and any(not _equals(number, Decimal(100 * told[0]) / told[1]) for number in shares):
        yield Fault(wrong=Wrong.NUMBER, found=shares[0].text, expected=expected)
    if not counts and not shares and _is_false_of_all(claim.text, told, met):
        yield Fault(wrong=Wrong.VERDICT, found=claim.text.strip(), expected=expected)


def _is_false_of_all(text: str, told: Sequence[int], met: int) -> bool:
    """told: how many of how many targets the verdict of the sentence holds for."""
    if _NOT_ALL.search(text):
        return met == told[1]
    return bool((_NONE.search(text) and told[0]) or (_ALL.search(text) and told[0] != told[1]))
