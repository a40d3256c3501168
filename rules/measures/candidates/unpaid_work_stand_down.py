"""SL028: unpaid work sessions still arranged when their day began, and the stand-downs."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

# What is entered at 00:00:00 belongs to the day that begins then, as everywhere (common rule 6).
# A session belongs to the sentence of its requirement, else to the person's latest sentence by its day.
_OCCURRENCES = """sessions AS (
  SELECT v.session_version_id AS occurrence_id, v.person_id, v.requirement_id, d.counts_in,
    v.scheduled_on AS trigger_on, v.scheduled_on AS due_on,
    CASE WHEN v.cancelled_at < v.scheduled_on THEN 1 ELSE 0 END AS cancelled_earlier,
    CASE WHEN v.superseded_at < v.scheduled_on THEN 1 ELSE 0 END AS moved_earlier,
    CASE WHEN v.recorded_at >= v.scheduled_on THEN 1 ELSE 0 END AS recorded_late,
    CASE WHEN v.cancelled_by = 'region' AND v.cancelled_at < v.scheduled_on + 1
      THEN 1 ELSE 0 END AS stood_down,
    CASE WHEN v.cancelled_at < v.scheduled_on + 1 THEN 1 ELSE 0 END AS cancelled
  FROM caseload_unpaid_work_sessions v
  JOIN counted_days d ON d.day = v.scheduled_on),
latest AS (
  SELECT DISTINCT ON (v.occurrence_id) v.occurrence_id, s.sentence_id
  FROM sessions v
  JOIN caseload_sentences s ON s.person_id = v.person_id AND s.sentenced_on <= v.trigger_on
  WHERE v.requirement_id IS NULL
  ORDER BY v.occurrence_id, s.sentenced_on DESC, s.sentence_id),
occurrences AS (
  SELECT v.*, s.sentenced_on AS began_on, s.court_region_code AS home_region, {quashed_on} AS quashed_on
  FROM sessions v
  LEFT JOIN caseload_requirements q ON q.requirement_id = v.requirement_id
  LEFT JOIN latest l ON l.occurrence_id = v.occurrence_id
  JOIN caseload_sentences s ON s.sentence_id = coalesce(q.sentence_id, l.sentence_id))"""


def candidates(request: Request) -> str:
    """One row per person and version of a session: occurrence, person, place, dates and facts."""
    tables = [
        request.months_cte,
        f.calendar_cte(request.calendar),
        f.place_until_cte(request.number("place_business_days")),
        f.COUNTED_DAYS_CTE,
        _OCCURRENCES.format(quashed_on=f.quashed_on("s")),
        f.PLACES_CTE,
        f.transfers_since_cte("began_on"),
    ]
    facts = {
        "cancelled_earlier": "o.cancelled_earlier",
        "moved_earlier": "o.moved_earlier",
        "recorded_late": "o.recorded_late",
        **f.EARLY_EXITS,
        "due_days_after_as_at": f"o.due_on - {f.day(request.as_at)}",
        "stood_down": "o.stood_down",
        "cancelled": "o.cancelled",
    }
    return f.query(tables, f.answer(facts, [f.DEATHS, f.by_occurrence("transfers")]))
