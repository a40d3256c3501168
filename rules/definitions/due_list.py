"""What the live due list holds and how far it looks: rules/data/due_list.yaml."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.measures import (
    MeasureDefinition,
    Source,
    load_catalogue,
    load_clocks,
    load_measures,
)

DATA = Path(__file__).resolve().parent.parent / "data" / "due_list.yaml"
Months = Annotated[int, Field(ge=0, le=24)]
Days = Annotated[int, Field(ge=1, le=31)]


class DueListEdition(Definition):
    """The list from a date on. Months count from that of the as-at day, days from the live day itself."""

    valid_from: date
    source: Source
    reviewed_on: date
    measures: tuple[str, ...]
    months_back: Months
    months_ahead: Months
    week_days: Days
    just_met_days: Days


class _Editions(Definition):
    editions: Annotated[tuple[DueListEdition, ...], Field(min_length=1)]


@cache
def load_due_list(path: Path = DATA) -> tuple[DueListEdition, ...]:
    """The editions in order of date. Raises DefinitionError for editions out of order or unknown measures."""
    editions = validated(_Editions, {"editions": read_yaml(path)}, file=path.name).editions
    dates = [edition.valid_from for edition in editions]
    faults = []
    if sorted(set(dates)) != dates:
        faults.append(Fault(path.name, "valid_from", f"editions overlap or are out of order: {dates}"))
    for edition in editions:
        unknown = sorted(set(edition.measures) - set(load_catalogue()))
        faults += [Fault(path.name, "measures", f"{one} is not in the catalogue") for one in unknown]
    if faults:
        raise DefinitionError(faults)
    return editions


def due_list_on(day: date) -> DueListEdition:
    """The edition in force on a day; the first one before that."""
    held = [edition for edition in load_due_list() if edition.valid_from <= day]
    return held[-1] if held else load_due_list()[0]


def due_list_subjects(day: date) -> dict[str, MeasureDefinition]:
    """The clocks and the measures of the list that can be judged, by id: clocks first."""
    measures = load_measures()
    wanted = {name: measures[name] for name in due_list_on(day).measures if name in measures}
    return {**load_clocks(), **wanted}
