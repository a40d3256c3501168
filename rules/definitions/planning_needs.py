"""What services are provided for, and for whom: rules/data/planning/needs.yaml."""

from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.definitions.dated import Edition, on_day, read_editions
from rules.definitions.files import Definition, DefinitionError, Fault
from rules.definitions.planning import FOLDER, Code


class Need(Definition):
    """A need that services are provided for. `expected`: every delivery unit should have provision for it."""

    id: Code
    title: str
    outcomes: tuple[str, ...]
    expected: bool
    source: str


class Cohort(Definition):
    """Whom a service is for."""

    id: Code
    title: str
    source: str


class NeedsEdition(Edition):
    """Needs and cohorts from a day on, in printed order."""

    needs: Annotated[tuple[Need, ...], Field(min_length=1)]
    cohorts: Annotated[tuple[Cohort, ...], Field(min_length=1)]

    def need_words(self, id_: str) -> str:
        """The title of a need; the id itself for one of another edition."""
        return next((one.title for one in self.needs if one.id == id_), id_)

    def cohort_words(self, id_: str) -> str:
        """The title of a cohort; the id itself for one of another edition."""
        return next((one.title for one in self.cohorts if one.id == id_), id_)


@cache
def load_needs(path: Path = FOLDER / "needs.yaml") -> tuple[NeedsEdition, ...]:
    """Every edition, in order of date. Raises DefinitionError with every fault of the file."""
    editions = read_editions(NeedsEdition, path)
    faults = [
        Fault(path.name, listed, f"{code} is there {n} times")
        for edition in editions
        for listed, ids in (("needs", edition.needs), ("cohorts", edition.cohorts))
        for code, n in Counter(one.id for one in ids).items()
        if n > 1
    ]
    if faults:
        raise DefinitionError(faults)
    return editions


def needs_on(day: date) -> NeedsEdition:
    """The edition in force on a day; the first one before that."""
    return on_day(load_needs(), day)
