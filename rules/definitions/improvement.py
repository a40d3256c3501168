"""By when findings are acted on and challenges answered, and in which words: rules/data/improvement."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field

from rules.definitions.calendar import load_calendar
from rules.definitions.files import Definition, DefinitionError, Fault, read_yaml, validated
from rules.definitions.measures import Source

DATA = Path(__file__).resolve().parent.parent / "data" / "improvement" / "steps.yaml"
Code = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=20)]


class Kind(Definition):
    """One kind of finding."""

    id: Code
    words: str


class Outcome(Definition):
    """One answer to a challenge; `explains`: what follows for the marking."""

    id: Code
    words: str
    explains: str


class ImprovementEdition(Definition):
    """What holds from a date on; times in business days."""

    valid_from: date
    source: Source
    reviewed_on: date
    act_within_business_days: Annotated[int, Field(ge=1, le=260)]
    answer_within_business_days: Annotated[int, Field(ge=1, le=60)]
    kinds: Annotated[tuple[Kind, ...], Field(min_length=1)]
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]

    def act_by(self, opened_on: date) -> date:
        """The day proposed for an action that is opened on a day."""
        return load_calendar().add_business_days(opened_on, self.act_within_business_days)

    def answer_by(self, raised_on: date) -> date:
        """The last day on which a challenge of that day is answered in time."""
        return load_calendar().add_business_days(raised_on, self.answer_within_business_days)


class _Editions(Definition):
    editions: Annotated[tuple[ImprovementEdition, ...], Field(min_length=1)]


@cache
def load_improvement(path: Path = DATA) -> tuple[ImprovementEdition, ...]:
    """The editions in order of date. Raises DefinitionError with every fault: out of order, a code twice."""
    editions = validated(_Editions, {"editions": read_yaml(path)}, file=path.name).editions
    faults = [fault for edition in editions for fault in _faults(edition, path.name)]
    dates = [edition.valid_from for edition in editions]
    if sorted(set(dates)) != dates:
        faults.append(Fault(path.name, "valid_from", f"editions overlap or are out of order: {dates}"))
    if faults:
        raise DefinitionError(faults)
    return editions


def improvement_on(day: date) -> ImprovementEdition:
    """The edition in force on a day; the first one before that."""
    held = [edition for edition in load_improvement() if edition.valid_from <= day]
    return held[-1] if held else load_improvement()[0]


def kind_words(code: str) -> str:
    """The newest words of a kind of finding, of any edition; the code itself for an unknown one."""
    found = {one.id: one.words for edition in load_improvement() for one in edition.kinds}
    return found.get(code, code)


def outcome_words(code: str) -> str:
    """The newest words of an answer to a challenge, of any edition; the code itself for an unknown one."""
    found = {one.id: one.words for edition in load_improvement() for one in edition.outcomes}
    return found.get(code, code)


def _faults(edition: ImprovementEdition, file: str) -> Iterator[Fault]:
    for listed in ("kinds", "outcomes"):
        counted = Counter(one.id for one in getattr(edition, listed))
        yield from (Fault(file, listed, f"{code} is there {n} times") for code, n in counted.items() if n > 1)
