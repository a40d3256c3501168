"""Random rows about what became of people: where they live, what they do, what they answered.

Days are drawn around the points that the measures look at: the first night, six weeks, three and six months.
"""

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from rules.periods import add_months

if TYPE_CHECKING:
    from tests.differential.persons import _Person

_HOMES = ["settled", "settled", "other_housed", "bail_or_probation", "homeless", "rough_sleeping"]
_HOMES += ["immigration", "awaiting_assessment", "unknown"]
_WORK = ["full_time", "part_time", "self_employed", "zero_hours", "apprentice", "training", "volunteering"]
_WORK += ["unemployed", "unavailable", "unknown"]
_ANSWERS = ["very_positive", "positive", "neither", "negative", "very_negative", None]
_JUDGES = ["very_satisfied", "satisfied", "neither", "dissatisfied", "very_dissatisfied", None]
_BIRTHS = [date(1990, 1, 1), date(2008, 2, 29), date(1968, 6, 30), date(1967, 7, 1), date(2006, 5, 31)]
_CHARACTERISTICS = {
    "sex": ["female", "female", "male", "unknown", None],
    "gender_identity": ["same_as_birth", "different", "prefers_not_to_say", "unknown", None],
    "ethnicity": ["white", "black", "prefers_not_to_say", "unknown", None],
    "religion": ["none", "muslim", "prefers_not_to_say", "unknown", None],
    "sexual_orientation": ["heterosexual", "bisexual", "prefers_not_to_say", "unknown", None],
    "disability": ["yes", "no", "prefers_not_to_say", "unknown", None],
    "marital_status": ["single", "married", "prefers_not_to_say", "unknown", None],
    "pregnancy": ["yes", "no", "prefers_not_to_say", "unknown", None],
    "care_leaver": ["yes", "no", "unknown", None],
    "ex_armed_services": ["yes", "no", "unknown", None],
}


def add_outcomes(person: "_Person") -> None:
    """After the person's sentences, releases and referrals, around whose days these lie."""
    for _ in range(person.rng.choice([0, 1, 2, 4])):
        _record(person, "accommodation", _HOMES)
        _record(person, "employment", _WORK)
    for _ in range(person.rng.choice([0, 0, 1, 2, 3])):
        _answer(person)
    for _ in range(person.rng.choice([0, 0, 1])):
        _answer_of_a_judge(person)


def characteristics(person: "_Person") -> dict[str, Any]:
    """A person's row: mostly complete, so that one missing answer decides."""
    rng, complete = person.rng, person.chance(0.5)
    row = {name: rng.choice(values[:-2] if complete else values) for name, values in _CHARACTERISTICS.items()}
    if complete and person.chance(0.4):
        row[rng.choice(list(row))] = rng.choice(["unknown", None])
    return row | {"date_of_birth": rng.choice(_BIRTHS)}


def _point(person: "_Person") -> date:
    start = person.rng.choice(person.days)
    six_weeks = start + timedelta(days=42)
    point = person.rng.choice([start, six_weeks, add_months(start, 3), add_months(start, 6)])
    return point + timedelta(days=person.rng.choice([-1, 0, 0, 1]))


def _record(person: "_Person", table: str, statuses: list[str]) -> None:
    start_on = _point(person) - timedelta(days=person.rng.choice([0, 0, 0, 1, 30, 200]))
    end_on = start_on + timedelta(days=person.rng.choice([0, 1, 29, 42, 91, 183, 200]))
    person.add(
        table,
        **{f"{table}_id": person.id_of("A")},
        person_id=person.id,
        status=person.rng.choice(statuses),
        start_on=start_on,
        end_on=person.rng.choice([None, end_on, _at_least(start_on, _point(person))]),
        recorded_at=person.rng.choice([person.moment(start_on), datetime.combine(start_on, time(9))]),
    )


def _at_least(start_on: date, day: date) -> date:
    return max(start_on, day)


def _answer(person: "_Person") -> None:
    person.add(
        "people_survey_responses",
        response_id=person.id_of("Q"),
        person_id=person.id,
        survey=person.rng.choice(["2023", "2024"]),
        responded_on=person.day(),
        overall=person.rng.choice(_ANSWERS),
    )


def _answer_of_a_judge(person: "_Person") -> None:
    person.add(
        "judicial_survey_responses",
        response_id=person.id_of("J"),
        court_region_code=person.rng.choice("AH"),
        respondent=person.rng.choice(["judge", "magistrate"]),
        responded_on=person.day(),
        overall=person.rng.choice(_JUDGES),
    )
