"""OM005: failures that oblige enforcement, and the start of breach proceedings."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.delivery_2014.shape import judged
from rules.measures.candidates.request import Request

_OCCURRENCES = """occurrences AS (
  SELECT b.breach_id AS occurrence_id, b.person_id, b.relevant_failure_on AS since_on,
    b.relevant_failure_on AS trigger_on, c.due_on, c.counts_in, s.court_region_code AS home_region,
    CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END AS quashed_on,
    b.begun_on,
    row_number() OVER (PARTITION BY b.person_id, b.relevant_failure_on ORDER BY b.breach_id) AS same_day_rank
  FROM caseload_breaches b
  JOIN clock c ON c.started_on = b.relevant_failure_on
  JOIN caseload_sentences s ON s.sentence_id = b.sentence_id)"""


def candidates(request: Request) -> str:
    """One row per failure that obliges enforcement: occurrence, person, place, dates and facts."""
    facts = {
        "begun_days_after_due": f.days_after_due("o.begun_on"),
        "begun_found": f.found("o.begun_on"),
    }
    return judged(request, [f.clock_cte([request.number("clock_business_days")]), _OCCURRENCES], facts)
