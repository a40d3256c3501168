"""A small timeline: the dates of one case, and every calendar day between them, skipped ones marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from charts import palette
from charts.canvas import SCREEN, Canvas, Frame, Svg, wrap
from charts.over_time import draw_marker
from charts.scales import Linear

# More days than this would be thinner than a fingertip; the strip becomes a plain line.
MOST_DAY_CELLS = 45
MARKS = {
    "trigger": ("circle", palette.DARK_BLUE),
    "event": ("square", palette.TURQUOISE),
    "due": ("diamond", palette.DARK_PINK),
    "other": ("triangle", palette.ORANGE),
}


@dataclass(frozen=True, kw_only=True)
class Moment:
    """A date of the case. `kind`: trigger (the clock starts), due (it runs out), event, or other."""

    on: date
    label: str
    kind: str = "other"


@dataclass(frozen=True, kw_only=True)
class SkippedDay:
    """A calendar day that the clock does not count, and why ("Saturday", "Good Friday")."""

    on: date
    why: str


def timeline(
    moments: Sequence[Moment],
    title: str,
    description: str,
    *,
    skipped: Sequence[SkippedDay] = (),
    frame: Frame = SCREEN,
) -> Svg:
    """A strip of days with a numbered mark for each moment, and below it the dates in words.

    Days in `skipped` are hatched. Moments come out in order of date; none at all raises ValueError.
    """
    if not moments:
        raise ValueError("a timeline needs at least one date")
    canvas, ordered = Canvas(frame), sorted(moments, key=lambda moment: moment.on)
    first, last = ordered[0].on, max(ordered[-1].on, ordered[0].on + timedelta(days=1))
    days = (last - first).days + 1
    x = Linear(low=0, high=days, start=2, end=frame.width - 2)
    strip = frame.font * 2.6
    if days <= MOST_DAY_CELLS:
        _draw_days(canvas, first, days, {day.on for day in skipped}, x, strip)
    else:
        canvas.line(2, strip + 9, frame.width - 2, strip + 9, stroke=palette.MUTED, stroke_width=3)
    _draw_marks(canvas, ordered, first, x, strip)
    bottom = _draw_words(canvas, ordered, strip + frame.font * 3.4)
    if skipped and days <= MOST_DAY_CELLS:
        bottom = _draw_key(canvas, bottom)
    return canvas.close(title=title, description=description, height=bottom)


def _draw_days(canvas: Canvas, first: date, days: int, skipped: set[date], x: Linear, top: float) -> None:
    for index in range(days):
        out = first + timedelta(days=index) in skipped
        _draw_cell(canvas, x(index), x(index + 1) - x(index), top, out=out)


def _draw_cell(canvas: Canvas, left: float, width: float, top: float, *, out: bool) -> None:
    fill = palette.GRID if out else "#ffffff"
    canvas.shape("rect", x=left, y=top, width=width, height=18, fill=fill, stroke=palette.MUTED)
    if out:
        # A stroke through the day as well: grey alone would not survive a photocopier.
        canvas.line(left, top + 18, left + width, top, stroke=palette.MUTED, stroke_width=1)


def _draw_marks(canvas: Canvas, moments: Sequence[Moment], first: date, x: Linear, strip: float) -> None:
    taken: dict[date, int] = {}
    for index, moment in enumerate(moments):
        place = x((moment.on - first).days + 0.5)
        level = taken.get(moment.on, 0)
        taken[moment.on] = level + 1
        if level == 0:
            mark, colour = MARKS.get(moment.kind, MARKS["other"])
            draw_marker(canvas, mark, place, strip + 9, colour, size=5.5)
        # Two things on one day share the mark; their numbers stand side by side above and below it.
        y = strip - 6 if level % 2 == 0 else strip + 18 + canvas.frame.font
        canvas.text(str(index + 1), place + 10 * (level // 2), y, text_anchor="middle", font_weight="bold")


def _draw_words(canvas: Canvas, moments: Sequence[Moment], top: float) -> float:
    font, y = canvas.frame.font, top + canvas.frame.font
    for index, moment in enumerate(moments):
        mark, colour = MARKS.get(moment.kind, MARKS["other"])
        draw_marker(canvas, mark, 7, y - font * 0.35, colour, size=5)
        words = f"{index + 1}. {day_in_words(moment.on)}: {moment.label}"
        for line in wrap(words, width=canvas.frame.width - 22, font=font):
            canvas.text(line, 20, y)
            y += font * 1.4
    return y


def _draw_key(canvas: Canvas, top: float) -> float:
    _draw_cell(canvas, 1, 12, top - canvas.frame.font * 0.6, out=True)
    canvas.text("a day that does not count", 20, top + canvas.frame.font * 0.45, fill=palette.MUTED)
    return top + canvas.frame.font * 1.5


def day_in_words(day: date) -> str:
    """ "Mon 6 May 2024": the weekday is what explains most surprises."""
    return f"{day:%a} {day.day} {day:%b} {day.year}"
