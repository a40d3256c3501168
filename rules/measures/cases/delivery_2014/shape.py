"""What the requirements of the 2014 agreement share: early exits, place, and the facts told from them."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rules.events import Sentence
from rules.facts import UNALLOCATED, Place
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, timeline

Moment = tuple[date | None, str, str]
_EXITS = {
    "death_days_after_due": "Death",
    "transfer_days_after_due": "Transfer out of England and Wales",
    "quash_days_after_due": "Sentence quashed",
}


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
    known = {**_facts(asked, found), **facts}
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
            *((day, label, "event") for day, label in _exits(asked, found).values()),
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


def quashed_of(asked: Asked, sentence: Sentence | None, since: date, due_on: date | None) -> date | None:
    """When the sentence was quashed; of what hangs on a person alone, when the last one that ran was."""
    if sentence is not None:
        return quashed_on(sentence)
    return r.person_quashed_on(asked, since, due_on) if due_on is not None else None


def _exits(asked: Asked, found: Occurrence) -> dict[str, tuple[date | None, str]]:
    """Common rule 10. What is about nobody ends with nobody, whoever's events it was told among."""
    if not found.person_id:
        return dict.fromkeys(_EXITS, (None, ""))
    transferred_on = r.transfer_on(asked, found.since_on)
    days = (r.death_on(asked), transferred_on, found.quashed_on)
    return {fact: (day, label) for (fact, label), day in zip(_EXITS.items(), days, strict=True)}


def _facts(asked: Asked, found: Occurrence) -> dict[str, int]:
    exits = {fact: days_after(day, found.due_on) for fact, (day, _) in _exits(asked, found).items()}
    return exits | {
        "same_day_rank": found.rank,
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
