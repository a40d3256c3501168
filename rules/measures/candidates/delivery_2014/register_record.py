"""OM046: records that the violent and sex offender register must hold, and whether they are in order."""

from rules.measures.candidates import fragments as f
from rules.measures.candidates.delivery_2014.shape import OF_THE_PERSON, judged
from rules.measures.candidates.request import Request

_OCCURRENCES = """occurrences AS (
  SELECT v.visor_record_id AS occurrence_id, v.person_id, v.required_from AS since_on,
    v.required_from AS trigger_on, v.required_from AS due_on, m.counts_in,
    CAST(NULL AS text) AS home_region, v.created_on, v.appropriate,
    row_number() OVER (PARTITION BY v.person_id, v.required_from ORDER BY v.visor_record_id) AS same_day_rank
  FROM caseload_visor_records v
  JOIN months m ON v.required_from BETWEEN m.first_on AND m.last_on)"""


def candidates(request: Request) -> str:
    """One row per record that is required: occurrence, person, place, dates and facts."""
    facts = {
        "created": f.found("o.created_on"),
        "unchecked": f.flag("o.created_on IS NOT NULL AND o.appropriate IS NULL"),
        "appropriate": f.flag("o.created_on IS NOT NULL AND o.appropriate = 'yes'"),
    }
    return judged(request, [_OCCURRENCES], facts, quashed_on=OF_THE_PERSON)
