"""How long every verdict of a run is kept: rules/data/vintage_retention.yaml."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.measures import Source

DATA = Path(__file__).resolve().parent.parent / "data" / "vintage_retention.yaml"


class VintageRetention(Definition):
    """The rule from a date on. keep_days: from the day on which a run finished."""

    valid_from: date
    keep_days: Annotated[int, Field(ge=1)]
    source: Source
    reviewed_on: date


class _Editions(Definition):
    editions: Annotated[tuple[VintageRetention, ...], Field(min_length=1)]


@cache
def load_vintage_retention(path: Path = DATA) -> tuple[VintageRetention, ...]:
    """The editions in order of date. Raises DefinitionError for editions out of order."""
    editions = validated(_Editions, {"editions": read_yaml(path)}, file=path.name).editions
    dates = [edition.valid_from for edition in editions]
    if sorted(set(dates)) != dates:
        raise DefinitionError(
            [Fault(path.name, "valid_from", f"editions overlap or are out of order: {dates}")]
        )
    return editions


def vintage_retention_on(day: date) -> VintageRetention:
    """The rule in force on a day; the first one before that."""
    held = [edition for edition in load_vintage_retention() if edition.valid_from <= day]
    return held[-1] if held else load_vintage_retention()[0]
