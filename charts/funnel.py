"""A funnel plot: each unit's rate against its size, between the limits that chance alone would draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from charts import palette
from charts.canvas import SCREEN, Canvas, Frame, Svg
from charts.over_time import draw_marker
from charts.scales import Linear, count_ticks, percent_ticks


@dataclass(frozen=True, kw_only=True)
class FunnelPoint:
    """One unit: how many it counted and its percentage. `outside`: beyond the outer limits, and marked."""

    label: str
    n: int
    rate: Decimal
    outside: bool = False


@dataclass(frozen=True, kw_only=True)
class FunnelLimit:
    """Percentages between which 95% and 99.8% of units of size `n` fall by chance."""

    n: int
    low_95: Decimal
    high_95: Decimal
    low_998: Decimal
    high_998: Decimal


def funnel_plot(
    points: Sequence[FunnelPoint],
    limits: Sequence[FunnelLimit],
    centre: Decimal,
    title: str,
    description: str,
    *,
    frame: Frame = SCREEN,
) -> Svg:
    """Units as marks, limits as lines (`limits` by ascending n), `centre` the rate of all together.

    Units outside are orange diamonds with their names; the others are blue circles.
    """
    canvas = Canvas(frame)
    rates = [
        *(point.rate for point in points),
        *(end for limit in limits for end in (limit.low_998, limit.high_998)),
    ]
    x, y = _axes(canvas, max([*(p.n for p in points), *(limit.n for limit in limits)], default=1), rates)
    for name, dashes in (("95", None), ("998", "5 4")):
        for side in ("low", "high"):
            path = " ".join(f"{x(limit.n):.2f},{y(getattr(limit, f'{side}_{name}')):.2f}" for limit in limits)
            canvas.shape("polyline", points=path, fill="none", stroke=palette.MUTED, stroke_dasharray=dashes)
    canvas.line(x(0), y(centre), frame.width, y(centre), stroke=palette.TURQUOISE, stroke_width=2)
    for point in points:
        _draw_point(canvas, point, x(point.n), y(point.rate))
    return canvas.close(title=title, description=description)


def _axes(canvas: Canvas, largest: int, rates: Sequence[Decimal]) -> tuple[Linear, Linear]:
    frame, across, up = canvas.frame, count_ticks(largest), percent_ticks(rates)
    left, bottom = frame.font * 3.2, frame.height - frame.font * 2.2
    x = Linear(low=0, high=across[-1], start=left, end=frame.width - frame.font * 1.5)
    y = Linear(low=up[0], high=up[-1], start=bottom, end=frame.font)
    for tick in up:
        canvas.line(left, y(tick), frame.width, y(tick), stroke=palette.GRID)
        canvas.text(f"{tick}%", left - 5, y(tick) + frame.font * 0.35, text_anchor="end", fill=palette.MUTED)
    for tick in across:
        canvas.text(f"{tick:,}", x(tick), bottom + frame.font * 1.5, text_anchor="middle", fill=palette.MUTED)
    return x, y


def _draw_point(canvas: Canvas, point: FunnelPoint, x: float, y: float) -> None:
    if not point.outside:
        draw_marker(canvas, "circle", x, y, palette.DARK_BLUE, size=3.5)
        return
    draw_marker(canvas, "diamond", x, y, palette.ORANGE, size=5)
    anchor, shift = ("end", -8) if x > canvas.frame.width * 0.6 else ("start", 8)
    canvas.text(point.label, x + shift, y - 6, text_anchor=anchor)
