"""Verdicts of a sentence against the figures: targets met or missed, bands, colours."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from apps.reports.claims.claim import Claim
from apps.reports.claims.derived import rate_of
from apps.reports.claims.facts import PEOPLE, Fact, FrozenFacts
from apps.reports.claims.fault import Fault, Wrong
from apps.reports.claims.saying import is_denied, is_plan
from apps.reports.claims.turning import quarters_of
from apps.reports.sentences import NO, YES

_IT = re.compile(r"\b(?:it|them|both|one|own|theirs)\b", re.I)
_SEVERAL = re.compile(r"\b(?:targets|both|all|each)\b", re.I)
_OTHERS = re.compile(r"\b(?:nothing|none|no other)\b", re.I)
_RELATIVE = r"(?:\s+(?:that|which|who))?\s+$"
_NO_COLOUR = "no colour is among the frozen figures; say whether the target was met"
_NO_BAND = "no band of this measure is among the frozen figures"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """A target that the sentence says was met, or not."""

    is_met: bool
    written: str
    at: int


def verdicts_in(claim: Claim) -> list[Verdict]:
    """What the sentence says of targets, in order; nothing of what is planned."""
    found = [*_of_targets(claim), *_alone(claim)]
    return sorted(found, key=lambda verdict: verdict.at)


def _of_targets(claim: Claim) -> Iterator[Verdict]:
    words, taken = claim.facts.words, set[int]()
    if not words["targets"].search(claim.said):
        return
    for kind, is_met in (("missed", False), ("met", True)):
        for match in words[kind].finditer(claim.said):
            if match.start() not in taken and _is_of_target(claim, match):
                taken |= set(range(match.start(), match.end()))
                yield _verdict(claim, match, is_met=is_met)


def _is_of_target(claim: Claim, match: re.Match[str]) -> bool:
    words, clause = claim.facts.words, claim.clauses.whole(match.start())
    before = claim.clauses.before(match.start())
    # "69 cases met it": that is said of cases, not of a target.
    of_cases = any(
        re.fullmatch(_RELATIVE, before[thing.end() :]) for thing in words["things"].finditer(before)
    )
    names_it = words["targets"].search(clause) or (_IT.search(clause) and not _OTHERS.search(clause))
    return bool(names_it) and not of_cases and not is_plan(before, words)


def _alone(claim: Claim) -> Iterator[Verdict]:
    """ "on track": a verdict that names no target, of a measure that is named."""
    words = claim.facts.words
    for kind, is_met in (("missed_alone", False), ("met_alone", True)):
        for match in words[kind].finditer(claim.said) if claim.subjects else ():
            if not is_plan(claim.clauses.leading(match.start()), words):
                yield _verdict(claim, match, is_met=is_met)


def _verdict(claim: Claim, match: re.Match[str], *, is_met: bool) -> Verdict:
    denied = is_denied(claim.clauses.before(match.start()), claim.facts.words)
    return Verdict(is_met=is_met != denied, written=match.group(), at=match.start())


def verdict_faults(claim: Claim) -> Iterator[Fault]:
    """A target that is said to be met and was not, or missed and was met."""
    verdicts = verdicts_in(claim)
    of_all = len(verdicts) == 1 and _SEVERAL.search(claim.said)
    for verdict in verdicts:
        subjects = [one.id for one in claim.subjects] if of_all else claim.clauses.subjects_of(verdict.at)
        for subject in dict.fromkeys(subjects):
            if subject in claim.facts.subjects and subject != PEOPLE:
                yield from _one_verdict(claim, verdict, subject)


def _one_verdict(claim: Claim, verdict: Verdict, subject: str) -> Iterator[Fault]:
    places = claim.clauses.places_of(verdict.at)
    if places:
        yield from _verdicts_of_places(claim, verdict, subject, places)
        return
    for period in _periods(claim, verdict, subject):
        fact = claim.facts.one(subject, "verdict", period=period)
        if fact is not None and fact.text != (YES if verdict.is_met else NO):
            yield _fault(verdict, _expected(fact), subject)
            return


def _periods(claim: Claim, verdict: Verdict, subject: str) -> list[str]:
    if claim.facts.words["every_quarter"].search(claim.said):
        return [period for period, _ in quarters_of(claim.facts, subject)]
    return [claim.period_at(verdict.at)]


def _verdicts_of_places(
    claim: Claim, verdict: Verdict, subject: str, places: Sequence[str]
) -> Iterator[Fault]:
    """A delivery unit has no target of its own: its printed rate against the region's."""
    target = claim.facts.one(subject, "target")
    higher = claim.facts.subjects[subject].higher_is_better
    for place in places:
        rate = rate_of(claim.facts, subject, place=place)
        if target is None or target.number is None or rate is None or higher is None:
            if not claim.has_source:
                told = f"no printed rate of {place} that may be held against a target"
                yield Fault(wrong=Wrong.UNCHECKED, found=verdict.written, expected=told, subject=subject)
        elif ((rate >= target.number) if higher else (rate <= target.number)) != verdict.is_met:
            yield _fault(verdict, f"{place} {rate}% against a target of {target.text}%", subject)


