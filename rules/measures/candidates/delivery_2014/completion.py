"""INT001, INT002, INT003 and INT005: programmes and unpaid work that ended, and whether completed."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.delivery_2014.shape import judged
from rules.measures.candidates.request import Request

# Programmes and requirements never merge (common rule 9).
_PROGRAMMES = """occurrences AS (
  SELECT e.episode_id AS occurrence_id, e.person_id,
    s.sentenced_on AS since_on, e.ended_on AS trigger_on,
    e.ended_on AS due_on, m.counts_in, s.court_region_code AS home_region,
    CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END AS quashed_on, 1 AS same_day_rank, e.delivered_in,
    e.outcome AS end_reason
  FROM caseload_programme_episodes e
  JOIN caseload_programmes p ON p.programme_code = e.programme_code
   AND p.kind IN ({kinds}) AND p.area IN ({areas})
  JOIN months m ON e.ended_on BETWEEN m.first_on AND m.last_on
  JOIN caseload_sentences s ON s.sentence_id = e.sentence_id)"""
_UNPAID_WORK = """occurrences AS (
  SELECT q.requirement_id AS occurrence_id, s.person_id, s.sentenced_on AS since_on, q.ended_on AS trigger_on,
    q.ended_on AS due_on, m.counts_in, s.court_region_code AS home_region,
    CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END AS quashed_on, 1 AS same_day_rank, q.end_reason
  FROM caseload_requirements q
  JOIN caseload_sentences s ON s.sentence_id = q.sentence_id
  JOIN months m ON q.ended_on BETWEEN m.first_on AND m.last_on
  WHERE q.requirement_type IN ({types}))"""


def programmes(request: Request) -> str:
    """One row per programme that ended: occurrence, person, place, dates and facts."""
    p = request.parameters
    occurrences = _PROGRAMMES.format(kinds=f.texts(p.programme_kinds), areas=f.texts(p.programme_areas))
    facts = _ends(request) | {"wholly_in_custody": f.flag("o.delivered_in = 'custody'")}
    return judged(request, [occurrences], facts)


def unpaid_work(request: Request) -> str:
    """One row per unpaid work requirement that ended: occurrence, person, place, dates and facts."""
    occurrences = _UNPAID_WORK.format(types=f.texts(request.parameters.requirement_types))
    facts = _ends(request) | {"removed": f.flag("o.end_reason = 'removed_by_court'")}
    return judged(request, [occurrences], facts)


def _ends(request: Request) -> dict[str, str]:
    completed = f.texts(request.parameters.met_end_reasons)
    return {
        "end_recorded": f.found("o.end_reason"),
        "completed": f.flag(f"o.end_reason IN ({completed})"),
    }
