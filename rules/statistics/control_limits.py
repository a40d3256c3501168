"""Where the share of a group lands by chance alone when its true share is that of all together."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache

from scipy import special

from rules.statistics.intervals import DIGITS, decimal_of

# 95% and 99.8%: two and three standard errors of a normal distribution, as funnel plots are drawn.
WARNING, ACTION = Fraction(95, 100), Fraction(998, 1000)
SIGMAS = 3


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Percentages, 0 to 100, unrounded."""

    low: Decimal
    high: Decimal

    def hold(self, numerator: int, denominator: int) -> bool:
        """Whether the share lies between the limits or on one of them."""
        share = decimal_of(Fraction(100 * numerator, denominator))
        return self.low <= share <= self.high


def binomial_limits(size: int, centre: Fraction, confidence: Fraction) -> Limits:
    """Exact control limits of a funnel plot for a group of `size` cases around a share `centre`.

    The binomial quantile, drawn as a smooth line by interpolating between its steps. Raises ValueError for a
    size below 1 or a centre outside 0 to 1. Source: Spiegelhalter (2005), Funnel plots for comparing
    institutional performance, appendix A.1.1.
    """
    if size < 1 or not 0 <= centre <= 1:
        raise ValueError(f"size {size} and centre {centre}: expected 1 or more and a share")
    if centre in (0, 1):
        return Limits(low=Decimal(100 * int(centre)), high=Decimal(100 * int(centre)))
    tail = float((1 - confidence) / 2)
    low = _low(size, float(centre), tail)
    # By symmetry: the upper limit of what was met is what the lower limit of what was missed leaves.
    return Limits(low=low, high=100 - _low(size, float(1 - centre), tail))


@lru_cache(maxsize=4096)
def _low(size: int, centre: float, tail: float) -> Decimal:
    least = _quantile(size, centre, tail)
    below = _below(least - 1, size, centre)
    within = _below(least, size, centre)
    step = (within - tail) / (within - below)
    return max(Decimal(0), Decimal((least - step) * 100 / size))


def _quantile(size: int, centre: float, tail: float) -> int:
    """The least count that at least `tail` of such groups do not exceed."""
    low, high = 0, size
    while low < high:
        middle = (low + high) // 2
        if _below(middle, size, centre) >= tail:
            high = middle
        else:
            low = middle + 1
    return low


def _below(count: int, size: int, centre: float) -> float:
    """The chance of at most `count` of `size`."""
    return 0.0 if count < 0 else float(special.bdtr(count, size, centre))


def three_sigma(size: int, centre: Fraction) -> Limits:
    """Control limits of a p-chart: three standard errors around the centre, clipped to 0 to 100.

    Raises ValueError for a size below 1 or a centre outside 0 to 1. Source: Shewhart (1931); Montgomery,
    Introduction to Statistical Quality Control, section 7.2.
    """
    if size < 1 or not 0 <= centre <= 1:
        raise ValueError(f"size {size} and centre {centre}: expected 1 or more and a share")
    with localcontext(prec=DIGITS):
        reach = SIGMAS * 100 * decimal_of(centre * (1 - centre) / size).sqrt()
        middle = decimal_of(centre * 100)
        return Limits(low=max(Decimal(0), middle - reach), high=min(Decimal(100), middle + reach))


def spread(groups: list[tuple[int, int]], centre: Fraction) -> tuple[Fraction, float] | None:
    """How much groups (numerator, denominator) differ, as a multiple of chance, and the chance of so much.

    The first is the mean squared distance from the centre in standard errors (Pearson's statistic over its
    degrees of freedom): 1 is chance alone. None for fewer than two groups or a centre of 0 or 1, around
    which nothing can differ. Source: Spiegelhalter (2005), section 3.2.
    """
    if len(groups) < 2 or not 0 < centre < 1:
        return None
    variance = centre * (1 - centre)
    pearson = sum(
        ((Fraction(met, size) - centre) ** 2 * size / variance for met, size in groups), Fraction(0)
    )
    freedom = len(groups) - 1
    return pearson / freedom, float(special.chdtrc(freedom, float(pearson)))
