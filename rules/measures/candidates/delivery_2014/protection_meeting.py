"""OM041A and OM041B: strategic boards, and level 2 and 3 meetings about a person, and who attended."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.delivery_2014.shape import OF_THE_PERSON, judged
from rules.measures.candidates.request import Request

# Boards are about nobody, and are never one another's duplicate.
_OCCURRENCES = """occurrences AS (
  SELECT g.meeting_id AS occurrence_id, coalesce(g.person_id, '') AS person_id, g.held_on AS since_on,
    g.held_on AS trigger_on, g.held_on AS due_on, m.counts_in, g.region_code AS home_region,
    g.attended,
    CASE WHEN g.person_id IS NULL THEN 1 ELSE row_number() OVER (
      PARTITION BY g.person_id, g.held_on ORDER BY g.meeting_id) END AS same_day_rank
  FROM caseload_mappa_meetings g
  JOIN months m ON g.held_on BETWEEN m.first_on AND m.last_on
  WHERE g.kind IN ({kinds}))"""


def candidates(request: Request) -> str:
    """One row per meeting of the edition's kinds: occurrence, person or nobody, place, dates and facts."""
    facts = {"recorded": f.found("o.attended"), "attended": f.flag("o.attended = 'yes'")}
    return judged(
        request,
        [_OCCURRENCES.format(kinds=f.texts(request.parameters.event_kinds))],
        facts,
        quashed_on=OF_THE_PERSON,
    )
