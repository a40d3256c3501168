"""SL001 in plain Python: answers of judges and magistrates, in each month whose twelve months hold them."""

from collections.abc import Iterator

from rules.events import JudicialSurveyResponse
from rules.facts import UNALLOCATED, Place
from rules.measures.cases.case import Asked, Case, timeline
from rules.periods import Month, months_between


def cases(asked: Asked) -> Iterator[Case]:
    """Every response asked about, once for each month of interest; it belongs to no person."""
    for response in asked.events.judicial_survey_responses:
        answered_in = Month.of(response.responded_on)
        for month in months_between(answered_in, answered_in.plus(asked.number("rolling_months") - 1)):
            if asked.first <= month <= asked.last:
                yield _case(asked, response, month)


def _case(asked: Asked, response: JudicialSurveyResponse, month: Month) -> Case:
    months = asked.number("rolling_months")
    return Case(
        occurrence_id=f"{response.response_id}|{month}",
        person_id="",
        place=Place(response.court_region_code, UNALLOCATED),
        trigger_on=response.responded_on,
        due_on=month.last_on,
        facts={
            "due_days_after_as_at": (month.last_on - asked.as_at).days,
            "answered": int(response.overall is not None),
            "satisfied": int(response.overall in asked.parameters.met_answers),
            "neutral": int(response.overall in asked.parameters.neutral_answers),
        },
        dates=timeline(
            (month.plus(1 - months).first_on, f"First day of the {months} months", "event"),
            (response.responded_on, f"Answer of a {response.respondent}", "trigger"),
            (month.last_on, f"Last day of the {months} months", "due"),
        ),
    )
