"""One measure in one place and period: its counts, and what is told from them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Self

from apps.performance.queries.progress import Progress
from rules.definitions.breaks import break_in_words, breaks_between
from rules.definitions.measures import Edition, MeasureDefinition
from rules.definitions.targets import TargetValue, met
from rules.periods import Month, Quarter, months_between, performance_year
from rules.statistics.intervals import wilson
from rules.tables.rounding import half_up, rate_percent

Period = Month | Quarter


@dataclass(frozen=True, kw_only=True)
class Counts:
    """How many occurrences got each verdict; adds up over months, units and regions."""

    numerator: int = 0
    denominator: int = 0
    denominator_only: int = 0
    not_recorded: int = 0
    exception: int = 0
    excluded: int = 0
    pending: int = 0
    not_in_population: int = 0

    def __add__(self, other: Self) -> Self:
        return type(self)(**{name: getattr(self, name) + getattr(other, name) for name in COUNTED})


COUNTED = tuple(field.name for field in fields(Counts))


@dataclass(frozen=True, kw_only=True)
class TargetShown:
    """The target that a figure is held against, and whether it was met; `met` is None without a rate."""

    percent: Decimal
    kind: str
    source: str
    met: bool | None

    @property
    def is_demo(self) -> bool:
        return self.kind == "demo"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """Counts of one measure, place and period (or range of months), and what is told from them.

    `editions`: those that judged it, in order. `targets`: one for each month that has one. `as_at`: the day
    to whose end the extract is complete. `months`: all that the period has; `judged`: those that the run has;
    `counted`: those whose cases make the counts and whose targets hold, which a rolling measure's last month
    alone does, and a count's every month since the start of its year. `progress`: of a count, in a region
    that has fixed figures.
    """

    measure: MeasureDefinition
    months: Sequence[Month]
    judged: Sequence[Month]
    counted: Sequence[Month]
    counts: Counts
    editions: Sequence[Edition]
    targets: Sequence[TargetValue | None]
    as_at: date
    progress: Sequence[Progress] = ()

    @property
    def first_on(self) -> date:
        return self.months[0].first_on

    @property
    def last_on(self) -> date:
        return self.months[-1].last_on

    @property
    def label(self) -> str:
        """The period in words: "May 2024", "April to June 2024"."""
        return period_in_words(self.months[0], self.months[-1])

    @property
    def short_label(self) -> str:
        """For the axis of a chart: "May 24", "Apr-Jun 24"."""
        first, last = self.first_on, self.last_on
        if len(self.months) == 1:
            return f"{first:%b %y}"
        return f"{first:%b}–{last:%b %y}"

    @property
    def is_complete(self) -> bool:
        """Whether every month was judged and had ended by the as-at day."""
        return self.last_on <= self.as_at and len(self.judged) == len(self.months)

    @cached_property
    def broken_by(self) -> Edition | None:
        """The edition that began inside the period and must not be added to what came before it."""
        return next(iter(breaks_between(self.measure, self.editions)), None)

    @property
    def is_count(self) -> bool:
        """Held against a fixed figure and never told as a rate."""
        return self.measure.aggregation == "cumulative"

    @property
    def main_progress(self) -> Progress | None:
        """Of a count's figures the one of the longest span; None without any."""
        return max(self.progress, key=lambda one: one.span_months, default=None)

    @property
    def has_rate(self) -> bool:
        return not self.is_count and self.counts.denominator > 0 and self.broken_by is None

    @property
    def why_no_rate(self) -> str:
        """The reason in a sentence; empty where there is a rate."""
        if self.is_count:
            return "It is a count against a fixed figure and has no rate."
        if self.broken_by:
            return f"{break_in_words(self.broken_by)} Counts on either side of it are not added up."
        return "" if self.counts.denominator else "No case was counted in these months."

    @cached_property
    def rate(self) -> Decimal | None:
        """Percent to one decimal; None without a denominator or across a break."""
        return rate_percent(self.counts.numerator, self.counts.denominator) if self.has_rate else None

    @cached_property
    def interval(self) -> tuple[Decimal, Decimal] | None:
        """Wilson's 95% interval in percent to one decimal; None where there is no rate."""
        found = wilson(self.counts.numerator, self.counts.denominator) if self.has_rate else None
        return (half_up(found.low, 1), half_up(found.high, 1)) if found else None

    @property
    def not_recorded_percent(self) -> Decimal | None:
        """How many in a hundred of the cases that should count could not be judged for want of a record."""
        missing = self.counts.not_recorded
        return rate_percent(missing, missing + self.counts.denominator)

    @cached_property
    def target(self) -> TargetShown | None:
        """The one target that holds over the whole period; None where there is none, or more than one."""
        held = {(value.percent, value.kind) for value in self.targets if value is not None}
        first = self.targets[0] if self.targets else None
        if len(held) != 1 or first is None or None in self.targets:
            return None
        reached = None
        if self.has_rate:
            counts = self.counts.numerator, self.counts.denominator
            reached = met(*counts, first, self.measure.direction)
        return TargetShown(percent=first.percent, kind=str(first.kind), source=first.source, met=reached)

    @property
    def target_changes(self) -> bool:
        """Whether the period has several targets, so that no single one can be held against it."""
        return self.target is None and any(value is not None for value in self.targets)

    @property
    def edition_names(self) -> str:
        return ", ".join(edition.name for edition in self.editions)


def period_in_words(first: Month, last: Month) -> str:
    """ "May 2024", "April to June 2024", "July 2023 to June 2024"."""
    if first == last:
        return f"{first.first_on:%B %Y}"
    if first.year == last.year:
        return f"{first.first_on:%B} to {last.first_on:%B %Y}"
    return f"{first.first_on:%B %Y} to {last.first_on:%B %Y}"


def months_counted(
    measure: MeasureDefinition, months: Sequence[Month], *, first: Month, last: Month
) -> list[Month]:
    """The months whose cases a period's figure counts; first, last: the months that were judged.

    "latest": the last month of the period that was judged. "cumulative": every month from the April before.
    """
    if measure.aggregation == "latest":
        judged = [month for month in months if first <= month <= last]
        return judged[-1:] or list(months[-1:])
    if measure.aggregation == "cumulative":
        start = performance_year(months[-1].first_on).months[0]
        return list(months_between(start, months[-1]))
    return list(months)


def added_up(counts: Iterable[Counts]) -> Counts:
    """The sum; zeros for none."""
    return sum(counts, start=Counts())
