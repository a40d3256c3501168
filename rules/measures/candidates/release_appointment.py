"""SL005: releases from custody, and the first appointment arranged after them."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request
from rules.measures.candidates.starts import RANKED_RELEASES_CTE, SAME_DAY_RECALLS_CTE

_OCCURRENCES = """occurrences AS (
  SELECT r.release_id AS occurrence_id, r.person_id, r.released_on AS trigger_on, c.due_on, c.counts_in,
    r.prison_region_code AS home_region, CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END AS quashed_on,
    CASE WHEN r.release_type = 'temporary' THEN 1 ELSE 0 END AS temporary, r.same_day_rank
  FROM ranked r
  JOIN clock c ON c.started_on = r.released_on
   AND c.business_days =
     CASE WHEN r.release_route = 'court_after_remand' THEN {after_remand} ELSE {standard} END
  LEFT JOIN caseload_sentences s ON s.sentence_id = r.sentence_id)"""


def candidates(request: Request) -> str:
    """One row per release: occurrence, person, place, dates and facts."""
    standard = request.number("clock_business_days")
    after_remand = request.number("clock_business_days_after_remand")
    modes = f"v.mode IN ({f.texts(request.parameters.appointment_modes)})"
    tables = [
        request.months_cte,
        f.calendar_cte(request.calendar),
        f.clock_cte([standard, after_remand]),
        f.place_until_cte(request.number("place_business_days")),
        RANKED_RELEASES_CTE,
        _OCCURRENCES.format(standard=standard, after_remand=after_remand),
        f.PLACES_CTE,
        f.TRANSFERS_CTE,
        SAME_DAY_RECALLS_CTE,
        f.first_held_cte("custody", "caseload_custody_periods"),
        f.first_held_cte("immigration", "caseload_detention_periods", "immigration"),
        f.first_held_cte("hospital", "caseload_detention_periods", "hospital"),
        f.first_appointment_cte("caseload_contacts", modes, request.as_at),
    ]
    return f.query(tables, f.answer(_facts(request), _JOINS))


_JOINS = [
    f.DEATHS,
    *map(
        f.by_occurrence,
        ("transfers", "same_day_recalls", "custody", "immigration", "hospital", "appointments"),
    ),
]


def _facts(request: Request) -> dict[str, str]:
    return {
        "temporary": "o.temporary",
        "same_day_rank": "o.same_day_rank",
        "same_day_recall": f.found("same_day_recalls.recalled_on"),
        "death_days_after_due": f.days_after_due("deaths.died_on"),
        "transfer_days_after_due": f.days_after_due("transfers.transferred_on"),
        "quash_days_after_due": f.days_after_due("o.quashed_on"),
        "custody_days_after_due": f.days_after_due("custody.held_on"),
        "immigration_days_after_due": f.days_after_due("immigration.held_on"),
        "hospital_days_after_due": f.days_after_due("hospital.held_on"),
        "due_days_after_as_at": f"o.due_on - {f.day(request.as_at)}",
        "appointment_days_after_due": f.days_after_due("appointments.scheduled_on"),
        "appointment_found": f.found("appointments.scheduled_on"),
    }
