"""OM026: quality checks of assessments, and what they found."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.delivery_2014.shape import OF_THE_SENTENCE_IF_ANY, judged
from rules.measures.candidates.request import Request

_OCCURRENCES = """occurrences AS (
  SELECT q.check_id AS occurrence_id, a.person_id, q.checked_on AS since_on, q.checked_on AS trigger_on,
    q.checked_on AS due_on, m.counts_in, s.court_region_code AS home_region,
    CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END AS quashed_on, a.sentence_id, q.result,
    row_number() OVER (PARTITION BY a.person_id, q.checked_on ORDER BY q.check_id) AS same_day_rank
  FROM caseload_assessment_quality_checks q
  JOIN caseload_assessments a ON a.assessment_id = q.assessment_id
  JOIN months m ON q.checked_on BETWEEN m.first_on AND m.last_on
  LEFT JOIN caseload_sentences s ON s.sentence_id = a.sentence_id)"""


def candidates(request: Request) -> str:
    """One row per quality check: occurrence, person, place, dates and facts."""
    met = f.flag(f"o.result IN ({f.texts(request.parameters.met_answers)})")
    return judged(request, [_OCCURRENCES], {"met": met}, quashed_on=OF_THE_SENTENCE_IF_ANY)
