"""The only place where a number loses digits. Everything before it is an exact fraction."""

from decimal import Decimal
from fractions import Fraction

RATE_PLACES = 1


def half_up(value: Fraction | Decimal | int, places: int) -> Decimal:
    """`value` to `places` decimals, halves away from zero (measures.md rule 11).

    Exact for fractions: 145/2000 is 7.3 at one place, where a binary float would give 7.2. Raises
    ValueError for negative `places`.
    """
    if places < 0:
        raise ValueError(f"places: found {places}, expected 0 or more")
    scaled = Fraction(value) * 10**places
    # floor(|x| + 1/2) on integers: Decimal division would round a first time before the rounding asked for.
    units = (2 * abs(scaled.numerator) + scaled.denominator) // (2 * scaled.denominator)
    return (Decimal(units) if scaled >= 0 else -Decimal(units)).scaleb(-places)


def rate(numerator: int, denominator: int) -> Fraction | None:
    """The exact share, or None without a denominator: no denominator, no rate, never zero."""
    return Fraction(numerator, denominator) if denominator else None


def rate_percent(numerator: int, denominator: int, places: int = RATE_PLACES) -> Decimal | None:
    """The rate in percent, rounded half up; None when `denominator` is 0.

    Raises ValueError when the counts cannot be counts (negative, or more met than counted).
    """
    if not 0 <= numerator <= denominator:
        raise ValueError(f"found {numerator} of {denominator}, expected 0 <= numerator <= denominator")
    share = rate(numerator, denominator)
    return None if share is None else half_up(share * 100, places)


def percentage_points(new: Fraction, old: Fraction, places: int = RATE_PLACES) -> Decimal:
    """The change between two exact shares in percentage points; rounded once, never from rounded rates."""
    return half_up((new - old) * 100, places)
