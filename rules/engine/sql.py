"""Compiles ordered verdicts to SQL: a CASE whose branches stand in the order of judging."""

from collections.abc import Sequence

from rules.definitions.conditions import AllOf, Always, AnyOf, Comparison, Condition, Operator
from rules.definitions.measures import VerdictRule

_SYMBOL = {Operator.AT_MOST: "<=", Operator.AT_LEAST: ">=", Operator.EQUALS: "="}


def reason_case(rules: Sequence[VerdictRule]) -> str:
    """A CASE over the columns named as the facts; gives the reason id of the first rule that holds."""
    branches = [f"WHEN {condition_sql(rule.when)} THEN '{rule.reason}'" for rule in rules[:-1]]
    return "CASE " + " ".join(branches) + f" ELSE '{rules[-1].reason}' END"


def verdict_case(rules: Sequence[VerdictRule], column: str = "reason") -> str:
    """A CASE expression that turns a reason id into its verdict."""
    branches = [f"WHEN '{rule.reason}' THEN '{rule.verdict}'" for rule in rules]
    return f"CASE {column} " + " ".join(branches) + " END"


def condition_sql(condition: Condition) -> str:
    """A condition as a boolean SQL expression."""
    match condition:
        case Comparison(fact=fact, operator=operator, value=value):
            return f"{fact} {_SYMBOL[operator]} {value}"
        case AllOf(parts=parts):
            return "(" + " AND ".join(condition_sql(part) for part in parts) + ")"
        case AnyOf(parts=parts):
            return "(" + " OR ".join(condition_sql(part) for part in parts) + ")"
        case Always():
            return "TRUE"
