"""The clock that starts with a sentence in the community: allocation to a practitioner."""

from collections.abc import Iterator
from datetime import date

from rules.events import Sentence
from rules.measures.cases.case import Asked
from rules.measures.cases.clocks.start import Start, first_done


def allocations(asked: Asked) -> Iterator[Start]:
    """Every sentence of the types in question."""
    wanted = [s for s in asked.events.sentences if s.sentence_type in asked.parameters.sentence_types]
    for sentence in wanted:
        on = sentence.sentenced_on
        same_day = sorted(s.sentence_id for s in wanted if s.sentenced_on == on)
        yield Start(
            occurrence_id=sentence.sentence_id,
            person_id=sentence.person_id,
            trigger_on=on,
            trigger="Sentence",
            home=sentence.court_region_code,
            rank=same_day.index(sentence.sentence_id) + 1,
            sentence_id=sentence.sentence_id,
            ended_on=sentence.ended_on,
            done_on=first_done(_allocated(asked, sentence), asked, on),
            done="Allocated to a practitioner",
        )


def _allocated(asked: Asked, sentence: Sentence) -> Iterator[date]:
    """Sentences of one day count once, so an allocation of either is the allocation of both."""
    same_day = {s.sentence_id for s in asked.events.sentences if s.sentenced_on == sentence.sentenced_on}
    for allocation in asked.events.allocations:
        wanted = allocation.allocation_type in asked.parameters.allocation_types
        if wanted and allocation.sentence_id in same_day:
            yield allocation.allocated_on
