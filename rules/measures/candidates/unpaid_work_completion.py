"""SL029: unpaid work requirements, and their completion within twelve months of the sentence."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

_OCCURRENCES = """occurrences AS (
  SELECT r.requirement_id AS occurrence_id, s.person_id, s.sentenced_on AS trigger_on, due.due_on,
    m.counts_in,
    s.court_region_code AS home_region, {quashed_on} AS quashed_on,
    CASE WHEN r.end_reason = 'removed_by_court' THEN r.ended_on END AS removed_on,
    CASE WHEN r.end_reason = 'completed' THEN r.ended_on END AS completed_on,
    CASE WHEN r.end_reason = 'revoked' THEN 1 ELSE 0 END AS revoked
  FROM caseload_requirements r
  JOIN caseload_sentences s ON s.sentence_id = r.sentence_id
  JOIN due_dates due ON due.sentence_id = s.sentence_id
  JOIN months m ON due.due_on BETWEEN m.first_on AND m.last_on
  JOIN place_until u ON u.trigger_on = s.sentenced_on
  WHERE r.requirement_type = 'unpaid_work')"""
# Extensions change neither the day of the sentence nor what counts from it.
_DUE_DATES = """due_dates AS (
  SELECT sentence_id, CAST(sentenced_on + {months} * interval '1 month' AS date) AS due_on
  FROM caseload_sentences
  WHERE sentence_type IN ('community_order', 'suspended_sentence_order', 'supervision_default_order'))"""


def candidates(request: Request) -> str:
    """One row per unpaid work requirement: occurrence, person, place, dates and facts."""
    tables = [
        request.months_cte,
        f.calendar_cte(request.calendar),
        f.place_until_cte(request.number("place_business_days")),
        _DUE_DATES.format(months=request.number("clock_months")),
        _OCCURRENCES.format(quashed_on=f.quashed_on("s")),
        f.PLACES_CTE,
        f.TRANSFERS_CTE,
    ]
    facts = {
        **f.EARLY_EXITS,
        "removed_days_after_due": f.days_after_due("o.removed_on"),
        "due_days_after_as_at": f"o.due_on - {f.day(request.as_at)}",
        "completed_days_after_due": f.days_after_due("o.completed_on"),
        "completed_found": f.found("o.completed_on"),
        "revoked": "o.revoked",
    }
    return f.query(tables, f.answer(facts, [f.DEATHS, f.by_occurrence("transfers")]))
