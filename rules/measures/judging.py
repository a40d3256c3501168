"""Judges one person's occurrences from raw events in plain Python: the reference of the set SQL."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from rules.definitions.calendar import load_calendar
from rules.definitions.measures import measure
from rules.engine.reference import first_that_holds
from rules.events import PersonEvents
from rules.facts import Judgement
from rules.measures.cases import (
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
from rules.measures.cases.case import Asked, Case
from rules.periods import Month

_CASES: Mapping[str, Callable[[Asked], Iterator[Case]]] = {
    "SL001": judicial_survey.cases,
    "SL004": community_appointment.cases,
    "SL005": release_appointment.cases,
    "SL006": sentence_plan.cases,
    "SL007": monthly_contact.cases,
    "SL014": status.accommodation,
    "SL015A": status.accommodation,
    "SL015B": status.accommodation,
    "SL016": status.employment,
    "SL017A": status.employment,
    "SL017B": status.employment,
    "SL010": recall_report.cases,
    "SL011": parole_report.cases,
    "SL012": sexual_offence_activity.cases,
    "SL013": requirements_completed.cases,
    "SL020": people_survey.cases,
    "SL022": handover_meeting.cases,
    "SL027": unpaid_work_start.cases,
    "SL028": unpaid_work_stand_down.cases,
    "SL029": unpaid_work_completion.cases,
    "SL031": programme.starts,
    "SL033": programme.completions,
    "SL040": characteristics.cases,
    "CRS_SL001": assessment_appointment.cases,
    "CRS_SL002": intervention_attended.cases,
    **clocks.CASES,
    **delivery_2014.CASES,
}


def judge(
    measure_id: str, events: PersonEvents, *, as_at: date, first: Month, last: Month
) -> list[Judgement]:
    """The person's occurrences that count in a month from first to last, judged, in order of their id.

    Empty without occurrences, and before the measure's valid-from. Raises what `measure` raises.
    """
    found = [
        case.judged(asked, first_that_holds(asked.edition.verdicts, case.facts).reason)
        for asked, case in cases_of(measure_id, events, as_at=as_at, first=first, last=last)
    ]
    return sorted(found, key=lambda judgement: judgement.occurrence_id)


def cases_of(
    measure_id: str, events: PersonEvents, *, as_at: date, first: Month, last: Month
) -> Iterator[tuple[Asked, Case]]:
    """Every case whose measurement point falls in the months, with the edition in force at that point."""
    definition = measure(measure_id)
    for edition in definition.editions:
        asked = Asked(
            events=events,
            as_at=as_at,
            definition=definition,
            edition=edition,
            calendar=load_calendar(),
            first=first,
            last=last,
        )
        for case in _CASES[measure_id](asked):
            if first <= case.counts_in <= last and definition.on(case.point_on, case.place.region) is edition:
                yield asked, case
