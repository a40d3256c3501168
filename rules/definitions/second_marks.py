"""The dated rules of second marks: rules/data/second_marks.yaml."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from rules.definitions.files import Definition, read_yaml, validated
from rules.definitions.vocabulary import Exact

PATH = Path(__file__).resolve().parent.parent / "data" / "second_marks.yaml"


class SecondMarksEdition(Definition):
    """The rule for rounds drawn from `valid_from` on, until the next edition begins."""

    valid_from: date
    share: Annotated[Exact, Field(ge=0, le=1)]
    at_least: Annotated[int, Field(ge=0)]
    order: Literal["sha256-second-1"]
    prefer_other_regions: bool
    source: str
    authored_by: str
    reviewed_on: date
    next_review: date


class SecondMarks(Definition):
    id: Literal["second_marks"]
    title: str
    why_it_matters: str
    status: Literal["defined"]
    editions: Annotated[tuple[SecondMarksEdition, ...], Field(min_length=1), BeforeValidator(tuple)]

    @model_validator(mode="after")
    def _editions_in_order(self) -> "SecondMarks":
        starts = [edition.valid_from for edition in self.editions]
        if starts != sorted(set(starts)):
            raise ValueError("editions must be in order of valid_from, each date once")
        return self

    def on(self, day: date) -> SecondMarksEdition:
        """The edition in force on `day`, the first one before that."""
        in_force = [edition for edition in self.editions if edition.valid_from <= day]
        return in_force[-1] if in_force else self.editions[0]


@cache
def load_second_marks() -> SecondMarks:
    """The rules as shipped. Raises DefinitionError with every fault of the file."""
    return validated(SecondMarks, read_yaml(PATH), file=PATH.name)
