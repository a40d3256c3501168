"""The regional plan: its template, the cycle it comes from, how it is followed: rules/data/planning."""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from rules.definitions.dated import Edition, on_day, read_editions
from rules.definitions.files import Definition, DefinitionError, Fault
from rules.periods import PerformanceYear

FOLDER = Path(__file__).resolve().parent.parent / "data" / "planning"
Code = Annotated[str, Field(pattern=r"^[a-z]+(_[a-z]+)*$", max_length=30)]
MonthDay = Annotated[str, Field(pattern=r"^(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$")]
_APRIL = 4


class Part(Definition):
    """One of the three parts of the template."""

    id: Code
    title: str


class Section(Definition):
    """What a region writes under a heading; `guidance` tells its author what belongs there."""

    id: Code
    part: Code
    title: str
    required: bool
    guidance: str


class Template(Edition):
    """The common template from a day on."""

    rolling_years: Annotated[int, Field(ge=1, le=10)]
    longest_words: Annotated[int, Field(ge=100)]
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    sections: Annotated[tuple[Section, ...], Field(min_length=1)]

    def section(self, id_: str) -> Section | None:
        return next((one for one in self.sections if one.id == id_), None)

    def sections_of(self, part: str) -> tuple[Section, ...]:
        return tuple(one for one in self.sections if one.part == part)

    def years_from(self, first_year: str) -> tuple[str, ...]:
        """The performance years of a plan that begins with `first_year`: "2025-26" gives three from there."""
        starts = PerformanceYear.parse(first_year).starts_in
        return tuple(str(PerformanceYear(starts + step)) for step in range(self.rolling_years))


class Phase(Definition):
    id: Code
    title: str
    explains: str


class Product(Definition):
    """What shows that a phase was gone through. `made_of`: records of the product itself that are it."""

    id: Code
    phase: Code
    title: str
    due: MonthDay
    year: Literal["before", "plan", "after"]
    required: bool
    made_of: Literal["", "priorities", "fund_plan", "agreements", "edition", "milestones", "boards"] = ""

    def due_on(self, first_year: str) -> date:
        """The day for a plan that begins with `first_year`."""
        shift = {"before": -1, "plan": 0, "after": 1}[self.year]
        return day_within(PerformanceYear(PerformanceYear.parse(first_year).starts_in + shift), self.due)


class Cycle(Edition):
    """The phases and products from a day on."""

    phases: Annotated[tuple[Phase, ...], Field(min_length=1)]
    products: Annotated[tuple[Product, ...], Field(min_length=1)]

    def product(self, id_: str) -> Product | None:
        return next((one for one in self.products if one.id == id_), None)


class Word(Definition):
    id: Code
    words: str
    explains: str = ""


class MilestoneState(Definition):
    id: Code
    words: str
    is_open: bool


class BoardRole(Definition):
    id: Code
    words: str
    required: bool


class Governance(Edition):
    """How milestones, agreements and boards are worded and timed."""

    publish_from: MonthDay
    publish_by: MonthDay
    # What becomes of a plan that is published on another day: with_reason asks its publisher to say why.
    publish_outside: Literal["freely", "with_reason", "never"]
    warn_months_before_end: Annotated[int, Field(ge=0, le=60)]
    due_soon_days: Annotated[int, Field(ge=0, le=366)]
    boards_a_year: Annotated[int, Field(ge=1, le=12)]
    agreement_kinds: Annotated[tuple[Word, ...], Field(min_length=1)]
    milestone_states: Annotated[tuple[MilestoneState, ...], Field(min_length=1)]
    board_roles: Annotated[tuple[BoardRole, ...], Field(min_length=1)]

    def publish_on(self, first_year: str) -> date:
        """The last day on which a plan that begins with the year is published in time."""
        return day_within(PerformanceYear.parse(first_year), self.publish_by)

    def publish_from_on(self, first_year: str) -> date:
        """The first of the days on which a plan that begins with the year is published."""
        return day_within(PerformanceYear.parse(first_year), self.publish_from)

    def is_publishing_day(self, first_year: str, day: date) -> bool:
        """Whether a plan that begins with the year is published in time on `day`; both ends count."""
        return self.publish_from_on(first_year) <= day <= self.publish_on(first_year)

    def kind_words(self, id_: str) -> str:
        return _words(self.agreement_kinds, id_)

    def state_words(self, id_: str) -> str:
        return _words(self.milestone_states, id_)

    def role_words(self, id_: str) -> str:
        return _words(self.board_roles, id_)


