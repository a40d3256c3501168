"""OM032 in plain Python: answers of victims, which belong to no person under supervision."""

from collections.abc import Iterator

from rules.facts import UNALLOCATED, Place
from rules.measures.cases.case import Asked, Case, timeline


def cases(asked: Asked) -> Iterator[Case]:
    """Every answer among the events."""
    for answer in asked.events.victim_survey_responses:
        on = answer.responded_on
        yield Case(
            occurrence_id=answer.response_id,
            person_id="",
            place=Place(answer.region_code, answer.unit_code or UNALLOCATED),
            trigger_on=on,
            due_on=on,
            facts={
                "recorded": int(answer.overall is not None),
                "met": int(answer.overall in asked.parameters.met_answers),
            },
            dates=timeline((on, "Answer", "trigger")),
        )
