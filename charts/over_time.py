"""Rates over time, with intervals, a target and honest gaps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, groupby

from charts import palette
from charts.canvas import SCREEN, Canvas, Frame, Svg, text_width
from charts.scales import Linear, percent_ticks, thinned

_TARGET = {"stroke": palette.DARK_PINK, "stroke_width": 2, "stroke_dasharray": "7 4"}
_MOST_NAMED = 3
MARKERS = ("circle", "square", "diamond", "triangle")


@dataclass(frozen=True)
class Point:
    """One period. `rate`, `low`, `high`: percent 0-100, None where nothing is to show; `n`: the denominator.

    `gap`: what stands in the place of a missing rate ("no rate", "[c]"). `break_before`: from here on a new
    edition counts otherwise, so that the line must not run into it. `targets`: where a target rises in steps,
    those of the period's months in order, which share its width evenly; None where a month has none.
    """

    label: str
    rate: Decimal | None
    low: Decimal | None = None
    high: Decimal | None = None
    n: int | None = None
    gap: str = "no rate"
    break_before: bool = False
    targets: Sequence[Decimal | None] = ()


@dataclass(frozen=True)
class Series:
    """A named line. All series of a chart share their labels, in one order."""

    name: str
    points: Sequence[Point]


def measure_over_time(
    points: Sequence[Point],
    target: Decimal | None,
    title: str,
    description: str,
    *,
    frame: Frame = SCREEN,
) -> Svg:
    """One measure's rate by period with its interval as whiskers, and the target as a dashed line: straight
    where `target` holds throughout, in steps where the points have targets of their own.

    A period without a rate is a grey gap, never zero, and the line bridges neither it nor a break. The page
    says the reason of a break in words beside the chart.
    """
    return line_chart([Series("", points)], title, description, target=target, frame=frame)


def line_chart(
    series: Sequence[Series],
    title: str,
    description: str,
    *,
    target: Decimal | None = None,
    frame: Frame = SCREEN,
) -> Svg:
    """Up to four lines of percentages over the same periods.

    Raises ValueError for no series, more than four, or series whose labels differ.
    """
    _check(series)
    plot = Plot(series, target, frame)
    plot.draw_axes()
    plot.draw_target(target)
    plot.draw_target_steps(series[0].points)
    plot.draw_breaks(series[0].points)
    for index, one in enumerate(series):
        plot.draw_series(one, index)
    plot.draw_names(series)
    return plot.canvas.close(title=title, description=description)


def _check(series: Sequence[Series]) -> None:
    if not 1 <= len(series) <= len(palette.SERIES):
        raise ValueError(f"a line chart takes 1 to {len(palette.SERIES)} series, found {len(series)}")
    labels = [[point.label for point in one.points] for one in series]
    if any(other != labels[0] for other in labels):
        raise ValueError("every series of a line chart needs the same labels in the same order")


def _values(series: Sequence[Series], target: Decimal | None) -> Iterator[Decimal]:
    for one in series:
        for point in one.points:
            shown = (point.rate, point.low, point.high, *point.targets)
            yield from (value for value in shown if value is not None)
    if target is not None:
        yield target


def _runs(points: Sequence[Point]) -> list[list[tuple[int, Point]]]:
    """Neighbouring points that one line may join: all with a rate or all with the same gap, and no break."""
    stretches = accumulate(1 if point.break_before else 0 for point in points)
    keyed = zip(enumerate(points), stretches, strict=True)
    grouped = groupby(
        keyed, key=lambda item: (item[1], item[0][1].rate is None, item[0][1].gap * (item[0][1].rate is None))
    )
    return [[pair for pair, _ in run] for _, run in grouped]


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _steps_in_words(values: Sequence[Decimal]) -> str:
    """ "Target 65%, then 70%"; of many steps the first and the last."""
    shown = [f"{_plain(value)}%" for value in values]
    if len(shown) > _MOST_NAMED:
        return f"Target from {shown[0]} to {shown[-1]} in {len(shown)} steps"
    return f"Target {', then '.join(shown)}"


class Plot:
    """Scales and margins of one chart; each `draw_` adds its shapes to the canvas."""

    def __init__(self, series: Sequence[Series], target: Decimal | None, frame: Frame) -> None:
        self.canvas, self.frame = Canvas(frame), frame
        self.labels = [point.label for point in series[0].points]
        self.ticks = percent_ticks(_values(series, target))
        self.left, self.right = frame.font * 3.2, frame.width - frame.font * 0.8
        names = frame.font * 1.7 if any(one.name for one in series) else 0
        self.top, self.bottom = frame.font * 1.8 + names, frame.height - frame.font * 2.2
        self.y = Linear(low=self.ticks[0], high=self.ticks[-1], start=self.bottom, end=self.top)
        self.slot = (self.right - self.left) / max(1, len(self.labels))

    def x(self, index: int) -> float:
        return self.left + (index + 0.5) * self.slot

    def draw_axes(self) -> None:
        for tick in self.ticks:
            y = self.y(tick)
            self.canvas.line(self.left, y, self.right, y, stroke=palette.GRID, stroke_width=1)
            self.canvas.text(
                f"{tick}%", self.left - 5, y + self.frame.font * 0.35, text_anchor="end", fill=palette.MUTED
            )
        widest = max((text_width(label, self.frame.font) for label in self.labels), default=0)
        for index in thinned(self.labels, slot=self.slot, widest=widest + self.frame.font / 2):
            anchor, x = self._label_place(index)
            self.canvas.text(
                self.labels[index],
                x,
                self.bottom + self.frame.font * 1.5,
                text_anchor=anchor,
                fill=palette.MUTED,
            )

    def _label_place(self, index: int) -> tuple[str, float]:
        """The last label ends at the paper's edge when its middle would push it over."""
        half = text_width(self.labels[index], self.frame.font) / 2
        if self.x(index) + half > self.frame.width:
            return "end", self.frame.width - 1
        return "middle", max(self.x(index), half)

    def draw_target(self, target: Decimal | None) -> None:
        if target is None:
            return
        y = self.y(target)
        self.canvas.line(self.left, y, self.right, y, **_TARGET)
        self._name_target(f"Target {_plain(target)}%")

    def draw_target_steps(self, points: Sequence[Point]) -> None:
        """A line for each stretch of months with a target, which rises or falls where the target does."""
        held = groupby(self._months_with_targets(points), key=lambda month: month[2] is not None)
        for has_target, months in held:
            if has_target:
                corners = [(x, self.y(value)) for left, right, value in months for x in (left, right)]
                path = " ".join(f"{x:.2f},{y:.2f}" for x, y in corners)
                self.canvas.shape("polyline", points=path, fill="none", **_TARGET)
        values = [value for point in points for value in point.targets if value is not None]
        if values:
            self._name_target(_steps_in_words([value for value, _ in groupby(values)]))

    def _months_with_targets(self, points: Sequence[Point]) -> Iterator[tuple[float, float, Decimal | None]]:
        """Left edge, right edge and target of each month."""
        for index, point in enumerate(points):
            left, width = self.x(index) - self.slot / 2, self.slot / max(1, len(point.targets))
            for place, value in enumerate(point.targets or (None,)):
                yield left + place * width, left + (place + 1) * width, value

    def _name_target(self, words: str) -> None:
        """At the top with a sample of its own line: a label on the line would cover points."""
        baseline = self.frame.font * 1.1
        self.canvas.text(words, self.right, baseline, text_anchor="end", fill=palette.DARK_PINK)
        end = self.right - text_width(words, self.frame.font) - 4
        middle = baseline - self.frame.font * 0.35
        self.canvas.line(end - 26, middle, end, middle, **_TARGET)

    def draw_breaks(self, points: Sequence[Point]) -> None:
        for index, point in enumerate(points):
            if point.break_before and index:
                x = self.x(index) - self.slot / 2
                style = {"stroke": palette.TEXT, "stroke_width": 1.5, "stroke_dasharray": "2 3"}
                self.canvas.line(x, self.top - self.frame.font * 0.3, x, self.bottom, **style)
                self.canvas.text("break", x, self.top - self.frame.font * 0.5, text_anchor="middle")

    def draw_series(self, series: Series, index: int) -> None:
        colour = palette.SERIES[index]
        for members in _runs(series.points):
            if members[0][1].rate is not None:
                self._draw_run(members, index, colour)
            elif index == 0:
                self._draw_gap(members)

    def _draw_gap(self, members: Sequence[tuple[int, Point]]) -> None:
        left = self.x(members[0][0]) - self.slot / 2
        width = len(members) * self.slot
        self.canvas.shape(
            "rect", x=left, y=self.top, width=width, height=self.bottom - self.top, fill=palette.NO_DATA
        )
        gap = members[0][1].gap
        words = gap if text_width(gap, self.frame.font) <= width else "–"
        self.canvas.text(words, left + width / 2, self.bottom - 6, text_anchor="middle", fill=palette.MUTED)

    def _draw_run(self, members: Sequence[tuple[int, Point]], index: int, colour: str) -> None:
        for place, point in members:
            self._draw_whisker(self.x(place), point, colour)
        places = [(self.x(place), self.y(point.rate)) for place, point in members if point.rate is not None]
        if len(places) > 1:
            path = " ".join(f"{x:.2f},{y:.2f}" for x, y in places)
            self.canvas.shape("polyline", points=path, fill="none", stroke=colour, stroke_width=2.5)
        for x, y in places:
            draw_marker(self.canvas, MARKERS[index], x, y, colour)

    def _draw_whisker(self, x: float, point: Point, colour: str) -> None:
        if point.low is None or point.high is None:
            return
        low, high, cap = self.y(point.low), self.y(point.high), min(4.0, self.slot / 4)
        style = {"stroke": colour, "stroke_width": 1.5, "stroke_opacity": 0.55}
        self.canvas.line(x, low, x, high, **style)
        for y in (low, high):
            self.canvas.line(x - cap, y, x + cap, y, **style)

    def draw_names(self, series: Sequence[Series]) -> None:
        """A key above the plot; each name beside its own marker, so colour is never the only sign."""
        x, baseline = self.left, self.frame.font * 2.7
        for index, one in enumerate(series):
            if one.name:
                draw_marker(self.canvas, MARKERS[index], x + 4, baseline - 4, palette.SERIES[index])
                self.canvas.text(one.name, x + 13, baseline)
                x += 13 + text_width(one.name, self.frame.font) + self.frame.font


def draw_marker(canvas: Canvas, kind: str, x: float, y: float, colour: str, *, size: float = 4) -> None:
    """A filled mark around (x, y). Kinds differ in form as well as in colour."""
    outline = {"fill": colour, "stroke": "#ffffff", "stroke_width": 1}
    if kind == "circle":
        canvas.shape("circle", cx=x, cy=y, r=size, **outline)
        return
    corners = {
        "square": ((-1, -1), (1, -1), (1, 1), (-1, 1)),
        "diamond": ((0, -1.3), (1.3, 0), (0, 1.3), (-1.3, 0)),
        "triangle": ((0, -1.25), (1.25, 1), (-1.25, 1)),
    }[kind]
    path = " ".join(f"{x + size * dx:.2f},{y + size * dy:.2f}" for dx, dy in corners)
    canvas.shape("polygon", points=path, **outline)
