"""Printing in Welsh: text that is there in English is looked up, and whatever is missing is heard of.

Frozen titles and generated sentences are English text by the time they are printed. Here they are found in
the catalogue: as they are, or as a sentence with places for its figures. Figures never change on the way.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from functools import cache, lru_cache
from gettext import NullTranslations

from babel.dates import get_month_names
from django.conf import settings
from django.utils import translation
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import trans_real

from apps.reports.catalogue_of_words import words_of
from rules.definitions.languages import ENGLISH, WELSH, languages_on

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
# H103, SL004, Q2, A, hashes: names that are the same in every language.
CODE = re.compile(r"[A-Z]|(?=.*\d)(?:[A-Z]{1,4}[0-9]*[A-Z]?[ _]?)*[0-9A-Z_.-]+(?: [ab])?|[0-9a-f]{12,64}")
MONTHS = tuple(get_month_names("wide", locale="en_GB").values())
WELSH_MONTHS = dict(zip(MONTHS, get_month_names("wide", locale="cy").values(), strict=True))
DAY = re.compile(rf"(?:[0-9]{{1,2}} )?({'|'.join(MONTHS)})(?: [0-9]{{4}})?")
# "SL004 Initial appointment", "CRS QM1 Quality of delivery", "CRS_QM1 Quality of delivery": a code before its
# words.
CODE_BEFORE = re.compile(r"((?:CRS )?[A-Z]{2,4}[0-9]{1,3}[A-Z]?|[A-Z]{2,4}_[A-Z]{2}[0-9]{1,2}) (.+)")
# "Bridge beds in two units (Q2)": the quarter behind what falls in it.
QUARTER_BEHIND = re.compile(r"(.+) (\(Q[1-4]\))")
# Lists of places, a stretch of days, marks of a draft: each part by itself.
BETWEEN = {"; ": "; ", " to ": " i ", " – ": " – ", ", ": ", "}


# The renderer keeps no language of a stretch; tagging.py finds a link that leads nowhere, and names it.
ENGLISH_STRETCH = '<a class="stretch" lang="en-GB">{}</a>'


@dataclass(frozen=True, kw_only=True, eq=False)
class Own:
    """What one document knows beyond the catalogue, the same object all through its printing.

    words: English of the region's people -> their words in the document's language. names: of people,
    suppliers and places; they are the same in every language. unchecked: words that no translator has read.
    """

    words: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    unchecked: int = 0


NOTHING_OWN = Own()


@dataclass(kw_only=True)
class Heard:
    """What was missing while a document was printed, in the document's order, each once."""

    own: Own = NOTHING_OWN
    _missing: dict[str, None] = field(default_factory=dict)

    def miss(self, english: str) -> None:
        self._missing[flat(english)] = None

    @property
    def untranslated(self) -> list[str]:
        return list(self._missing)


@dataclass(frozen=True)
class Piece:
    """A stretch of printed text in one language."""

    words: str
    is_english: bool = False


_heard: ContextVar[Heard | None] = ContextVar("heard", default=None)


def flat(text: str) -> str:
    """The text on one line: what is looked up, and listed."""
    return " ".join(text.split())


def offered(region_code: str, on: date) -> tuple[str, ...]:
    """The languages in which the region's documents may be asked for, English first."""
    return languages_on(on).of_region(region_code)


def unchecked_entries(language: str) -> int:
    """How many entries of the catalogue no translator has checked; English has none."""
    return 0 if language == ENGLISH else words_of(language).unchecked


def may_publish(language: str, untranslated: list[str], on: date) -> str:
    """Empty when a document in this language may be published, else the reason why not."""
    if language == ENGLISH:
        return ""
    return languages_on(on).why_not_publish(
        still_english=len(untranslated), unchecked=unchecked_entries(language)
    )


@contextmanager
def speaking(language: str, own: Own = NOTHING_OWN) -> Iterator[Heard]:
    """Everything rendered inside is in the language; the object tells afterwards what was missing."""
    heard = Heard(own=own)
    token = _heard.set(heard if language != ENGLISH else None)
    _listen()
    with translation.override(settings.LANGUAGE_CODE if language == ENGLISH else language):
        try:
            yield heard
        finally:
            _heard.reset(token)


def still_english() -> list[str]:
    """What has been missing so far in the document that is being printed."""
    heard = _heard.get()
    return heard.untranslated if heard else []


def miss(english: str) -> None:
    """Something is printed in English in a document of another language."""
    heard = _heard.get()
    if heard:
        heard.miss(english)


def own_now() -> Own:
    """What the document that is being printed brought along."""
    heard = _heard.get()
    return heard.own if heard else NOTHING_OWN


def own_words_for(english: str) -> str:
    """What the region's people wrote for it in the document's language; empty for nothing."""
    return own_now().words.get(flat(english), "")


def is_welsh() -> bool:
    return (translation.get_language() or "").startswith(WELSH)


def spoken(text: object) -> str:
    """The text in the document's language; English where the catalogue has nothing, and that is noted."""
    return "".join(piece.words for piece in _noted(str(text)))


