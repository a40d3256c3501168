"""What a region's people wrote, in the other languages of its documents: read, written, carried along.

Documents look words up by their English when they are printed; pages write them place by place. Words that
were written for English that reads otherwise by now are out of date, and nothing carries them.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, transaction

from apps.organisation.actions import Refused, record
from apps.organisation.errors import Conflict
from apps.organisation.markup import clean
from apps.organisation.models import OwnWords, Region, User

# Words that stand in no record: sentences of the service that its catalogue lacks.
PHRASE = "words"
NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
LONGEST = 60_000
ELSEWHERE = "Somebody else saved these words while your page was open. Read what stands now, then save again."


class State(StrEnum):
    MISSING = "missing"
    OUT_OF_DATE = "out of date"
    UNCHECKED = "unchecked"
    DONE = "done"


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where English stands that the region's people wrote. key: "milestone:12:title"; what: in words."""

    key: str
    what: str
    english: str


@dataclass(frozen=True, kw_only=True)
class Translated:
    """A place with its newest words in a language; `row`: None before any were written."""

    place: Place
    row: OwnWords | None

    @property
    def state(self) -> State:
        if self.row is None or not self.row.words:
            return State.MISSING
        if self.row.english != self.place.english:
            return State.OUT_OF_DATE
        return State.UNCHECKED if self.row.is_unchecked else State.DONE

    @property
    def words(self) -> str:
        return self.row.words if self.row else ""

    @property
    def number(self) -> int:
        return self.row.number if self.row else 0

    @property
    def holds(self) -> bool:
        """Whether a document may print the words for the English as it reads now."""
        return self.state in (State.DONE, State.UNCHECKED)


def phrase(english: str) -> Place:
    """Words of the service that its catalogue lacks, as a place of their own."""
    key = f"{PHRASE}:{sha256(english.encode()).hexdigest()[:16]}"
    return Place(key=key, what="Words of the service", english=english)


def phrases(region: Region, language: str) -> list[Place]:
    """Those that the region's people put into the language."""
    rows = newest_own_words(region, language).values()
    return [phrase(row.english) for row in rows if row.place.startswith(f"{PHRASE}:")]


def newest_own_words(region: Region, language: str) -> dict[str, OwnWords]:
    """Place -> its newest words, those that were taken away among them."""
    rows = OwnWords.objects.filter(region=region, language=language).select_related("by")
    return {row.place: row for row in rows.order_by("place", "-number").distinct("place")}


def translated(places: Iterable[Place], region: Region, language: str) -> list[Translated]:
    """Every place that holds English, with its words."""
    newest = newest_own_words(region, language)
    return [Translated(place=one, row=newest.get(one.key)) for one in places if one.english]


def carried(found: Iterable[Translated]) -> list[dict[str, Any]]:
    """The words that hold, as JSON for frozen contents: english, words, unchecked; each English once.

    Of two places with the same English the words that were saved last are carried.
    """
    holding = sorted((one for one in found if one.row and one.holds), key=lambda one: one.row.pk)
    by_english = {
        one.place.english: {
            "english": one.place.english,
            "words": one.words,
            "unchecked": one.state == State.UNCHECKED,
        }
        for one in holding
    }
    return [by_english[english] for english in sorted(by_english)]


@transaction.atomic
def translate(
    region: Region,
    place: Place,
    *,
    language: str,
    words: str,
    seen: int,
    by: User,
    is_unchecked: bool = False,
) -> OwnWords | None:
    """Save the words of a place for the English as it reads now; what was there stays as an earlier version.

    seen: the number of the words that the page showed, 0 for none. The same again saves nothing, unless it
    is about other English or was unchecked. Raises Conflict when somebody saved meanwhile, Refused for words
    that name other figures than the English.
    """
    words = clean(words).strip()
    newest = newest_own_words(region, language).get(place.key)
    if newest is None and not words:
        return None
    if newest and (newest.words, newest.english, newest.is_unchecked) == (words, place.english, is_unchecked):
        return newest
    if (newest.number if newest else 0) != seen:
        raise Conflict(ELSEWHERE)
    _check(place, words)
    return _add(region, place, language, {"words": words, "is_unchecked": is_unchecked}, seen + 1, by)


def _check(place: Place, words: str) -> None:
    if len(words) > LONGEST:
        raise Refused("The text is too long to be saved. Shorten it.")
    if words and (apart := numbers_apart(place.english, words)):
        raise Refused(f"{place.what}: not in both languages: {'; '.join(apart)}")


def numbers_apart(english: str, words: str) -> list[str]:
    """Every number that one of the two names more often than the other."""
    first, second = NUMBER.findall(english), NUMBER.findall(words)
    return [one for one in dict.fromkeys([*first, *second]) if first.count(one) != second.count(one)]


def _add(
    region: Region, place: Place, language: str, given: Mapping[str, Any], number: int, by: User
) -> OwnWords:
    row = {"region": region, "place": place.key, "language": language, "number": number}
    try:
        with transaction.atomic():
            made = OwnWords.objects.create(**row, **given, english=place.english, by=by)
    except IntegrityError as error:
        raise Conflict(ELSEWHERE) from error
    after = {"place": place.key, "language": language, "version": number}
    record("translate_own_words", by=by, subject=region, after=after)
    return made
