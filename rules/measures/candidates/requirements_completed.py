"""SL013: community and suspended sentence orders that ended, and what became of their requirements."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates import termination
from rules.measures.candidates.request import Request

_OCCURRENCES = """kept AS (
  SELECT e.sentence_id, count(*) AS requirements,
    count(*) FILTER (WHERE r.end_reason = 'completed' AND r.ended_on <= e.due_on) AS completed
  FROM ended e
  JOIN caseload_requirements r ON r.sentence_id = e.sentence_id
  WHERE r.requirement_type IN ({types}) AND coalesce(r.end_reason, 'none') <> 'removed_by_court'
  GROUP BY e.sentence_id),
occurrences AS (
  SELECT e.sentence_id AS occurrence_id, e.*, coalesce(k.requirements, 0) AS requirements,
    coalesce(k.requirements - k.completed, 0) AS incomplete,
    CASE WHEN e.end_reason IN ('revoked_good_progress', 'revoked_breach') THEN 1 ELSE 0 END AS revoked,
    row_number() OVER (
      PARTITION BY e.person_id, e.trigger_on, k.requirements IS NULL ORDER BY e.sentence_id) AS same_day_rank
  FROM ended e LEFT JOIN kept k ON k.sentence_id = e.sentence_id
  WHERE e.sentence_type IN ('community_order', 'suspended_sentence_order'))"""


def candidates(request: Request) -> str:
    """One row per order that ended: occurrence, person, place, dates and facts."""
    types = f.texts(request.parameters.requirement_types)
    facts = {
        "requirements_kept": "o.requirements",
        "same_day_rank": "o.same_day_rank",
        **termination.facts(request),
        "requirements_incomplete": "o.incomplete",
        "revoked": "o.revoked",
    }
    tables = termination.tables(request, [_OCCURRENCES.format(types=types)])
    return f.query(tables, f.answer(facts, termination.JOINS))
