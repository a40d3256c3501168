"""Hand-worked examples of each measure: raw events, the date arithmetic in words, and the verdict they get.

Expected values are worked out by hand from the calendar, never copied from an engine.
"""

from collections.abc import Mapping
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any

from pydantic import Field

from rules.definitions.conditions import Name
from rules.definitions.files import Definition, read_yaml, validated
from rules.definitions.measures import CLOCKS, MEASURES, VerdictName, Words

# Columns that an example need not spell out, because nothing is decided by them.
_DEFAULTS = MEASURES / "example_defaults.yaml"
Value = str | int | bool | date | datetime | None
Row = Mapping[str, Value]


class Expected(Definition):
    """What one occurrence of the example gets. place: region and unit, as `H H103`."""

    occurrence: str
    verdict: VerdictName
    reason: Name
    due_on: date | None
    counts_in: Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
    place: Annotated[str, Field(pattern=r"^[A-L] [A-Za-z0-9]+$")]
    edition: date


class Example(Definition):
    """One person's events and what the measure makes of them."""

    name: Words
    working: Words
    as_at: date
    events: Mapping[Name, tuple[Row, ...]]
    expect: tuple[Expected, ...]


class Examples(Definition):
    examples: Annotated[tuple[Example, ...], Field(min_length=1)]


class _Defaults(Definition):
    tables: Mapping[Name, Row]


@cache
def load_examples(measure_id: str) -> tuple[Example, ...]:
    """The examples of a measure or clock, as written. Raises DefinitionError with every fault of the file."""
    folder = CLOCKS if measure_id.startswith("CLOCK_") else MEASURES
    path = folder / measure_id / "examples.yaml"
    return validated(Examples, read_yaml(path), file=f"{measure_id}/{path.name}").examples


def full_rows(example: Example) -> dict[str, list[dict[str, Any]]]:
    """The example's events with the columns that it leaves out filled in and ids numbered."""
    defaults = _load_defaults().tables
    tables: dict[str, list[dict[str, Any]]] = {}
    for table, rows in example.events.items():
        tables[table] = [
            {name: _numbered(value, number) for name, value in defaults[table].items()} | dict(row)
            for number, row in enumerate(rows, start=1)
        ]
    return tables


def _numbered(value: Value, number: int) -> Value:
    return value.replace("#", str(number)) if isinstance(value, str) else value


@cache
def _load_defaults() -> _Defaults:
    return validated(_Defaults, read_yaml(_DEFAULTS), file=_DEFAULTS.name)
