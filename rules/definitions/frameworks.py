"""The frameworks that measures belong to, and what must be said of one that has ended."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, Self

from pydantic import model_validator

from rules.definitions.files import Definition, read_yaml, validated
from rules.definitions.measures import MEASURES, Source, Words

FrameworkId = Literal["probation_service", "commissioned_rehabilitative_services", "service_delivery_2014"]


class Framework(Definition):
    """A set of measures that somebody agreed on. reading: what a reader must know of one that has ended."""

    id: FrameworkId
    title: Words
    began_on: date
    ended_on: date | None = None
    # How often a measure of it is rated, which is how a page shows it unless asked otherwise.
    rated_by: Literal["month", "quarter"] = "month"
    reading: Words | None = None
    source: Source

    @property
    def is_historic(self) -> bool:
        return self.ended_on is not None

    @model_validator(mode="after")
    def _an_end_is_read(self) -> Self:
        if (self.ended_on is None) != (self.reading is None):
            raise ValueError("reading: expected for a framework that has ended, and for no other")
        if self.ended_on is not None and self.ended_on < self.began_on:
            raise ValueError(f"ended_on: found {self.ended_on}, expected a day not before {self.began_on}")
        return self


class _Frameworks(Definition):
    frameworks: tuple[Framework, ...]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        repeated = [name for name, n in Counter(each.id for each in self.frameworks).items() if n > 1]
        if repeated:
            raise ValueError(f"framework listed twice: {', '.join(repeated)}")
        return self


@cache
def load_frameworks(path: Path = MEASURES / "frameworks.yaml") -> Mapping[str, Framework]:
    """Every framework by id, in the order of the file. Raises DefinitionError."""
    found = validated(_Frameworks, read_yaml(path), file=path.name).frameworks
    return MappingProxyType({each.id: each for each in found})
