"""Intervals around a share of cases and around a mean, in percent.

Counts come in whole and fractions exact; a square root is where exactness ends, so limits are Decimals
computed with forty digits and the same on every machine.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction
from functools import lru_cache
from statistics import NormalDist

from scipy import special

DIGITS = 40  # far beyond any printed digit, so that rounding happens once, where a number is shown
CONFIDENCE = Fraction(95, 100)  # the level of every published interval (assessment.md)


@dataclass(frozen=True)
class Interval:
    """Lower and upper limit in percent, 0 to 100, unrounded."""

    low: Decimal
    high: Decimal


def normal_quantile(confidence: Fraction = CONFIDENCE) -> Decimal:
    """The two-sided standard normal quantile: 1.95996... at 95%."""
    return Decimal(NormalDist().inv_cdf(float((1 + confidence) / 2)))


def t_quantile(degrees_of_freedom: int, confidence: Fraction = CONFIDENCE) -> Decimal:
    """The two-sided quantile of Student's t. Raises ValueError below one degree of freedom."""
    if degrees_of_freedom < 1:
        raise ValueError(f"degrees of freedom: found {degrees_of_freedom}, expected 1 or more")
    return Decimal(float(special.stdtrit(degrees_of_freedom, float((1 + confidence) / 2))))


def decimal_of(value: Fraction) -> Decimal:
    """`value` to forty digits."""
    with localcontext(prec=DIGITS):
        return Decimal(value.numerator) / Decimal(value.denominator)


def wilson(numerator: int, denominator: int, confidence: Fraction = CONFIDENCE) -> Interval | None:
    """Wilson's score interval of a share in percent; None when `denominator` is 0.

    Raises ValueError for counts that cannot be counts. Source: Wilson (1927); assessment.md.
    """
    _check_counts(numerator, denominator)
    if denominator == 0:
        return None
    return _wilson(Fraction(numerator, denominator), Fraction(denominator), confidence)


def wilson_finite(
    numerator: int, denominator: int, population: int, confidence: Fraction = CONFIDENCE
) -> Interval | None:
    """Wilson's interval of a share in a sample drawn without replacement from `population` cases.

    The effective size n (N - 1) / (N - n) takes the place of n; a sample of everyone has no error, so
    both limits are the share itself. None when `denominator` is 0. Raises ValueError when the sample is
    larger than its population.
    """
    _check_counts(numerator, denominator)
    if denominator > population:
        raise ValueError(f"sample of {denominator} from {population}: expected no more than the population")
    if denominator == 0:
        return None
    share = Fraction(numerator, denominator)
    if denominator == population:
        return Interval(decimal_of(share * 100), decimal_of(share * 100))
    effective = Fraction(denominator * (population - 1), population - denominator)
    return _wilson(share, effective, confidence)


def wilson_of(share: Fraction, size: Fraction, confidence: Fraction = CONFIDENCE) -> Interval:
    """Wilson's interval of a share (0 to 1) that tells as much as `size` independent cases would.

    `size` may be a fraction: cases of one person count for less than as many people would. Raises ValueError
    for a share outside 0 to 1 or a size that is not above 0.
    """
    if not 0 <= share <= 1 or size <= 0:
        raise ValueError(f"found a share of {share} of {size} cases, expected 0 to 1 of more than 0")
    return _wilson(share, size, confidence)


def exact(numerator: int, denominator: int, confidence: Fraction = CONFIDENCE) -> Interval | None:
    """Clopper and Pearson's exact binomial interval in percent; None when `denominator` is 0."""
    _check_counts(numerator, denominator)
    if denominator == 0:
        return None
    tail = float((1 - confidence) / 2)
    misses = denominator - numerator
    low = special.betaincinv(numerator, misses + 1, tail) if numerator else 0.0
    high = special.betaincinv(numerator + 1, misses, 1 - tail) if misses else 1.0
    return Interval(Decimal(float(low)) * 100, Decimal(float(high)) * 100)


def mean_interval(
    mean: Fraction, variance: Fraction, degrees_of_freedom: int, confidence: Fraction = CONFIDENCE
) -> Interval:
    """The t interval around a mean percent whose estimator has `variance`, clipped to 0-100.

    Raises ValueError below one degree of freedom or for a negative variance.
    """
    if variance < 0:
        raise ValueError(f"variance: found {variance}, expected 0 or more")
    quantile = t_quantile(degrees_of_freedom, confidence)
    with localcontext(prec=DIGITS):
        reach = quantile * decimal_of(variance).sqrt()
        return _clipped(decimal_of(mean) - reach, decimal_of(mean) + reach)


# A side of a difference is a side of the ratio as well.
@lru_cache(maxsize=4096)
def _wilson(share: Fraction, size: Fraction, confidence: Fraction) -> Interval:
    with localcontext(prec=DIGITS):
        z, n, p = normal_quantile(confidence), decimal_of(size), decimal_of(share)
        centre = p + z * z / (2 * n)
        reach = z * (p * (1 - p) / n + z * z / (4 * n * n)).sqrt()
        scale = 100 / (1 + z * z / n)
        low = Decimal(0) if share == 0 else (centre - reach) * scale  # exactly 0 and 100 at the ends,
        high = Decimal(100) if share == 1 else (centre + reach) * scale  # not the last digit's dust
        return _clipped(low, high)


def _clipped(low: Decimal, high: Decimal) -> Interval:
    return Interval(max(low, Decimal(0)), min(high, Decimal(100)))


def _check_counts(numerator: int, denominator: int) -> None:
    if not 0 <= numerator <= denominator:
        raise ValueError(f"found {numerator} of {denominator}, expected 0 <= numerator <= denominator")
