"""Cuts a query at its common table expressions, so that an engine may build them one after the other.

DuckDB guesses the size of a calendar or of a join between dates wrong by orders of magnitude; a table that
stands there already has a known size. What measures share (the calendar, the clocks) is also built only once.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_END = re.compile(r"\)\s*(,|SELECT\b)")
_MARK = re.compile(r"['()]")


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """One common table expression. definition: `name AS (...)` or `name(columns) AS (...)`."""

    name: str
    definition: str

    def reads(self, names: Sequence[str]) -> list[str]:
        """Which of the names the definition mentions, in the order given."""
        words = set(_NAME.findall(self.definition)) - {self.name}
        return [name for name in names if name in words]


@dataclass(frozen=True, kw_only=True, slots=True)
class Steps:
    """Tables to build in this order, then the SELECT that reads them."""

    tables: tuple[Step, ...]
    select: str


def cut(query: str) -> Steps:
    """The steps of a query that begins with WITH; one without is a SELECT and no steps.

    Raises ValueError where brackets do not match or no SELECT follows.
    """
    text = query.strip()
    if not text.startswith("WITH "):
        return Steps(tables=(), select=text)
    tables, start = [], len("WITH ")
    for place in _closing_brackets(text, start):
        end = _END.match(text, place)
        if end is None:  # the closing bracket of a list of columns
            continue
        tables.append(_step(text[start : place + 1].strip()))
        if end[1] == "SELECT":
            return Steps(tables=tuple(tables), select=text[place + 1 :].strip())
        start = end.end()
    raise ValueError(f"query: found no SELECT after its tables: {text[start : start + 60]!r}")


def _step(definition: str) -> Step:
    name = _NAME.match(definition)
    if name is None:
        raise ValueError(f"table: expected a name, found {definition[:60]!r}")
    return Step(name=name.group(), definition=definition)


def _closing_brackets(text: str, start: int) -> list[int]:
    """Places of the brackets that close an outermost pair; those within quotation marks do not count."""
    places, depth, quoted = [], 0, False
    for found in _MARK.finditer(text, start):
        match found[0]:
            case "'":
                quoted = not quoted
            case "(" if not quoted:
                depth += 1
            case ")" if not quoted:
                depth -= 1
                if depth == 0:
                    places.append(found.start())
    return places
