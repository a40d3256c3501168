"""Where the regions stand in a baseline period, and the ramp-up that follows from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from apps.performance.models import MeasureRun
from apps.performance.queries.cells import breakdown, figure
from apps.performance.queries.figures import Figure
from apps.performance.queries.places import ENGLAND_AND_WALES, Place
from rules.periods import Month
from rules.tables.ramp_up import Goal, Quartiles, Step, needs_steps, path, quartiles


@dataclass(frozen=True, kw_only=True)
class Baseline:
    """A region's (or the nation's) figure in the baseline period, and its path.

    `percent`: exact; None where the region counted nothing, so that nothing can be proposed for it.
    """

    place: Place
    figure: Figure
    percent: Fraction | None
    steps: Sequence[Step]
    needs_steps: bool


@dataclass(frozen=True, kw_only=True)
class Benchmark:
    """The nation, the regions in order of their codes, and the quartiles over the regions with a rate.

    `refusal`: why nothing can be proposed, in a sentence; empty where it can.
    """

    goal: Goal
    nation: Baseline
    regions: Sequence[Baseline]
    quartiles: Quartiles | None
    refusal: str

    @property
    def baselines(self) -> list[Baseline]:
        return [self.nation, *self.regions]


def benchmark(run: MeasureRun, *, measure: str, first: Month, last: Month, goal: Goal) -> Benchmark:
    """The benchmark of one measure of the run over the months from first to last."""
    whole = figure(run, ENGLAND_AND_WALES, measure=measure, first=first, last=last)
    parts = breakdown(run, ENGLAND_AND_WALES, measure=measure, first=first, last=last)
    regions = [_baseline(place, part, goal) for place, part in parts]
    rates = [one.percent for one in regions if one.percent is not None]
    return Benchmark(
        goal=goal,
        nation=_baseline(ENGLAND_AND_WALES, whole, goal),
        regions=regions,
        quartiles=quartiles(rates) if rates else None,
        refusal=_refusal(whole, rates=rates, last=last, goal=goal),
    )


def _baseline(place: Place, found: Figure, goal: Goal) -> Baseline:
    if not found.has_rate:
        return Baseline(place=place, figure=found, percent=None, steps=(), needs_steps=False)
    percent = Fraction(100 * found.counts.numerator, found.counts.denominator)
    return Baseline(
        place=place,
        figure=found,
        percent=percent,
        steps=path(percent, goal),
        needs_steps=needs_steps(percent, goal),
    )


def _refusal(whole: Figure, *, rates: Sequence[Fraction], last: Month, goal: Goal) -> str:
    if whole.broken_by:
        broken = whole.broken_by
        began = f"{broken.valid_from.day} {broken.valid_from:%B %Y}"
        return f"The baseline period spans the break of {began}. {broken.break_reason}"
    if not whole.is_complete:
        return "The baseline period is not over, or was not judged whole. Choose months that ended."
    if not rates:
        return "No region counted a case in the baseline period, so there is nothing to start from."
    if goal.first_month <= last:
        return (
            f"The first step would begin in {goal.first_month}, within the baseline period. Choose fewer or"
            " shorter steps, or a later end state."
        )
    return ""
