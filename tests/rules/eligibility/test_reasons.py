"""What a decision on eligibility says of itself: which reasons decided, and what was found, in words."""

from typing import Any

import pytest

from rules.eligibility import Assessment, assess
from tests.rules.eligibility.people import AS_AT, LENGTHS, events


def _assessed(code: str = "TSP", **given: Any) -> Assessment:
    found = assess(events(**given), as_at=AS_AT, lengths_weeks=LENGTHS)
    return next(each for each in found if each.programme.code == code)


def test_the_reasons_that_decide_are_those_with_the_answer_of_the_decision() -> None:
    eligible = _assessed(sentence={"reoffending_band": "low"}).decisions[0]
    assert [reason.criterion for reason in eligible.deciding] == ["reoffending_band"]
    assert len(eligible.reasons) > 1


@pytest.mark.parametrize(
    ("sentence", "criterion", "words"),
    [
        ({"reoffending_band": "very_high"}, "reoffending_band", "very high, OGRS 90 to 100"),
        ({"offence_group": "criminal_damage"}, "offence", "criminal damage"),
        ({"risk_of_serious_harm": "very_high"}, "harm", "very high"),
    ],
)
def test_what_was_found_is_told_in_words(sentence: dict[str, Any], criterion: str, words: str) -> None:
    code = "SI-ATB" if criterion == "harm" else "TSP"
    reasons = _assessed(code, sentence=sentence).decisions[0].reasons
    (told,) = [each.sentence for each in reasons if each.criterion == criterion]
    assert words in told
    assert "OGRS" not in told or criterion == "reoffending_band"
