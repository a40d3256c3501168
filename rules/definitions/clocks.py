"""Clocks about organisations, which no table of the extract carries: known by name, kept in other rooms."""

from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from rules.definitions.conditions import Name
from rules.definitions.files import Definition, read_yaml, validated
from rules.definitions.measures import CLOCKS, Source, Words


class ClockElsewhere(Definition):
    """A time limit between organisations. kept_by: the room whose records start and stop it."""

    id: Name
    title: Words
    within: Words
    starts: Words
    kept_by: Literal["inspections", "planning"]
    source: Source


class _ClocksElsewhere(Definition):
    clocks: Annotated[tuple[ClockElsewhere, ...], Field(min_length=1)]


@cache
def load_clocks_elsewhere(path: Path = CLOCKS / "elsewhere.yaml") -> tuple[ClockElsewhere, ...]:
    """The clocks that are not about cases, as listed. Raises DefinitionError."""
    return validated(_ClocksElsewhere, read_yaml(path), file=path.name).clocks
