"""Probation Reset: who is in the final third of everything they are supervised for, and not exempt.

Source: the measure definitions, common rule 13. A span is a licence or post-sentence supervision (from the
release to the end of supervision), or a rehabilitation activity (from its start to the order's end). Someone
with a span that is not in its final third, or with an order that no such span covers, keeps contact.
"""

from dataclasses import dataclass

from rules.definitions.parameters import Parameters
from rules.measures.candidates import fragments as f

# (2n + 2) / 3 in whole numbers is two thirds of n days, rounded up.
# The cast: DuckDB takes days apart in big integers, which it does not add to a date.
# {key}: what a point is known by; {on}: its day.
_FINAL_THIRDS = """release_spans AS (
  SELECT r.person_id, m.{key}, m.{on}, r.released_on AS start_on, r.supervision_ends_on AS end_on,
    row_number() OVER (
      PARTITION BY r.sentence_id, m.{key} ORDER BY r.released_on DESC, r.release_id DESC) AS newest
  FROM caseload_releases r
  JOIN {table} m ON {of_r}r.released_on <= m.{on}
  LEFT JOIN caseload_sentences s ON s.sentence_id = r.sentence_id
  WHERE r.release_type <> 'temporary' AND (s.ended_on IS NULL OR s.ended_on >= m.{on})),
running_orders AS (
  SELECT s.person_id, s.sentence_id, s.expected_end_on, m.{key}, m.{on}
  FROM caseload_sentences s
  JOIN {table} m ON {of_s}s.sentenced_on <= m.{on} AND (s.ended_on IS NULL OR s.ended_on >= m.{on})
   AND (s.expected_end_on IS NULL OR s.expected_end_on >= m.{on})
  WHERE s.sentence_type IN ('community_order', 'suspended_sentence_order')),
spans AS (
  SELECT person_id, {key}, {on}, start_on, end_on FROM release_spans
  WHERE newest = 1 AND (end_on IS NULL OR end_on >= {on})
  UNION ALL
  SELECT o.person_id, o.{key}, o.{on}, r.imposed_on, o.expected_end_on
  FROM running_orders o
  LEFT JOIN caseload_requirements r ON r.sentence_id = o.sentence_id
   AND r.requirement_type = 'rehabilitation_activity' AND r.imposed_on <= o.{on}
   AND (r.ended_on IS NULL OR r.ended_on >= o.{on})),
exempt AS (
  SELECT c.person_id, m.{key}
  FROM caseload_case_flags c
  JOIN {table} m ON {of_c}c.start_on <= m.{on} AND (c.end_on IS NULL OR c.end_on >= m.{on})
  WHERE c.flag IN ({flags})
  UNION
  SELECT s.person_id, m.{key}
  FROM caseload_sentences s
  JOIN {table} m ON {of_s}s.sentenced_on <= m.{on} AND (s.ended_on IS NULL OR s.ended_on >= m.{on})
  WHERE s.mappa_level IN ({mappa_levels}) OR s.risk_of_serious_harm IN ({harm_levels})),
final_thirds AS (
  SELECT s.person_id, s.{key}
  FROM spans s
  LEFT JOIN exempt e ON e.person_id = s.person_id AND e.{key} = s.{key}
  WHERE e.person_id IS NULL
  GROUP BY s.person_id, s.{key}
  HAVING bool_and(coalesce(
    s.{on} >= s.start_on + CAST((2 * (s.end_on - s.start_on) + 2) / 3 AS integer), FALSE)))"""


@dataclass(frozen=True, kw_only=True, slots=True)
class Points:
    """The days asked about: a table with a column that names each (key) and one that holds its day (on).

    of_person: whether each point is one person's; otherwise everybody is asked about at every point.
    """

    table: str
    key: str
    on: str
    of_person: bool


FIRST_DAYS = Points(table="months", key="counts_in", on="first_on", of_person=False)
DUE_DAYS = Points(table="occurrences", key="occurrence_id", on="due_on", of_person=True)


def final_thirds_cte(parameters: Parameters, points: Points) -> str:
    """final_thirds(person_id, <key>): whose contact is suspended on which of the days."""
    of = {
        f"of_{alias}": f"m.person_id = {alias}.person_id AND " if points.of_person else "" for alias in "rsc"
    }
    return _FINAL_THIRDS.format(
        table=points.table,
        key=points.key,
        on=points.on,
        **of,
        flags=f.texts(parameters.exempt_flags),
        mappa_levels=f.texts(parameters.exempt_mappa_levels),
        harm_levels=f.texts(parameters.exempt_harm_levels),
    )
