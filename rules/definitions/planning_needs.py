"""What services are provided for, and for whom: rules/data/planning/needs.yaml."""

from collections import Counter
from collections.abc import Iterator
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


class Service(Definition):
    """A service as the extract's contracts name it, and the needs or cohorts that it serves."""

    id: Code
    title: str
    serves: Annotated[tuple[Code, ...], Field(min_length=1)]


class NeedsEdition(Edition):
    """Needs, cohorts and contracted services from a day on, in printed order."""

    needs: Annotated[tuple[Need, ...], Field(min_length=1)]
    cohorts: Annotated[tuple[Cohort, ...], Field(min_length=1)]
    services: tuple[Service, ...]

    def need_words(self, id_: str) -> str:
        """The title of a need; the id itself for one of another edition."""
        return next((one.title for one in self.needs if one.id == id_), id_)

    def cohort_words(self, id_: str) -> str:
        """The title of a cohort; the id itself for one of another edition."""
        return next((one.title for one in self.cohorts if one.id == id_), id_)

    def service(self, id_: str) -> Service:
        """A service of a contract; one that the edition does not know goes by its id and serves just that."""
        # Not checked: an extract may name a service in any way.
        unknown = Service.model_construct(id=id_, title=id_.replace("_", " ").capitalize(), serves=(id_,))
        return next((one for one in self.services if one.id == id_), unknown)


@cache
def load_needs(path: Path = FOLDER / "needs.yaml") -> tuple[NeedsEdition, ...]:
    """Every edition, in order of date. Raises DefinitionError with every fault of the file."""
    editions = read_editions(NeedsEdition, path)
    faults = [
        Fault(path.name, listed, f"{code} is there {n} times")
        for edition in editions
        for listed, ids in _lists(edition)
        for code, n in Counter(ids).items()
        if n > 1
    ]
    faults += [fault for edition in editions for fault in _serving_nothing(edition, path.name)]
    if faults:
        raise DefinitionError(faults)
    return editions


def _lists(edition: NeedsEdition) -> Iterator[tuple[str, list[str]]]:
    yield "needs", [one.id for one in edition.needs]
    yield "cohorts", [one.id for one in edition.cohorts]
    yield "services", [one.id for one in edition.services]


def _serving_nothing(edition: NeedsEdition, file: str) -> Iterator[Fault]:
    known = {one.id for one in edition.needs} | {one.id for one in edition.cohorts}
    for service in edition.services:
        for code in service.serves:
            if code not in known:
                yield Fault(file, f"services {service.id}", f"{code} is neither a need nor a cohort")


def needs_on(day: date) -> NeedsEdition:
    """The edition in force on a day; the first one before that."""
    return on_day(load_needs(), day)
