"""A p-chart: one measure over time between limits that its own usual variation would draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from rules.statistics.control_limits import Limits, three_sigma

# Fewer periods than this give limits that the next period would move.
FEWEST_PERIODS = 8


class Signal(StrEnum):
    """What a period says. Unusual: beyond three standard errors. Not judged: not over, or without a rate."""

    UNUSUALLY_LOW = "unusually_low"
    USUAL = "usual"
    UNUSUALLY_HIGH = "unusually_high"
    NOT_JUDGED = "not_judged"


@dataclass(frozen=True, kw_only=True)
class Period:
    """One period's counts. `counts`: whether it is over and made a rate. `break_before`: it starts anew."""

    label: str
    numerator: int
    denominator: int
    counts: bool
    break_before: bool = False


@dataclass(frozen=True, kw_only=True)
class ChartedPeriod:
    """`centre`: the exact share of its stretch. None without limits: it was not judged."""

    period: Period
    centre: Fraction | None
    limits: Limits | None
    signal: Signal


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """The periods between two breaks, under one centre line. `is_short`: too few for limits that last."""

    periods: Sequence[ChartedPeriod]
    centre: Fraction | None

    @property
    def is_short(self) -> bool:
        return sum(one.limits is not None for one in self.periods) < FEWEST_PERIODS


def p_chart(periods: Sequence[Period]) -> list[Stretch]:
    """The periods in stretches that begin anew at each break; nothing is averaged over a break."""
    stretches: list[list[Period]] = []
    for period in periods:
        if period.break_before or not stretches:
            stretches.append([])
        stretches[-1].append(period)
    return [_stretch(stretch) for stretch in stretches]


def _stretch(periods: Sequence[Period]) -> Stretch:
    judged = [period for period in periods if period.counts and period.denominator]
    if not judged:
        return Stretch(periods=[_charted(period, None) for period in periods], centre=None)
    centre = Fraction(sum(one.numerator for one in judged), sum(one.denominator for one in judged))
    return Stretch(periods=[_charted(period, centre) for period in periods], centre=centre)


def _charted(period: Period, centre: Fraction | None) -> ChartedPeriod:
    if centre is None or not (period.counts and period.denominator):
        return ChartedPeriod(period=period, centre=centre, limits=None, signal=Signal.NOT_JUDGED)
    limits = three_sigma(period.denominator, centre)
    return ChartedPeriod(period=period, centre=centre, limits=limits, signal=_signal(period, centre, limits))


def _signal(period: Period, centre: Fraction, limits: Limits) -> Signal:
    if limits.hold(period.numerator, period.denominator):
        return Signal.USUAL
    higher = Fraction(period.numerator, period.denominator) > centre
    return Signal.UNUSUALLY_HIGH if higher else Signal.UNUSUALLY_LOW
