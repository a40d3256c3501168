"""The SVG paper that every chart draws on: escaping, numbers, text and the accessible frame."""

import hashlib
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from html import escape

from charts import palette

# Source Sans 3 and Arial both average about half an em a character; rather too wide than too narrow.
CHARACTER_EMS = 0.52
# The second family holds the letters of Welsh in print; a browser does without it.
FONT = "'Source Sans 3', 'Source Sans 3 Extended', Arial, sans-serif"


class Svg(str):
    """Markup made by this package. Template engines ask `__html__` and do not escape it again."""

    __slots__ = ()

    def __html__(self) -> str:
        return self


@dataclass(frozen=True, kw_only=True)
class Frame:
    """How large the paper is, in the units of its own viewBox. Charts scale to the width they are given.

    `alternative_has_description`: PDF has one alternative text per figure where HTML has two, so on paper
    the title element carries both.
    """

    width: int
    height: int
    font: float
    alternative_has_description: bool = False


# 360 units across: on a 320 px screen the type is still about 10 px high.
SCREEN = Frame(width=360, height=230, font=12.5)
PRINT = Frame(width=640, height=170, font=12, alternative_has_description=True)
# Two side by side on paper, in type of the same size.
HALF_PRINT = Frame(width=318, height=150, font=12, alternative_has_description=True)


def number(value: Decimal | float) -> str:
    """A coordinate with at most two decimals and no trailing zeros ("12.5", "3")."""
    rounded = Decimal(str(value)).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP).normalize()
    return f"{rounded:f}" if rounded else "0"


def text_width(text: str, font: float) -> float:
    """About how many units wide `text` is. An estimate: SVG text cannot be measured without a browser."""
    return len(text) * font * CHARACTER_EMS


def wrap(text: str, *, width: float, font: float) -> list[str]:
    """`text` in lines that fit into `width`, broken at spaces; one word longer than a line stays whole."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, font) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


class Canvas:
    """Collects shapes and closes them into one accessible `<svg>`."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._shapes: list[str] = []

    def shape(self, tag: str, **attributes: object) -> None:
        """Add one element. `stroke_width=2` becomes `stroke-width="2"`; None leaves the attribute out."""
        self._shapes.append(f"<{tag}{_attributes(attributes)}/>")

    def line(self, x1: float, y1: float, x2: float, y2: float, **attributes: object) -> None:
        self.shape("line", x1=x1, y1=y1, x2=x2, y2=y2, **attributes)

    def text(self, words: str, x: float, y: float, **attributes: object) -> None:
        """Add text with its baseline at `y`. It stays text: it can be searched, selected and enlarged."""
        style = {"font_size": self.frame.font, "fill": palette.TEXT, **attributes}
        self._shapes.append(f"<text{_attributes({'x': x, 'y': y, **style})}>{escape(words)}</text>")

    def close(self, *, title: str, description: str, height: float | None = None) -> Svg:
        """The finished chart. `height`: where drawing ended, when the content decides it."""
        body = "".join(self._shapes)
        key = hashlib.sha256(f"{title}|{description}|{body}".encode()).hexdigest()[:12]
        width, tall = number(self.frame.width), number(height or self.frame.height)
        alternative = title
        if self.frame.alternative_has_description and description:
            alternative = f"{title.rstrip('.')}. {description}"
        return Svg(
            f'<svg xmlns="http://www.w3.org/2000/svg" class="probity-chart" viewBox="0 0 {width} {tall}" '
            f'role="img" aria-labelledby="chart-{key}-title" aria-describedby="chart-{key}-description" '
            f'font-family="{escape(FONT)}" focusable="false">'
            f'<title id="chart-{key}-title">{escape(alternative)}</title>'
            f'<desc id="chart-{key}-description">{escape(description)}</desc>{body}</svg>'
        )


def _attributes(attributes: dict[str, object]) -> str:
    return "".join(
        f' {name.replace("_", "-")}="{_attribute(value)}"'
        for name, value in attributes.items()
        if value is not None
    )


def _attribute(value: object) -> str:
    if isinstance(value, int | float | Decimal):
        return number(value)
    return escape(str(value))
