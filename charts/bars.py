"""Horizontal bars: on a narrow screen the words stand over each bar, on wide paper beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from charts import palette
from charts.bars_beside import PERCENT, BarsBeside, beside
from charts.canvas import SCREEN, Canvas, Frame, Svg
from charts.scales import Linear

_PINK = palette.DARK_PINK
_TARGET = {"stroke": _PINK, "stroke_width": 2, "stroke_dasharray": "7 4"}


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One bar. `value`, `low`, `high`: on the chart's scale, None when there is nothing to show.

    `shown`: the value in words as the table beside the chart prints it ("83.1%", "[c]", "no rate").
    `target`: this bar's own target, a mark across it; the chart's `target` holds for all bars.
    """

    label: str
    value: Decimal | None
    shown: str
    low: Decimal | None = None
    high: Decimal | None = None
    target: Decimal | None = None


def bar_chart(
    bars: Sequence[Bar],
    title: str,
    description: str,
    *,
    target: Decimal | None = None,
    largest: Decimal | None = None,
    unit: str = PERCENT,
    frame: Frame = SCREEN,
) -> Svg:
    """Bars from zero to `largest` (None: 100, for percentages), with interval whiskers and a target line.

    `unit`: of the scale; empty for counts, whose scale ends at a round number. The height follows
    from the number of bars. A bar without a value shows only its words.
    """
    if beside(frame):
        return _on_wide_paper(
            bars, title, description, target=target, largest=largest, unit=unit, frame=frame
        )
    canvas, row = Canvas(frame), frame.font * 3.4
    top = frame.font * (2.0 if target is not None else 0.4)
    scale = Linear(low=0, high=float(largest or 100), start=0, end=frame.width - frame.font * 0.5)
    bottom = top + row * len(bars)
    for index, bar in enumerate(bars):
        _draw_bar(canvas, bar, scale, top + index * row)
    if target is not None:
        _draw_target(canvas, target, scale(target), bottom)
    canvas.line(0, top, 0, bottom, stroke=palette.MUTED, stroke_width=1.5)
    return canvas.close(title=title, description=description, height=bottom + frame.font * 0.4)


def _on_wide_paper(
    bars: Sequence[Bar],
    title: str,
    description: str,
    *,
    target: Decimal | None,
    largest: Decimal | None,
    unit: str,
    frame: Frame,
) -> Svg:
    canvas, font = Canvas(frame), frame.font
    labels, values = [bar.label for bar in bars], [bar.shown for bar in bars]
    places = BarsBeside(canvas, labels, values, largest or Decimal(100), unit)
    places.draw_grid()
    for index, bar in enumerate(bars):
        _draw_marks(canvas, bar, places.scale, places.middle(index))
    places.draw_names(values)
    x = places.scale(0)
    canvas.line(x, places.top, x, places.bottom, stroke=palette.MUTED, stroke_width=1.5)
    if target is not None:
        x = places.scale(target)
        canvas.line(x, places.top, x, places.bottom, **_TARGET)
        canvas.text(
            f"Target {target.normalize():f}%", x, places.bottom + font * 2.6, text_anchor="middle", fill=_PINK
        )
    return canvas.close(
        title=title, description=description, height=places.bottom + font * (1.8 if target is None else 3.2)
    )


def _draw_marks(canvas: Canvas, bar: Bar, scale: Linear, middle: float) -> None:
    """The bar, its interval and its own target around one line; nothing for a bar without a value."""
    thick = canvas.frame.font * 0.95
    if bar.value is None:
        return
    start = scale(0)
    canvas.shape(
        "rect",
        x=start,
        y=middle - thick / 2,
        width=scale(bar.value) - start,
        height=thick,
        fill=palette.DARK_BLUE,
    )
    _draw_interval(canvas, bar, scale, middle)
    if bar.target is not None:
        x, reach = scale(bar.target), thick * 0.78
        canvas.line(
            x, middle - reach, x, middle + reach, stroke=_PINK, stroke_width=3, stroke_dasharray="4 2"
        )


def _draw_bar(canvas: Canvas, bar: Bar, scale: Linear, top: float) -> None:
    font = canvas.frame.font
    baseline, bar_top, thick = top + font * 1.3, top + font * 1.65, font * 1.05
    canvas.text(bar.label, 4, baseline)
    canvas.text(bar.shown, canvas.frame.width - 2, baseline, text_anchor="end", font_weight="bold")
    if bar.value is None:
        return
    canvas.shape("rect", x=0, y=bar_top, width=scale(bar.value), height=thick, fill=palette.DARK_BLUE)
    _draw_interval(canvas, bar, scale, bar_top + thick / 2)
    if bar.target is not None:
        x, reach = scale(bar.target), font * 0.3
        style = {"stroke": palette.DARK_PINK, "stroke_width": 3, "stroke_dasharray": "4 2"}
        canvas.line(x, bar_top - reach, x, bar_top + thick + reach, **style)


def _draw_interval(canvas: Canvas, bar: Bar, scale: Linear, middle: float) -> None:
    if bar.low is None or bar.high is None:
        return
    low, high = scale(bar.low), scale(bar.high)
    # White under orange: the whisker has to be seen on the bar and beside it.
    for colour, width in (("#ffffff", 4), (palette.ORANGE, 2)):
        canvas.line(low, middle, high, middle, stroke=colour, stroke_width=width)
        for x in (low, high):
            canvas.line(x, middle - 4, x, middle + 4, stroke=colour, stroke_width=width)


def _draw_target(canvas: Canvas, target: Decimal, x: float, bottom: float) -> None:
    font = canvas.frame.font
    canvas.line(x, font * 1.5, x, bottom, **_TARGET)
    canvas.text(
        f"Target {target.normalize():f}%",
        x,
        font * 1.1,
        text_anchor="end" if x > 90 else "start",
        fill=palette.DARK_PINK,
    )
