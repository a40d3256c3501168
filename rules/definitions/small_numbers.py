"""How few cases of an audit show what: rules/data/audits/small_numbers.yaml."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rules.definitions.dated import Edition, on_day, read_editions
from rules.definitions.vocabulary import Exact

DATA = Path(__file__).resolve().parent.parent / "data" / "audits" / "small_numbers.yaml"


class SmallNumbers(Edition):
    """The rule from a date on; all but `level` are counts of scored cases."""

    fewest_with_percent: Annotated[int, Field(ge=2)]
    counts_first_below: Annotated[int, Field(ge=2)]
    fewest_in_a_group: Annotated[int, Field(ge=2)]
    fewest_compared: Annotated[int, Field(ge=2)]
    level: Annotated[Exact, Field(gt=0, lt=1)]
    correction: Literal["holm"]

    @model_validator(mode="after")
    def _in_order(self) -> "SmallNumbers":
        if self.counts_first_below < self.fewest_with_percent:
            raise ValueError(
                f"counts_first_below {self.counts_first_below} is below fewest_with_percent"
                f" {self.fewest_with_percent}"
            )
        return self

    def shows_percent(self, cases: int) -> bool:
        """Whether a share, mean or band of so many cases is shown."""
        return cases >= self.fewest_with_percent

    def counts_first(self, cases: int) -> bool:
        """Whether the count of cases stands before the percentage."""
        return cases < self.counts_first_below


@cache
def load_small_numbers(path: Path = DATA) -> tuple[SmallNumbers, ...]:
    """The editions in order of date. Raises DefinitionError with what is wrong."""
    return read_editions(SmallNumbers, path)


def small_numbers_on(day: date) -> SmallNumbers:
    """The edition in force on a day; the first one before that."""
    return on_day(load_small_numbers(), day)
