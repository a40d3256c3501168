"""Conditions mean the same as SQL, as plain Python and as durable_rules' own expressions."""

from typing import Any

import pytest

from rules.definitions.conditions import AllOf, Always, AnyOf, comparisons, parse_condition
from rules.engine.durable_adapter import _expression
from rules.engine.reference import holds
from rules.engine.sql import condition_sql

BOTH = parse_condition(
    {"all": [{"a": {"at_most": 0}}, {"any": [{"b": {"equals": 1}}, {"c": {"at_least": 2}}]}]}
)


def test_all_and_any_nest() -> None:
    assert isinstance(BOTH, AllOf)
    assert isinstance(BOTH.parts[1], AnyOf)
    assert [each.fact for each in comparisons(BOTH)] == ["a", "b", "c"]


def test_sql_brackets_what_belongs_together() -> None:
    assert condition_sql(BOTH) == "(a <= 0 AND (b = 1 OR c >= 2))"


def test_plain_python_reads_the_same() -> None:
    assert holds(BOTH, {"a": 0, "b": 0, "c": 2})
    assert not holds(BOTH, {"a": 1, "b": 1, "c": 2})
    assert not holds(BOTH, {"a": 0, "b": 0, "c": 1})


def test_durable_rules_reads_the_same() -> None:
    assert _expression(BOTH) == {"$and": [{"$lte": {"a": 0}}, {"$or": [{"b": 1}, {"$gte": {"c": 2}}]}]}


ONE, OTHER = {"a": {"at_most": 0}}, {"b": {"equals": 1}}


def test_always_holds() -> None:
    assert parse_condition("always") == Always()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("never", "expected `always`, one fact"),
        ([ONE], "expected `always`, one fact"),
        ({**ONE, **OTHER}, "expected `always`, one fact"),
        ({}, "expected `always`, one fact"),
        ({"all": [ONE]}, "`all` takes a list of two or more"),
        ({"any": []}, "`any` takes a list of two or more"),
        ({"any": {"a": 1, "b": 2}}, "`any` takes a list of two or more"),
        ({"all": ["always", ONE]}, "`all` takes a list of two or more"),
        ({"a": 0}, "expected one of"),
        ({"a": {"at_most": 0, "at_least": 0}}, "expected one of"),
        ({"a": {"below": 0}}, "expected one of"),
        ({"a": {"at_most": True}}, "found True, expected a whole number"),
        ({"a": {"at_most": 0.5}}, "found 0.5, expected a whole number"),
        ({"a": {"at_most": 10_001}}, "less than or equal to 10000"),
        ({"a": {"at_least": -10_001}}, "greater than or equal to -10000"),
        ({"A": {"at_most": 0}}, "pattern"),
        ({"a" * 61: {"at_most": 0}}, "at most 60"),
    ],
)
def test_what_is_no_condition_is_refused_in_words(content: Any, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_condition(content)


def test_the_limits_themselves_are_conditions() -> None:
    for number in (-10_000, 10_000):
        assert comparison(parse_condition({"a" * 60: {"equals": number}})) == number
    assert isinstance(parse_condition({"any": (ONE, OTHER)}), AnyOf)


@pytest.mark.parametrize("kind", [AllOf, AnyOf])
def test_one_part_is_no_choice(kind: type[AllOf] | type[AnyOf]) -> None:
    with pytest.raises(ValueError, match="at least 2"):
        kind(parts=(parse_condition(ONE),))


def comparison(condition: Any) -> int:
    (found,) = comparisons(condition)
    return found.value
