"""A scatter of pairs: each place's two percentages as a mark, with the interval of each as its arms."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from charts import palette
from charts.canvas import SCREEN, Canvas, Frame, Svg, text_width
from charts.over_time import draw_marker
from charts.scales import Linear, percent_ticks

Range = tuple[Decimal, Decimal]
# In heights of the type, from the usual place: the nearest free one is taken.
NAME_STEPS = (0, 1.4, -1, 2.4, -2)


@dataclass(frozen=True, kw_only=True)
class PairPoint:
    """One place: two percentages, each with its interval where there is one."""

    label: str
    across: Decimal
    up: Decimal
    across_range: Range | None = None
    up_range: Range | None = None


@dataclass(frozen=True, kw_only=True)
class AxisTitles:
    across: str
    up: str


def scatter_plot(
    points: Sequence[PairPoint],
    axes: AxisTitles,
    title: str,
    description: str,
    *,
    frame: Frame = SCREEN,
) -> Svg:
    """Places as blue circles with their names; axes hold every mark and arm, from 0 to 100 at most."""
    canvas = Canvas(frame)
    x, y = _draw_axes(canvas, points, axes)
    for point in points:
        _draw_arms(canvas, point, x, y)
    for point in points:
        draw_marker(canvas, "circle", x(point.across), y(point.up), palette.DARK_BLUE, size=4)
    _draw_names(canvas, points, x, y)
    return canvas.close(title=title, description=description)


def _draw_axes(canvas: Canvas, points: Sequence[PairPoint], axes: AxisTitles) -> tuple[Linear, Linear]:
    frame = canvas.frame
    across = percent_ticks([end for one in points for end in (one.across, *(one.across_range or ()))])
    up = percent_ticks([end for one in points for end in (one.up, *(one.up_range or ()))])
    left, bottom = frame.font * 3.2, frame.height - frame.font * 3.4
    x = Linear(low=across[0], high=across[-1], start=left, end=frame.width - frame.font * 2)
    y = Linear(low=up[0], high=up[-1], start=bottom, end=frame.font * 2.2)
    for tick in up:
        canvas.line(left, y(tick), frame.width, y(tick), stroke=palette.GRID)
        canvas.text(f"{tick}%", left - 5, y(tick) + frame.font * 0.35, text_anchor="end", fill=palette.MUTED)
    for tick in across:
        canvas.text(f"{tick}%", x(tick), bottom + frame.font * 1.5, text_anchor="middle", fill=palette.MUTED)
    canvas.text(axes.across, frame.width, frame.height - frame.font * 0.4, text_anchor="end")
    canvas.text(axes.up, 0, frame.font)
    return x, y


def _draw_arms(canvas: Canvas, point: PairPoint, x: Linear, y: Linear) -> None:
    arms = {"stroke": palette.MUTED, "stroke_opacity": "0.6"}
    if point.across_range:
        low, high = point.across_range
        canvas.line(x(low), y(point.up), x(high), y(point.up), **arms)
    if point.up_range:
        low, high = point.up_range
        canvas.line(x(point.across), y(low), x(point.across), y(high), **arms)


def _draw_names(canvas: Canvas, points: Sequence[PairPoint], x: Linear, y: Linear) -> None:
    """Each name beside its mark, moved up or down past names that are there already."""
    font, taken = canvas.frame.font, list[tuple[float, float, float]]()
    for point in points:
        across, wide = x(point.across), text_width(point.label, canvas.frame.font)
        left = across - 7 - wide if across > canvas.frame.width * 0.75 else across + 7
        places = [y(point.up) - 5 + step * font for step in NAME_STEPS]
        at = next((one for one in places if _is_free(taken, left, wide, one, font)), places[0])
        taken.append((left, left + wide, at))
        canvas.text(point.label, left, at)


def _is_free(
    taken: Sequence[tuple[float, float, float]], left: float, wide: float, at: float, font: float
) -> bool:
    return all(left > end or left + wide < start or abs(at - other) >= font for start, end, other in taken)
