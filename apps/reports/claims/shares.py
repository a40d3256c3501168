"""Shares in words: fractions ("two thirds", "nine out of ten") and quantifiers ("almost all", "most")."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from apps.reports.claims.claim import Claim
from apps.reports.claims.derived import rate_of
from apps.reports.claims.facts import PEOPLE, REGION
from apps.reports.claims.fault import Fault, Wrong
from apps.reports.claims.judged import verdicts_in, verdicts_told
from apps.reports.claims.number_words import SMALL
from apps.reports.claims.ranges import Range, hedge_before, range_of

_NUMBER = rf"(?:\d{{1,2}}|{'|'.join(SMALL)}|an?)"
_IN_MANY = re.compile(
    rf"\b(?P<few>{_NUMBER})\s+(?:out of|in)\s+(?:every\s+)?(?P<many>{'|'.join(SMALL)}|10|100|5|4|3|20)\b",
    re.I,
)
_BY = re.compile(r"\bby\s+(?:[\w]+\s+){0,2}$", re.I)
_SLASH = re.compile(r"(?<![\d/])(?P<few>[1-9])/(?P<many>[2-9]|10)(?![\d/])")
_ENDS = re.compile(r"^\s*(?:[.;:,)]|$)")
_NOUN_WITHIN = 5
_WORD = re.compile(r"[\w’'-]+")
_RELATIVE = re.compile(r"^\s+(?:that|which|who|whose|where|with|without|due)\b", re.I)
UNSOURCED = "a figure of the region's own: mark the sentence [own figure: its source]"
NO_RATE = "no printed rate that this share could be"


class Noun(StrEnum):
    """What a share is a share of."""

    CASES = "cases"
    TARGETS = "targets"
    OTHERS = "others"
    NONE = "none"


@dataclass(frozen=True, kw_only=True)
class Share:
    """A share of something. `may_be`: the per cents that it stands for; `noun_end`: where its noun ends."""

    may_be: Range
    written: str
    at: int
    end: int
    noun: Noun
    noun_end: int
    is_fraction: bool


def fraction_spans(claim: Claim) -> list[tuple[int, int]]:
    """Where fractions stand, whose digits are no numbers of their own ("9 out of 10")."""
    return [(match.start(), match.end()) for match, _ in _fractions(claim)]


def shares_in(claim: Claim) -> list[Share]:
    """Fractions of cases, targets or people, and quantifiers of cases; not "by a third", nothing planned."""
    fractions = list(_fraction_shares(claim))
    taken = [(one.at, one.end) for one in fractions]
    found = fractions + [one for one in _quantifiers(claim) if not any(a <= one.at < b for a, b in taken)]
    words = claim.facts.words
    return [one for one in found if not words["planned"].search(claim.clauses.leading(one.at))]


def _fractions(claim: Claim) -> Iterator[tuple[re.Match[str], Fraction]]:
    for pattern in (_IN_MANY, _SLASH):
        for match in pattern.finditer(claim.said):
            few, many = (_value(match[name]) for name in ("few", "many"))
            if 0 < few <= many:
                yield match, Fraction(few, many)
    parts = claim.facts.words.words.parts
    if parts:
        said = re.compile(rf"\b(?:(?P<few>{_NUMBER})[\s-]+)?(?P<part>{'|'.join(parts)})\b", re.I)
        for match in said.finditer(claim.said):
            if match["few"] or parts[match["part"].lower()] == 2:
                yield match, Fraction(_value(match["few"] or "a"), parts[match["part"].lower()])


def fraction_by(claim: Claim) -> Iterator[tuple[int, int, Fraction]]:
    """(place, end, fraction) of what something rose or fell by ("by a third")."""
    for match, value in _fractions(claim):
        if _BY.search(claim.said[: match.start()]):
            yield match.start(), match.end(), value


def _value(word: str) -> int:
    return int(word) if word.isdigit() else SMALL.get(word.lower(), 1)


def _fraction_shares(claim: Claim) -> Iterator[Share]:
    words = claim.facts.words
    for match, value in _fractions(claim):
        before, after = claim.said[: match.start()], claim.said[match.end() :]
        is_in_many = "many" in match.groupdict()
        if value > 1 or _BY.search(before) or not (is_in_many or _is_a_share(after, before)):
            continue
        noun, noun_end = _noun(claim, match.end())
        if noun == Noun.NONE and _ENDS.match(after):
            noun, noun_end = Noun.CASES, match.end()
        if noun == Noun.NONE:
            continue
        hedge, begin = hedge_before(before, words)
        percent = Decimal(100 * value.numerator) / value.denominator
        may_be = range_of(hedge, percent, words.limits, tolerance=words.limits.fraction_points)
        yield Share(
            may_be=may_be,
            written=claim.said[begin : match.end()],
            at=begin,
            end=match.end(),
            noun=noun,
            noun_end=noun_end,
            is_fraction=True,
        )


def _is_a_share(after: str, before: str) -> bool:
    """ "a third of", "half the", "at two thirds."; not "a third visit", "in the first half of the year"."""
    if re.search(
        r"\b(?:first|second|third|last|final|latter|next|other|this|that|each|per)\s+$", before, re.I
    ):
        return False
    return bool(re.match(r"\s+(?:of|the|our|its|all)\b", after, re.I) or _ENDS.match(after))


def _noun(claim: Claim, at: int) -> tuple[Noun, int]:
    """What stands within a few words behind the place, and where it ends."""
    words, clause = claim.facts.words, claim.clauses.after(at)
    found = list(_WORD.finditer(clause))[:_NOUN_WITHIN]
    near = clause[: found[-1].end()] if found else ""
    kinds = ((Noun.TARGETS, "targets"), (Noun.OTHERS, "other_counted"), (Noun.CASES, "things"))
    hits = [
        (match.start(), at + match.end(), kind)
        for kind, name in kinds
        for match in words[name].finditer(near)
    ]
    hits += [
        (one.at - at, one.end, Noun.CASES)
        for one in claim.subjects
        if at <= one.at < at + len(near) and one.id != PEOPLE
    ]
    if not hits:
        return Noun.NONE, at
    _, end, kind = min(hits, key=lambda hit: hit[0])
    # "initial appointments (SL004)": all of the name belongs to the noun.
    return kind, max([end, *(one.end for one in claim.subjects if one.at < end <= one.end)])


def _quantifiers(claim: Claim) -> Iterator[Share]:
    words, taken = claim.facts.words, list[tuple[int, int]]()
    found = [
        (match, Range(low=low, high=high))
        for pattern, low, high in words.shares
        for match in pattern.finditer(claim.said)
    ]
    for match, may_be in sorted(found, key=lambda one: (one[0].start(), -one[0].end())):
        if any(begin <= match.start() < end for begin, end in taken):
            continue
        taken.append(match.span())
        noun, noun_end = _noun(claim, match.end())
        if words["pronouns"].fullmatch(match.group()):
            noun, noun_end = Noun.CASES, match.end()
        if noun == Noun.CASES and not _RELATIVE.match(claim.said[noun_end:]):
            yield Share(
                may_be=may_be,
                written=claim.said[match.start() : noun_end],
                at=match.start(),
                end=match.end(),
                noun=noun,
                noun_end=noun_end,
                is_fraction=False,
            )


def share_faults(claim: Claim) -> Iterator[Fault]:
    """Shares that the figures do not bear out, and fractions of what nobody froze."""
    for share in shares_in(claim):
        if share.noun == Noun.TARGETS and not claim.subjects:
            yield from _of_targets(claim, share)
        elif share.noun == Noun.OTHERS or not claim.subjects:
            if share.is_fraction and not claim.has_source:
                yield Fault(wrong=Wrong.NO_FIGURE, found=share.written, expected=UNSOURCED)
        elif share.noun == Noun.CASES:
            for subject in claim.clauses.subjects_of(share.at)[:1]:
                yield from _of_cases(claim, share, subject)


def _of_targets(claim: Claim, share: Share) -> Iterator[Fault]:
    verdicts = verdicts_in(claim)
    if not verdicts:
        return
    told, judged = verdicts_told(claim.facts, is_met=verdicts[0].is_met)
    if judged and not share.may_be.holds(Decimal(100 * told) / judged):
        what = "met" if verdicts[0].is_met else "missed"
        yield Fault(wrong=Wrong.NUMBER, found=share.written, expected=f"{told} of {judged} targets {what}")


def _of_cases(claim: Claim, share: Share, subject: str) -> Iterator[Fault]:
    turned = outcome(claim, share.noun_end)
    if turned is None and not share.is_fraction and subject != PEOPLE:
        # "all cases are reviewed each week" says nothing of who met the measure.
        return
    figures = list(_figures(claim, share, subject))
    if not figures:
        if not claim.has_source:
            yield Fault(wrong=Wrong.UNCHECKED, found=share.written, expected=NO_RATE, subject=subject)
        return
    may_be = share.may_be.turned() if turned else share.may_be
    denied = bool(re.search(r"\bnot\s+$", claim.said[: share.at], re.I))
    if any(may_be.holds(rate) == denied for _, rate in figures):
        expected = "; ".join(f"{rate}% ({told})" for told, rate in figures)
        yield Fault(wrong=Wrong.NUMBER, found=share.written, expected=expected, subject=subject)


def outcome(claim: Claim, at: int) -> bool | None:
    """Whether what follows says that cases did not meet a measure (True) or did (False); None for neither."""
    words, clause = claim.facts.words, claim.said[at : claim.clauses.around(max(at - 1, 0)).end]
    failed = words["not_done"].search(clause)
    if failed and not words["targets"].search(clause[failed.end() :]):
        return True
    return False if words["done"].search(clause) else None


def _figures(claim: Claim, share: Share, subject: str) -> Iterator[tuple[str, Decimal]]:
    """(what, per cent) of each place that the clause names, else of the region."""
    period = claim.period_at(share.at)
    for place in claim.clauses.places_of(share.at) or [REGION]:
        rate = rate_of(claim.facts, subject, period=period, place=place)
        if rate is not None and not (subject == PEOPLE and place == REGION):
            yield f"{claim.facts.subjects[subject].title}, {place or 'the region'}, {period}", rate
