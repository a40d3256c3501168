"""Comparisons, funnels and p-charts as words, as plain data and as charts; numbers come from the queries."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from apps.performance.presentation import figure_data
from apps.performance.queries.comparing import Comparison
from apps.performance.queries.variation import FunnelRow, OverTime, OverTimeRow, PlacesFunnel
from charts import (
    Bar,
    ControlPoint,
    FunnelLimit,
    FunnelPoint,
    Svg,
    bar_chart,
    control_chart,
    funnel_plot,
)
from rules.statistics.control_limits import Limits
from rules.tables.funnel import Funnel, Standing
from rules.tables.p_chart import Signal
from rules.tables.rounding import half_up

STANDINGS = {
    Standing.LOW_ALARM: "Below the 99.8% limits",
    Standing.LOW_ALERT: "Below the 95% limits",
    Standing.WITHIN: "Within",
    Standing.HIGH_ALERT: "Above the 95% limits",
    Standing.HIGH_ALARM: "Above the 99.8% limits",
    Standing.NOT_COUNTED: "No case counted",
}
OUTSIDE = {Standing.LOW_ALARM, Standing.HIGH_ALARM}
SIGNALS = {
    Signal.UNUSUALLY_LOW: "Unusually low",
    Signal.USUAL: "Usual",
    Signal.UNUSUALLY_HIGH: "Unusually high",
    Signal.NOT_JUDGED: "Not judged",
}
_SIDE_COLUMNS = ("place", "place_name", "period", "editions", "numerator", "denominator", "rate_percent")
COMPARISON_COLUMNS = (
    "measure",
    "title",
    *(f"first_{name}" for name in _SIDE_COLUMNS),
    *(f"second_{name}" for name in _SIDE_COLUMNS),
    "difference_points",
    "low_points",
    "high_points",
    "clear",
    "in_words",
    "refused_for",
    "refusal",
)
FUNNEL_COLUMNS = (
    "place",
    "place_name",
    "part_of",
    "numerator",
    "denominator",
    "rate_percent",
    "low_percent",
    "high_percent",
    "limit_95_low",
    "limit_95_high",
    "limit_998_low",
    "limit_998_high",
    "standing",
)
OVER_TIME_COLUMNS = (
    "period",
    "first_on",
    "last_on",
    "complete",
    "editions",
    "numerator",
    "denominator",
    "rate_percent",
    "centre_percent",
    "limit_low",
    "limit_high",
    "signal",
    "break",
    "break_reason",
)


def points(value: Fraction | Decimal) -> Decimal:
    """Percentage points to one decimal."""
    return half_up(value, 1)


def in_words(found: Comparison) -> str:
    """What the comparison says in a sentence; its refusal where there is one."""
    told = found.difference
    if told is None:
        return found.refusal
    size, low, high = points(told.points), points(told.low), points(told.high)
    span = f"95% interval {signed(low)} to {signed(high)}"
    if not told.is_clear:
        return f"No clear difference: {signed(size)} points ({span}), which chance alone may have brought."
    direction = "higher" if told.points > 0 else "lower"
    return f"The second is {direction} by {abs(size)} points ({span})."


def signed(value: Decimal) -> str:
    """With a real minus sign; zero has none."""
    return f"{value:+}".replace("-", "−") if value else f"{abs(value)}"


def comparison_data(found: Comparison) -> dict[str, Any]:
    """A mapping by COMPARISON_COLUMNS."""
    measure, told = found.figures[0].measure, found.difference
    return {
        "measure": measure.id,
        "title": measure.title,
        **_side_data(found, 0, "first"),
        **_side_data(found, 1, "second"),
        "difference_points": points(told.points) if told else None,
        "low_points": points(told.low) if told else None,
        "high_points": points(told.high) if told else None,
        "clear": told.is_clear if told else None,
        "in_words": in_words(found),
        "refused_for": found.refused_for,
        "refusal": found.refusal,
    }


def _side_data(found: Comparison, index: int, name: str) -> dict[str, Any]:
    side = found.sides[index]
    data = figure_data(found.figures[index]) | {"place": side.place.code, "place_name": side.place.name}
    return {f"{name}_{column}": data[column] for column in _SIDE_COLUMNS}


def comparison_chart(found: Comparison) -> Svg:
    """The two rates with their own intervals, one bar each."""
    bars = [
        Bar(
            label=side.label,
            value=figure.rate,
            shown=f"{figure.rate}%",
            low=figure.interval[0] if figure.interval else None,
            high=figure.interval[1] if figure.interval else None,
        )
        for side, figure in zip(found.sides, found.figures, strict=True)
    ]
    described = "; ".join(f"{bar.label} {bar.shown}" for bar in bars)
    return bar_chart(bars, f"{found.figures[0].measure.title}: {in_words(found)}", f"{described}.")


def sorted_rows(found: PlacesFunnel, sort: str) -> list[FunnelRow]:
    """By code, by size (largest first) or by rate (highest first; those without one last)."""
    if sort == "size":
        return sorted(found.rows, key=lambda row: (-row.group.denominator, row.place.code))
    if sort == "rate":
        return sorted(found.rows, key=lambda row: (-_share(row), row.place.code))
    return list(found.rows)


def _share(row: FunnelRow) -> Fraction:
    group = row.group
    return Fraction(group.numerator, group.denominator) if group.denominator else Fraction(-1)


def funnel_row_data(row: FunnelRow) -> dict[str, Any]:
    """A mapping by FUNNEL_COLUMNS."""
    figure, limits = row.figure, row.group.limits
    low, high = figure.interval or (None, None)
    return {
        "place": row.place.code,
        "place_name": row.place.name,
        "part_of": row.place.part_of,
        "numerator": row.group.numerator,
        "denominator": row.group.denominator,
        "rate_percent": figure.rate,
        "low_percent": low,
        "high_percent": high,
        **_ends("limit_95", limits.warning if limits else None),
        **_ends("limit_998", limits.action if limits else None),
        "standing": str(row.group.standing),
    }


def _ends(name: str, limits: Limits | None) -> dict[str, Decimal | None]:
    return {
        f"{name}_low": points(limits.low) if limits else None,
        f"{name}_high": points(limits.high) if limits else None,
    }


def funnel_headline(found: PlacesFunnel) -> str:
    """How many places lie outside, in a sentence."""
    counted = [row for row in found.rows if row.group.limits]
    outside = [row for row in counted if row.group.standing in OUTSIDE]
    if not outside:
        return f"None of {len(counted)} places lies outside the 99.8% limits"
    verb = "lies" if len(outside) == 1 else "lie"
    return f"{len(outside)} of {len(counted)} places {verb} outside the 99.8% limits"


def spread_in_words(drawn: Funnel) -> str:
    """Whether the limits may be read as chance alone."""
    if drawn.dispersion is None:
        return "There are too few places to tell whether they differ more than chance would make them."
    times = points(drawn.dispersion)
    if drawn.overdispersed:
        return (
            f"The places differ more than chance alone would make them (dispersion {times}, where 1 is chance"
            " alone). The limits are not widened for it, so more places lie outside than would for a reason"
            " of their own: differences of caseload or of recording may move many of them at once."
        )
    return f"The places differ about as much as chance alone would make them (dispersion {times})."


def funnel_chart(found: PlacesFunnel, title: str) -> Svg | None:
    """The places as points between the limits; None where there is no funnel."""
    if found.funnel is None:
        return None
    marks = [
        FunnelPoint(
            label=row.place.code,
            n=row.group.denominator,
            rate=row.figure.rate,
            outside=row.group.standing in OUTSIDE,
        )
        for row in found.rows
        if row.figure.rate is not None
    ]
    limits = [
        FunnelLimit(
            n=each.size,
            low_95=each.warning.low,
            high_95=each.warning.high,
            low_998=each.action.low,
            high_998=each.action.high,
        )
        for each in found.funnel.curve
    ]
    centre = half_up(found.funnel.centre * 100, 1)
    described = f"Rate against cases counted; all together {centre}%. Each place is named in the table."
    return funnel_plot(marks, limits, centre, f"{title}: {funnel_headline(found)}", described)


def rates_chart(rows: Sequence[FunnelRow], title: str) -> Svg:
    """The places in the order of their rates, each with its interval."""
    bars = [
        Bar(
            label=f"{row.place.name} ({row.place.code})",
            value=row.figure.rate,
            shown=f"{row.figure.rate}%" if row.figure.rate is not None else "no rate",
            low=row.figure.interval[0] if row.figure.interval else None,
            high=row.figure.interval[1] if row.figure.interval else None,
        )
        for row in rows
    ]
    return bar_chart(bars, title, "Rates with their 95% intervals. The table has the same figures.")


def over_time_row_data(row: OverTimeRow) -> dict[str, Any]:
    """A mapping by OVER_TIME_COLUMNS."""
    data = figure_data(row.figure)
    drawn, broken = row.charted, row.broken
    limits = _ends("limit", drawn.limits)
    shown = {name: data[name] for name in OVER_TIME_COLUMNS if name in data}
    return (
        shown
        | limits
        | {
            "centre_percent": points(drawn.centre * 100) if drawn.centre is not None else None,
            "signal": str(drawn.signal),
            "break": broken.valid_from if broken else None,
            "break_reason": broken.break_reason if broken else None,
        }
    )


def over_time_headline(found: OverTime) -> str:
    judged = [row for row in found.rows if row.charted.limits]
    unusual = [row for row in judged if row.charted.signal is not Signal.USUAL]
    if not judged:
        return "No period can be judged"
    if not unusual:
        return f"All {len(judged)} periods vary as they usually do"
    return f"{len(unusual)} of {len(judged)} periods {'is' if len(unusual) == 1 else 'are'} unusual"


def over_time_chart(found: OverTime) -> Svg:
    marks = [
        ControlPoint(
            label=row.figure.short_label,
            rate=row.figure.rate if row.charted.limits else None,
            low=row.charted.limits.low if row.charted.limits else None,
            high=row.charted.limits.high if row.charted.limits else None,
            centre=row.charted.centre * 100 if row.charted.centre is not None else None,
            outside=row.charted.signal in (Signal.UNUSUALLY_LOW, Signal.UNUSUALLY_HIGH),
            break_before=row.broken is not None,
        )
        for row in found.rows
    ]
    one = found.series
    title = f"{one.measure.title}, {one.place.name}: {over_time_headline(found)}"
    return control_chart(
        marks, title, "Rates with limits of three standard errors; the table has the figures."
    )


def funnel_rows(rows: Sequence[FunnelRow]) -> Iterator[dict[str, Any]]:
    return (funnel_row_data(row) for row in rows)


def over_time_rows(found: OverTime) -> Iterator[dict[str, Any]]:
    return (over_time_row_data(row) for row in found.rows)
