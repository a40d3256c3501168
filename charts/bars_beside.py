"""Horizontal bars on wide paper: names on the left, values on the right, one line of type a bar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from charts import palette
from charts.canvas import Canvas, Frame, text_width, wrap
from charts.scales import Linear, count_ticks

# A longer name goes on a second line rather than take more of the paper from the bars.
MOST_OF_NAMES = 0.4
VALUES = "100.0%"
HALF = 320
GRID_LINES = 4
PERCENT = "%"


@dataclass(frozen=True, kw_only=True)
class Line:
    """The strip of paper of one bar, with its name broken to fit."""

    name: Sequence[str]
    top: float
    height: float


class BarsBeside:
    """Scales and places of one chart; `draw` adds its shapes and tells where they end."""

    def __init__(
        self, canvas: Canvas, labels: Sequence[str], values: Sequence[str], largest: Decimal, unit: str
    ) -> None:
        self.canvas, self.frame, font = canvas, canvas.frame, canvas.frame.font
        self.unit, self.ticks = unit, _ticks(largest, unit)
        values_wide = max(text_width(words, font) for words in (VALUES, *values))
        widest = max((text_width(label, font) for label in labels), default=0)
        self.names = min(widest, self.frame.width * MOST_OF_NAMES)
        self.scale = Linear(
            low=0,
            high=float(self.ticks[-1]),
            start=self.names + font,
            end=self.frame.width - values_wide - font * 0.8,
        )
        self.top = font * 0.4
        # Closer together where two charts share the width of a page.
        self.line = 1.85 if self.frame.width > HALF else 1.4
        self.rows = list(self._rows(labels))

    @property
    def bottom(self) -> float:
        return self.rows[-1].top + self.rows[-1].height if self.rows else self.top

    def _rows(self, labels: Sequence[str]) -> Iterator[Line]:
        top, font = self.top, self.frame.font
        for label in labels:
            name = wrap(label, width=self.names, font=font)
            height = font * (self.line if len(name) == 1 else self.line - 0.85 + 0.95 * len(name))
            yield Line(name=name, top=top, height=height)
            top += height

    def draw_grid(self) -> None:
        """Light lines across the scale, each with its value below."""
        for value in self.ticks:
            x = self.scale(value)
            self.canvas.line(x, self.top, x, self.bottom, stroke=palette.GRID, stroke_width=1)
            self.canvas.text(
                f"{value.normalize():,f}{self.unit}",
                x,
                self.bottom + self.frame.font * 1.25,
                text_anchor="middle",
                fill=palette.MUTED,
            )

    def draw_names(self, shown: Sequence[str]) -> None:
        font = self.frame.font
        for row, words in zip(self.rows, shown, strict=True):
            middle = row.top + row.height / 2
            first = middle + font * 0.35 - (len(row.name) - 1) * font * 0.475
            for place, line in enumerate(row.name):
                self.canvas.text(line, self.names, first + place * font * 0.95, text_anchor="end")
            self.canvas.text(
                words, self.frame.width, middle + font * 0.35, text_anchor="end", font_weight="bold"
            )

    def middle(self, index: int) -> float:
        row = self.rows[index]
        return row.top + row.height / 2


def _ticks(largest: Decimal, unit: str) -> list[Decimal]:
    """Percentages in quarters of the scale; counts at round numbers that enclose the largest."""
    if unit == PERCENT:
        return [largest * step / GRID_LINES for step in range(GRID_LINES + 1)]
    return [Decimal(tick) for tick in count_ticks(float(largest))]


def beside(frame: Frame) -> bool:
    """Whether names stand beside their bars: on paper, which nobody reads 320 pixels wide."""
    return frame.alternative_has_description
