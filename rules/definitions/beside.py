"""Which measures of timeliness stand beside an audit's score: rules/data/audits/beside.yaml."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from rules.definitions.dated import Edition, on_day, read_editions
from rules.definitions.files import DefinitionError, Fault
from rules.definitions.measures import load_measures

DATA = Path(__file__).resolve().parent.parent / "data" / "audits" / "beside.yaml"


class BesideRules(Edition):
    """The choice from a date on; `same_work`: bank -> measures, the nearest first."""

    timeliness: Annotated[tuple[str, ...], Field(min_length=1)]
    same_work: Mapping[str, tuple[str, ...]]

    @model_validator(mode="after")
    def _same_work_is_timeliness(self) -> "BesideRules":
        paired = {name for names in self.same_work.values() for name in names}
        if unknown := sorted(paired - set(self.timeliness)):
            raise ValueError(f"same_work: found {', '.join(unknown)}, expected some of timeliness")
        return self

    def is_same_work(self, bank: str, measure: str) -> bool:
        return measure in self.same_work.get(bank, ())

    def in_order(self, bank: str) -> tuple[str, ...]:
        """Every measure of timeliness, those of the bank's own work first."""
        return tuple(dict.fromkeys((*self.same_work.get(bank, ()), *self.timeliness)))


@cache
def load_beside(path: Path = DATA) -> tuple[BesideRules, ...]:
    """The editions in order of date. Raises DefinitionError, also for a measure that nobody can judge."""
    editions = read_editions(BesideRules, path)
    named = {name for edition in editions for name in edition.timeliness}
    if unknown := sorted(named - set(load_measures())):
        problem = f"found {', '.join(unknown)}, expected measures that are defined"
        raise DefinitionError([Fault(path.name, "timeliness", problem)])
    return editions


def beside_on(day: date) -> BesideRules:
    """The edition in force on a day; the first one before that."""
    return on_day(load_beside(), day)
