"""Ramp-up targets: where the regions stand in a baseline period, and a path from there to the end state.

Source: Consultation on the Community Performance statistics, April 2022: end-state targets are set for each
metric; a regional analysis of benchmark performance is carried out; where it varies substantially from the
end state, regional interim targets raise the expectation over time. How many steps, how long each and what
is substantial the sources leave open: an analyst says so in each proposal, and another person approves it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from rules.periods import Month
from rules.statistics.rounding import half_up


@dataclass(frozen=True, kw_only=True)
class Quartiles:
    """Exact, in percent: a quarter of the regions lie at or below `lower`, half at or below `median`."""

    lower: Fraction
    median: Fraction
    upper: Fraction


@dataclass(frozen=True, kw_only=True)
class Goal:
    """What a path leads to: the end state in percent, the month from which it holds, and how to get there.

    `steps`: interim targets before the end state, each in force for `step_months`. `rounded_to`: what each
    interim target is rounded to, half up, in percentage points. `tolerance`: a region nearer to the end
    state than this many points needs no steps. `direction`: `higher` or `lower` is better.
    """

    percent: Decimal
    from_month: Month
    steps: int
    step_months: int
    rounded_to: Decimal
    tolerance: Decimal
    direction: str

    def __post_init__(self) -> None:
        if not 0 <= self.percent <= 100:
            raise ValueError(f"end state: found {self.percent}, expected 0 to 100")
        if self.steps < 1 or self.step_months < 1:
            raise ValueError(f"found {self.steps} steps of {self.step_months} months, expected 1 or more")
        if not 0 < self.rounded_to <= 10:
            raise ValueError(f"rounding: found {self.rounded_to}, expected more than 0 and at most 10")
        if self.tolerance < 0:
            raise ValueError(f"tolerance: found {self.tolerance}, expected 0 or more")

    @property
    def first_month(self) -> Month:
        """The month in which the first interim target comes into force."""
        return self.from_month.plus(-self.steps * self.step_months)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A target in percent from a month on; `last_month` None: open, the end state."""

    first_month: Month
    last_month: Month | None
    percent: Decimal


def quartiles(rates: Sequence[Fraction]) -> Quartiles:
    """Of exact rates in percent, between neighbours in proportion (the method of spreadsheets' QUARTILE).

    Raises ValueError for no rates.
    """
    if not rates:
        raise ValueError("quartiles: found no rate, expected 1 or more")
    ranked = sorted(rates)
    return Quartiles(lower=_at(ranked, 1), median=_at(ranked, 2), upper=_at(ranked, 3))


def _at(ranked: Sequence[Fraction], quarter: int) -> Fraction:
    whole, part = divmod((len(ranked) - 1) * quarter, 4)
    above = ranked[min(whole + 1, len(ranked) - 1)]
    return ranked[whole] + (above - ranked[whole]) * Fraction(part, 4)


def needs_steps(baseline: Fraction, goal: Goal) -> bool:
    """Whether the baseline in percent falls short of the end state by more than the tolerance."""
    short = Fraction(goal.percent) - baseline
    if goal.direction == "lower":
        short = -short
    return short > Fraction(goal.tolerance)


def path(baseline: Fraction, goal: Goal) -> list[Step]:
    """From the baseline in percent to the end state in equal parts; the end state alone where none is needed.

    The first step asks for one part more than the baseline: a target that is met already asks for nothing.
    Each interim target is rounded half up and never lies beyond the end state.
    """
    end = Step(first_month=goal.from_month, last_month=None, percent=goal.percent)
    if not needs_steps(baseline, goal):
        return [Step(first_month=goal.first_month, last_month=None, percent=goal.percent)]
    part = (Fraction(goal.percent) - baseline) / (goal.steps + 1)
    return [*(_step(baseline + part * (index + 1), goal, index) for index in range(goal.steps)), end]


def _step(percent: Fraction, goal: Goal, index: int) -> Step:
    first = goal.first_month.plus(index * goal.step_months)
    rounded = half_up(percent / Fraction(goal.rounded_to), 0) * goal.rounded_to
    within = max(rounded, goal.percent) if goal.direction == "lower" else min(rounded, goal.percent)
    return Step(first_month=first, last_month=first.plus(goal.step_months - 1), percent=within)
