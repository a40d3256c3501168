"""Compiles a measure to SQL: candidates, then the ordered verdicts of each edition as a CASE."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from rules.definitions.calendar import load_calendar
from rules.definitions.measures import Edition, MeasureDefinition, measure
from rules.engine.sql import reason_case, verdict_case
from rules.measures.candidates import (
    assessment_appointment,
    characteristics,
    clocks,
    community_appointment,
    delivery_2014,
    handover_meeting,
    intervention_attended,
    judicial_survey,
    monthly_contact,
    parole_report,
    people_survey,
    programme,
    recall_report,
    release_appointment,
    requirements_completed,
    sentence_plan,
    sexual_offence_activity,
    status,
    unpaid_work_completion,
    unpaid_work_stand_down,
    unpaid_work_start,
)
from rules.measures.candidates.fragments import day
from rules.measures.candidates.request import Request, requests_for
from rules.measures.steps import Steps, cut
from rules.periods import Month

_CANDIDATES: Mapping[str, Callable[[Request], str]] = {
    "SL001": judicial_survey.candidates,
    "SL004": community_appointment.candidates,
    "SL005": release_appointment.candidates,
    "SL006": sentence_plan.candidates,
    "SL007": monthly_contact.candidates,
    "SL014": status.accommodation,
    "SL015A": status.accommodation,
    "SL015B": status.accommodation,
    "SL016": status.employment,
    "SL017A": status.employment,
    "SL017B": status.employment,
    "SL010": recall_report.candidates,
    "SL011": parole_report.candidates,
    "SL012": sexual_offence_activity.candidates,
    "SL013": requirements_completed.candidates,
    "SL020": people_survey.candidates,
    "SL022": handover_meeting.candidates,
    "SL027": unpaid_work_start.candidates,
    "SL028": unpaid_work_stand_down.candidates,
    "SL029": unpaid_work_completion.candidates,
    "SL031": programme.starts,
    "SL033": programme.completions,
    "SL040": characteristics.candidates,
    "CRS_SL001": assessment_appointment.candidates,
    "CRS_SL002": intervention_attended.candidates,
    **clocks.CANDIDATES,
    **delivery_2014.CANDIDATES,
}
_TEXTS = ("measure", "edition", "occurrence_id", "person_id", "region", "unit", "counts_in")


def run_sql(measure_id: str, *, as_at: date, first: Month, last: Month, with_facts: bool = False) -> str:
    """One self-contained SELECT over the caseload_* tables that judges a measure's occurrences.

    Rows: one per occurrence that counts in a month from first to last (both included) and not before the
    measure's valid-from; columns: measure, edition, occurrence_id, person_id, region, unit, counts_in
    (YYYY-MM), trigger_on, due_on, verdict, reason; with_facts adds every declared fact as an integer (0
    where an edition does not read it). No row order. Raises UnknownMeasure, MeasureNotDefined,
    OutsideCalendar, or ValueError when last is before first.
    """
    return definition_sql(measure(measure_id), as_at=as_at, first=first, last=last, with_facts=with_facts)


def definition_sql(
    definition: MeasureDefinition, *, as_at: date, first: Month, last: Month, with_facts: bool = False
) -> str:
    """`run_sql` of a definition in hand: a shipped one, or one with another length of its clock."""
    facts = tuple(definition.facts) if with_facts else ()
    requests = _requests(definition, as_at=as_at, first=first, last=last)
    selects = [_judged(request, facts, _candidates(request)) for request in requests]
    return "\nUNION ALL\n".join(selects) if selects else _no_rows(facts)


def run_steps(
    measure_id: str, *, as_at: date, first: Month, last: Month, with_facts: bool = False
) -> tuple[Steps, ...]:
    """`run_sql`, cut into the tables it derives: steps for each edition, whose rows together are its rows.

    The definitions name each other and the caseload_* tables; those of two editions share names. Never
    empty. Raises what `run_sql` raises.
    """
    definition = measure(measure_id)
    facts = tuple(definition.facts) if with_facts else ()
    found = []
    for request in _requests(definition, as_at=as_at, first=first, last=last):
        whole = cut(_candidates(request))
        found.append(Steps(tables=whole.tables, select=_judged(request, facts, whole.select)))
    return tuple(found) or (Steps(tables=(), select=_no_rows(facts)),)


def _candidates(request: Request) -> str:
    return _CANDIDATES[request.definition.id](request)


def _requests(
    definition: MeasureDefinition, *, as_at: date, first: Month, last: Month
) -> tuple[Request, ...]:
    if last < first:
        raise ValueError(f"months: found {first} to {last}; expected the first not to come after the last")
    calendar = load_calendar()
    for end in (first.first_on, last.last_on):
        calendar.is_business_day(end)  # raises OutsideCalendar
    return requests_for(definition, as_at=as_at, first=first, last=last, calendar=calendar)


def _judged(request: Request, facts: Sequence[str], candidates: str) -> str:
    rules = request.edition.verdicts
    read = request.edition.facts
    columns = "".join(f", {fact if fact in read else 0} AS {fact}" for fact in facts)
    return f"""SELECT '{request.definition.id}' AS measure, '{request.edition.name}' AS edition,
  occurrence_id, person_id, region, unit, counts_in, trigger_on, due_on,
  {verdict_case(rules)} AS verdict, reason{columns}
FROM (
SELECT candidate.*, {reason_case(rules)} AS reason
FROM (
{candidates}
) AS candidate{_in_force(request)}
) AS judged"""


def _in_force(request: Request) -> str:
    """Which candidates the edition judges, where regions begin on days of their own; else nothing."""
    later = request.definition.next_after(request.edition)
    conditions = [
        f"coalesce(due_on, trigger_on) {operator} {_start(request.definition, edition)}"
        for operator, edition in ((">=", request.edition), ("<", later))
        if edition is not None and request.definition.own_starts(edition)
    ]
    return f"\nWHERE {' AND '.join(conditions)}" if conditions else ""


def _start(definition: MeasureDefinition, edition: Edition) -> str:
    own = definition.own_starts(edition).items()
    whens = " ".join(f"WHEN '{region}' THEN {day(start)}" for region, start in own)
    return f"CASE region {whens} ELSE {day(edition.valid_from)} END"


def _no_rows(facts: Sequence[str]) -> str:
    columns = [f"CAST(NULL AS text) AS {name}" for name in _TEXTS]
    columns += ["CAST(NULL AS date) AS trigger_on", "CAST(NULL AS date) AS due_on"]
    columns += ["CAST(NULL AS text) AS verdict", "CAST(NULL AS text) AS reason"]
    columns += [f"CAST(NULL AS integer) AS {fact}" for fact in facts]
    return f"SELECT {', '.join(columns)} WHERE FALSE"
