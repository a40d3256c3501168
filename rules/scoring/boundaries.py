"""Would data on outcomes carry rating boundaries? Units' shares, their uncertainty, who would be misplaced.

Each unit has an observed share. Its true share is what the unit would show over very many cases; a boundary
misplaces the unit when observed and true share lie in different bands. The chance of that comes from a beta
distribution of the true share: on the unit's own cases alone (Jeffreys' prior), and knowing how units differ
(a prior fitted to all of them by moments: empirical Bayes), which draws small units towards the mean. These
are floating-point estimates for a decision by people; nothing here rates anybody.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from scipy import special

from rules.definitions.outcome_boundaries import BoundaryRule
from rules.scoring.key_questions import whole_percent
from rules.statistics.intervals import Interval, wilson
from rules.statistics.rounding import half_up

_JEFFREYS = (0.5, 0.5)
_ROUNDING = Fraction(1, 2)  # a whole percentage begins half a point below itself: 64.5 is 65


@dataclass(frozen=True, kw_only=True)
class UnitCounts:
    """A unit with `met` of `cases` outcomes sufficient; `cases` is 1 or more."""

    unit: str
    met: int
    cases: int

    @property
    def percent(self) -> Fraction:
        return Fraction(100 * self.met, self.cases)


@dataclass(frozen=True, kw_only=True)
class UnitPlace:
    """A unit's place among the bands. `band` counts the boundaries reached, 0 for none.

    `misplaced_alone` and `misplaced_among`: the chance, 0 to 1, that its true share lies in another band, on
    its own cases, and knowing the other units; the latter is None when units do not differ beyond chance.
    """

    counts: UnitCounts
    interval: Interval
    band: int
    misplaced_alone: float
    misplaced_among: float | None


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How units differ: variances of shares (0 to 1, squared) and the share of true difference in them.

    `between` is the observed variance less the sampling variance, not below 0. `cases_needed` per unit would
    bring the reliability to the rule's least; None when no difference was found.
    """

    observed: float
    sampling: float
    between: float
    reliability: float
    cases_needed: int | None


@dataclass(frozen=True, kw_only=True)
class Boundary:
    """A boundary (whole percent): units that reach it, and the share of units expected on its wrong side."""

    starts_at: int
    reached: int
    wrong_side: float


@dataclass(frozen=True, kw_only=True)
class BoundaryAnalysis:
    """Everything that the review needs. `misplaced` is the larger of the two expected shares of units.

    `against` says in sentences what speaks against boundaries on these data; empty when nothing does.
    """

    places: tuple[UnitPlace, ...]
    quantiles: tuple[Fraction, ...]  # of the percentages: least, lower quartile, median, upper quartile, most
    in_bands: tuple[int, ...]  # units in each band, worst first
    boundaries: tuple[Boundary, ...]
    spread: Spread
    misplaced_alone: float
    misplaced_among: float | None
    against: tuple[str, ...]

    @property
    def misplaced(self) -> float:
        return max(self.misplaced_alone, self.misplaced_among or 0.0)


def analyse_boundaries(
    units: Sequence[UnitCounts], starts: Sequence[int], rule: BoundaryRule, *, months: int
) -> BoundaryAnalysis:
    """The analysis of boundaries at the whole percentages `starts` over two or more units.

    `months` is how long the baseline has run. Raises ValueError for fewer than two units, a unit without a
    case or with more met than cases, and boundaries that do not rise within 1 to 100.
    """
    _check(units, starts)
    spread = _spread(units, rule)
    prior = _fitted_prior(units, spread)
    places = tuple(_place(unit, starts, prior) for unit in sorted(units, key=lambda each: each.percent))
    among = [place.misplaced_among for place in places if place.misplaced_among is not None]
    alone = _mean([place.misplaced_alone for place in places])
    expected = max(alone, _mean(among) if among else 0.0)
    return BoundaryAnalysis(
        places=places,
        quantiles=_quantiles([unit.percent for unit in units]),
        in_bands=tuple(sum(place.band == band for place in places) for band in range(len(starts) + 1)),
        boundaries=tuple(_boundary(start, units, prior or _JEFFREYS) for start in starts),
        spread=spread,
        misplaced_alone=alone,
        misplaced_among=_mean(among) if among else None,
        against=tuple(_against(len(units), months, expected, spread, rule)),
    )


def _check(units: Sequence[UnitCounts], starts: Sequence[int]) -> None:
    if len(units) < 2:
        raise ValueError(f"units: found {len(units)}, expected two or more")
    for unit in units:
        if unit.cases < 1 or not 0 <= unit.met <= unit.cases:
            raise ValueError(
                f"{unit.unit}: found {unit.met} of {unit.cases}, expected 0 <= met <= cases, 1 or more"
            )
    if not starts or list(starts) != sorted(set(starts)) or starts[0] < 1 or starts[-1] > 100:
        raise ValueError(f"boundaries: found {list(starts)}, expected rising whole percentages from 1 to 100")


