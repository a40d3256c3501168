"""SL001: sentencers, over the 12 months that end with the counting month. SL020: people on probation."""

from collections.abc import Iterator
from datetime import date

from tests.differential.second_judge import circumstances as s
from tests.differential.second_judge.days import first_of_month, last_of_month, month_name, months_after
from tests.differential.second_judge.person import Person


def sl001(person: Person, as_at: date) -> Iterator[s.Found]:
    """Each response counts in the month of its day and in the 11 months after it."""
    for response in person.rows("judicial_survey_responses"):
        first = first_of_month(response["responded_on"])
        for number in range(12):
            month = months_after(first, number)
            end = last_of_month(month)
            said = s.verdict(
                excluded=False,
                due=end,
                as_at=as_at,
                not_recorded=response["overall"] is None,
                met=response["overall"] in ("satisfied", "very_satisfied"),
            )
            occurrence = f"{response['response_id']}|{month_name(month)}"
            yield s.Found("SL001", occurrence, response["court_region_code"], "unallocated", end, end, said)


def sl020(person: Person, as_at: date) -> Iterator[s.Found]:
    answers = person.rows("people_survey_responses")
    first_of_survey = {
        min(each["response_id"] for each in answers if each["survey"] == survey)
        for survey in {each["survey"] for each in answers}
    }
    for response in answers:
        day, said = response["responded_on"], "not_in_population"
        if response["response_id"] in first_of_survey:
            said = s.verdict(
                excluded=s.left_early(person, day, day),
                due=day,
                as_at=as_at,
                not_recorded=response["overall"] is None,
                met=response["overall"] in ("positive", "very_positive"),
            )
        region, unit = s.place(person, day, last_heard_of(person, day))
        if region:
            yield s.Found("SL020", response["response_id"], region, unit, day, day, said)


def last_heard_of(person: Person, day: date) -> str:
    """The region of the latest court or prison up to the day, else of the first one after it."""
    heard = [(each["sentenced_on"], each["court_region_code"]) for each in person.rows("sentences")]
    heard += [(each["released_on"], each["prison_region_code"]) for each in person.rows("releases")]
    before = [on for on, _ in heard if on <= day]
    after = [on for on, _ in heard if on > day]
    nearest = max(before) if before else min(after, default=None)
    return min((region for on, region in heard if on == nearest), default="")
