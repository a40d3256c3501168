"""Scores of several rounds as one: a nation's from its regions, a supplier's from its contracts."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from rules.scoring.score import weighted_mean
from rules.statistics.intervals import Interval, mean_interval


@dataclass(frozen=True, kw_only=True)
class Part:
    """One round's score. `strata`: how many the score was reckoned over; `variance` None where unknown."""

    frame_size: int
    percent: Fraction
    variance: Fraction | None
    scored: int
    strata: int


@dataclass(frozen=True, kw_only=True)
class Combined:
    percent: Fraction
    interval: Interval | None
    scored: int
    frame_size: int


def combine(parts: Sequence[Part]) -> Combined:
    """The parts weighted by the size of their frames, with the t interval. Raises ValueError without parts.

    Rounds are drawn independently, so the variances add up by the squares of the weights; one unknown
    variance leaves the interval unknown. Source: assessment.md, "The nation weights regions by frame size".
    """
    if not parts:
        raise ValueError("parts: found none, expected at least one round's score")
    total = sum(part.frame_size for part in parts)
    percent = weighted_mean([(Fraction(part.frame_size), part.percent) for part in parts])
    scored = sum(part.scored for part in parts)
    degrees = scored - sum(part.strata for part in parts)
    known = [(Fraction(part.frame_size, total), part.variance) for part in parts if part.variance is not None]
    interval = None
    if len(known) == len(parts) and degrees >= 1:
        variance = sum((share**2 * each for share, each in known), Fraction(0))
        interval = mean_interval(percent, variance, degrees)
    return Combined(percent=percent, interval=interval, scored=scored, frame_size=total)
