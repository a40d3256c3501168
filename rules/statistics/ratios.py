"""How many times as often: the ratio of two shares with its interval."""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from rules.statistics.intervals import CONFIDENCE, DIGITS, decimal_of, wilson_of


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """A second share divided by a first one: 1 is as often. `value`: exact; `low`, `high`: its interval.

    Unrounded, never below 0.
    """

    value: Fraction
    low: Decimal
    high: Decimal


def relative_rate(
    first: tuple[Fraction, Fraction], second: tuple[Fraction, Fraction], confidence: Fraction = CONFIDENCE
) -> Ratio | None:
    """`second` divided by `first`, each (share from 0 to 1, size that it is worth); None where `first` is 0.

    It joins the Wilson intervals of the two, so that it holds for shares of 0 and 100 as well, where the
    usual interval of the logarithm is not defined. Raises ValueError for a share outside 0 to 1 or a size
    that is not above 0.

    Source: Donner and Zou (2012), Closed-form confidence intervals for functions of the normal mean and
    standard deviation: method R of variance estimates recovery.
    """
    one, other = wilson_of(*first, confidence), wilson_of(*second, confidence)
    if first[0] == 0:
        return None
    with localcontext(prec=DIGITS):
        below, above = decimal_of(100 * first[0]), decimal_of(100 * second[0])
        both = below * above
        # The lower limit is the printed formula multiplied out, since that divides by 0 where one.high is
        # twice the share.
        wide = one.high * (2 * below - one.high) * other.low * (2 * above - other.low)
        bottom = both + _root(both * both - wide)
        low = other.low * (2 * above - other.low) / bottom if bottom else Decimal(0)
        narrow = one.low * (2 * below - one.low)
        high = (both + _root(both * both - narrow * other.high * (2 * above - other.high))) / narrow
    return Ratio(value=second[0] / first[0], low=max(low, Decimal(0)), high=high)


def _root(square: Decimal) -> Decimal:
    """Never of less than 0, which the last of forty digits could make of 0."""
    return max(square, Decimal(0)).sqrt()
