"""A funnel: many groups of one measure against the limits that chance alone would draw around all of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from rules.statistics.control_limits import ACTION, WARNING, Limits, binomial_limits, spread

# So little chance of a spread as large that the limits can no longer be read as chance alone.
SELDOM = 0.05
CURVE_POINTS = 40


class Standing(StrEnum):
    """Where a group lies. `alert`: outside 95%, which one group in twenty is by chance; `alarm`: 99.8%."""

    LOW_ALARM = "low_alarm"
    LOW_ALERT = "low_alert"
    WITHIN = "within"
    HIGH_ALERT = "high_alert"
    HIGH_ALARM = "high_alarm"
    NOT_COUNTED = "not_counted"


@dataclass(frozen=True, kw_only=True)
class GroupLimits:
    """The two pairs of limits for groups of `size`."""

    size: int
    warning: Limits
    action: Limits


@dataclass(frozen=True, kw_only=True)
class FunnelGroup:
    """One group; limits are None when it counted nothing."""

    key: str
    numerator: int
    denominator: int
    limits: GroupLimits | None
    standing: Standing


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """Groups in the order given. `centre`: the exact share of all together. `curve`: limits by size.

    `dispersion`: how many times more than chance the groups differ (1: chance alone), exact; `overdispersed`:
    that so much is seldom chance. Both are None or False where they cannot be told.
    """

    groups: Sequence[FunnelGroup]
    centre: Fraction
    curve: Sequence[GroupLimits]
    dispersion: Fraction | None
    overdispersed: bool


def funnel(counts: Mapping[str, tuple[int, int]]) -> Funnel | None:
    """Groups by key, each (numerator, denominator); None when none of them counted anything.

    The centre is the sum of all, never a mean of rates.
    """
    counted = [pair for pair in counts.values() if pair[1]]
    if not counted:
        return None
    centre = Fraction(sum(met for met, _ in counted), sum(size for _, size in counted))
    found = spread(counted, centre)
    return Funnel(
        groups=[_group(key, *pair, centre) for key, pair in counts.items()],
        centre=centre,
        curve=[_limits(size, centre) for size in _sizes([size for _, size in counted])],
        dispersion=found[0] if found else None,
        overdispersed=found is not None and found[1] < SELDOM,
    )


def _group(key: str, numerator: int, denominator: int, centre: Fraction) -> FunnelGroup:
    limits = _limits(denominator, centre) if denominator else None
    standing = _standing(Fraction(numerator, denominator), limits) if limits else Standing.NOT_COUNTED
    return FunnelGroup(
        key=key, numerator=numerator, denominator=denominator, limits=limits, standing=standing
    )


def _limits(size: int, centre: Fraction) -> GroupLimits:
    return GroupLimits(
        size=size,
        warning=binomial_limits(size, centre, WARNING),
        action=binomial_limits(size, centre, ACTION),
    )


def _standing(share: Fraction, limits: GroupLimits) -> Standing:
    percent = Decimal(share.numerator * 100) / Decimal(share.denominator)
    if percent < limits.action.low:
        return Standing.LOW_ALARM
    if percent > limits.action.high:
        return Standing.HIGH_ALARM
    if percent < limits.warning.low:
        return Standing.LOW_ALERT
    return Standing.HIGH_ALERT if percent > limits.warning.high else Standing.WITHIN


def _sizes(sizes: Sequence[int]) -> list[int]:
    """Sizes to draw the limits at, closer together where they bend: a geometric row through the extremes."""
    least, ratio = min(sizes), max(sizes) / min(sizes)
    return sorted({round(least * ratio ** (step / CURVE_POINTS)) for step in range(CURVE_POINTS + 1)})
