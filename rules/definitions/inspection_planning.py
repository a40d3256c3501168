"""How an inspection is planned: rules/data/inspections/planning.yaml."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.vocabulary import Exact

DATA = Path(__file__).resolve().parent.parent / "data" / "inspections" / "planning.yaml"
Days = Annotated[int, Field(ge=1, le=366)]
Share = Annotated[Exact, Field(gt=0, lt=1)]


class CohortWeeks(Definition):
    """Weeks before fieldwork in which a case of the cohort began; both ends belong to it."""

    from_: Annotated[int, Field(ge=1, le=104, alias="from")]
    to: Annotated[int, Field(ge=0, le=104)]

    @model_validator(mode="after")
    def _in_order(self) -> "CohortWeeks":
        if self.from_ <= self.to:
            raise ValueError(f"found from {self.from_} to {self.to} weeks before, expected the earlier first")
        return self


class Precision(Definition):
    """What a sample is to tell: within `margin` of the truth at `confidence`, both fractions of 1."""

    confidence: Share
    margin: Share


class PlanningRules(Definition):
    """The rules from a date on. Numbers of days are calendar days."""

    valid_from: date
    source: str
    reviewed_on: date
    notice_days: Days
    fieldwork_days: Days
    draft_days: Days
    publication_days: Days
    cohort_weeks: CohortWeeks
    sample: Precision
    strata: tuple[Literal["kind", "unit", "level"], ...]
    accuracy_days: Days
    response_months: Annotated[int, Field(ge=1, le=12)]


class _Editions(Definition):
    editions: Annotated[tuple[PlanningRules, ...], Field(min_length=1)]


@cache
def load_planning_rules(path: Path = DATA) -> tuple[PlanningRules, ...]:
    """The editions in order of date. Raises DefinitionError for a faulty file or editions out of order."""
    editions = validated(_Editions, {"editions": read_yaml(path)}, file=path.name).editions
    dates = [edition.valid_from for edition in editions]
    if sorted(set(dates)) != dates:
        raise DefinitionError(
            [Fault(path.name, "valid_from", f"editions overlap or are out of order: {dates}")]
        )
    return editions


def planning_rules_on(day: date) -> PlanningRules:
    """The edition in force on a day; the first one before that."""
    held = [edition for edition in load_planning_rules() if edition.valid_from <= day]
    return held[-1] if held else load_planning_rules()[0]
