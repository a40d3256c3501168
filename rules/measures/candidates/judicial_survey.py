"""SL001: answers of judges and magistrates in the twelve months that end with each counting month."""

from rules.facts import UNALLOCATED
from rules.measures.candidates import fragments as f
from rules.measures.candidates.request import Request
from rules.periods import Month


def candidates(request: Request) -> str:
    """One row per response and counting month; it belongs to no person, and to its court's region."""
    p = request.parameters
    windows = ", ".join(_window(month, request.number("rolling_months")) for month in request.months)
    return f"""WITH windows(counts_in, first_on, last_on) AS (VALUES {windows})
SELECT r.response_id || '|' || w.counts_in AS occurrence_id, CAST('' AS text) AS person_id,
  r.court_region_code AS region, '{UNALLOCATED}' AS unit, w.counts_in,
  r.responded_on AS trigger_on, w.last_on AS due_on,
  w.last_on - {f.day(request.as_at)} AS due_days_after_as_at,
  {f.found("r.overall")} AS answered,
  {f.flag(f"r.overall IN ({f.texts(p.met_answers)})")} AS satisfied,
  {f.flag(f"r.overall IN ({f.texts(p.neutral_answers)})")} AS neutral
FROM caseload_judicial_survey_responses r
JOIN windows w ON r.responded_on BETWEEN w.first_on AND w.last_on"""


def _window(month: Month, months: int) -> str:
    return f"('{month}', {f.day(month.plus(1 - months).first_on)}, {f.day(month.last_on)})"
