"""The Welsh catalogue read as data: exact words, and sentences with places for figures and names."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from django.conf import settings

PLACE = re.compile(r"%\((\w+)\)[sd]")
# Fewer letters than this beside the places would match sentences that mean something else.
LEAST_LETTERS = 5
# A translator who has read an entry takes this comment of its away.
UNCHECKED = "unchecked"


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """A sentence of the catalogue with places: what it looks like when they are filled, and its Welsh."""

    shape: re.Pattern[str]
    welsh: str


@dataclass(frozen=True, kw_only=True)
class Words:
    """exact: English -> Welsh. patterns: the most particular first. unchecked: entries nobody has checked."""

    exact: Mapping[str, str]
    patterns: tuple[Pattern, ...]
    unchecked: int


def path_of(language: str) -> Path:
    return Path(settings.BASE_DIR) / "locale" / language / "LC_MESSAGES" / "django.po"


@cache
def words_of(language: str) -> Words:
    with path_of(language).open("rb") as file:
        return words_in(read_po(file, locale=language))


def words_in(catalogue: Catalog) -> Words:
    """Of the Welsh plural's five forms a plural entry counts by that of one and the common one."""
    pairs: dict[str, str] = {}
    for message in catalogue:
        if not message.id or not message.string:
            continue
        if isinstance(message.id, str):
            pairs[message.id] = str(message.string)
        else:
            pairs |= dict(zip(message.id, (message.string[1], message.string[0]), strict=True))
    with_places = sorted((one for one in pairs if PLACE.search(one)), key=_letters, reverse=True)
    return Words(
        exact={english: welsh for english, welsh in pairs.items() if not PLACE.search(english)},
        patterns=tuple(
            Pattern(shape=shape_of(one), welsh=pairs[one])
            for one in with_places
            if _letters(one) >= LEAST_LETTERS
        ),
        unchecked=sum(UNCHECKED in message.user_comments for message in catalogue if message.id),
    )


def shape_of(english: str) -> re.Pattern[str]:
    """`%(met)s of %(all)s` as an expression that a filled sentence matches as a whole."""
    found, seen = [], set[str]()
    for index, part in enumerate(PLACE.split(english)):
        if index % 2 == 0:
            found.append(re.escape(part.replace("%%", "%")))
        elif part in seen:
            found.append(f"(?P={part})")
        else:
            seen.add(part)
            found.append(f"(?P<{part}>.+?)")
    return re.compile("".join(found), re.DOTALL)


def _letters(english: str) -> int:
    return sum(letter.isalpha() for letter in PLACE.sub("", english))
