"""Conditions of ordered verdicts: a closed vocabulary that three engines evaluate alike.

A fact compared with a whole number, all of, any of, always. Nothing in a definition is executed.
"""

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any

from pydantic import Field, StringConstraints

from rules.definitions.files import Definition

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
# Policy numbers are small; durable_rules and SQL both hold them exactly.
Threshold = Annotated[int, Field(ge=-10_000, le=10_000)]


class Operator(StrEnum):
    AT_MOST = "at_most"
    AT_LEAST = "at_least"
    EQUALS = "equals"


class Comparison(Definition):
    """A fact compared with a whole number."""

    fact: Name
    operator: Operator
    value: Threshold


class AllOf(Definition):
    parts: tuple["Condition", ...] = Field(min_length=2)


class AnyOf(Definition):
    parts: tuple["Condition", ...] = Field(min_length=2)


class Always(Definition):
    """True of every candidate: the last verdict's condition, so that no case falls through."""


Condition = Comparison | AllOf | AnyOf | Always


def parse_condition(content: Any) -> Condition:
    """Read `always`, `{fact: {at_most: 0}}`, `{all: [...]}` or `{any: [...]}`; else ValueError."""
    if content == "always":
        return Always()
    if not isinstance(content, Mapping) or len(content) != 1:
        raise ValueError(f"found {content!r}, expected `always`, one fact, `all` or `any`")
    key, value = next(iter(content.items()))
    if key in ("all", "any"):
        parts = tuple(parse_condition(part) for part in _parts(key, value))
        return AllOf(parts=parts) if key == "all" else AnyOf(parts=parts)
    return _comparison(key, value)


def _parts(key: str, value: Any) -> Iterable[Any]:
    if not isinstance(value, list | tuple) or len(value) < 2 or "always" in value:
        raise ValueError(f"`{key}` takes a list of two or more conditions; found {value!r}")
    return value


def _comparison(fact: Any, value: Any) -> Comparison:
    operators = [each.value for each in Operator]
    if not isinstance(value, Mapping) or len(value) != 1 or next(iter(value)) not in operators:
        raise ValueError(f"fact {fact!r}: found {value!r}, expected one of {operators} with a whole number")
    operator, number = next(iter(value.items()))
    if type(number) is not int:  # True is an int to Python, and 0.5 would be cut short by an engine
        raise ValueError(f"fact {fact!r}: found {number!r}, expected a whole number")
    return Comparison(fact=fact, operator=Operator(operator), value=number)


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Every comparison inside a condition."""
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from comparisons(part)
