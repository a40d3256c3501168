"""Releases and orders as the start of a measure that looks at the person some time later.

Used by the measures whose clock is a number of calendar months or days and whose point is the due day itself.
"""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

# A temporary release starts no clock, so it never takes the place of a release of the same day that does.
RANKED_RELEASES_CTE = """ranked AS (
  SELECT r.*, row_number() OVER (
    PARTITION BY r.person_id, r.released_on, r.release_type = 'temporary'
    ORDER BY r.release_id) AS same_day_rank
  FROM caseload_releases r
  WHERE r.released_on IN (SELECT started_on FROM clock))"""
SAME_DAY_RECALLS_CTE = """same_day_recalls AS (
  SELECT DISTINCT o.occurrence_id, o.trigger_on AS recalled_on
  FROM occurrences o
  JOIN caseload_custody_periods h ON h.person_id = o.person_id
   AND h.reason = 'recall' AND h.start_on = o.trigger_on)"""
# A planned end that still lies ahead has ended nothing yet.
_RELEASES = """occurrences AS (
  SELECT r.release_id AS occurrence_id, r.person_id, r.released_on AS trigger_on, c.due_on, c.counts_in,
    r.prison_region_code AS home_region, CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END AS quashed_on,
    least(s.ended_on, CASE WHEN r.supervision_ends_on <= {as_at} THEN r.supervision_ends_on END) AS ended_on,
    CASE WHEN r.release_type = 'temporary' THEN 1 ELSE 0 END AS temporary, r.same_day_rank
  FROM ranked r
  JOIN clock c ON c.started_on = r.released_on
  LEFT JOIN caseload_sentences s ON s.sentence_id = r.sentence_id)"""
_ORDERS = """occurrences AS (
  SELECT s.sentence_id AS occurrence_id, s.person_id, s.sentenced_on AS trigger_on, c.due_on, c.counts_in,
    s.court_region_code AS home_region, CASE WHEN s.end_reason = 'quashed' THEN s.ended_on END AS quashed_on,
    s.ended_on, 0 AS temporary,
    row_number() OVER (PARTITION BY s.person_id, s.sentenced_on ORDER BY s.sentence_id) AS same_day_rank
  FROM caseload_sentences s
  JOIN clock c ON c.started_on = s.sentenced_on
  WHERE s.sentence_type IN ('community_order', 'suspended_sentence_order'))"""


def starts_ctes(request: Request) -> list[str]:
    """occurrences(occurrence_id, person_id, trigger_on, due_on, ...) of the definition's table, and places.

    The due day lies the edition's clock_months or clock_days after the start, or is the start itself.
    """
    releases = [RANKED_RELEASES_CTE, _RELEASES.format(as_at=f.day(request.as_at))]
    return [
        request.months_cte,
        f.calendar_cte(request.calendar),
        _clock_cte(request),
        f.place_until_cte(request.number("place_business_days")),
        *(releases if request.definition.occurrence == ("releases",) else [_ORDERS]),
        f.PLACES_CTE,
    ]


def _clock_cte(request: Request) -> str:
    """clock(started_on, due_on, counts_in): due days in the months asked for."""
    months, days = request.parameters.clock_months, request.parameters.clock_days or 0
    later = f"CAST(n.day + {months} * INTERVAL '1 month' AS date)" if months else f"n.day + {days}"
    return f"""clock AS (
  SELECT n.day AS started_on, {later} AS due_on, m.counts_in
  FROM numbered n JOIN months m ON {later} BETWEEN m.first_on AND m.last_on)"""
