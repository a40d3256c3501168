"""CRS SL002: referrals assessed as suitable, and the first intervention appointment attended by their end."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

# The contract's region is the place. An open referral has no end yet and counts in the month of its start.
_OCCURRENCES = """occurrences AS (
  SELECT r.referral_id AS occurrence_id, r.referral_id, r.person_id, r.referred_on AS trigger_on,
    r.ended_on AS due_on, m.counts_in, k.region_code AS home_region, r.suitable
  FROM caseload_crs_referrals r
  JOIN caseload_crs_contracts k ON k.contract_id = r.contract_id
  JOIN months m ON coalesce(r.ended_on, r.referred_on) BETWEEN m.first_on AND m.last_on),
places AS (
  SELECT occurrence_id, CAST(NULL AS text) AS region_code, CAST(NULL AS text) AS unit_code
  FROM occurrences WHERE FALSE)"""
_INTERVENTIONS = """interventions AS (
  SELECT o.occurrence_id,
    min(v.scheduled_on) FILTER (WHERE v.outcome IN ('attended', 'attended_late')) AS attended_on
  FROM occurrences o
  JOIN caseload_crs_appointments v ON v.referral_id = o.referral_id
   AND v.scheduled_on >= o.trigger_on AND v.scheduled_on <= {as_at}
  WHERE v.purpose = 'intervention'
   AND {stood}
  GROUP BY o.occurrence_id)"""


def candidates(request: Request) -> str:
    """One row per referral: occurrence, person, place, dates and facts; no due date while it is open."""
    as_at = f.day(request.as_at)
    tables = [
        request.months_cte,
        _OCCURRENCES,
        f.TRANSFERS_CTE,
        f.PERSON_QUASHES_CTE,
        _INTERVENTIONS.format(as_at=as_at, stood=f.stood_on_its_day("v")),
    ]
    facts = {
        "unsuitable": f.flag("o.suitable = 'no'"),
        "unassessed": f.flag(f"o.suitable IS NULL AND o.due_on <= {as_at}"),
        "death_days_after_due": f.days_after_due("deaths.died_on"),
        "transfer_days_after_due": f.days_after_due("transfers.transferred_on"),
        "quash_days_after_due": f.days_after_due("quashes.quashed_on"),
        "due_days_after_as_at": f"coalesce(o.due_on - {as_at}, {f.NEVER})",
        "attendance_days_after_due": f.days_after_due("interventions.attended_on"),
        "intervention_found": f.found("interventions.occurrence_id"),
    }
    joins = [f.DEATHS, *map(f.by_occurrence, ("transfers", "quashes", "interventions"))]
    return f.query(tables, f.answer(facts, joins))
