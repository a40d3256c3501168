"""Why one occurrence counted as it did, told from the live extract and the events since."""

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain

from apps.caseload.models import Extract
from apps.caseload.queries import LivePerson, live_extract, live_person
from apps.organisation.access import Scope
from apps.performance.queries.due import person_of
from apps.performance.queries.occurrences import people_with, rows_about_nobody
from rules.events import PersonEvents
from rules.facts import Explanation
from rules.measures import UnknownOccurrence, explain
from rules.measures.due import explain_live


@dataclass(frozen=True, kw_only=True)
class ExplainedCase:
    """An explanation and its extract. `holders`: who held the case from the trigger on. `events`: how many
    events since the extract it takes in, none of which the figures of a run count."""

    explanation: Explanation
    extract: Extract
    holders: frozenset[str]
    events: int = 0

    def is_within(self, scope: Scope) -> bool:
        """Whether the place where it counts is the viewer's, or the viewer holds the case."""
        told = self.explanation
        if scope.sees_region(told.region) or scope.sees_unit(told.unit):
            return True
        return bool(scope.staff_code) and scope.staff_code in self.holders


def explained(measure: str, occurrence_id: str) -> ExplainedCase | None:
    """Any occurrence of the live extract or of an event since; None when there is none, or no live extract.

    `measure`: the id of a defined measure or of a clock.
    """
    extract = live_extract()
    if extract is None:
        return None
    for person_id in chain(person_of(measure, occurrence_id), people_with(measure, occurrence_id)):
        person = live_person(person_id, extract)
        try:
            told = _told(measure, occurrence_id, person, extract)
        except UnknownOccurrence:
            continue
        holders, events = _holders(told, person.rows), len(person.events)
        return ExplainedCase(explanation=told, extract=extract, holders=holders, events=events)
    return _of_nobody(measure, occurrence_id, extract)


def _told(measure: str, occurrence_id: str, person: LivePerson, extract: Extract) -> Explanation:
    events, is_over = PersonEvents.from_rows(person.rows), person.as_at == extract.as_at
    return explain_live(measure, occurrence_id, events, as_at=person.as_at, day_is_over=is_over)


def explained_for(scope: Scope, measure: str, occurrence_id: str) -> ExplainedCase | None:
    """The same, and None for a case outside the viewer's scope: it must not be known that there is one."""
    found = explained(measure, occurrence_id)
    return found if found and found.is_within(scope) else None


def _of_nobody(measure: str, occurrence_id: str, extract: Extract) -> ExplainedCase | None:
    """An occurrence that belongs to no person, such as an answer of a judge; nobody holds it."""
    events = PersonEvents.from_rows(rows_about_nobody(measure, occurrence_id))
    try:
        told = explain(measure, occurrence_id, events, extract.as_at)
    except UnknownOccurrence:
        return None
    return ExplainedCase(explanation=told, extract=extract, holders=frozenset())


def _holders(told: Explanation, rows: Mapping[str, list[Mapping[str, object]]]) -> frozenset[str]:
    until = max(told.due_on or told.trigger_on, told.as_at)
    return frozenset(
        str(period["practitioner_code"])
        for period in rows.get("supervision_periods", ())
        if period["practitioner_code"]
        and period["start_on"] <= until
        and (period["end_on"] is None or period["end_on"] >= told.trigger_on)
    )
