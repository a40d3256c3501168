"""SL004: community and suspended sentence orders, and the first appointment arranged after them."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

_OCCURRENCES = """occurrences AS (
  SELECT s.sentence_id AS occurrence_id, s.person_id, s.sentenced_on AS trigger_on, c.due_on, c.counts_in,
    s.court_region_code AS home_region, CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END AS quashed_on,
    row_number() OVER (PARTITION BY s.person_id, s.sentenced_on ORDER BY s.sentence_id) AS same_day_rank
  FROM caseload_sentences s
  JOIN clock c ON c.started_on = s.sentenced_on
  WHERE s.sentence_type IN ('community_order', 'suspended_sentence_order'))"""


def candidates(request: Request) -> str:
    """One row per order: occurrence, person, place, dates and facts."""
    modes = f"v.mode IN ({f.texts(request.parameters.appointment_modes)})"
    tables = [
        request.months_cte,
        f.calendar_cte(request.calendar),
        f.clock_cte([request.number("clock_business_days")]),
        f.place_until_cte(request.number("place_business_days")),
        _OCCURRENCES,
        f.PLACES_CTE,
        f.TRANSFERS_CTE,
        f.first_held_cte("custody", "caseload_custody_periods"),
        f.first_appointment_cte("caseload_contacts", modes, request.as_at),
    ]
    facts = {
        "same_day_rank": "o.same_day_rank",
        "death_days_after_due": f.days_after_due("deaths.died_on"),
        "transfer_days_after_due": f.days_after_due("transfers.transferred_on"),
        "quash_days_after_due": f.days_after_due("o.quashed_on"),
        "custody_days_after_due": f.days_after_due("custody.held_on"),
        "due_days_after_as_at": f"o.due_on - {f.day(request.as_at)}",
        "appointment_days_after_due": f.days_after_due("appointments.scheduled_on"),
        "appointment_found": f.found("appointments.scheduled_on"),
    }
    joins = [f.DEATHS, *map(f.by_occurrence, ("transfers", "custody", "appointments"))]
    return f.query(tables, f.answer(facts, joins))
