"""Why one occurrence counted as it did, told from the raw events of the live extract."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from apps.caseload.models import CrsReferral, Extract, Release, Requirement, Sentence
from apps.caseload.queries import live_extract, person_events
from apps.organisation.access import Scope
from rules.events import PersonEvents
from rules.facts import Explanation
from rules.measures import UnknownOccurrence, explain


@dataclass(frozen=True, kw_only=True)
class ExplainedCase:
    """An explanation and its extract. `holders`: who held the case from the trigger on."""

    explanation: Explanation
    extract: Extract
    holders: frozenset[str]

    def is_within(self, scope: Scope) -> bool:
        """Whether the place where it counts is the viewer's, or the viewer holds the case."""
        told = self.explanation
        if scope.sees_region(told.region) or scope.sees_unit(told.unit):
            return True
        return bool(scope.staff_code) and scope.staff_code in self.holders


def explained(measure: str, occurrence_id: str) -> ExplainedCase | None:
    """Any occurrence of the live extract; None when there is no such occurrence, or no live extract.

    `measure`: the id of a defined measure.
    """
    extract = live_extract()
    if extract is None:
        return None
    for person in _people_with(occurrence_id):
        rows = person_events(person)
        try:
            told = explain(measure, occurrence_id, PersonEvents.from_rows(rows), extract.as_at)
        except UnknownOccurrence:
            continue
        return ExplainedCase(explanation=told, extract=extract, holders=_holders(told, rows))
    return None


def explained_for(scope: Scope, measure: str, occurrence_id: str) -> ExplainedCase | None:
    """The same, and None for a case outside the viewer's scope: it must not be known that there is one."""
    found = explained(measure, occurrence_id)
    return found if found and found.is_within(scope) else None


def _people_with(occurrence_id: str) -> Iterator[str]:
    """Whose occurrence it may be: a requirement and a sentence may share an id, and the rules know which of
    the two the measure counts."""
    person, separator, _month = occurrence_id.rpartition("|")
    if separator:
        yield person
        return
    for table, key in ((Sentence, "sentence_id"), (Release, "release_id"), (CrsReferral, "referral_id")):
        yield from table.objects.filter(**{key: occurrence_id}).values_list("person_id", flat=True)
    sentences = Requirement.objects.filter(requirement_id=occurrence_id).values("sentence_id")
    yield from Sentence.objects.filter(sentence_id__in=sentences).values_list("person_id", flat=True)


def _holders(told: Explanation, rows: Mapping[str, list[Mapping[str, object]]]) -> frozenset[str]:
    until = max(told.due_on or told.trigger_on, told.as_at)
    return frozenset(
        str(period["practitioner_code"])
        for period in rows.get("supervision_periods", ())
        if period["practitioner_code"]
        and period["start_on"] <= until
        and (period["end_on"] is None or period["end_on"] >= told.trigger_on)
    )
