"""INT008: people on an order or licence who find work, and whether they keep it."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.delivery_2014.shape import OF_THE_PERSON, judged
from rules.measures.candidates.request import Request

# Three months before a day in April lies January of the same year: a year from April has one number.
_OCCURRENCES = """begun AS (
  SELECT min(e.employment_id) AS occurrence_id, w.person_id, w.start_on, w.end_on,
    w.start_on + {days} AS due_on
  FROM worked w
  JOIN caseload_employment e ON e.person_id = w.person_id AND e.start_on = w.start_on AND {employed}
  GROUP BY w.person_id, w.start_on, w.end_on),
on_orders AS (
  SELECT b.occurrence_id, b.person_id, b.start_on, b.end_on, b.due_on,
    max(CASE WHEN p.person_id IS NULL THEN 0 ELSE 1 END) AS on_order
  FROM begun b
  LEFT JOIN caseload_supervision_periods p ON p.person_id = b.person_id AND p.kind IN ({kinds})
   AND p.start_on <= b.start_on AND (p.end_on IS NULL OR p.end_on >= b.start_on)
  GROUP BY b.occurrence_id, b.person_id, b.start_on, b.end_on, b.due_on),
spells AS (
  SELECT n.*, CASE WHEN n.end_on >= n.due_on THEN 1 ELSE 0 END AS sustained,
    EXTRACT(YEAR FROM n.due_on - INTERVAL '3 months') AS year
  FROM on_orders n),
ranked AS (
  SELECT s.*, sum(s.on_order * s.sustained) OVER (
    PARTITION BY s.person_id, s.year ORDER BY s.due_on, s.occurrence_id
    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS counted
  FROM spells s),
occurrences AS (
  SELECT r.occurrence_id, r.person_id, r.start_on AS since_on, r.start_on AS trigger_on, r.due_on,
    m.counts_in, CAST(NULL AS text) AS home_region, 1 AS same_day_rank,
    r.on_order, r.sustained,
    CASE WHEN r.on_order = 1 AND r.counted > 0 THEN 1 ELSE 0 END AS counted_before
  FROM ranked r
  JOIN months m ON r.due_on BETWEEN m.first_on AND m.last_on)"""


def candidates(request: Request) -> str:
    """One row per spell of work: occurrence (its first record), person, place, dates and facts."""
    p = request.parameters
    employed = f"status IN ({f.texts(p.status_groups['employed'])})"
    tables = [
        f.islands_cte("worked", "caseload_employment", "employment_id", employed),
        _OCCURRENCES.format(
            days=request.number("clock_days"), employed=f"e.{employed}", kinds=f.texts(p.supervision_kinds)
        ),
    ]
    facts = {name: f"o.{name}" for name in ("on_order", "counted_before", "sustained")}
    return judged(request, tables, facts, quashed_on=OF_THE_PERSON)
