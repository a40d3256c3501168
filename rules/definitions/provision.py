"""What shows that a person needs a service; when provision is a gap or a duplicate: data/provision.yaml."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rules.definitions.dated import Edition, on_day, read_editions
from rules.definitions.files import Definition

PATH = Path(__file__).resolve().parent.parent / "data" / "provision.yaml"
Percent = Annotated[int, Field(ge=1)]
# What a sign may look at: one recorded value of a person, or (requirements) all that are running.
FieldName = Literal["accommodation", "employment", "requirements", "sex", "age", "ethnicity"]


class Sign(Definition):
    """A person whose `field` holds one of the values has the need."""

    field: FieldName
    values: Annotated[tuple[str, ...], Field(min_length=1)]


class Demand(Definition):
    """How the people with one need, or of one cohort, are told. `floor`: a least count."""

    need: str
    signs: Annotated[tuple[Sign, ...], Field(min_length=1)]
    words: str
    floor: bool


class NotKnown(Definition):
    need: str
    why: str


class ProvisionEdition(Edition):
    """The rule of one time. Percentages are of the people with the need."""

    fewest_for_a_gap: Annotated[int, Field(ge=1)]
    too_few_places_percent: Percent
    duplicate_places_percent: Percent
    duplicate_providers: Annotated[int, Field(ge=2)]
    not_recorded: tuple[str, ...]
    demand: tuple[Demand, ...]
    not_known: tuple[NotKnown, ...]

    @model_validator(mode="after")
    def _each_need_once(self) -> "ProvisionEdition":
        named = [*(one.need for one in self.demand), *(one.need for one in self.not_known)]
        if len(set(named)) != len(named):
            raise ValueError(f"a need is named twice: {sorted(named)}")
        return self

    @property
    def demand_of(self) -> Mapping[str, Demand]:
        """Need -> how it is told; a need that cannot be told is not in it."""
        return {one.need: one for one in self.demand}

    @property
    def why_not_known(self) -> Mapping[str, str]:
        return {one.need: one.why for one in self.not_known}


@cache
def load_provision(path: Path = PATH) -> tuple[ProvisionEdition, ...]:
    """Every edition, in order of date. Raises DefinitionError with every fault of the file."""
    return read_editions(ProvisionEdition, path)


def provision_on(day: date) -> ProvisionEdition:
    """The edition in force on a day; the first one before that."""
    return on_day(load_provision(), day)