class Criterion(Definition):
    """One thing that an award is judged by; without `must` it may be met in part."""

    id: Code
    words: str
    must: bool


class Fund(Edition):
    """The Regional Outcomes and Innovation Fund from a day on."""

    verdicts: Annotated[tuple[Word, ...], Field(min_length=1)]
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1)]

    def criterion(self, id_: str) -> Criterion | None:
        return next((one for one in self.criteria if one.id == id_), None)

    def verdict_words(self, id_: str) -> str:
        return _words(self.verdicts, id_)


def day_within(year: PerformanceYear, month_day: str) -> date:
    """The day "MM-DD" of a performance year, April to March; clamped to the end of a short month."""
    month, day = (int(part) for part in month_day.split("-"))
    calendar_year = year.starts_in + (month < _APRIL)
    while True:
        try:
            return date(calendar_year, month, day)
        except ValueError:
            day -= 1


def _words(listed: Iterable[Word | MilestoneState | BoardRole], id_: str) -> str:
    """The words of an id; the id itself for one of another edition."""
    return next((one.words for one in listed if one.id == id_), id_)


@cache
def load_templates(path: Path = FOLDER / "template.yaml") -> tuple[Template, ...]:
    """Every edition of the template. Raises DefinitionError with every fault of the file."""
    editions = read_editions(Template, path)
    for one in editions:
        _refuse([*_twice(path.name, "parts", one.parts), *_twice(path.name, "sections", one.sections)])
        parts = {part.id for part in one.parts}
        strays = [section for section in one.sections if section.part not in parts]
        _refuse([Fault(path.name, each.id, f"no part {each.part}") for each in strays])
    return editions


@cache
def load_cycles(path: Path = FOLDER / "cycle.yaml") -> tuple[Cycle, ...]:
    """Every edition of the cycle. Raises DefinitionError with every fault of the file."""
    editions = read_editions(Cycle, path)
    for one in editions:
        _refuse([*_twice(path.name, "phases", one.phases), *_twice(path.name, "products", one.products)])
        phases = {phase.id for phase in one.phases}
        strays = [product for product in one.products if product.phase not in phases]
        _refuse([Fault(path.name, each.id, f"no phase {each.phase}") for each in strays])
    return editions


@cache
def load_governance(path: Path = FOLDER / "governance.yaml") -> tuple[Governance, ...]:
    """Every edition of how plans are followed. Raises DefinitionError with every fault of the file."""
    editions = read_editions(Governance, path)
    for one in editions:
        for listed in ("agreement_kinds", "milestone_states", "board_roles"):
            _refuse(list(_twice(path.name, listed, getattr(one, listed))))
    return editions


@cache
def load_funds(path: Path = FOLDER / "fund.yaml") -> tuple[Fund, ...]:
    """Every edition of the fund's criteria. Raises DefinitionError with every fault of the file."""
    editions = read_editions(Fund, path)
    for one in editions:
        _refuse([*_twice(path.name, "verdicts", one.verdicts), *_twice(path.name, "criteria", one.criteria)])
    return editions


def _twice(file: str, listed: str, entries: Iterable[Definition]) -> Iterator[Fault]:
    counted = Counter(str(getattr(one, "id", "")) for one in entries)
    return (Fault(file, listed, f"{code} is there {n} times") for code, n in counted.items() if n > 1)


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise DefinitionError(faults)


def template_on(day: date) -> Template:
    """The template in force on a day; the first one before that. So with the others."""
    return on_day(load_templates(), day)


def cycle_on(day: date) -> Cycle:
    return on_day(load_cycles(), day)


def governance_on(day: date) -> Governance:
    return on_day(load_governance(), day)


def fund_on(day: date) -> Fund:
    return on_day(load_funds(), day)
