"""Editions of one rule in one file, in order of the day from which each holds."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated


class Edition(Definition):
    """The rule in force from `valid_from` until the next edition begins."""

    valid_from: date
    source: str
    reviewed_on: date


E = TypeVar("E", bound=Edition)


def read_editions(model: type[E], path: Path) -> tuple[E, ...]:
    """The editions of a file that lists them, in order.

    Raises DefinitionError for no list, an empty one, a faulty edition, editions out of order.
    """
    raw = read_yaml(path)
    if not isinstance(raw, list) or not raw:
        raise DefinitionError([Fault(path.name, "", "found no edition, expected a list of one or more")])
    editions = tuple(validated(model, one, file=path.name) for one in raw)
    dates = [edition.valid_from for edition in editions]
    if sorted(set(dates)) != dates:
        problem = f"editions overlap or are out of order: {', '.join(map(str, dates))}"
        raise DefinitionError([Fault(path.name, "valid_from", problem)])
    return editions


def on_day(editions: Sequence[E], day: date) -> E:
    """The edition in force on a day; the first one before that."""
    held = [edition for edition in editions if edition.valid_from <= day]
    return held[-1] if held else editions[0]
