"""Horizontal bars on wide paper: names on the left, values on the right, one line of type a bar."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from charts import palette
from charts.canvas import Canvas, Frame, text_width, wrap
from charts.scales import Linear

# A longer name goes on a second line rather than take more of the paper from the bars.
MOST_OF_NAMES = 0.4
VALUES = "100.0%"
GRID_LINES = 4


@dataclass(frozen=True, kw_only=True)
class Line:
    """The strip of paper of one bar, with its name broken to fit."""

    name: Sequence[str]
    top: float
    height: float


class BarsBeside:
    """Scales and places of one chart; `draw` adds its shapes and tells where they end."""

    def __init__(self, canvas: Canvas, labels: Sequence[str], largest: Decimal) -> None:
        self.canvas, self.frame, font = canvas, canvas.frame, canvas.frame.font
        widest = max((text_width(label, font) for label in labels), default=0)
        self.names = min(widest, self.frame.width * MOST_OF_NAMES)
        self.scale = Linear(
            low=0,
            high=float(largest),
            start=self.names + font,
            end=self.frame.width - text_width(VALUES, font) - font * 0.8,
        )
        self.largest, self.top = largest, font * 0.4
        self.rows = list(self._rows(labels))

    @property
    def bottom(self) -> float:
        return self.rows[-1].top + self.rows[-1].height if self.rows else self.top

    def _rows(self, labels: Sequence[str]) -> Iterator[Line]:
        top, font = self.top, self.frame.font
        for label in labels:
            name = wrap(label, width=self.names, font=font)
            height = font * (1.85 if len(name) == 1 else 0.75 + 1.15 * len(name))
            yield Line(name=name, top=top, height=height)
            top += height

    def draw_grid(self) -> None:
        """Light lines in quarters of the scale, each with its value below."""
        for step in range(GRID_LINES + 1):
            value = self.largest * step / GRID_LINES
            x = self.scale(value)
            self.canvas.line(x, self.top, x, self.bottom, stroke=palette.GRID, stroke_width=1)
            self.canvas.text(
                f"{value.normalize():f}%",
                x,
                self.bottom + self.frame.font * 1.25,
                text_anchor="middle",
                fill=palette.MUTED,
            )

    def draw_names(self, shown: Sequence[str]) -> None:
        font = self.frame.font
        for row, words in zip(self.rows, shown, strict=True):
            middle = row.top + row.height / 2
            first = middle + font * 0.35 - (len(row.name) - 1) * font * 0.575
            for place, line in enumerate(row.name):
                self.canvas.text(line, self.names, first + place * font * 1.15, text_anchor="end")
            self.canvas.text(
                words, self.frame.width, middle + font * 0.35, text_anchor="end", font_weight="bold"
            )

    def middle(self, index: int) -> float:
        row = self.rows[index]
        return row.top + row.height / 2


def beside(frame: Frame) -> bool:
    """Whether the paper is wide enough for names beside their bars."""
    return frame.width >= 500
