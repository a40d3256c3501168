"""How the people of a caseload are grouped in a report: rules/data/caseload_profile.yaml."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rules.definitions.files import Definition, read_yaml, validated

PATH = Path(__file__).resolve().parent.parent / "data" / "caseload_profile.yaml"
NOT_RECORDED = "not_recorded"
AGE = "age"


class Characteristic(Definition):
    """`values`: what the extract holds -> what a reader sees, in the order of printing."""

    id: str
    title: str
    values: Annotated[Mapping[str, str], Field(min_length=1)]


class CaseloadProfile(Definition):
    id: Literal["caseload_profile"]
    title: str
    why_it_matters: str
    status: Literal["defined"]
    source: str
    authored_by: str
    reviewed_on: date
    next_review: date
    not_recorded: tuple[str, ...]
    age_groups_from: Annotated[tuple[int, ...], Field(min_length=1)]
    characteristics: Annotated[tuple[Characteristic, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ages_rise(self) -> "CaseloadProfile":
        if list(self.age_groups_from) != sorted(set(self.age_groups_from)):
            raise ValueError(f"age_groups_from must rise: found {self.age_groups_from}")
        return self

    @property
    def by_age(self) -> Characteristic:
        """The age groups as a characteristic; their values are the first age of each group."""
        starts = self.age_groups_from
        labels = {str(first): f"{first} to {following - 1}" for first, following in pairwise(starts)}
        labels[str(starts[-1])] = f"{starts[-1]} and over"
        first = str(starts[0])
        return Characteristic(id=AGE, title="Age", values={"0": f"Under {first}", **labels})

    def age_group(self, years: int) -> str:
        """The value of `by_age` for someone of that age."""
        reached = [start for start in self.age_groups_from if start <= years]
        return str(reached[-1]) if reached else "0"

    def group(self, characteristic: Characteristic, value: str | None) -> str:
        """The value, or `not_recorded`. Raises ValueError for a value that the profile has no words for."""
        if value is None or value in self.not_recorded:
            return NOT_RECORDED
        if value not in characteristic.values:
            expected = ", ".join(characteristic.values)
            raise ValueError(f"{characteristic.id}: found {value!r}, expected one of {expected}")
        return value


@cache
def load_profile() -> CaseloadProfile:
    """The profile as shipped. Raises DefinitionError with every fault of the file."""
    return validated(CaseloadProfile, read_yaml(PATH), file=PATH.name)


def age_on(born: date, day: date) -> int:
    """Full years on `day`; someone born on 29 February turns a year older on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))
