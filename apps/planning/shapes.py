"""What a plan says, as frozen values: for pages, documents and editions; to JSON and back."""

from collections.abc import Mapping
from dataclasses import MISSING, Field, asdict, dataclass, field, fields, is_dataclass
from datetime import date
from decimal import Decimal
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

# What stands for a suppressed number of people, as in the published tables.
SUPPRESSED = "[c]"


@dataclass(frozen=True, kw_only=True)
class SectionShown:
    """A section of the template with the region's words (source of the safe markup); empty: not written."""

    id: str
    part: str
    part_title: str
    title: str
    words: str
    required: bool

    @property
    def written(self) -> bool:
        return bool(self.words.strip())


@dataclass(frozen=True, kw_only=True)
class PriorityShown:
    """A priority that stands. measures: ids of the measures that its milestones move, in order."""

    id: int
    origin: str
    origin_words: str
    title: str
    words: str
    first_year: str
    last_year: str
    owner: str
    measures: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class HandedShown:
    """What was handed down and the region's newest answer: "taken_up", "declined", or "" for none."""

    id: int
    kind: str
    kind_words: str
    title: str
    words: str
    first_year: str
    last_year: str
    answer_by: date
    answer: str
    reason: str
    priority: str
    milestone: str


@dataclass(frozen=True, kw_only=True)
class MilestoneShown:
    """A milestone on a day. days_late: of an open one past its day or one done after it, else 0."""

    id: int
    title: str
    words: str
    year: str
    quarter: int
    due_on: date
    owner: str
    priority: int
    priority_title: str
    measure: str
    measure_title: str
    baseline: Decimal | None
    aim: Decimal | None
    state: str
    state_words: str
    reason: str
    done_on: date | None
    days_late: int
    is_overdue: bool


@dataclass(frozen=True, kw_only=True)
class ScheduleRow:
    """A priority over the plan's years. cells: for each year its milestones, as "Title (Q2)"."""

    priority: int
    title: str
    cells: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True)
class AgreementShown:
    """A delivery agreement on a day. state: to_begin, in_force, ends_soon or ended; value in pounds.

    contract: the extract's contract under which people are referred to it; empty: linked with none.
    """

    id: int
    kind: str
    kind_words: str
    title: str
    provider: str
    reference: str
    first_on: date
    last_on: date
    value: Decimal | None
    state: str
    state_words: str
    days_left: int
    contract: str = ""


@dataclass(frozen=True, kw_only=True)
class ProvisionRow:
    """What one agreement provides in one delivery unit. capacity: people a year; None: suppressed."""

    agreement: int
    title: str
    provider: str
    kind: str
    need: str
    need_words: str
    unit: str
    unit_name: str
    cohort: str
    cohort_words: str
    capacity: int | None

    @property
    def places_words(self) -> str:
        return SUPPRESSED if self.capacity is None else f"{self.capacity:,}"


@dataclass(frozen=True, kw_only=True)
class CriterionShown:
    id: str
    words: str
    verdict: str
    verdict_words: str
    why: str


@dataclass(frozen=True, kw_only=True)
class ImpactShown:
    """What an award changed. people: reached; None: not counted, or suppressed where `is_suppressed`."""

    on: date
    words: str
    people: int | None
    is_suppressed: bool = False

    @property
    def people_words(self) -> str:
        """ "36"; empty where nobody was counted."""
        if self.is_suppressed:
            return SUPPRESSED
        return "" if self.people is None else f"{self.people:,}"


@dataclass(frozen=True, kw_only=True)
class AwardShown:
    """An application to the fund: amounts in pounds, units as codes, criteria in the order of the rules."""

    id: int
    title: str
    applicant: str
    words: str
    need: str
    need_words: str
    units: tuple[str, ...]
    asked: Decimal
    co_funding: Decimal
    awarded: Decimal | None
    state: str
    state_words: str
    decided_on: date | None
    reason: str
    criteria: tuple[CriterionShown, ...]
    impact: tuple[ImpactShown, ...]

    @property
    def reached(self) -> int | str | None:
        """People reached so far; None where nobody was counted, "[c]" where any part is suppressed."""
        if any(one.is_suppressed for one in self.impact):
            return SUPPRESSED
        counted = [one.people for one in self.impact if one.people is not None]
        return sum(counted) if counted else None


@dataclass(frozen=True, kw_only=True)
class FundShown:
    """The fund in a year, in pounds; `left` may fall below zero and is then said."""

    year: str
    amount: Decimal
    words: str
    awarded: Decimal
    left: Decimal


@dataclass(frozen=True, kw_only=True)
class MilestonesProgress:
    """How far the milestones of a year are. counts: by state as entered, every state of the rules."""

    rows: tuple[MilestoneShown, ...]
    counts: Mapping[str, int]
    overdue: int


@dataclass(frozen=True, kw_only=True)
class PlanContent:
    """Everything that an edition of a plan says.

    own_words: language -> what of it was put into that language (apps.organisation.own_words.carried).
    """

    region: str
    region_name: str
    years: tuple[str, ...]
    is_demo: bool
    sections: tuple[SectionShown, ...]
    priorities: tuple[PriorityShown, ...]
    handed_down: tuple[HandedShown, ...]
    milestones: tuple[MilestoneShown, ...]
    schedule: tuple[ScheduleRow, ...]
    agreements: tuple[AgreementShown, ...]
    provision: tuple[ProvisionRow, ...]
    fund: FundShown | None
    awards: tuple[AwardShown, ...]
    own_words: Mapping[str, Any] = field(default_factory=dict)

    @property
    def first_year(self) -> str:
        return self.years[0]


def as_json(value: Any) -> Any:
    """Plain JSON of a shape, or of a tuple of them: dates in ISO, decimals as text."""
    return _plain(asdict(value)) if is_dataclass(value) and not isinstance(value, type) else _plain(value)


def _plain(value: Any) -> Any:
    match value:
        case date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case Mapping():
            return {key: _plain(each) for key, each in value.items()}
        case list() | tuple():
            return [as_json(each) for each in value]
    return value


S = TypeVar("S")


def from_json(shape: type[S], given: Mapping[str, Any]) -> S:
    """The shape again; content of an earlier version may lack fields that have a default.

    Raises KeyError for any other that is missing.
    """
    hints = get_type_hints(shape)
    held = [each.name for each in fields(shape) if each.name in given or _is_required(each)]  # type: ignore[arg-type]
    return shape(**{name: _read(hints[name], given[name]) for name in held})


def _is_required(each: Field[Any]) -> bool:
    return each.default is MISSING and each.default_factory is MISSING


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) is tuple:
        return tuple(_read(get_args(hint)[0], each) for each in value)
    if get_origin(hint) is UnionType:
        return _read(next(one for one in get_args(hint) if one is not type(None)), value)
    if is_dataclass(hint):
        return from_json(hint, value)  # type: ignore[arg-type]
    if hint is date:
        return date.fromisoformat(value)
    return Decimal(value) if hint is Decimal else value
