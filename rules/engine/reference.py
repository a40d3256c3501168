"""Judges one candidate in plain Python: the slow, obvious evaluation that the other engines must match."""

from collections.abc import Mapping, Sequence

from rules.definitions.conditions import AllOf, Always, AnyOf, Comparison, Condition, Operator
from rules.definitions.measures import VerdictRule


def first_that_holds(rules: Sequence[VerdictRule], facts: Mapping[str, int]) -> VerdictRule:
    """The first rule, in order, whose condition holds. A fact that is missing raises KeyError."""
    return next(rule for rule in rules if holds(rule.when, facts))


def holds(condition: Condition, facts: Mapping[str, int]) -> bool:
    """Whether a condition is true of the facts."""
    match condition:
        case Comparison():
            return _compare(facts[condition.fact], condition)
        case AllOf(parts=parts):
            return all(holds(part, facts) for part in parts)
        case AnyOf(parts=parts):
            return any(holds(part, facts) for part in parts)
        case Always():
            return True


def _compare(found: int, comparison: Comparison) -> bool:
    if comparison.operator is Operator.AT_MOST:
        return found <= comparison.value
    if comparison.operator is Operator.AT_LEAST:
        return found >= comparison.value
    return found == comparison.value
