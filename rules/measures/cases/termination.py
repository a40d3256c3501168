"""What the measures at the end of a sentence share in plain Python."""

from collections.abc import Iterator, Mapping
from datetime import date

from rules.events import Sentence
from rules.facts import TimelineDate
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, timeline

Moment = tuple[date | None, str, str]


def ended(asked: Asked) -> Iterator[tuple[Sentence, date]]:
    """The person's sentences that ended, each with its last day."""
    for sentence in asked.events.sentences:
        if sentence.ended_on is not None and r.covered(asked, sentence.ended_on):
            yield sentence, sentence.ended_on


def case_at_end(
    asked: Asked,
    sentence: Sentence,
    on: date,
    *,
    occurrence_id: str,
    facts: Mapping[str, int],
    moments: tuple[Moment, ...],
) -> Case:
    """A case whose trigger and due day are the last day of its sentence.

    facts, moments: what the measure adds to those that all of them have.
    """
    exits = r.early_exits(asked, since=sentence.sentenced_on, sentence_id=sentence.sentence_id)
    return Case(
        occurrence_id=occurrence_id,
        person_id=sentence.person_id,
        place=r.place_of(asked, on, sentence.court_region_code),
        trigger_on=on,
        due_on=on,
        facts={
            **{fact: days_after(day, on) for fact, (day, _) in exits.items()},
            "due_days_after_as_at": (on - asked.as_at).days,
            **facts,
        },
        dates=_dates(sentence, on, exits, moments),
    )


def _dates(
    sentence: Sentence, on: date, exits: Mapping[str, tuple[date | None, str]], moments: tuple[Moment, ...]
) -> tuple[TimelineDate, ...]:
    return timeline(
        (sentence.sentenced_on, "Sentence", "trigger"),
        (on, "End of the sentence", "due"),
        *((day, label, "event") for day, label in exits.values()),
        *moments,
    )
