"""A map-like chart of equal tiles, one a place: told apart by a sign in the tile as well as by its colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from charts import palette
from charts.canvas import SCREEN, Canvas, Frame, Svg, text_width, wrap

# Beside the tiles when the paper is that much wider than they need to be, else above them.
LEGEND_WIDTH = 200
LARGEST_TILE = 31.0


@dataclass(frozen=True, kw_only=True)
class TileStyle:
    """One kind of tile. `sign`: what stands in it, unless the tile has its own; `label`: the key's words."""

    sign: str
    label: str
    fill: str
    ink: str = "#ffffff"


@dataclass(frozen=True, kw_only=True)
class TileMark:
    """One place. `column`, `row`: from 0, the top left. `style`: its key in the styles, None for a place that
    the chart says nothing about; `sign`: in place of the style's (a number)."""

    column: int
    row: int
    code: str
    style: str | None = None
    sign: str = ""


def tile_chart(
    marks: Sequence[TileMark],
    styles: Mapping[str, TileStyle],
    title: str,
    description: str,
    *,
    others: str = "",
    frame: Frame = SCREEN,
) -> Svg:
    """The tiles in their places with a key to the styles. `others`: the key's words for those without one."""
    canvas = Canvas(frame)
    columns = 1 + max((mark.column for mark in marks), default=0)
    is_beside = frame.width - LEGEND_WIDTH >= columns * LARGEST_TILE
    size = min(LARGEST_TILE, (frame.width - (LEGEND_WIDTH if is_beside else 0)) / columns)
    bottom = _draw_key(canvas, styles, others, width=LEGEND_WIDTH if is_beside else frame.width)
    left = frame.width - columns * size if is_beside else (frame.width - columns * size) / 2
    top = 2.0 if is_beside else bottom + frame.font * 0.6
    for mark in marks:
        style = styles[mark.style] if mark.style is not None else None
        _draw_tile(canvas, mark, style, left + mark.column * size, top + mark.row * size, size)
    rows = 1 + max((mark.row for mark in marks), default=0)
    return canvas.close(title=title, description=description, height=max(bottom, top + rows * size) + 2)


def _draw_tile(
    canvas: Canvas, mark: TileMark, style: TileStyle | None, x: float, y: float, size: float
) -> None:
    fill, ink = (style.fill, style.ink) if style else (palette.NO_DATA, palette.MUTED)
    canvas.shape("rect", x=x + 0.75, y=y + 0.75, width=size - 1.5, height=size - 1.5, fill=fill, rx=2)
    middle, code = x + size / 2, size * 0.3
    sign = mark.sign or (style.sign if style else "")
    # A tile that says nothing shows only whose it is.
    canvas.text(
        mark.code,
        middle,
        y + (size * 0.36 if sign else size * 0.6),
        text_anchor="middle",
        fill=ink,
        font_size=min(code, size * 0.9 / (max(len(mark.code), 1) * 0.6)),
    )
    if sign:
        style_of_sign = {"text_anchor": "middle", "font_weight": "bold", "font_size": size * 0.44}
        canvas.text(sign, middle, y + size * 0.83, fill=ink, **style_of_sign)


def _draw_key(canvas: Canvas, styles: Mapping[str, TileStyle], others: str, *, width: float) -> float:
    """Returns where the key ends."""
    font, y = canvas.frame.font, 2.0
    box = font * 1.5
    rest = [TileStyle(sign="", label=others, fill=palette.NO_DATA, ink=palette.MUTED)] if others else []
    for style in [*styles.values(), *rest]:
        canvas.shape("rect", x=1, y=y, width=box, height=box, fill=style.fill, rx=2)
        if style.sign:
            across = {"text_anchor": "middle", "font_weight": "bold", "fill": style.ink}
            room = font if text_width(style.sign, font) <= box else box / (len(style.sign) * 0.6)
            canvas.text(style.sign, 1 + box / 2, y + box * 0.72, font_size=room, **across)
        lines = wrap(style.label, width=width - box - font, font=font)
        for number, line in enumerate(lines):
            canvas.text(line, box + font * 0.6, y + box * 0.72 + number * font * 1.25)
        y += max(box, len(lines) * font * 1.25) + font * 0.5
    return y
