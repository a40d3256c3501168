"""Directions that a sentence claims, and how they are meant."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from apps.reports.claims.claim import Claim
from apps.reports.claims.vocabulary import Vocabulary


class Way(StrEnum):
    UP = "up"
    DOWN = "down"
    SAME = "same"
    SIMILAR = "similar"
    BETTER = "better"
    WORSE = "worse"


class Against(StrEnum):
    """What a direction is measured against."""

    TIME = "time"
    TARGET = "target"
    PLACE = "place"


@dataclass(frozen=True, kw_only=True)
class Said:
    """One direction. `denied`: the sentence says that it was not so; `subjects`: of which measures."""

    way: Way
    against: Against
    denied: bool
    written: str
    at: int
    rest: str
    subjects: Sequence[str]


_WORDS_CLOSE = 4
_FURTHEST_OBJECT = 40
_TO = re.compile(r"\bto\s+(?:\w+ly\s+)?$", re.I)
_WORD = re.compile(r"[\w’'-]+")
_DENIED_WITHIN = re.compile(r"\bnot\b|n[’']t\b", re.I)
_SHORT = re.compile(r"^\s+(?:\w+\s+)?short\b", re.I)


def is_plan(before: str, words: Vocabulary) -> bool:
    """Whether what follows is wished or planned: no claim about the year. `before`: of its clause."""
    close = _last_words(before, 3)
    if _TO.search(before):
        return not words["happened"].search(close)
    return _ends_with(words["modals"], close) or bool(words["planned"].search(before))


def is_denied(before: str, words: Vocabulary) -> bool:
    close = words["denies"].search(_last_words(before, 3))
    return bool(close or words["denies_far"].search(before))


def _ends_with(pattern: re.Pattern[str], text: str) -> bool:
    """Whether a match ends the text, but for one adverb, "not" or "be"."""
    return any(len(_WORD.findall(text[match.end() :])) <= 1 for match in pattern.finditer(text))


def _last_words(text: str, count: int) -> str:
    found = list(_WORD.finditer(text))
    return text[found[-count].start() :] if len(found) >= count else text


def directions_in(claim: Claim) -> Iterator[Said]:
    """The directions that a sentence claims of its measures, in order."""
    found = sorted([*_turns(claim), *_made(claim), *_levels(claim)], key=lambda said: said.at)
    taken = -1
    for said in found:
        # "got better than": the first of two that overlap.
        if said.at >= taken:
            yield said
            taken = said.at + len(said.written)


def _turns(claim: Claim) -> Iterator[Said]:
    for way, match in _matches(claim, "directions"):
        clauses, words = claim.clauses, claim.facts.words
        if is_plan(clauses.leading(match.start()), words) or _SHORT.match(claim.said[match.end() :]):
            continue
        if clauses.is_about_measure(match.start()):
            yield _said(claim, way, match, clauses.subjects_of(match.start()))


def _matches(claim: Claim, kind: str) -> Iterator[tuple[Way, re.Match[str]]]:
    """The longest first where two begin at one place."""
    found = [(way, match) for way in Way for match in claim.facts.words[f"{kind}.{way}"].finditer(claim.said)]
    yield from sorted(found, key=lambda pair: (pair[1].start(), -pair[1].end()))


def _made(claim: Claim) -> Iterator[Said]:
    """ "We raised SL004", "which lifted the rate": of what follows the verb."""
    for way, match in _matches(claim, "made"):
        if is_plan(claim.clauses.leading(match.start()), claim.facts.words):
            continue
        near = match.end() + _FURTHEST_OBJECT
        named = [one.id for one in claim.subjects if match.start() <= one.at <= near]
        followed = " ".join(_WORD.findall(claim.said[match.end() : near])[:_WORDS_CLOSE])
        if named or claim.facts.words["rates"].search(followed):
            yield _said(claim, way, match, named[:1] or claim.clauses.subjects_of(match.start()))


def _levels(claim: Claim) -> Iterator[Said]:
    """ "above its target", "below the regional rate": a word for a level with what it is held against."""
    words = claim.facts.words
    for way, kind in ((Way.UP, "above"), (Way.DOWN, "below")):
        for match in words[kind].finditer(claim.said):
            followed = " ".join(_WORD.findall(claim.clauses.after(match.end()))[:_WORDS_CLOSE])
            is_level = words["targets"].search(followed) or (
                claim.places and (words["region"].search(followed) or _names(followed, claim))
            )
            if is_level and not is_plan(claim.clauses.leading(match.start()), words):
                yield _said(claim, way, match, claim.clauses.subjects_of(match.start()))


def _names(text: str, claim: Claim) -> bool:
    return any(place.id.casefold() in text.casefold() for place in claim.places)


def _said(claim: Claim, way: Way, match: re.Match[str], subjects: Sequence[str]) -> Said:
    before, rest = claim.clauses.before(match.start()), claim.clauses.after(match.end())
    return Said(
        way=way,
        against=_against(f"{match.group()} {rest}", claim),
        denied=_is_denied(way, match, before, claim.facts.words),
        written=match.group(),
        at=match.start(),
        rest=rest,
        subjects=subjects,
    )


def _is_denied(way: Way, match: re.Match[str], before: str, words: Vocabulary) -> bool:
    """ "did not rise" is denied; "did not change" and "not as good as" say what they say."""
    is_own = way != Way.SAME and _DENIED_WITHIN.match(match.group()) is None
    own = is_own and _DENIED_WITHIN.search(match.group())
    return bool(own or is_denied(before, words))


def _against(rest: str, claim: Claim) -> Against:
    if claim.facts.words["targets"].search(rest):
        return Against.TARGET
    if _names(rest, claim) or (claim.places and claim.facts.words["region"].search(rest)):
        return Against.PLACE
    return Against.TIME
