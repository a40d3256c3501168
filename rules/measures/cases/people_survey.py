"""SL020 in plain Python: answers of supervised people to a survey."""

from collections.abc import Iterator
from datetime import date

from rules.events import PeopleSurveyResponse
from rules.measures.cases import readings as r
from rules.measures.cases.case import Asked, Case, days_after, timeline


def cases(asked: Asked) -> Iterator[Case]:
    """Every response of the person; one that belongs nowhere is passed over."""
    for response in asked.events.people_survey_responses:
        if asked.calendar.first_on <= response.responded_on <= asked.calendar.last_on:
            case = _case(asked, response)
            if case.place.region:
                yield case


def _case(asked: Asked, response: PeopleSurveyResponse) -> Case:
    on = response.responded_on
    exits = {
        "death_days_after_due": (r.death_on(asked), "Death"),
        "transfer_days_after_due": (r.transfer_on(asked, on), "Transfer out of England and Wales"),
        "quash_days_after_due": (r.person_quashed_on(asked, on, on), "Sentence quashed"),
    }
    return Case(
        occurrence_id=response.response_id,
        person_id=response.person_id,
        place=r.place_of(asked, on, _home(asked, on)),
        trigger_on=on,
        due_on=on,
        facts={
            "same_survey_rank": _rank(asked, response),
            **{fact: days_after(day, on) for fact, (day, _) in exits.items()},
            "due_days_after_as_at": (on - asked.as_at).days,
            "answered": int(response.overall is not None),
            "positive": int(response.overall in asked.parameters.met_answers),
            "neutral": int(response.overall in asked.parameters.neutral_answers),
        },
        dates=timeline(
            (on, f"Answered the survey {response.survey}", "trigger"),
            *((day, label, "event") for day, label in exits.values()),
        ),
    )


def _rank(asked: Asked, response: PeopleSurveyResponse) -> int:
    same = [o.response_id for o in asked.events.people_survey_responses if o.survey == response.survey]
    return sorted(same).index(response.response_id) + 1


def _home(asked: Asked, day: date) -> str:
    """The region of the court or prison last heard of on the day, else of the first one after it."""
    known = [(s.sentenced_on, s.court_region_code) for s in asked.events.sentences]
    known += [(release.released_on, release.prison_region_code) for release in asked.events.releases]
    if not known:
        return ""
    return min((on > day, abs((day - on).days), region) for on, region in known)[2]
