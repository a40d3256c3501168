"""The word for a score."""

from dataclasses import dataclass
from fractions import Fraction

from rules.definitions.bands import Band, BandScale
from rules.statistics.intervals import Interval
from rules.statistics.rounding import half_up


@dataclass(frozen=True)
class Banded:
    """A score's whole percent, its band, and how far the next better band is (None in the best).

    `points_to_next` is exact: the distance from the score to the lowest score that rounds into it.
    """

    whole: int
    band: Band
    next_band: Band | None
    points_to_next: Fraction | None


def band_of(percent: Fraction, scale: BandScale) -> Banded:
    """Round half up to a whole number, then band; from the exact fraction, never from printed digits.

    86.496 prints as 86.50 and is 86. Source: Target Operating Model, lines 1898-1905; assessment.md.
    """
    if not 0 <= percent <= 100:
        raise ValueError(f"percent: found {percent}, expected 0 to 100")
    whole = int(half_up(percent, 0))
    at = next(place for place, band in enumerate(scale.bands) if whole >= band.starts_at)
    better = scale.bands[at - 1] if at else None
    return Banded(
        whole=whole,
        band=scale.bands[at],
        next_band=better,
        points_to_next=None if better is None else better.starts_at - Fraction(1, 2) - percent,
    )


def bands_touched(interval: Interval, scale: BandScale) -> tuple[Band, ...]:
    """The bands that hold some value of the interval, best first."""
    best, worst = (band_of(Fraction(limit), scale).band for limit in (interval.high, interval.low))
    first, last = scale.bands.index(best), scale.bands.index(worst)
    return scale.bands[first : last + 1]
