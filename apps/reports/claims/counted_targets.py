"""How many targets a sentence says were met or missed, when it names no measure."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from apps.publication.grids import Kind
from apps.reports.claims.claim import Claim
from apps.reports.claims.fault import Fault, Wrong
from apps.reports.claims.judged import verdicts_in, verdicts_told
from apps.reports.claims.reading import Number, equals, is_base
from apps.reports.claims.shares import Noun, shares_in

OWN = "a frozen figure; cite one, or mark the sentence [own figure: its source]"


def is_about_targets(claim: Claim) -> bool:
    return not claim.subjects and bool(claim.facts.words["targets"].search(claim.text))


def targets_faults(claim: Claim, numbers: Sequence[Number]) -> Iterator[Fault]:
    """How many targets were met or missed, of those that have a verdict."""
    verdicts = verdicts_in(claim)
    if not verdicts or "measures" not in claim.facts.tables:
        if not claim.has_source:
            yield from (Fault(wrong=Wrong.NO_FIGURE, found=one.text, expected=OWN) for one in numbers)
        return
    yield from _year_faults(claim)
    is_met = verdicts[0].is_met
    told = verdicts_told(claim.facts, is_met=is_met)
    expected = f"{told[0]} of {told[1]} targets {'met' if is_met else 'missed'}"
    counts = [number for number in numbers if number.kind == Kind.COUNT]
    shares = [number for number in numbers if number.kind == Kind.PERCENT]
    yield from _count_faults(counts, told, expected)
    if told[1] and any(not equals(number, Decimal(100 * told[0]) / told[1]) for number in shares):
        yield Fault(wrong=Wrong.NUMBER, found=shares[0].text, expected=expected)
    in_words = any(share.noun == Noun.TARGETS for share in shares_in(claim))
    if not counts and not shares and not in_words and _is_false_of_all(claim, told):
        yield Fault(wrong=Wrong.VERDICT, found=claim.text.strip(), expected=expected)


def _year_faults(claim: Claim) -> Iterator[Fault]:
    """The verdicts of the year that is reported are counted, and no other's."""
    year = claim.facts.year
    for period in claim.periods if not claim.has_source else ():
        if period.key != year and not is_base(claim.text, period.at):
            expected = f"only the targets of {year} are counted"
            yield Fault(wrong=Wrong.UNCHECKED, found=period.written, expected=expected)


def _count_faults(counts: Sequence[Number], told: tuple[int, int], expected: str) -> Iterator[Fault]:
    differ = any(number.value != value for number, value in zip(counts, told, strict=False))
    if differ or len(counts) > len(told):
        found = " of ".join(number.text for number in counts)
        yield Fault(wrong=Wrong.NUMBER, found=found, expected=expected)


def _is_false_of_all(claim: Claim, told: tuple[int, int]) -> bool:
    """told: how many of how many targets the verdict of the sentence holds for."""
    words, said = claim.facts.words, claim.said
    if words["not_all_targets"].search(said):
        # "Not all were met": then the sentence's own verdict must fail somewhere.
        return verdicts_told(claim.facts, is_met=True)[0] == told[1]
    if words["no_targets"].search(said):
        missed = verdicts_told(claim.facts, is_met=False)[0]
        return bool(missed if words["missed"].search(said) else verdicts_told(claim.facts, is_met=True)[0])
    return bool(words["all_targets"].search(said)) and told[0] != told[1]
