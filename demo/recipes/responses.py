"""SL020 and OM029: answers of supervised people to a survey, one a person and survey."""

from datetime import date

from demo.life import Life
from demo.recipes.lives import DAY, ordered
from demo.recipes.planted import edges_of


def _answered(
    life: Life,
    on: date,
    *,
    overall: str | None,
    how: str = "",
    twice: bool = False,
    two_surveys: bool = False,
) -> str:
    """An answer on `on`, 90 days into an order."""
    ordered(life, life.days.open_on_or_after(on - 90 * DAY), how=how, leaves_on=on)
    row = {"person_id": life.person_id, "survey": str(on.year), "responded_on": on, "overall": overall}
    made = life.add("people_survey_responses", "response_id", "PS", row)
    if twice or two_surveys:
        row |= {"survey": f"{on.year} pilot"} if two_surveys else {}
        made = life.add("people_survey_responses", "response_id", "PS", row)
    return made


for measure in ("SL020", "OM029"):
    answered = edges_of(measure, "people_survey_responses", _answered)
    answered("very_positive", "positive", overall="very_positive")
    answered("positive", "positive", overall="positive")
    answered("neither", "neither", overall="neither")
    answered("very_negative", "negative", overall="very_negative")
    answered("missing", "blank", overall=None)
    answered("same_survey", "same_survey", overall="positive", twice=True)
    answered("two_surveys_of_one_day", "positive", overall="positive", two_surveys=True)
    for how in ("died", "transferred_out", "quashed"):
        answered(how, how, overall="positive", how=how)
