"""Compiles a measure to SQL: candidates, then the ordered verdicts of each edition as a CASE."""

from collections.abc import Callable, Mapping
from datetime import date

from rules.definitions.calendar import load_calendar
from rules.definitions.measures import measure
from rules.engine.sql import reason_case, verdict_case
from rules.measures.candidates import community_appointment
from rules.measures.candidates.request import Request, requests_for
from rules.periods import BusinessCalendar, Month

_CANDIDATES: Mapping[str, Callable[[Request], str]] = {
    "SL004": community_appointment.candidates,
}
_NOTHING = """SELECT CAST(NULL AS text) AS measure, CAST(NULL AS text) AS edition, CAST(NULL AS text) AS occurrence_id,
  CAST(NULL AS text) AS person_id, CAST(NULL AS text) AS region, CAST(NULL AS text) AS unit,
  CAST(NULL AS text) AS counts_in, CAST(NULL AS date) AS trigger_on, CAST(NULL AS date) AS due_on,
  CAST(NULL AS text) AS verdict, CAST(NULL AS text) AS reason
WHERE FALSE"""


def run_sql(measure_id: str, *, as_at: date, first: Month, last: Month) -> str:
    """One self-contained SELECT over the caseload_* tables that judges a measure's occurrences.

    Rows: one per occurrence that counts in a month from first to last (both included) and not before the
    measure's valid-from; columns: measure, edition, occurrence_id, person_id, region, unit, counts_in
    (YYYY-MM), trigger_on, due_on, verdict, reason. No row order. Raises UnknownMeasure,
    MeasureNotDefined, or ValueError when last is before first.
    """
    definition = measure(measure_id)
    requests = _requests(measure_id, as_at=as_at, first=first, last=last)
    selects = [_judged(definition.id, request) for request in requests]
    return "\nUNION ALL\n".join(selects) if selects else _NOTHING


def candidates_sql(measure_id: str, *, as_at: date, first: Month, last: Month) -> list[tuple[str, str]]:
    """(edition, SELECT of the facts before judging) for each edition in force: what the other engines are fed.

    Columns: occurrence_id, person_id, region, unit, counts_in, trigger_on, due_on, then every declared fact.
    """
    requests = _requests(measure_id, as_at=as_at, first=first, last=last)
    return [(request.edition.name, _CANDIDATES[measure_id](request)) for request in requests]


def _requests(measure_id: str, *, as_at: date, first: Month, last: Month) -> tuple[Request, ...]:
    if last < first:
        raise ValueError(f"months: found {first} to {last}; expected the first not to come after the last")
    calendar = _covering(load_calendar(), first, last)
    return requests_for(measure(measure_id), as_at=as_at, first=first, last=last, calendar=calendar)


def _covering(calendar: BusinessCalendar, first: Month, last: Month) -> BusinessCalendar:
    for end in (first.first_on, last.last_on):
        calendar.is_business_day(end)  # raises OutsideCalendar
    return calendar


def _judged(measure_id: str, request: Request) -> str:
    rules = request.edition.verdicts
    return f"""SELECT '{measure_id}' AS measure, '{request.edition.name}' AS edition, occurrence_id, person_id, region, unit,
  counts_in, trigger_on, due_on, {verdict_case(rules)} AS verdict, reason
FROM (
SELECT candidate.*, {reason_case(rules)} AS reason
FROM (
{_CANDIDATES[measure_id](request)}
) AS candidate
) AS judged"""