def _spread(units: Sequence[UnitCounts], rule: BoundaryRule) -> Spread:
    """By moments: of shares p with n cases, p (1 - p) / (n - 1) is what chance alone gives, without bias."""
    shares = [unit.met / unit.cases for unit in units]
    observed = sum((share - _mean(shares)) ** 2 for share in shares) / (len(shares) - 1)
    sampling = _mean([_sampling_variance(unit) for unit in units])
    between = max(observed - sampling, 0.0)
    reliability = between / observed if observed else 0.0
    # R = between / (between + within / n) solved for n
    within = _mean([_sampling_variance(unit) * unit.cases for unit in units])
    odds = float(rule.least_reliability / (1 - rule.least_reliability))
    needed = math.ceil(odds * within / between) if between else None
    return Spread(
        observed=observed,
        sampling=sampling,
        between=between,
        reliability=reliability,
        cases_needed=None if needed is None else max(needed, 1),
    )


def _sampling_variance(unit: UnitCounts) -> float:
    share = unit.met / unit.cases
    # One case shows no spread of its own: the most that a share can have stands for it.
    return share * (1 - share) / (unit.cases - 1) if unit.cases > 1 else 0.25


def _fitted_prior(units: Sequence[UnitCounts], spread: Spread) -> tuple[float, float] | None:
    """The beta distribution with the mean and the variance that units have among themselves."""
    mean = _mean([unit.met / unit.cases for unit in units])
    if not 0 < spread.between < mean * (1 - mean):
        return None
    weight = mean * (1 - mean) / spread.between - 1
    return mean * weight, (1 - mean) * weight


def _place(unit: UnitCounts, starts: Sequence[int], prior: tuple[float, float] | None) -> UnitPlace:
    interval = wilson(unit.met, unit.cases)
    assert interval is not None, "a unit has a case"  # noqa: S101
    band = sum(whole_percent(unit.percent) >= start for start in starts)
    return UnitPlace(
        counts=unit,
        interval=interval,
        band=band,
        misplaced_alone=_chance_elsewhere(unit, band, starts, _JEFFREYS),
        misplaced_among=None if prior is None else _chance_elsewhere(unit, band, starts, prior),
    )


def _chance_elsewhere(
    unit: UnitCounts, band: int, starts: Sequence[int], prior: tuple[float, float]
) -> float:
    below_low = _chance_below(unit, starts[band - 1], prior) if band else 0.0
    below_high = _chance_below(unit, starts[band], prior) if band < len(starts) else 1.0
    return 1.0 - (below_high - below_low)


def _chance_below(unit: UnitCounts, start: int, prior: tuple[float, float]) -> float:
    """The chance that the unit's true share rounds to less than `start` percent."""
    edge = float((start - _ROUNDING) / 100)
    return float(special.betainc(prior[0] + unit.met, prior[1] + unit.cases - unit.met, edge))


def _boundary(start: int, units: Sequence[UnitCounts], prior: tuple[float, float]) -> Boundary:
    wrong, reached = 0.0, 0
    for unit in units:
        below = _chance_below(unit, start, prior)
        reaches = whole_percent(unit.percent) >= start
        reached += reaches
        wrong += below if reaches else 1 - below
    return Boundary(starts_at=start, reached=reached, wrong_side=wrong / len(units))


def _against(units: int, months: int, misplaced: float, spread: Spread, rule: BoundaryRule) -> list[str]:
    found = []
    if units < rule.fewest_units:
        found.append(f"{units} units have data; {rule.fewest_units} or more are needed")
    if months < rule.months_of_baseline:
        found.append(f"the baseline has run {months} months; {rule.months_of_baseline} or more are needed")
    if misplaced > rule.most_misplaced:
        most = _percent(rule.most_misplaced)
        found.append(
            f"{_percent(misplaced)} of units would be expected in a wrong band; at most {most} may be"
        )
    if spread.reliability < rule.least_reliability:
        least = _percent(rule.least_reliability)
        sentence = (
            f"{_percent(spread.reliability)} of the differences between units are true; {least} are needed"
        )
        needs = f", about {spread.cases_needed} cases a unit" if spread.cases_needed else ""
        found.append(sentence + needs)
    return found


def _quantiles(values: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Least, quartiles and most, interpolated between the neighbours (as R's type 7)."""
    ordered = sorted(values)
    found = []
    for share in (Fraction(0), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1)):
        place = share * (len(ordered) - 1)
        low = math.floor(place)
        high = min(low + 1, len(ordered) - 1)
        found.append(ordered[low] + (place - low) * (ordered[high] - ordered[low]))
    return tuple(found)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _percent(share: float | Fraction) -> str:
    return f"{half_up(Fraction(share) * 100, 0)}%"
