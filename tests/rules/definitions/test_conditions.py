"""The conditions of verdicts: what a definition may write, and what it may not."""

from typing import Any

import pytest
from pydantic import ValidationError

from rules.definitions.conditions import (
    AllOf,
    Always,
    AnyOf,
    Comparison,
    Condition,
    Operator,
    comparisons,
    parse_condition,
)

LATE = Comparison(fact="late", operator=Operator.AT_MOST, value=0)
DONE = Comparison(fact="done", operator=Operator.EQUALS, value=1)
DAYS = Comparison(fact="days", operator=Operator.AT_LEAST, value=5)


@pytest.mark.parametrize(
    ("content", "condition"),
    [
        ("always", Always()),
        ({"late": {"at_most": 0}}, LATE),
        ({"done": {"equals": 1}}, DONE),
        ({"days": {"at_least": 5}}, DAYS),
        ({"all": [{"late": {"at_most": 0}}, {"done": {"equals": 1}}]}, AllOf(parts=(LATE, DONE))),
        ({"any": ({"late": {"at_most": 0}}, {"done": {"equals": 1}})}, AnyOf(parts=(LATE, DONE))),
        (
            {
                "any": [
                    {"all": [{"late": {"at_most": 0}}, {"done": {"equals": 1}}]},
                    {"days": {"at_least": 5}},
                ]
            },
            AnyOf(parts=(AllOf(parts=(LATE, DONE)), DAYS)),
        ),
    ],
)
def test_a_condition_is_one_of_four_kinds(content: Any, condition: Condition) -> None:
    assert parse_condition(content) == condition


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("never", "found 'never', expected `always`, one fact, `all` or `any`"),
        (None, "found None, expected `always`, one fact, `all` or `any`"),
        ({}, "found {}, expected `always`, one fact, `all` or `any`"),
        ({"a": {"equals": 1}, "b": {"equals": 1}}, "expected `always`, one fact, `all` or `any`"),
        ({"all": []}, "`all` takes a list of two or more conditions; found []"),
        ({"any": [{"late": {"at_most": 0}}]}, "`any` takes a list of two or more conditions"),
        ({"any": {"a": 1, "b": 2}}, "`any` takes a list of two or more conditions"),
        ({"all": "ab"}, "`all` takes a list of two or more conditions; found 'ab'"),
        ({"all": ["always", {"late": {"at_most": 0}}]}, "`all` takes a list of two or more conditions"),
        ({"late": 0}, "fact 'late': found 0, expected one of ['at_most', 'at_least', 'equals']"),
        ({"late": {}}, "fact 'late': found {}, expected one of"),
        ({"late": {"below": 0}}, "fact 'late': found {'below': 0}, expected one of"),
        ({"late": {"at_most": 0, "at_least": 0}}, "fact 'late': found {'at_most': 0, 'at_least': 0}"),
        ({"late": {"at_most": True}}, "fact 'late': found True, expected a whole number"),
        ({"late": {"at_most": 0.5}}, "fact 'late': found 0.5, expected a whole number"),
        ({"late": {"at_most": "0"}}, "fact 'late': found '0', expected a whole number"),
    ],
)
def test_what_is_no_condition_is_refused(content: Any, said: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 (the whole text is looked at)
        parse_condition(content)
    assert said in str(refused.value)


def test_a_fact_has_a_name_and_a_number_its_limits() -> None:
    assert parse_condition({"late": {"at_most": -10_000}}).value == -10_000  # type: ignore[union-attr]
    for content in ({"Late": {"at_most": 0}}, {"late": {"at_most": 10_001}}):
        with pytest.raises(ValidationError):
            parse_condition(content)


def test_every_comparison_of_a_condition_is_found_from_left_to_right() -> None:
    condition = AnyOf(parts=(AllOf(parts=(LATE, DONE)), Always(), DAYS))
    assert list(comparisons(condition)) == [LATE, DONE, DAYS]
    assert list(comparisons(DONE)) == [DONE]
    assert list(comparisons(Always())) == []
