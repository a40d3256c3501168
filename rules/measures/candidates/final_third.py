"""Probation Reset: who is in the final third of everything they are supervised for, and not exempt.

Source: the measure definitions, common rule 13. A span is a licence or post-sentence supervision (from the
release to the end of supervision), or a rehabilitation activity (from its start to the order's end). Someone
with a span that is not in its final third, or with an order that no such span covers, keeps contact.
"""

from rules.definitions.measures import Parameters
from rules.measures.candidates import fragments as f

# (2n + 2) / 3 in whole numbers is two thirds of n days, rounded up.
_FINAL_THIRDS = """release_spans AS (
  SELECT r.person_id, m.counts_in, m.first_on, r.released_on AS start_on, r.supervision_ends_on AS end_on,
    row_number() OVER (
      PARTITION BY r.sentence_id, m.counts_in ORDER BY r.released_on DESC, r.release_id DESC) AS newest
  FROM caseload_releases r
  JOIN months m ON r.released_on <= m.first_on
  LEFT JOIN caseload_sentences s ON s.sentence_id = r.sentence_id
  WHERE r.release_type <> 'temporary' AND (s.ended_on IS NULL OR s.ended_on >= m.first_on)),
running_orders AS (
  SELECT s.person_id, s.sentence_id, s.expected_end_on, m.counts_in, m.first_on
  FROM caseload_sentences s
  JOIN months m ON s.sentenced_on <= m.first_on AND (s.ended_on IS NULL OR s.ended_on >= m.first_on)
   AND (s.expected_end_on IS NULL OR s.expected_end_on >= m.first_on)
  WHERE s.sentence_type IN ('community_order', 'suspended_sentence_order')),
spans AS (
  SELECT person_id, counts_in, first_on, start_on, end_on FROM release_spans
  WHERE newest = 1 AND (end_on IS NULL OR end_on >= first_on)
  UNION ALL
  SELECT o.person_id, o.counts_in, o.first_on, r.imposed_on, o.expected_end_on
  FROM running_orders o
  LEFT JOIN caseload_requirements r ON r.sentence_id = o.sentence_id
   AND r.requirement_type = 'rehabilitation_activity' AND r.imposed_on <= o.first_on
   AND (r.ended_on IS NULL OR r.ended_on >= o.first_on)),
exempt AS (
  SELECT c.person_id, m.counts_in
  FROM caseload_case_flags c
  JOIN months m ON c.start_on <= m.first_on AND (c.end_on IS NULL OR c.end_on >= m.first_on)
  WHERE c.flag IN ({flags})
  UNION
  SELECT s.person_id, m.counts_in
  FROM caseload_sentences s
  JOIN months m ON s.sentenced_on <= m.first_on AND (s.ended_on IS NULL OR s.ended_on >= m.first_on)
  WHERE s.mappa_level IN ({mappa_levels}) OR s.risk_of_serious_harm IN ({harm_levels})),
final_thirds AS (
  SELECT s.person_id, s.counts_in
  FROM spans s
  LEFT JOIN exempt e ON e.person_id = s.person_id AND e.counts_in = s.counts_in
  WHERE e.person_id IS NULL
  GROUP BY s.person_id, s.counts_in
  HAVING bool_and(coalesce(s.first_on >= s.start_on + (2 * (s.end_on - s.start_on) + 2) / 3, FALSE)))"""


def final_thirds_cte(parameters: Parameters) -> str:
    """final_thirds(person_id, counts_in): whose contact is suspended on the first day of the month."""
    return _FINAL_THIRDS.format(
        flags=f.texts(parameters.exempt_flags),
        mappa_levels=f.texts(parameters.exempt_mappa_levels),
        harm_levels=f.texts(parameters.exempt_harm_levels),
    )
