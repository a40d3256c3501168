"""What can be wrong with a record, how that is answered and by when: rules/data/quality/items.yaml."""

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
from rules.definitions.roles import load_roles

DATA = Path(__file__).resolve().parent.parent / "data" / "quality" / "items.yaml"
Code = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=30)]


class RecordFault(Definition):
    """One way in which a record can be wrong."""

    id: Code
    words: str


class Outcome(Definition):
    """One answer to it; `explains`: what follows for the case."""

    id: Code
    words: str
    explains: str


class ItemsEdition(Definition):
    """What holds from a date on."""

    valid_from: date
    source: Source
    reviewed_on: date
    answer_within_business_days: Annotated[int, Field(ge=1, le=60)]
    owners: Annotated[tuple[str, ...], Field(min_length=1)]
    faults: Annotated[tuple[RecordFault, ...], Field(min_length=1)]
    outcomes: Annotated[tuple[Outcome, ...], Field(min_length=1)]

    def due_on(self, raised_on: date) -> date:
        """The last day on which an item of that day is answered in time."""
        return load_calendar().add_business_days(raised_on, self.answer_within_business_days)


class _Editions(Definition):
    editions: Annotated[tuple[ItemsEdition, ...], Field(min_length=1)]


@cache
def load_items(path: Path = DATA) -> tuple[ItemsEdition, ...]:
    """The editions in order of date. Raises DefinitionError with every fault: editions out of order, a code
    twice, a role that does not exist or may not answer."""
    editions = validated(_Editions, {"editions": read_yaml(path)}, file=path.name).editions
    faults = [fault for edition in editions for fault in _faults(edition, path.name)]
    dates = [edition.valid_from for edition in editions]
    if sorted(set(dates)) != dates:
        faults.append(Fault(path.name, "valid_from", f"editions overlap or are out of order: {dates}"))
    if faults:
        raise DefinitionError(faults)
    return editions


def items_on(day: date) -> ItemsEdition:
    """The edition in force on a day; the first one before that."""
    held = [edition for edition in load_items() if edition.valid_from <= day]
    return held[-1] if held else load_items()[0]


def fault_words(code: str) -> str:
    """The newest words of a fault, of any edition; the code itself for one that was never listed."""
    return _words("faults").get(code, code)


def outcome_words(code: str) -> str:
    """The newest words of an answer, of any edition; the code itself for one that was never listed."""
    return _words("outcomes").get(code, code)


def _words(listed: str) -> dict[str, str]:
    return {one.id: one.words for edition in load_items() for one in getattr(edition, listed)}


def _faults(edition: ItemsEdition, file: str) -> Iterator[Fault]:
    for listed in ("faults", "outcomes"):
        counted = Counter(one.id for one in getattr(edition, listed))
        yield from (Fault(file, listed, f"{code} is there {n} times") for code, n in counted.items() if n > 1)
    answering = {role.id for role in load_roles().roles_with("answer_data_quality")}
    for role in edition.owners:
        if role not in answering:
            yield Fault(file, "owners", f"{role} is no role that may answer data-quality items")
