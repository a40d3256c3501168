"""The dated rules of disclosure control: rules/data/disclosure.yaml."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from rules.definitions.files import Definition, read_yaml, validated

PATH = Path(__file__).resolve().parent.parent / "data" / "disclosure.yaml"


class DisclosureEdition(Definition):
    """The rule in force from `valid_from` until the next edition begins."""

    valid_from: date
    suppress_from: Annotated[int, Field(ge=1)]
    suppress_to: int
    misses_are_counts: bool
    rounding_base: Annotated[int, Field(ge=2)] | None
    source: str
    authored_by: str
    reviewed_on: date
    next_review: date

    @model_validator(mode="after")
    def _bounds_in_order(self) -> "DisclosureEdition":
        if self.suppress_to < self.suppress_from:
            raise ValueError(f"suppress_to {self.suppress_to} is below suppress_from {self.suppress_from}")
        return self

    def suppresses(self, count: int) -> bool:
        """Whether a count is too small to publish. Zero never is."""
        return self.suppress_from <= count <= self.suppress_to

    def rounded(self, count: int) -> int:
        """The count as published: a multiple of the rounding base (halves up), or itself without a base."""
        base = self.rounding_base
        return count if base is None else (2 * count + base) // (2 * base) * base


class DisclosureRules(Definition):
    id: Literal["disclosure"]
    title: str
    why_it_matters: str
    status: Literal["defined"]
    editions: Annotated[tuple[DisclosureEdition, ...], Field(min_length=1), BeforeValidator(tuple)]

    @model_validator(mode="after")
    def _editions_in_order(self) -> "DisclosureRules":
        starts = [edition.valid_from for edition in self.editions]
        if starts != sorted(set(starts)):
            raise ValueError("editions must be in order of valid_from, each date once")
        return self

    def on(self, day: date) -> DisclosureEdition:
        """The edition in force on `day`. Raises ValueError before the first one."""
        in_force = [edition for edition in self.editions if edition.valid_from <= day]
        if not in_force:
            raise ValueError(f"no rule of disclosure control is in force on {day}")
        return in_force[-1]


@cache
def load_disclosure() -> DisclosureRules:
    """The rules as shipped. Raises DefinitionError with every fault of the file."""
    return validated(DisclosureRules, read_yaml(PATH), file=PATH.name)
