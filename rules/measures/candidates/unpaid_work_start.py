"""SL027: unpaid work requirements, and the first work session arranged after them."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

_OCCURRENCES = """occurrences AS (
  SELECT r.requirement_id AS occurrence_id, s.person_id, r.imposed_on AS trigger_on, c.due_on, c.counts_in,
    s.court_region_code AS home_region, CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END AS quashed_on
  FROM caseload_requirements r
  JOIN caseload_sentences s ON s.sentence_id = r.sentence_id
  JOIN clock c ON c.started_on = r.imposed_on
  WHERE r.requirement_type = 'unpaid_work')"""


def candidates(request: Request) -> str:
    """One row per requirement: occurrence, person, place, dates and facts."""
    tables = [
        request.months_cte,
        f.calendar_cte(request.calendar),
        f.clock_cte([request.number("clock_business_days")]),
        f.place_until_cte(request.number("place_business_days")),
        _OCCURRENCES,
        f.PLACES_CTE,
        f.TRANSFERS_CTE,
        # A session belongs to the person: it serves every requirement whose window it falls in.
        f.first_appointment_cte("caseload_unpaid_work_sessions", "v.session_type = 'work'", request.as_at),
    ]
    facts = {
        "death_days_after_due": f.days_after_due("deaths.died_on"),
        "transfer_days_after_due": f.days_after_due("transfers.transferred_on"),
        "quash_days_after_due": f.days_after_due("o.quashed_on"),
        "due_days_after_as_at": f"o.due_on - {f.day(request.as_at)}",
        "session_days_after_due": f.days_after_due("appointments.scheduled_on"),
        "session_found": f.found("appointments.scheduled_on"),
    }
    joins = [f.DEATHS, *map(f.by_occurrence, ("transfers", "appointments"))]
    return f.query(tables, f.answer(facts, joins))
