"""When data on outcomes would carry rating boundaries: rules/data/inspections/outcome_boundaries.yaml."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.definitions.dated import Edition, on_day, read_editions
from rules.definitions.vocabulary import Exact

DATA = Path(__file__).resolve().parent.parent / "data" / "inspections" / "outcome_boundaries.yaml"


class BoundaryRule(Edition):
    """What a baseline must show before boundaries are called reliable; shares are from 0 to 1."""

    fewest_units: Annotated[int, Field(ge=2)]
    months_of_baseline: Annotated[int, Field(ge=0)]
    most_misplaced: Annotated[Exact, Field(gt=0, lt=1)]
    least_reliability: Annotated[Exact, Field(gt=0, lt=1)]


@cache
def load_boundary_rules(path: Path = DATA) -> tuple[BoundaryRule, ...]:
    """The editions in order of date. Raises DefinitionError with what is wrong."""
    return read_editions(BoundaryRule, path)


def boundary_rule_on(day: date) -> BoundaryRule:
    """The edition in force on a day; the first one before that."""
    return on_day(load_boundary_rules(), day)
