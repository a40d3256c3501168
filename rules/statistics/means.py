"""The difference of two means with its interval, and the chance of so great a one where there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from scipy import special

from rules.statistics.intervals import CONFIDENCE, DIGITS, decimal_of


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A mean, the variance of its estimator, and the degrees of freedom with which that is known."""

    mean: Fraction
    variance: Fraction
    degrees: int


@dataclass(frozen=True, kw_only=True)
class MeanDifference:
    """A second mean less a first one, in their unit; `points` exact, `low` and `high` unrounded.

    `chance`: how often means that are equal would differ as much or more, two-sided, 0 to 1.
    """

    points: Fraction
    low: Decimal
    high: Decimal
    chance: float

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero."""
        return self.low > 0 or self.high < 0


def estimate(values: Sequence[Fraction]) -> Estimate | None:
    """The mean of independent values; None for fewer than two, which show no spread."""
    if len(values) < 2:
        return None
    mean = sum(values, Fraction(0)) / len(values)
    spread = sum(((value - mean) ** 2 for value in values), Fraction(0)) / (len(values) - 1)
    return Estimate(mean=mean, variance=spread / len(values), degrees=len(values) - 1)


def difference_of_means(
    first: Estimate, second: Estimate, confidence: Fraction = CONFIDENCE
) -> MeanDifference | None:
    """`second` less `first`, of different cases; None where neither shows any spread.

    Student's t with the degrees of freedom of Welch (1947) and Satterthwaite (1946), so that the two may
    spread differently.
    """
    variance = first.variance + second.variance
    if variance == 0:
        return None
    points, degrees = second.mean - first.mean, _degrees(first, second)
    quantile = Decimal(float(special.stdtrit(degrees, float((1 + confidence) / 2))))
    with localcontext(prec=DIGITS):
        error = decimal_of(variance).sqrt()
        middle, reach = decimal_of(points), quantile * error
        statistic = abs(float(middle / error))
        return MeanDifference(
            points=points,
            low=middle - reach,
            high=middle + reach,
            chance=float(2 * special.stdtr(degrees, -statistic)),
        )


def _degrees(first: Estimate, second: Estimate) -> float:
    shares = sum((one.variance**2 / one.degrees for one in (first, second)), Fraction(0))
    return float((first.variance + second.variance) ** 2 / shares)
