"""SL006: community sentences and releases on licence, the first attended contact, and the initial plan."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

# Sentences and releases of one person and day count once (common rule 9); their ids never collide.
_TRIGGERS = """triggers AS (
  SELECT s.sentence_id AS occurrence_id, s.person_id, s.sentenced_on AS trigger_on,
    s.sentenced_on AS plan_from,
    s.court_region_code AS home_region, CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END AS quashed_on,
    s.ended_on, 0 AS is_release, 0 AS temporary, 0 AS post_sentence_only
  FROM caseload_sentences s
  WHERE s.sentence_type IN ('community_order', 'suspended_sentence_order')
  UNION ALL
  SELECT r.release_id, r.person_id, r.released_on, r.released_on - {plan_days},
    r.prison_region_code, CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END,
    least(s.ended_on, CASE WHEN r.supervision_ends_on <= {as_at} THEN r.supervision_ends_on END),
    1, CASE WHEN r.release_type = 'temporary' THEN 1 ELSE 0 END,
    CASE WHEN r.release_type = 'post_sentence_supervision' THEN 1 ELSE 0 END
  FROM caseload_releases r LEFT JOIN caseload_sentences s ON s.sentence_id = r.sentence_id),
ranked AS (
  SELECT t.*, row_number() OVER (
    PARTITION BY person_id, trigger_on, temporary, post_sentence_only ORDER BY occurrence_id) AS same_day_rank
  FROM triggers t
  WHERE t.trigger_on BETWEEN {first_on} AND {last_on})"""
_OCCURRENCES = """attendances AS (
  SELECT r.*, a.attended_on
  FROM ranked r
  LEFT JOIN LATERAL (
    SELECT min(v.scheduled_on) AS attended_on FROM caseload_contacts v
    WHERE v.person_id = r.person_id AND v.scheduled_on >= r.trigger_on AND v.scheduled_on <= {as_at}
   AND v.provider IN ({providers}) AND v.outcome IN ('attended', 'attended_late')
   AND {stood}) a ON TRUE),
occurrences AS (
  SELECT t.*, c.due_on, coalesce(c.counts_in, m.counts_in) AS counts_in
  FROM attendances t
  LEFT JOIN clock c ON c.started_on = t.attended_on
  LEFT JOIN months m ON t.attended_on IS NULL AND t.trigger_on BETWEEN m.first_on AND m.last_on
  WHERE c.counts_in IS NOT NULL OR m.counts_in IS NOT NULL)"""
_RECALLS = """recalled AS (
  SELECT occurrence_id, min(recalled_on) AS recalled_on FROM (
    SELECT o.occurrence_id, CAST(r.decided_at AT TIME ZONE 'Europe/London' AS date) AS recalled_on
    FROM occurrences o JOIN caseload_recalls r ON r.release_id = o.occurrence_id
    WHERE o.is_release = 1 AND (r.rescinded_on IS NULL OR r.rescinded_on > o.due_on)
    UNION ALL
    SELECT o.occurrence_id, h.start_on
    FROM occurrences o JOIN caseload_custody_periods h ON h.person_id = o.person_id
     AND h.reason = 'recall' AND h.start_on >= o.trigger_on
    WHERE o.is_release = 1) both_kinds
  GROUP BY occurrence_id)"""
_PLANS = """initial_plans AS (
  SELECT o.occurrence_id, min(p.completed_on) AS completed_on
  FROM occurrences o
  JOIN caseload_plans p ON p.person_id = o.person_id AND p.plan_type = 'initial'
   AND p.completed_on >= o.plan_from AND p.completed_on <= {as_at}
  GROUP BY o.occurrence_id)"""


def candidates(request: Request) -> str:
    """One row per sentence or release: occurrence, person, place, dates and facts.

    Without an attended contact there is no due date; the row counts in the month of its trigger.
    """
    as_at = f.day(request.as_at)
    providers = f.texts(request.parameters.appointment_providers)
    plan_days = request.number("plan_days_before_release")
    span = {"first_on": f.day(request.calendar.first_on), "last_on": f.day(request.months[-1].last_on)}
    tables = [
        request.months_cte,
        f.calendar_cte(request.calendar),
        f.clock_cte([request.number("clock_business_days")]),
        f.place_until_cte(request.number("place_business_days")),
        _TRIGGERS.format(plan_days=plan_days, as_at=as_at, **span),
        _OCCURRENCES.format(as_at=as_at, providers=providers, stood=f.stood_on_its_day("v")),
        f.PLACES_CTE,
        f.TRANSFERS_CTE,
        _RECALLS,
        _PLANS.format(as_at=as_at),
    ]
    joins = [f.DEATHS, *map(f.by_occurrence, ("transfers", "recalled", "initial_plans"))]
    return f.query(tables, f.answer(_facts(as_at), joins))


def _facts(as_at: str) -> dict[str, str]:
    return {
        "temporary": "o.temporary",
        "post_sentence_only": "o.post_sentence_only",
        "same_day_rank": "o.same_day_rank",
        "attended": f.found("o.attended_on"),
        "death_days_after_due": f.days_after_due("deaths.died_on"),
        "transfer_days_after_due": f.days_after_due("transfers.transferred_on"),
        "quash_days_after_due": f.days_after_due("o.quashed_on"),
        "end_days_after_due": f.days_after_due("o.ended_on"),
        "recall_days_after_due": f.days_after_due("recalled.recalled_on"),
        "due_days_after_as_at": f"coalesce(o.due_on - {as_at}, 0)",
        "plan_days_after_due": f.days_after_due("initial_plans.completed_on"),
        "plan_found": f.found("initial_plans.completed_on"),
    }
