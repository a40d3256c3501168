"""OM032: answers of victims, which belong to no person under supervision."""

from rules.facts import UNALLOCATED
from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request

_SELECT = """SELECT v.response_id AS occurrence_id, '' AS person_id, v.region_code AS region,
  coalesce(v.unit_code, '{unallocated}') AS unit, m.counts_in, v.responded_on AS trigger_on,
  v.responded_on AS due_on,
  {recorded} AS recorded,
  {met} AS met
FROM caseload_victim_survey_responses v
JOIN months m ON v.responded_on BETWEEN m.first_on AND m.last_on"""


def candidates(request: Request) -> str:
    """One row per answer: occurrence, place, dates and facts; person_id is empty."""
    met = f.flag(f"v.overall IN ({f.texts(request.parameters.met_answers)})")
    select = _SELECT.format(unallocated=UNALLOCATED, recorded=f.found("v.overall"), met=met)
    return f.query([request.months_cte], select)
