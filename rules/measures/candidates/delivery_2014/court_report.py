"""OM040: reports asked for by a court before sentence, and the day on which the court had them."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.delivery_2014.shape import OF_THE_PERSON, judged
from rules.measures.candidates.request import Request

# Ranked before the months are chosen: two reports asked for on one day may be due in different months.
_OCCURRENCES = """ranked AS (
  SELECT c.*, row_number() OVER (
    PARTITION BY c.person_id, c.requested_on ORDER BY c.report_id) AS same_day_rank
  FROM caseload_court_reports c),
occurrences AS (
  SELECT c.report_id AS occurrence_id, c.person_id, c.requested_on AS since_on, c.requested_on AS trigger_on,
    c.due_on, m.counts_in, c.court_region_code AS home_region,
    c.completed_on, c.same_day_rank
  FROM ranked c
  JOIN months m ON coalesce(c.due_on, c.requested_on) BETWEEN m.first_on AND m.last_on)"""


def candidates(request: Request) -> str:
    """One row per report asked for: occurrence, person, place, dates and facts."""
    facts = {
        "due_recorded": f.found("o.due_on"),
        "completed_days_after_due": f.days_after_due("o.completed_on"),
        "completed_found": f.found("o.completed_on"),
    }
    return judged(request, [_OCCURRENCES], facts, quashed_on=OF_THE_PERSON)
