"""Words that claim a direction or a verdict, and how they are meant."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Way(StrEnum):
    UP = "up"
    DOWN = "down"
    SAME = "the same"
    BETTER = "better"
    WORSE = "worse"


class Against(StrEnum):
    """What a direction is measured against."""

    TIME = "time"
    TARGET = "target"
    PLACE = "place"


@dataclass(frozen=True, kw_only=True)
class Said:
    """One direction. `denied`: the sentence says that it was not so; `rest`: what follows in the clause."""

    way: Way
    against: Against
    denied: bool
    written: str
    at: int
    rest: str


_DID = r"did(?: not|n[’']t)?\s+"
_BY = r"(?=\s+(?:by|from|to|on|\d))"
_WAYS = {
    Way.UP: r"rose|risen|rises|rising|increas(?:e|ed|es|ing)|grew|grown|growth|climb(?:ed|s|ing)|"
    r"jump(?:ed|s|ing)?|soar(?:ed|s|ing)?|surg(?:ed|es|ing)|rocket(?:ed|s|ing)|doubl(?:ed|es|ing)|"
    r"(?:tripl|trebl)(?:ed|es|ing)|(?:went|gone|goes|going) up|"
    rf"higher|up{_BY}|{_DID}(?:rise|grow|climb|jump|go up)",
    Way.DOWN: rf"fell|fallen|falls|falling|decreas(?:e|ed|es|ing)|declin(?:e|ed|es|ing)|drop(?:s|ped|ping)?|"
    r"plummet(?:ed|s|ing)?|plung(?:ed|es|ing)|tumbl(?:ed|es|ing)|slump(?:ed|s|ing)?|shr(?:ank|unk|inks?|inking)|"
    r"dipp?(?:ed|s|ing)|slipp?(?:ed|s|ing)|dwindl(?:ed|es|ing)|halv(?:ed|es|ing)|"
    r"(?:went|gone|goes|going) down|"
    rf"lower|reduced|reduction|down{_BY}|{_DID}(?:fall|drop|decline|dip|slip|go down)",
    Way.SAME: r"unchanged|no change|did not change|stayed the same|remained the same",
    Way.BETTER: rf"improv(?:ed|es|ing|ement)|(?:got )?better|{_DID}improve",
    Way.WORSE: rf"{_DID}(?:worsen|deteriorate)|worse(?:n|ned|ns|ning)?|deteriorat(?:ed|es|ing|ion)",
}
_DIRECTION = re.compile("|".join(rf"(?P<{way.name}>\b(?:{words})\b)" for way, words in _WAYS.items()), re.I)
_LEVEL = re.compile(
    r"\b(?P<UP>above|over|exceed(?:s|ed|ing)?|beat|surpass(?:ed|es))\b|\b(?P<DOWN>below|under)\b", re.I
)
# What is planned or wished is no claim about the year.
_NOT_YET = re.compile(
    r"\b(?:will|to|should|would|could|can|may|might|must|shall|aims?|please|help)\s+(?:\w+ly\s+)?$", re.I
)
_DENIED = re.compile(r"(?:\bnot|n[’']t|\bnever|\bno|\bneither|\bwithout)\s+(?:\w+\s+)?$", re.I)
_NEEDS_THAN = re.compile(r"^(?:higher|lower|better)$", re.I)
_PLANNED = re.compile(r"\b(?:will|shall|(?:plan|aim|want|intend|hope)s? to)\b[^,;:]*$", re.I)
_CLAUSE_END = re.compile(r"[,;:]|\s(?:and|but|while|although)\s")
_SHORT = re.compile(r"^\s+short\b", re.I)
_REGION = re.compile(r"\b(?:the region(?:al)?(?:[’']s)?|regional (?:rate|average|figure)|average)\b", re.I)


def directions_in(text: str, places: list[str]) -> Iterator[Said]:
    """The directions that a sentence claims, in order. `places`: the delivery units that it names."""
    for match in _DIRECTION.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        clause = _CLAUSE_END.split(after, maxsplit=1)[0]
        if _NOT_YET.search(before) or _PLANNED.search(before) or _SHORT.match(after):
            continue
        near = f"{before[-40:]} {clause}"
        if _NEEDS_THAN.match(match.group()) and not re.search(r"\bthan\b|\bpoints?\b", near, re.I):
            continue
        yield _said(match, before, clause, places)
    for match in _LEVEL.finditer(text):
        before, clause = text[: match.start()], _CLAUSE_END.split(text[match.end() :], maxsplit=1)[0]
        if (
            not _NOT_YET.search(before)
            and re.match(r"\s+(?:the|its|their|our|a)?\s*(?:\w+\s+)?target", clause, re.I)
        ) or (places and _REGION.match(clause.strip())):
            yield _said(match, before, clause, places)


def _said(match: re.Match[str], before: str, clause: str, places: list[str]) -> Said:
    return Said(
        way=Way[match.lastgroup or ""],
        against=_against(clause, places),
        denied=_is_denied(match, before),
        written=match.group(),
        at=match.start(),
        rest=clause,
    )


def _is_denied(match: re.Match[str], before: str) -> bool:
    """ "did not rise" is denied, "did not change" says that it stayed."""
    own = match.lastgroup != Way.SAME.name and re.search(r"\bnot\b|n[’']t\b", match.group(), re.I)
    return bool(own or _DENIED.search(before))


def _against(clause: str, places: list[str]) -> Against:
    if re.search(r"\btargets?\b", clause, re.I):
        return Against.TARGET
    others = any(place.casefold() in clause.casefold() for place in places)
    if others or (places and _REGION.search(clause)):
        return Against.PLACE
    return Against.TIME


_MET = r"met|meets|meeting|achiev(?:ed|es|ing)|hit|reach(?:ed|es|ing)|exceeded"
_MISSED = re.compile(
    r"\b(?:miss(?:ed|es|ing)|fail(?:ed|s)? to (?:meet|reach|achieve)|f[ae]lls? short of|"
    r"not (?:yet )?(?:been )?"
    rf"(?:meet|met|achieved?|hit|reach(?:ed)?|exceeded)|never (?:{_MET}))\b|"
    r"\bdid(?: not|n[’']t) (?:meet|hit|reach|achieve)|"
    r"\b(?:short of|lagg(?:ed|s|ing)(?: behind)?|behind) (?:its|the|their|our) target",
    re.I,
)
_IS_MET = re.compile(
    rf"\b(?:{_MET}|ahead of (?:its |the |their |our )?target|"
    r"(?:passed|satisfied|delivered|surpassed|beat) (?:its|the|their|our) target)\b",
    re.I,
)
_JUDGED = r"rated|graded|judged|assessed|banded|in the band|(?:a )?(?:band|rating) (?:of|was|is)"
_COPULA = r"(?:is|was|are|were|remains|remained|stays|stayed|became|stood at)"
_TARGET = re.compile(r"\btargets?\b", re.I)
_CASES = re.compile(
    r"\b(?:cases|people|appointments|orders)\s+(?:that\s+|which\s+|who\s+)?(?:met|meet)\b", re.I
)


def verdict_in(text: str) -> bool | None:
    """Whether the sentence says that a target was met (True) or missed (False); None when it says neither."""
    if not _TARGET.search(text):
        return None
    if _MISSED.search(text):
        return False
    met = _IS_MET.search(_CASES.sub(lambda found: " " * len(found.group()), text))
    return True if met and not _NOT_YET.search(text[: met.start()]) else None


def bands_in(text: str, bands: Sequence[str]) -> Iterator[tuple[int, str]]:
    """(place, band) where a sentence says that something has a band: "rated good", "was Good"."""
    for band in bands:
        word = re.escape(band)
        said = rf"\b(?:(?i:{_JUDGED})\s+(?:as\s+|to be\s+)?[\"“‘']?(?i:{word})|{_COPULA}\s+[\"“‘']?{word})\b"
        yield from ((match.start(), band) for match in re.finditer(said, text))
