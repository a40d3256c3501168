"""Measures made of others: the unweighted mean of their unrounded rates.

Source: agreement of 2014, annex 1.6, OM0041, which names three parts and one floor.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Literal

from pydantic import Field

from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.measures import MEASURES, Source, Words, load_measures


class Composite(Definition):
    """A measure without cases of its own. parts: the measures whose rates make it, each once."""

    id: Annotated[str, Field(pattern=r"^[A-Z][A-Z0-9_]*$")]
    title: Words
    why_it_matters: Words
    framework: Literal["service_delivery_2014"]
    direction: Literal["higher", "lower"]
    status: Literal["composite"]
    valid_from: date
    parts: Annotated[tuple[str, ...], Field(min_length=2)]
    met_when: Words
    source: Source
    readings: tuple[Words, ...]
    authored_by: Words
    checked_by: Words
    reviewed_on: date
    next_review: date


def mean_of_rates(parts: Sequence[tuple[int, int]]) -> Fraction | None:
    """The mean of the parts' rates as a share from 0 to 1, exact; None when a part has no rate.

    parts: (numerator, denominator) of each. Each part weighs the same, whatever its denominator.
    """
    if not parts or any(denominator == 0 for _, denominator in parts):
        return None
    return sum((Fraction(*part) for part in parts), Fraction(0)) / len(parts)


@cache
def load_composites(folder: Path = MEASURES) -> Mapping[str, Composite]:
    """Every composite by id. Raises DefinitionError with every fault of every file."""
    found: dict[str, Composite] = {}
    faults: list[Fault] = []
    for path in sorted(folder.glob("*/composite.yaml")):
        shown = f"{path.parent.name}/{path.name}"
        try:
            composite = validated(Composite, read_yaml(path), file=shown)
        except DefinitionError as refusal:
            faults += refusal.faults
            continue
        faults += [Fault(shown, "parts", said) for said in _wrong_parts(composite, folder)]
        if path.parent.name != composite.id:
            faults.append(Fault(shown, "id", f"found {composite.id}, expected {path.parent.name}"))
        found[composite.id] = composite
    if faults:
        raise DefinitionError(faults)
    return MappingProxyType(found)


def _wrong_parts(composite: Composite, folder: Path) -> list[str]:
    measures = load_measures(folder)
    unknown = [part for part in composite.parts if part not in measures]
    said = [f"found {part}, expected a measure that is judged" for part in unknown]
    if len(set(composite.parts)) < len(composite.parts):
        said.append("a part is listed twice")
    known = [measures[part] for part in composite.parts if part in measures]
    if any(part.direction != composite.direction for part in known):
        said.append("a part's direction differs from the composite's")
    return said
