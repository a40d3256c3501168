"""A p-chart: rates over time between control limits, in stretches that begin anew at each break."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from charts import palette
from charts.canvas import SCREEN, Frame, Svg
from charts.over_time import Plot, Point, Series, draw_marker


@dataclass(frozen=True, kw_only=True)
class ControlPoint:
    """One period. Percentages 0-100, None where nothing is to show. `outside`: beyond its limits, and marked.

    `low`, `high`: the control limits of a period of this size; `centre`: the line of its stretch.
    """

    label: str
    rate: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    centre: Decimal | None = None
    outside: bool = False
    break_before: bool = False


def control_chart(
    points: Sequence[ControlPoint], title: str, description: str, *, frame: Frame = SCREEN
) -> Svg:
    """Rates as marks joined by a line, limits as dashed steps, the centre as a turquoise line.

    Periods outside their limits are orange diamonds, the others blue circles. A break is a dotted line that
    nothing crosses; a period without a rate is a grey gap.
    """
    plot = Plot([Series("", [_axis_point(point) for point in points])], None, frame)
    plot.draw_axes()
    plot.draw_breaks([_axis_point(point) for point in points])
    for index, point in enumerate(points):
        _draw_limits(plot, index, point)
    for members in _stretches(points):
        _draw_line(plot, members)
    return plot.canvas.close(title=title, description=description)


def _axis_point(point: ControlPoint) -> Point:
    return Point(point.label, point.rate, point.low, point.high, break_before=point.break_before)


def _draw_limits(plot: Plot, index: int, point: ControlPoint) -> None:
    """Each period's own limits across its slot, since they widen where fewer cases counted."""
    left, right = plot.x(index) - plot.slot / 2, plot.x(index) + plot.slot / 2
    if point.rate is None:
        plot.canvas.shape(
            "rect",
            x=left,
            y=plot.top,
            width=right - left,
            height=plot.bottom - plot.top,
            fill=palette.NO_DATA,
        )
    for limit in (point.low, point.high):
        if limit is not None:
            plot.canvas.line(
                left, plot.y(limit), right, plot.y(limit), stroke=palette.MUTED, stroke_dasharray="5 4"
            )
    if point.centre is not None:
        y = plot.y(point.centre)
        plot.canvas.line(left, y, right, y, stroke=palette.TURQUOISE, stroke_width=2)


def _stretches(points: Sequence[ControlPoint]) -> list[list[tuple[int, ControlPoint]]]:
    """Neighbouring points with a rate and no break between them."""
    found: list[list[tuple[int, ControlPoint]]] = [[]]
    for index, point in enumerate(points):
        if point.break_before or point.rate is None:
            found.append([])
        if point.rate is not None:
            found[-1].append((index, point))
    return [members for members in found if members]


def _draw_line(plot: Plot, members: Sequence[tuple[int, ControlPoint]]) -> None:
    places = [
        (plot.x(index), plot.y(point.rate), point.outside)
        for index, point in members
        if point.rate is not None
    ]
    if len(places) > 1:
        path = " ".join(f"{x:.2f},{y:.2f}" for x, y, _ in places)
        plot.canvas.shape("polyline", points=path, fill="none", stroke=palette.DARK_BLUE, stroke_width=1.5)
    for x, y, outside in places:
        if outside:
            draw_marker(plot.canvas, "diamond", x, y, palette.ORANGE, size=6)
        else:
            draw_marker(plot.canvas, "circle", x, y, palette.DARK_BLUE)
