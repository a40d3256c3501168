"""Conditions mean the same as SQL, as plain Python and as durable_rules' own expressions."""

from rules.definitions.conditions import AllOf, AnyOf, comparisons, parse_condition
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
