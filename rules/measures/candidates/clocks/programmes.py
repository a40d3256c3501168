"""Clocks that run backwards from the end of an order: reviews of people on programmes."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.clocks.builder import QUASHED, Shape, Start, first_of, months_from
from rules.measures.candidates.request import Request

_SUPERVISION_ENDS = """supervision_ends AS (
  SELECT DISTINCT ON (sentence_id) sentence_id, supervision_ends_on
  FROM caseload_releases WHERE release_type <> 'temporary'
  ORDER BY sentence_id, released_on DESC, release_id)"""
# What the episode rests on ends with the licence for a person released, else with the order.
_END = """CASE WHEN e.basis IN ('licence', 'post_sentence_supervision')
      THEN coalesce(l.supervision_ends_on, s.expected_end_on) ELSE s.expected_end_on END"""


def _episode(request: Request) -> Start:
    parameters = request.parameters
    return Start(
        rows="""caseload_programme_episodes e
  JOIN caseload_sentences s ON s.sentence_id = e.sentence_id
  JOIN caseload_programmes p ON p.programme_code = e.programme_code
  LEFT JOIN supervision_ends l ON l.sentence_id = e.sentence_id""",
        where=f"""p.kind IN ({f.texts(parameters.programme_kinds)})
    AND e.basis IN ({f.texts(parameters.programme_bases)}) AND e.delivered_in <> 'custody'""",
        occurrence_id="e.episode_id",
        person_id="e.person_id",
        trigger_on="coalesce(e.imposed_on, e.started_on, s.sentenced_on)",
        due_on=months_from(f"({_END})", -request.number("months_before_end")),
        home_region="s.court_region_code",
        quashed_on=QUASHED,
        ended_on="least(e.ended_on, s.ended_on)",
        keys={"sentence_id": "e.sentence_id", "requirement_id": "e.requirement_id"},
    )


def _reviewed(request: Request) -> str:
    # A review that names no requirement is one of the whole sentence.
    rows = f"""caseload_progress_reviews p ON p.sentence_id = o.sentence_id
   AND p.review_type = '{request.parameters.review_type}'
   AND (p.requirement_id IS NULL OR o.requirement_id IS NULL OR p.requirement_id = o.requirement_id)"""
    return first_of(rows, "p.completed_on", request.as_at)


REVIEW = Shape(start=_episode, done=_reviewed, tables=lambda _: [_SUPERVISION_ENDS])
