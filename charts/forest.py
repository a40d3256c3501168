"""A forest plot: differences with their intervals, one a line, around a line of no difference."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from charts import palette
from charts.canvas import SCREEN, Canvas, Frame, Svg, text_width
from charts.over_time import draw_marker
from charts.scales import STEPS, Linear

MOST_STEPS = 6


@dataclass(frozen=True, kw_only=True)
class Branch:
    """One difference in percentage points. `shown`: it in words as the table prints it ("−4.1").

    `mark`: worse (an orange diamond), better (a turquoise square) or neither (a blue circle).
    """

    label: str
    points: Decimal
    low: Decimal
    high: Decimal
    shown: str
    mark: str = ""


_MARKS = {"worse": ("diamond", palette.ORANGE), "better": ("square", palette.TURQUOISE)}


def forest_plot(
    branches: Sequence[Branch],
    title: str,
    description: str,
    *,
    least: Decimal | None = None,
    frame: Frame = SCREEN,
) -> Svg:
    """Differences in the order given, each label over its line; `least`: dashed lines at a difference that
    matters, to both sides. The height follows from their number; the scale from the widest interval."""
    canvas, row = Canvas(frame), frame.font * 3.1
    ticks = _ticks(branches, least or Decimal(0))
    top, scale = frame.font * 0.4, Linear(low=ticks[0], high=ticks[-1], start=18, end=frame.width - 18)
    bottom = top + row * len(branches)
    for tick in ticks:
        canvas.line(scale(tick), top, scale(tick), bottom, stroke=palette.GRID)
        words = f"{tick:+d}".replace("-", "−") if tick else "0"
        canvas.text(words, scale(tick), bottom + frame.font * 1.2, text_anchor="middle", fill=palette.MUTED)
    canvas.line(scale(0), top, scale(0), bottom, stroke=palette.TEXT, stroke_width=1.5)
    for side in (-1, 1) if least else ():
        at = scale(side * float(least or 0))
        canvas.line(at, top, at, bottom, stroke=palette.MUTED, stroke_dasharray="4 4")
    for index, branch in enumerate(branches):
        _draw(canvas, branch, scale, top + index * row)
    canvas.text(
        "percentage points",
        frame.width / 2,
        bottom + frame.font * 2.5,
        text_anchor="middle",
        fill=palette.MUTED,
    )
    return canvas.close(title=title, description=description, height=bottom + frame.font * 3.0)


def _ticks(branches: Sequence[Branch], least: Decimal) -> list[int]:
    """Round points from one side of zero to the other, zero among them, that enclose every interval."""
    ends = [end for branch in branches for end in (branch.low, branch.high)]
    low, high = min([-least, *ends]), max([least, *ends])
    span = float(high - low)
    step = next((one for one in STEPS if span / one <= MOST_STEPS - 1), STEPS[-1])
    first, last = math.floor(low / step), math.ceil(high / step)
    return [place * step for place in range(min(first, -1), max(last, 1) + 1)]


def _draw(canvas: Canvas, branch: Branch, scale: Linear, top: float) -> None:
    font = canvas.frame.font
    baseline, middle = top + font * 1.15, top + font * 2.1
    kind, colour = _MARKS.get(branch.mark, ("circle", palette.DARK_BLUE))
    # A white ground, so that words cross no line of the scale.
    width = canvas.frame.width
    for x, words in ((4.0, branch.label), (width - 2 - text_width(branch.shown, font), branch.shown)):
        box = {"width": min(text_width(words, font), width - x), "height": font * 1.25}
        canvas.shape("rect", x=x, y=baseline - font, fill="#ffffff", **box)
    canvas.text(branch.label, 4, baseline)
    canvas.text(branch.shown, width - 2, baseline, text_anchor="end", font_weight="bold")
    low, high = scale(branch.low), scale(branch.high)
    canvas.line(low, middle, high, middle, stroke=colour, stroke_width=2.5)
    for x in (low, high):
        canvas.line(x, middle - 4, x, middle + 4, stroke=colour, stroke_width=2.5)
    draw_marker(canvas, kind, scale(branch.points), middle, colour, size=5)