def spoken_html(text: object) -> SafeString:
    """The same as markup: stretches left in English carry their language, so that they are read out right."""
    if not is_welsh():
        return format_html("{}", text)
    parts = [
        format_html(ENGLISH_STRETCH, piece.words) if piece.is_english else format_html("{}", piece.words)
        for piece in _noted(str(text))
    ]
    return mark_safe("".join(parts))  # noqa: S308 (each part was escaped above)


def _noted(text: str) -> tuple[Piece, ...]:
    if not is_welsh():
        return (Piece(text),)
    pieces = in_welsh(text)
    for piece in pieces:
        if piece.is_english:
            miss(piece.words)
    return pieces


def in_welsh(text: str) -> tuple[Piece, ...]:
    """The text in Welsh, piece by piece. Numbers stay what they are: a Welsh that loses one is not used."""
    return _in_welsh(text, own_now())


@lru_cache(maxsize=4096)
def _in_welsh(text: str, own: Own) -> tuple[Piece, ...]:
    """The words of the region's people come before the catalogue: they know what they meant."""
    if not any(letter.isalpha() for letter in text) or CODE.fullmatch(text):
        return (Piece(text),)
    exact = own.words.get(flat(text)) or words_of(WELSH).exact.get(text) or _day(text)
    if exact:
        return (Piece(exact),)
    if flat(text) in own.names:
        return (Piece(text),)
    for way in (_as_a_sentence, _beside_a_code, _part_by_part, _after_a_name):
        if pieces := way(text, own):
            return pieces
    return (Piece(text, is_english=True),)


def _as_a_sentence(text: str, own: Own) -> tuple[Piece, ...]:
    """By the most particular sentence of the catalogue that it is; nothing where a number would be lost."""
    for pattern in words_of(WELSH).patterns:
        found = pattern.shape.fullmatch(text)
        if found:
            pieces = _filled(pattern.welsh, found.groupdict(), own)
            if _numbers(text) == _numbers("".join(piece.words for piece in pieces)):
                return pieces
    return ()


def _beside_a_code(text: str, own: Own) -> tuple[Piece, ...]:
    if found := CODE_BEFORE.fullmatch(text):
        return (Piece(f"{found[1]} "), *_in_welsh(found[2], own))
    if (found := QUARTER_BEHIND.fullmatch(text)) and "; " not in text:
        return (*_in_welsh(found[1], own), Piece(f" {found[2]}"))
    return ()


def _part_by_part(text: str, own: Own) -> tuple[Piece, ...]:
    """The parts of a list or of a stretch of days; nothing when one of them is in no catalogue."""
    for between, welsh in BETWEEN.items():
        first, found, rest = text.partition(between)
        pieces = (*_in_welsh(first, own), Piece(welsh), *_in_welsh(rest, own)) if found else ()
        if pieces and not any(piece.is_english for piece in pieces):
            return pieces
    return ()


def _after_a_name(text: str, own: Own) -> tuple[Piece, ...]:
    """ "Initial appointment: the target was not met." where both are known; nothing else."""
    name, found, said = text.partition(": ")
    if not found:
        return ()
    pieces = (*_in_welsh(name, own), Piece(": "), *_in_welsh(said[0].upper() + said[1:], own))
    if any(piece.is_english for piece in pieces):
        return ()
    first = pieces[pieces.index(Piece(": ")) + 1]
    lowered = Piece(first.words[0].lower() + first.words[1:]) if said[0].islower() else first
    return tuple(lowered if piece is first else piece for piece in pieces)


def _filled(welsh: str, groups: dict[str, str], own: Own) -> tuple[Piece, ...]:
    pieces: list[Piece] = []
    for index, part in enumerate(re.split(r"%\((\w+)\)[sd]", welsh)):
        if index % 2:
            pieces += _in_welsh(groups[part], own)
        elif part:
            pieces.append(Piece(part.replace("%%", "%")))
    return tuple(pieces)


def _day(text: str) -> str:
    """ "31 March 2026" -> "31 Mawrth 2026"; empty for anything else."""
    found = DAY.fullmatch(text)
    return text.replace(found[1], WELSH_MONTHS[found[1]]) if found else ""


def _numbers(text: str) -> list[str]:
    return sorted(NUMBER.findall(text))


class _Listening(NullTranslations):
    """Stands behind the catalogues: whatever comes here was in none of them."""

    def gettext(self, message: str) -> str:
        miss(message)
        return message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        miss(msgid1)
        return msgid1 if n == 1 else msgid2

    def pgettext(self, context: str, message: str) -> str:  # noqa: ARG002
        return self.gettext(message)

    def npgettext(self, context: str, msgid1: str, msgid2: str, n: int) -> str:  # noqa: ARG002
        return self.ngettext(msgid1, msgid2, n)


@cache
def _listen() -> None:
    """Once in a process, since the catalogues live as long."""
    trans_real.translation(WELSH).add_fallback(_Listening())