def _fault(verdict: Verdict, expected: str, subject: str) -> Fault:
    found = "target met" if verdict.is_met else "target not met"
    return Fault(wrong=Wrong.VERDICT, found=found, expected=expected, subject=subject)


def _expected(fact: Fact) -> str:
    words = {YES: "target met", NO: "target not met"}.get(fact.text, fact.text)
    return f"{words} ({fact.label})"


def band_faults(claim: Claim) -> Iterator[Fault]:
    """An audit that is said to have another band than the frozen one; a measure that is said to have any."""
    for at, band in _bands_in(claim):
        for subject in claim.clauses.subjects_of(at):
            yield from _one_band(claim, band, subject)


def _one_band(claim: Claim, band: str, subject: str) -> Iterator[Fault]:
    fact = claim.facts.one(subject, "band")
    if fact is not None and fact.text != band:
        expected = f"{fact.text} ({fact.label})"
        yield Fault(wrong=Wrong.VERDICT, found=band, expected=expected, subject=subject)
    elif fact is None and subject in claim.facts.subjects and not claim.has_source:
        yield Fault(wrong=Wrong.UNCHECKED, found=band, expected=_NO_BAND, subject=subject)


def _bands_in(claim: Claim) -> Iterator[tuple[int, str]]:
    """(place, band) where a sentence says that something has one: "rated good", "the top band"."""
    judged, facts = claim.facts.words["judged"].pattern, claim.facts
    colours = facts.words["colours"]
    for band in (one for one in facts.bands if not colours.search(one)):
        said = re.compile(rf"{judged}\s+[\"“‘']?{re.escape(band)}\b", re.I)
        for match in said.finditer(claim.said):
            # "is good" in lower case is no band; "rated good" is.
            if match.group().endswith(band) or not re.match(r"(?:is|was|are|were)\b", match.group(), re.I):
                yield match.start(), band
    for kind, place in (("best_band", 0), ("worst_band", -1)):
        for match in facts.words[kind].finditer(claim.said) if facts.bands else ():
            yield match.start(), facts.bands[place]


def colour_faults(claim: Claim) -> Iterator[Fault]:
    """A measure that is called green, amber or red, as no frozen figure is; an audit of another colour."""
    for at, colour in _colours_in(claim):
        for subject in claim.clauses.subjects_of(at):
            band = claim.facts.one(subject, "band")
            if band is not None and band.text.casefold() != colour.casefold():
                expected = f"{band.text} ({band.label})"
                yield Fault(wrong=Wrong.VERDICT, found=colour, expected=expected, subject=subject)
            elif band is None and subject in claim.facts.subjects and not claim.has_source:
                yield Fault(wrong=Wrong.UNCHECKED, found=colour, expected=_NO_COLOUR, subject=subject)


def _colours_in(claim: Claim) -> Iterator[tuple[int, str]]:
    """(place, colour) where one is a verdict: "rated amber", "is green", "AMBER/GREEN"."""
    words = claim.facts.words
    for match in re.finditer(
        rf"{words['colours'].pattern}(?:/{words['colours'].pattern})?", claim.said, re.I
    ):
        judged = any(
            not claim.said[one.end() : match.start()].strip(" \"“‘'")
            for one in words["judged"].finditer(claim.said[: match.start()])
        )
        if judged or match.group().isupper():
            yield match.start(), match.group()


def verdicts_told(facts: FrozenFacts, *, is_met: bool) -> tuple[int, int]:
    """(targets met or missed, targets with a verdict)."""
    found = [fact.text for fact in facts.facts if (fact.table, fact.column) == ("measures", "verdict")]
    return found.count(YES if is_met else NO), found.count(YES) + found.count(NO)
