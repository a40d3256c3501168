"""How likely a difference of two shares as large is by chance, where cases of one person go together."""

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Cases of some people, added up so that tallies of different people can be added as well.

    `counted` and `met`: cases; `people`: with a case counted; `squared`, `met_squared` and `crossed`: the
    sums over people of counted squared, met squared, and met times counted. Where each person has one case at
    most, all three follow from the counts.
    """

    counted: int = 0
    met: int = 0
    people: int = 0
    squared: int = 0
    met_squared: int = 0
    crossed: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            counted=self.counted + other.counted,
            met=self.met + other.met,
            people=self.people + other.people,
            squared=self.squared + other.squared,
            met_squared=self.met_squared + other.met_squared,
            crossed=self.crossed + other.crossed,
        )

    @property
    def share(self) -> Fraction:
        """From 0 to 1. Raises ZeroDivisionError where nothing was counted."""
        return Fraction(self.met, self.counted)

    @cached_property
    def size(self) -> Fraction:
        """As many independent cases as these are worth; 0 where nothing was counted.

        Twelve months of one person say less than one month of twelve people. The share's variance over people
        (of a ratio, with people as clusters) is set against that of independent cases; the size is never
        above the cases nor below one. Where all met or none did, no variance tells: each person is worth one.
        Source: Rao and Scott (1992), A simple method for the analysis of clustered binary data.
        """
        if self.counted == self.squared:  # one case a person
            return Fraction(self.counted)
        share = self.share
        if share in (0, 1) or self.people < 2:
            return Fraction(self.people)
        spread = self.met_squared - 2 * share * self.crossed + share * share * self.squared
        variance = spread / self.counted**2 * Fraction(self.people, self.people - 1)
        if variance == 0:
            return Fraction(self.counted)
        return min(Fraction(self.counted), max(Fraction(1), share * (1 - share) / variance))


def tally_of_cases(met: int, counted: int) -> Tally:
    """Cases of as many people. Raises ValueError for counts that cannot be counts."""
    if not 0 <= met <= counted:
        raise ValueError(f"found {met} of {counted}, expected 0 <= met <= counted")
    return Tally(counted=counted, met=met, people=counted, squared=counted, met_squared=met, crossed=met)


@dataclass(frozen=True, kw_only=True)
class Chance:
    """`chance`: from 0 to 1, of a difference as large or larger where there is none, two-sided.

    `fewest_expected`: the smallest number of cases, met or missed, that either side would then have.
    """

    chance: float
    fewest_expected: Fraction


def chance_of_difference(first: Tally, second: Tally) -> Chance | None:
    """The chi-squared test of two shares with N - 1; None when either counted nothing.

    Its sizes are what the cases are worth. Two shares of 0, or of 100%, differ with chance 1.
    Source: Campbell (2007), Chi-squared and Fisher-Irwin tests of two-by-two tables with small sample
    recommendations (N - 1, where at least 1 is expected everywhere).
    """
    if not first.counted or not second.counted:
        return None
    one, other = first.size, second.size
    everybody = one + other
    pooled = (first.share * one + second.share * other) / everybody
    fewest = min(one, other) * min(pooled, 1 - pooled)
    if pooled in (0, 1):
        return Chance(chance=1.0, fewest_expected=fewest)
    squared = (first.share - second.share) ** 2 / (pooled * (1 - pooled) * (1 / one + 1 / other))
    # erfc, not 1 - erf: chances far below 1e-16 keep their order.
    chance = math.erfc(math.sqrt(squared * (everybody - 1) / everybody / 2))
    return Chance(chance=chance, fewest_expected=fewest)
