"""Clocks that start with a sentence in the community."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.clocks.builder import QUASHED, Shape, Start, first_of
from rules.measures.candidates.request import Request


def _sentence(request: Request) -> Start:
    return Start(
        rows="caseload_sentences s",
        where=f"s.sentence_type IN ({f.texts(request.parameters.sentence_types)})",
        occurrence_id="s.sentence_id",
        person_id="s.person_id",
        trigger_on="s.sentenced_on",
        home_region="s.court_region_code",
        same_day="s.person_id, s.sentenced_on",
        quashed_on=QUASHED,
        ended_on="s.ended_on",
    )


def _allocated(request: Request) -> str:
    # Sentences of one day count once, so an allocation of either is the allocation of both.
    types = f.texts(request.parameters.allocation_types)
    rows = f"""caseload_sentences s ON s.person_id = o.person_id AND s.sentenced_on = o.trigger_on
  JOIN caseload_allocations a ON a.sentence_id = s.sentence_id AND a.allocation_type IN ({types})"""
    return first_of(rows, "a.allocated_on", request.as_at)


ALLOCATION = Shape(start=_sentence, done=_allocated)
