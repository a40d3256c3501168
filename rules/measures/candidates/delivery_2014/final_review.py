"""OM039: assessments at the end of supervision of the tiers that count, and the day of their completion."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.delivery_2014.shape import OF_THE_SENTENCE_IF_ANY, judged
from rules.measures.candidates.request import Request

_OCCURRENCES = """reviews AS (
  SELECT a.*, coalesce(a.due_on, CAST(a.recorded_at AS date)) AS trigger_on,
    CASE
      WHEN coalesce(a.prolific_or_priority, FALSE) OR a.tier IS NULL OR a.tier IN ({tiers}) THEN 0
      WHEN a.due_on IS NOT NULL AND a.tier IN ({tiers_when_due}) THEN 0
      ELSE 1 END AS outside_tiers
  FROM caseload_assessments a
  WHERE a.stage = 'termination'),
ranked AS (
  SELECT a.*, row_number() OVER (
    PARTITION BY a.person_id, a.trigger_on, a.outside_tiers ORDER BY a.assessment_id) AS same_day_rank
  FROM reviews a),
occurrences AS (
  SELECT a.assessment_id AS occurrence_id, a.person_id, coalesce(s.sentenced_on, a.trigger_on) AS since_on,
    a.trigger_on, a.due_on, m.counts_in, s.court_region_code AS home_region,
    CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END AS quashed_on, a.completed_on, a.same_day_rank,
    a.sentence_id,
    a.outside_tiers,
    CASE WHEN a.tier IS NULL AND NOT coalesce(a.prolific_or_priority, FALSE)
      THEN 0 ELSE 1 END AS tier_recorded
  FROM ranked a
  JOIN months m ON a.trigger_on BETWEEN m.first_on AND m.last_on
  LEFT JOIN caseload_sentences s ON s.sentence_id = a.sentence_id)"""


def candidates(request: Request) -> str:
    """One row per final review: occurrence, person, place, dates and facts."""
    facts = {
        "outside_tiers": "o.outside_tiers",
        "tier_recorded": "o.tier_recorded",
        "due_recorded": f.found("o.due_on"),
        "completed_days_after_due": f.days_after_due("o.completed_on"),
        "completed_found": f.found("o.completed_on"),
    }
    p = request.parameters
    tiers, when_due = (", ".join(map(str, each)) for each in (p.tiers, p.tiers_when_due))
    return judged(
        request,
        [_OCCURRENCES.format(tiers=tiers, tiers_when_due=when_due)],
        facts,
        quashed_on=OF_THE_SENTENCE_IF_ANY,
    )
