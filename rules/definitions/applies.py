"""The closed language in which a bank says when a question applies: facts, comparisons, and, or, not.

    failure and (reqs has UPW or reqs has AP or crs_ref)
    order beyond PSS and not star_off
    months_supervised >= 3

A bare name is a yes/no fact; `in` and `has` take one or more options; `beyond` asks whether a set holds
anything besides the options. Nothing executes: the text becomes a small tree that others walk.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Operator = Literal["yes", "in", "beyond", ">=", "<"]
_TOKEN = re.compile(r"\s*(>=|<|[(),]|[A-Za-z_][A-Za-z0-9_]*|\d+)")
MOST_BRACKETS = 20  # a rule that people can read has fewer, and reading brackets goes as deep as they do
_KEYWORDS = frozenset({"and", "or", "not", "in", "has", "beyond"})


class ConditionError(ValueError):
    """A condition that is not in the closed language."""


@dataclass(frozen=True)
class Comparison:
    """One fact compared: `options` for in and beyond, `number` for >= and <."""

    fact: str
    operator: Operator
    options: tuple[str, ...] = ()
    number: int = 0


@dataclass(frozen=True)
class Not:
    term: "Condition"


@dataclass(frozen=True)
class All:
    terms: tuple["Condition", ...]


@dataclass(frozen=True)
class AnyOf:
    terms: tuple["Condition", ...]


Condition = Comparison | Not | All | AnyOf


def parse_condition(text: str) -> Condition:
    """The tree of a condition. Raises ConditionError naming the place where the text stops making sense."""
    if text.count("(") > MOST_BRACKETS:
        raise ConditionError(f"found {text.count('(')} brackets, expected at most {MOST_BRACKETS}")
    parser = _Parser(text)
    tree = parser.alternatives()
    if parser.peek() is not None:
        raise parser.fault("and, or, or the end")
    return tree


def comparisons_of(condition: Condition) -> Iterator[Comparison]:
    """Every comparison in the tree, from left to right."""
    if isinstance(condition, Comparison):
        yield condition
    elif isinstance(condition, Not):
        yield from comparisons_of(condition.term)
    else:
        for term in condition.terms:
            yield from comparisons_of(term)


class _Parser:
    """Recursive descent; `or` binds loosest, then `and`, then `not`."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.at = 0

    def peek(self) -> str | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def take(self) -> str | None:
        token = self.peek()
        self.at += 1
        return token

    def fault(self, expected: str) -> ConditionError:
        found = self.peek() or "the end"
        return ConditionError(f"{self.text!r}: found {found!r}, expected {expected}")

    def alternatives(self) -> Condition:
        terms = [self.conjunction()]
        while self.peek() == "or":
            self.take()
            terms.append(self.conjunction())
        return terms[0] if len(terms) == 1 else AnyOf(tuple(terms))

    def conjunction(self) -> Condition:
        terms = [self.factor()]
        while self.peek() == "and":
            self.take()
            terms.append(self.factor())
        return terms[0] if len(terms) == 1 else All(tuple(terms))

    def factor(self) -> Condition:
        if self.peek() == "not":
            self.take()
            return Not(self.factor())
        if self.peek() != "(":
            return self.comparison()
        self.take()
        inner = self.alternatives()
        if self.peek() != ")":
            raise self.fault("a closing bracket")
        self.take()
        return inner

    def comparison(self) -> Condition:
        fact = self.name("a fact")
        match self.peek():
            case "in" | "has":
                self.take()
                return Comparison(fact, "in", self.options())
            case "beyond":
                self.take()
                return Comparison(fact, "beyond", self.options())
            case ">=":
                return Comparison(fact, ">=", number=self.number())
            case "<":
                return Comparison(fact, "<", number=self.number())
        return Comparison(fact, "yes")

    def options(self) -> tuple[str, ...]:
        found = [self.option()]
        while self.peek() == ",":
            self.take()
            found.append(self.option())
        return tuple(found)

    def option(self) -> str:
        token = self.peek()
        if token is None or not token[0].isalnum():
            raise self.fault("an option")
        self.take()
        return token

    def number(self) -> int:
        self.take()  # the sign of the comparison
        token = self.peek()
        if token is None or not token.isdigit():
            raise self.fault("a whole number")
        self.take()
        return int(token)

    def name(self, what: str) -> str:
        token = self.peek()
        if token is None or token in _KEYWORDS or not token[0].isalpha():
            raise self.fault(what)
        self.take()
        return token


def _tokens(text: str) -> list[str]:
    tokens, at = [], 0
    stripped = text.rstrip()
    while at < len(stripped):
        found = _TOKEN.match(stripped, at)
        if found is None:
            raise ConditionError(f"{text!r}: cannot read {stripped[at:]!r}")
        tokens.append(found.group(1))
        at = found.end()
    return tokens
