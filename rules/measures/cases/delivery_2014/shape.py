"""What the requirements of the 2014 agreement share: early exits, place, and the facts told from them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rules.events import Sentence
from rules.facts import UNALLOCATED, Place
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, timeline

Moment = tuple[date | None, str, str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence:
    """One thing to judge. since_on: from when a transfer out ends the case. rank: among those of its day."""

    id: str
    person_id: str
    since_on: date
    trigger_on: date
    due_on: date | None
    what: str
    rank: int = 1
    home_region: str | None = None
    quashed_on: date | None = None
    has_clock: bool = False


def case_of(
    asked: Asked, found: Occurrence, facts: Mapping[str, int], moments: Iterable[Moment] = ()
) -> Iterator[Case]:
    """The case, with the facts that the definition declares and the moments beside its own.

    None for a person of whom no region is known: neither supervised, nor sentenced by any court.
    """
    place = _place_of(asked, found)
    if place is None:
        return
    known = {**_exits(asked, found), **facts}
    yield Case(
        occurrence_id=found.id,
        person_id=found.person_id,
        place=place,
        trigger_on=found.trigger_on,
        due_on=found.due_on,
        clock_started_on=found.trigger_on if found.has_clock else None,
        facts={fact: known[fact] for fact in asked.definition.facts},
        dates=timeline(
            (found.trigger_on, found.what, "trigger"),
            (found.due_on if found.due_on != found.trigger_on else None, "Due date", "due"),
            (r.death_on(asked), "Death", "event"),
            (r.transfer_on(asked, found.since_on), "Transfer out of England and Wales", "event"),
            (found.quashed_on, "Sentence quashed", "event"),
            *moments,
        ),
    )


def rank(name: str, same_day: Iterable[str]) -> int:
    """The place of an id among those of its person and day, from 1 (common rule 9)."""
    return sorted(same_day).index(name) + 1


def sentence_of(asked: Asked, sentence_id: str | None) -> Sentence | None:
    return next((s for s in asked.events.sentences if s.sentence_id == sentence_id), None)


def quashed_on(sentence: Sentence | None) -> date | None:
    return sentence.ended_on if sentence is not None and sentence.end_reason == "quashed" else None


def _exits(asked: Asked, found: Occurrence) -> dict[str, int]:
    return {
        "same_day_rank": found.rank,
        "death_days_after_due": days_after(r.death_on(asked), found.due_on),
        "transfer_days_after_due": days_after(r.transfer_on(asked, found.since_on), found.due_on),
        "quash_days_after_due": days_after(found.quashed_on, found.due_on),
        "due_days_after_as_at": (found.due_on - asked.as_at).days if found.due_on else 0,
    }


def _place_of(asked: Asked, found: Occurrence) -> Place | None:
    home = found.home_region or _home_of(asked, found.trigger_on)
    # Nobody is responsible for what is about no person, whoever's events it was told among.
    place = r.place_of(asked, found.trigger_on, home) if found.person_id else Place(home, UNALLOCATED)
    return place if place.region else None


def _home_of(asked: Asked, on: date) -> str:
    """For records that name no court: the region of the court of the latest sentence up to the day.

    Without one, of a later sentence, the latest first; of two on one day, of the lowest id. Empty for nobody
    sentenced.
    """
    ordered = sorted(asked.events.sentences, key=lambda s: s.sentence_id)
    ordered.sort(key=lambda s: s.sentenced_on, reverse=True)
    ordered.sort(key=lambda s: s.sentenced_on > on)
    return ordered[0].court_region_code if ordered else ""
