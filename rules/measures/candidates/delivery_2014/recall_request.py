"""OM004: decisions to recall, and when the request reached the recall section. Instants are compared."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.delivery_2014.shape import judged
from rules.measures.candidates.request import Request

# An interval of hours is added to the instant, so that a change of the clocks lengthens no one's day.
_OCCURRENCES = """timed AS (
  SELECT r.*, r.decided_at + {hours} * INTERVAL '1 hour' AS due_at,
    CAST(r.decided_at AT TIME ZONE 'Europe/London' AS date) AS trigger_on,
    CAST((r.decided_at + {hours} * INTERVAL '1 hour') AT TIME ZONE 'Europe/London' AS date) AS due_on
  FROM caseload_recalls r),
occurrences AS (
  SELECT r.recall_id AS occurrence_id, r.person_id, r.trigger_on AS since_on, r.trigger_on, r.due_on,
    m.counts_in, l.prison_region_code AS home_region, r.rescinded_on,
    CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END AS quashed_on,
    CASE WHEN r.request_received_at >= r.decided_at THEN 1 ELSE 0 END AS received,
    CASE WHEN r.request_received_at >= r.decided_at AND r.request_received_at <= r.due_at
      THEN 1 ELSE 0 END AS received_in_time,
    row_number() OVER (PARTITION BY r.person_id, r.trigger_on ORDER BY r.recall_id) AS same_day_rank
  FROM timed r
  JOIN months m ON r.due_on BETWEEN m.first_on AND m.last_on
  JOIN caseload_releases l ON l.release_id = r.release_id
  LEFT JOIN caseload_sentences s ON s.sentence_id = l.sentence_id)"""


def candidates(request: Request) -> str:
    """One row per decision to recall: occurrence, person, place, dates and facts."""
    facts = {
        "rescinded_days_after_due": f.days_after_due("o.rescinded_on"),
        "received": "o.received",
        "received_in_time": "o.received_in_time",
    }
    return judged(request, [_OCCURRENCES.format(hours=request.number("clock_hours"))], facts)
