"""CRS SL001: referrals to commissioned services, and the first assessment appointment arranged after them."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

# The contract's region is the place; no delivery unit answers for a supplier.
_OCCURRENCES = """occurrences AS (
  SELECT r.referral_id AS occurrence_id, r.referral_id, r.person_id, r.referred_on AS trigger_on,
    c.due_on, c.counts_in, k.region_code AS home_region,
    CASE WHEN r.withdrawal_reason = 'made_by_mistake' THEN r.withdrawn_on END AS mistaken_on,
    CASE WHEN r.withdrawal_reason = 'duplicate' THEN r.withdrawn_on END AS duplicate_on,
    CASE WHEN coalesce(r.withdrawal_reason, 'withdrawn') = 'withdrawn' THEN r.withdrawn_on END AS withdrawn_on
  FROM caseload_crs_referrals r
  JOIN caseload_crs_contracts k ON k.contract_id = r.contract_id
  JOIN clock c ON c.started_on = r.referred_on),
places AS (
  SELECT occurrence_id, CAST(NULL AS text) AS region_code, CAST(NULL AS text) AS unit_code
  FROM occurrences WHERE FALSE)"""


def candidates(request: Request) -> str:
    """One row per referral: occurrence, person, place, dates and facts."""
    tables = [
        request.months_cte,
        f.calendar_cte(request.calendar),
        f.clock_cte([request.number("clock_business_days")]),
        _OCCURRENCES,
        f.TRANSFERS_CTE,
        f.PERSON_QUASHES_CTE,
        f.first_appointment_cte(
            "caseload_crs_appointments", "v.purpose = 'assessment'", request.as_at, owner="referral_id"
        ),
    ]
    facts = {
        "death_days_after_due": f.days_after_due("deaths.died_on"),
        "transfer_days_after_due": f.days_after_due("transfers.transferred_on"),
        "quash_days_after_due": f.days_after_due("quashes.quashed_on"),
        "withdrawal_days_after_due": f.days_after_due("o.withdrawn_on"),
        "mistake_days_after_due": f.days_after_due("o.mistaken_on"),
        "duplicate_days_after_due": f.days_after_due("o.duplicate_on"),
        "due_days_after_as_at": f"o.due_on - {f.day(request.as_at)}",
        "appointment_days_after_due": f.days_after_due("appointments.scheduled_on"),
        "appointment_found": f.found("appointments.scheduled_on"),
    }
    joins = [f.DEATHS, *map(f.by_occurrence, ("transfers", "quashes", "appointments"))]
    return f.query(tables, f.answer(facts, joins))
