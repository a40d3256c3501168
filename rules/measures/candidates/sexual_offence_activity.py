"""SL012: sentences for a sexual offence that ended, and the rehabilitative activity completed in them."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates import termination
from rules.measures.candidates.request import Request

# A custodial sentence ends here only when a licence or post-sentence supervision ran to its end.
_OCCURRENCES = """released AS (
  SELECT sentence_id, min(released_on) AS released_on FROM caseload_releases
  WHERE release_type <> 'temporary' GROUP BY sentence_id),
sexual AS (
  SELECT e.sentence_id AS occurrence_id, e.*,
    CASE WHEN e.sentence_type IN ('custodial_determinate', 'custodial_indeterminate')
      AND (r.released_on IS NULL OR r.released_on > e.due_on) THEN 1 ELSE 0 END AS never_released
  FROM ended e LEFT JOIN released r ON r.sentence_id = e.sentence_id
  WHERE e.offence_group = 'sexual'),
occurrences AS (
  SELECT s.*, row_number() OVER (
    PARTITION BY person_id, trigger_on, never_released ORDER BY occurrence_id) AS same_day_rank
  FROM sexual s)"""
_ACTIVITIES = """activities AS (
  SELECT o.occurrence_id, min(e.ended_on) AS completed_on
  FROM occurrences o
  JOIN caseload_programme_episodes e ON e.person_id = o.person_id AND e.ended_on >= o.began_on
   AND e.outcome = 'completed_successfully'
  JOIN caseload_programmes p ON p.programme_code = e.programme_code AND p.kind IN ({kinds})
  GROUP BY o.occurrence_id)"""


def candidates(request: Request) -> str:
    """One row per sentence for a sexual offence that ended: occurrence, person, place, dates and facts."""
    tables = termination.tables(request, [_OCCURRENCES])
    tables.append(_ACTIVITIES.format(kinds=f.texts(request.parameters.programme_kinds)))
    facts = {
        "never_released": "o.never_released",
        "same_day_rank": "o.same_day_rank",
        **termination.facts(request),
        "activity_days_after_due": f.days_after_due("activities.completed_on"),
    }
    return f.query(tables, f.answer(facts, [*termination.JOINS, f.by_occurrence("activities")]))
