"""The difference of two shares with its interval, and when it is clear.

Newcombe's hybrid score interval joins the Wilson intervals of the two shares; it stays right for small
counts and for shares near 0 and 100, where the usual standard error is worth nothing.
"""

from dataclasses import dataclass
from decimal import Decimal, localcontext
from fractions import Fraction

from rules.statistics.intervals import CONFIDENCE, DIGITS, Interval, decimal_of, wilson, wilson_of


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A second share less a first one, in percentage points from -100 to 100.

    `points`: exact; `low` and `high`: its interval, unrounded.
    """

    points: Fraction
    low: Decimal
    high: Decimal

    @property
    def is_clear(self) -> bool:
        """Whether the interval leaves out zero, so that chance alone is an unlikely reason."""
        return self.low > 0 or self.high < 0


def newcombe(
    first: tuple[int, int], second: tuple[int, int], confidence: Fraction = CONFIDENCE
) -> Difference | None:
    """`second` less `first`, each (numerator, denominator); None when either has no denominator.

    It never leaves -100 to 100: each half is at most as long as both Wilson intervals leave room for.
    The two must be counts of different cases. Raises ValueError for counts that cannot be counts. Source:
    Newcombe (1998), Interval estimation for the difference between independent proportions, method 10.
    """
    one, other = wilson(*first, confidence), wilson(*second, confidence)
    if one is None or other is None:
        return None
    before, after = (Fraction(100 * part, whole) for part, whole in (first, second))
    return _joined(before, one, after, other)


def newcombe_of(
    first: tuple[Fraction, Fraction], second: tuple[Fraction, Fraction], confidence: Fraction = CONFIDENCE
) -> Difference:
    """`second` less `first`, each (share from 0 to 1, size that it is worth), as `newcombe` does for counts.

    Raises ValueError for a share outside 0 to 1 or a size that is not above 0.
    """
    one, other = wilson_of(*first, confidence), wilson_of(*second, confidence)
    return _joined(100 * first[0], one, 100 * second[0], other)


def _joined(before: Fraction, one: Interval, after: Fraction, other: Interval) -> Difference:
    """Two shares in percent, each with its own interval."""
    with localcontext(prec=DIGITS):
        middle, old, new = decimal_of(after - before), decimal_of(before), decimal_of(after)
        down = ((new - other.low) ** 2 + (one.high - old) ** 2).sqrt()
        up = ((other.high - new) ** 2 + (old - one.low) ** 2).sqrt()
        return Difference(points=after - before, low=middle - down, high=middle + up)
