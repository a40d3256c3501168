"""Superlatives against the printed rates of delivery units and quarters; others nobody can check."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from apps.reports.claims.claim import Claim
from apps.reports.claims.derived import rate_of
from apps.reports.claims.facts import PEOPLE, QUARTER_KEY
from apps.reports.claims.fault import Fault, Wrong
from apps.reports.claims.saying import is_plan
from apps.reports.claims.turning import quarters_of

_KINDS = ("highest", "lowest", "best", "worst")
_OWNED = re.compile(r"(?:\b(?:the|its|their|our|a|as|is|was|were|are|been)|[’']s?)\s+(?:[\w-]+\s+)?$", re.I)
_PRINTED = re.compile(r"\bprinted\b", re.I)
_BEYOND = "only this region's printed rates of this year and the change on last year are frozen"


def superlative_faults(claim: Claim) -> Iterator[Fault]:
    """Highest where another is higher; also beyond what is frozen ("in England", "since 2019")."""
    for kind, match in _superlatives(claim):
        subjects = [one for one in claim.clauses.subjects_of(match.start()) if one in claim.facts.subjects]
        for subject in subjects[:1]:
            yield from _one(claim, kind, match, subject)
    yield from _records(claim)


def _superlatives(claim: Claim) -> Iterator[tuple[str, re.Match[str]]]:
    words = claim.facts.words
    for kind in _KINDS:
        for match in words[f"superlatives.{kind}"].finditer(claim.said):
            before = claim.clauses.before(match.start())
            if (" " in match.group() or _OWNED.search(before)) and not is_plan(before, words):
                yield kind, match


def _records(claim: Claim) -> Iterator[Fault]:
    """ "for the first time", "than any other region", where no superlative stands beside it."""
    if claim.has_source or any(_superlatives(claim)):
        return
    for kind in ("ever", "elsewhere"):
        for match in claim.facts.words[kind].finditer(claim.said):
            subjects = [one for one in claim.clauses.subjects_of(match.start()) if one != PEOPLE]
            if (
                subjects
                and _says_something(claim)
                and not is_plan(claim.clauses.leading(match.start()), claim.facts.words)
            ):
                yield _beyond(match.group(), subjects[0])
                return


def _says_something(claim: Claim) -> bool:
    """Whether the sentence says how the measure did, not only that it exists everywhere."""
    words = claim.facts.words
    kinds = ("met", "missed", "above", "below", *(f"directions.{way}" for way in words.words.directions))
    return any(words[kind].search(claim.said) for kind in kinds)


def _one(claim: Claim, kind: str, match: re.Match[str], subject: str) -> Iterator[Fault]:
    words = claim.facts.words
    if any(words[name].search(claim.said) for name in ("elsewhere", "ever")):
        compared: dict[str, Decimal | None] = {}
    else:
        compared = _compared(claim, subject)
    named = [one for one in _named(claim, match) if one in compared]
    if not named:
        numbers_say_it = bool(compared) and words["units"].search(claim.said) and re.search(r"\d", claim.said)
        if not claim.has_source and not numbers_say_it:
            yield _beyond(match.group(), subject)
        return
    yield from _among(claim, kind, match.group(), subject, compared, named[0])


def _among(
    claim: Claim, kind: str, written: str, subject: str, compared: Mapping[str, Decimal | None], named: str
) -> Iterator[Fault]:
    printed = {name: rate for name, rate in compared.items() if rate is not None}
    told = ", ".join(f"{name} {rate}%" for name, rate in printed.items())
    if printed.get(named) == (_end(claim, kind, subject, printed) if printed else None):
        # It is so among those that are printed; of the others nobody knows.
        is_told = (len(printed) == len(compared) or _PRINTED.search(claim.said)) and printed
        if not is_told and not claim.has_source:
            expected = f"not every rate is printed: {told}; say “with a printed rate”"
            yield Fault(wrong=Wrong.UNCHECKED, found=written, expected=expected, subject=subject)
    else:
        expected = told or "no printed rate"
        yield Fault(wrong=Wrong.VERDICT, found=f"{named} {written}", expected=expected, subject=subject)


def _end(claim: Claim, kind: str, subject: str, printed: Mapping[str, Decimal]) -> Decimal:
    """The rate that the superlative is of."""
    higher = claim.facts.subjects[subject].higher_is_better is not False
    takes_most = {"highest": True, "lowest": False, "best": higher, "worst": not higher}[kind]
    return max(printed.values()) if takes_most else min(printed.values())


def _compared(claim: Claim, subject: str) -> dict[str, Decimal | None]:
    """Name -> printed rate (None: not printed) of all that the one named is compared with."""
    facts = claim.facts
    if any(QUARTER_KEY.match(period.key) for period in claim.periods):
        return dict(quarters_of(facts, subject))
    if claim.places or facts.words["units"].search(claim.said):
        held = {fact.place for fact in facts.about(subject)}
        return {place: rate_of(facts, subject, place=place) for place in facts.places if place in held}
    return {}


def _named(claim: Claim, match: re.Match[str]) -> list[str]:
    quarters = [one.key for one in claim.periods if QUARTER_KEY.match(one.key)]
    return quarters or claim.clauses.places_of(match.start())


def _beyond(written: str, subject: str) -> Fault:
    return Fault(wrong=Wrong.UNCHECKED, found=written, expected=_BEYOND, subject=subject)
