"""By which characteristics of people audits are told apart: rules/data/audits/characteristics.yaml."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from rules.definitions.dated import Edition, on_day, read_editions
from rules.definitions.profile import Characteristic

DATA = Path(__file__).resolve().parent.parent / "data" / "audits" / "characteristics.yaml"


class AuditCharacteristics(Edition):
    """The grouping from a date on. `young_adult_ages`: first and last, both included."""

    not_recorded: tuple[str, ...]
    ages_from: Annotated[tuple[int, ...], Field(min_length=1)]
    young_adult_ages: tuple[int, int]
    characteristics: Annotated[tuple[Characteristic, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _ages_rise(self) -> "AuditCharacteristics":
        for name, ages in (("ages_from", self.ages_from), ("young_adult_ages", self.young_adult_ages)):
            if list(ages) != sorted(set(ages)):
                raise ValueError(f"{name} must rise: found {ages}")
        return self

    @model_validator(mode="after")
    def _each_once(self) -> "AuditCharacteristics":
        names = [one.id for one in self.characteristics]
        if len(set(names)) != len(names):
            raise ValueError(f"a characteristic is there twice: found {names}")
        return self

    def is_young_adult(self, age: int) -> bool:
        first, last = self.young_adult_ages
        return first <= age <= last

    def age_group(self, age: int) -> str:
        """The words for the group of someone of that age in full years: "25 to 34", "Under 18"."""
        starts = self.ages_from
        reached = [place for place, start in enumerate(starts) if start <= age]
        if not reached:
            return f"Under {starts[0]}"
        at = reached[-1]
        return f"{starts[at]} to {starts[at + 1] - 1}" if at + 1 < len(starts) else f"{starts[at]} and over"

    @property
    def age_groups(self) -> tuple[str, ...]:
        """The words for every group, the youngest first."""
        return tuple(dict.fromkeys(self.age_group(age) for age in (self.ages_from[0] - 1, *self.ages_from)))

    def group(self, characteristic: Characteristic, value: str | None) -> str | None:
        """The words for a value of the extract; None where it is not recorded.

        Raises ValueError for a value that the file has no words for.
        """
        if not value or value in self.not_recorded:
            return None
        if value not in characteristic.values:
            expected = ", ".join(characteristic.values)
            raise ValueError(f"{characteristic.id}: found {value!r}, expected one of {expected}")
        return characteristic.values[value]

    @property
    def recorded(self) -> Mapping[str, Characteristic]:
        """By the name of their column in the extract."""
        return {one.id: one for one in self.characteristics}


@cache
def load_audit_characteristics(path: Path = DATA) -> tuple[AuditCharacteristics, ...]:
    """The editions in order of date. Raises DefinitionError with what is wrong."""
    return read_editions(AuditCharacteristics, path)


def audit_characteristics_on(day: date) -> AuditCharacteristics:
    """The edition in force on a day; the first one before that."""
    return on_day(load_audit_characteristics(), day)
