"""SL011 and OM027: parole assessment reports (PAROM1) requested, and the first sending of each."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

# A due date is the one to keep when it was in force at the end of its own day; later changes come too late.
_OCCURRENCES = """requested AS (
  SELECT r.parole_report_id AS occurrence_id, r.person_id, r.requested_on AS trigger_on, r.withdrawn_on,
    r.sent_on, s.court_region_code AS home_region, {quashed_on} AS quashed_on,
    row_number() OVER (PARTITION BY r.person_id, r.requested_on ORDER BY r.parole_report_id) AS same_day_rank
  FROM caseload_parole_reports r
  JOIN caseload_sentences s ON s.sentence_id = r.sentence_id
  JOIN place_until u ON u.trigger_on = r.requested_on
  WHERE r.report_type = 'parom1'{only}),
in_force AS (
  SELECT v.parole_report_id, min(v.due_on) AS due_on
  FROM caseload_parole_report_due_dates v
  JOIN requested r ON r.occurrence_id = v.parole_report_id AND v.due_on >= r.trigger_on
  WHERE v.recorded_at < v.due_on + 1 AND (v.superseded_at IS NULL OR v.superseded_at >= v.due_on + 1)
  GROUP BY v.parole_report_id),
received AS (
  SELECT DISTINCT ON (r.occurrence_id) r.occurrence_id, a.region_code, a.unit_code
  FROM requested r
  JOIN caseload_allocations a ON a.person_id = r.person_id AND a.allocated_on <= r.trigger_on
   AND a.allocation_type = 'community_offender_manager'
  ORDER BY r.occurrence_id, a.allocated_on DESC, a.allocation_id),
occurrences AS (
  SELECT r.*, d.due_on, m.counts_in, a.region_code AS received_region, a.unit_code AS received_unit
  FROM requested r
  LEFT JOIN received a ON a.occurrence_id = r.occurrence_id
  LEFT JOIN in_force d ON d.parole_report_id = r.occurrence_id
  JOIN months m ON coalesce(d.due_on, r.trigger_on) BETWEEN m.first_on AND m.last_on)"""


def candidates(request: Request) -> str:
    """One row per PAROM1 requested: occurrence, person, place, dates and facts.

    Without a due date the row counts in the month of the request.
    """
    kinds = request.parameters.sentence_types
    only = f" AND s.sentence_type IN ({f.texts(kinds)})" if kinds else ""
    tables = [
        request.months_cte,
        f.calendar_cte(request.calendar),
        f.place_until_cte(request.number("place_business_days")),
        _OCCURRENCES.format(quashed_on=f.quashed_on("s"), only=only),
        *f.PRISONERS_PLACES_CTES,
        f.TRANSFERS_CTE,
    ]
    facts = {
        "same_day_rank": "o.same_day_rank",
        **f.EARLY_EXITS,
        "withdrawn_days_after_due": f.days_after_due("o.withdrawn_on"),
        "due_days_after_as_at": f"coalesce(o.due_on, o.trigger_on) - {f.day(request.as_at)}",
        "due_found": f.found("o.due_on"),
        "sent_days_after_due": f.days_after_due("o.sent_on"),
        "sent_found": f.found("o.sent_on"),
    }
    return f.query(tables, f.answer(facts, [f.DEATHS, f.by_occurrence("transfers")]))
