"""Which questions a case is asked: three-valued logic over its facts."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from rules.definitions.applies import All, AnyOf, Comparison, Condition, Not
from rules.definitions.banks import Bank, Question

FactValue = bool | str | frozenset[str] | int
Facts = Mapping[str, FactValue]  # a fact that is missing is unknown


class Applies(StrEnum):
    """Unknown counts as yes: a question is hidden only when its rule is definitely false."""

    YES = "yes"
    UNKNOWN = "unknown"
    NO = "no"


def applies(bank: Bank, question: Question, facts: Facts) -> Applies:
    """Whether the question is asked of a case with these facts."""
    if question.condition is None:
        return Applies.YES
    known = with_derived(bank, facts)
    found = evaluate(question.condition, known)
    return Applies.UNKNOWN if found is None else Applies.YES if found else Applies.NO


def applicable(bank: Bank, facts: Facts) -> tuple[Question, ...]:
    """The questions that the rules leave in, in the bank's order."""
    return tuple(each for each in bank.questions.values() if applies(bank, each, facts) is not Applies.NO)


def with_derived(bank: Bank, facts: Facts) -> dict[str, FactValue]:
    """The facts and what follows from them; a derived fact that cannot be settled stays unknown."""
    known = dict(facts)
    pending = list(bank.derived)
    while pending:
        settled = [(each, evaluate(each.condition, known)) for each in pending]
        found = {each.id: value for each, value in settled if value is not None}
        if not found:
            break
        known.update(found)
        pending = [each for each in pending if each.id not in found]
    return known


def evaluate(condition: Condition, facts: Facts) -> bool | None:
    """True, False, or None for unknown (Kleene's logic)."""
    if isinstance(condition, Comparison):
        return _compare(condition, facts.get(condition.fact))
    if isinstance(condition, Not):
        inner = evaluate(condition.term, facts)
        return None if inner is None else not inner
    found = [evaluate(term, facts) for term in condition.terms]
    decisive = isinstance(condition, AnyOf)  # a yes settles any-of, a no settles all
    if decisive in found:
        return decisive
    return None if None in found else not decisive


def _compare(comparison: Comparison, value: FactValue | None) -> bool | None:
    if value is None:
        return None
    match comparison.operator:
        case "yes":
            return value is True
        case "in":
            held = value if isinstance(value, frozenset) else frozenset({str(value)})
            return bool(held & set(comparison.options))
        case "beyond":
            return isinstance(value, frozenset) and bool(value - set(comparison.options))
        case ">=":
            return isinstance(value, int) and value >= comparison.number
        case "<":
            return isinstance(value, int) and value < comparison.number


def read_fact(kind: str, stored: Any) -> FactValue | None:
    """A stored JSON value as a fact: lists become sets; None is unknown."""
    if stored is None:
        return None
    if kind == "set":
        return frozenset(str(each) for each in stored)
    if kind == "yes_no":
        return bool(stored)
    return int(stored) if kind == "number" else str(stored)


__all__ = [
    "All",
    "Applies",
    "FactValue",
    "Facts",
    "applicable",
    "applies",
    "evaluate",
    "read_fact",
    "with_derived",
]
