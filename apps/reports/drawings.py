"""Charts of frozen tables. A chart shows what its table prints, and nothing that the table suppresses."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from apps.publication.grids import Row
from apps.publication.queries import TableShown
from apps.reports.languages import spoken
from charts import PRINT, Bar, Frame, Point, Svg, bar_chart, measure_over_time


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """`key`: what the marks mean, in words."""

    title: str
    key: str
    svg: Svg


BARS = "The lines at the ends of the bars mark 95% intervals."
TARGETS = "The short dashed marks are the targets."
POINTS = "The upright lines mark 95% intervals; a grey field is a quarter without a printed rate."


def overview(shown: TableShown, year: str, *, frame: Frame = PRINT) -> Drawn | None:
    """The year's rate of every measure with its interval; None when no rate is printed."""
    title = f"Rates of the measures in {year}"
    return _bars(shown, shown.table.row_list, title, frame=frame, with_targets=True)


def over_units(shown: TableShown, details: Mapping[str, Any], *, frame: Frame = PRINT) -> Drawn | None:
    """The year's rate of every delivery unit and of the region; None when no unit's rate is printed."""
    title = f"{details['title']}: rate by delivery unit"
    if not any(_value(shown, row, "rate") is not None for row in shown.table.row_list if not row.emphasis):
        return None
    return _bars(shown, shown.table.row_list, title, frame=frame)


def over_quarters(shown: TableShown, details: Mapping[str, Any], *, frame: Frame = PRINT) -> Drawn | None:
    """The rates of the quarters in order, with the target: straight, or in steps where it changes."""
    rows = [row for row in shown.table.row_list if not row.emphasis]
    if not any(_value(shown, row, "rate") is not None for row in rows):
        return None
    title = f"{details['title']}: rate by quarter"
    targets = {_value(shown, row, "target") for row in rows}
    in_steps = len(targets) > 1
    target = None if in_steps else targets.pop()
    breaks = _broken_rows(rows, details)
    points = [
        replace(
            _point(shown, row, row.key in breaks),
            targets=[_value(shown, row, "target")] if in_steps else (),
        )
        for row in rows
    ]
    words = _described(shown, rows, "quarter")
    drawing = measure_over_time(points, target, spoken(title), words, frame=frame)
    return Drawn(title=title, key=POINTS, svg=drawing)


def _bars(
    shown: TableShown, rows: list[Row], title: str, *, frame: Frame, with_targets: bool = False
) -> Drawn | None:
    if not any(_value(shown, row, "rate") is not None for row in rows):
        return None
    bars = [
        Bar(
            label=spoken(row.label),
            value=_value(shown, row, "rate"),
            low=_value(shown, row, "low"),
            high=_value(shown, row, "high"),
            shown=_with_percent(shown, row),
            target=_value(shown, row, "target") if with_targets else None,
        )
        for row in rows
    ]
    key = f"{BARS} {TARGETS}" if with_targets else BARS
    words = _described(shown, rows, "row")
    return Drawn(title=title, key=key, svg=bar_chart(bars, spoken(title), words, frame=frame))


def _value(shown: TableShown, row: Row, column: str) -> Decimal | None:
    return shown.cell(row.key, column).value


def _with_percent(shown: TableShown, row: Row) -> str:
    cell = shown.cell(row.key, "rate")
    return cell.text if cell.number is None else f"{cell.text}%"


def _broken_rows(rows: list[Row], details: Mapping[str, Any]) -> set[str]:
    """The quarters before which the line stops."""
    if "break_before" in details:
        return set(details["break_before"])
    # Frozen before that was kept: the national days of the editions are all that is known.
    days = {edition["valid_from"] for edition in details["editions"] if edition["break_reason"]}
    return {row.key for row in rows if any(_quarter_holds(row.key, day) for day in days)}


def _point(shown: TableShown, row: Row, is_broken: bool) -> Point:  # noqa: FBT001 (one of a row's values)
    cell = shown.cell(row.key, "rate")
    return Point(
        spoken(row.short),
        cell.value,
        _value(shown, row, "low"),
        _value(shown, row, "high"),
        gap=cell.text if cell.number is None else "",
        break_before=is_broken,
    )


def _quarter_holds(key: str, day: str) -> bool:
    """Whether the quarter ("2024-Q2") holds the day ("2024-05-01")."""
    year, _, quarter = key.partition("-Q")
    return year == day[:4] and int(quarter) == (int(day[5:7]) + 2) // 3


def _described(shown: TableShown, rows: list[Row], what: str) -> str:
    """What the chart shows, for those who hear it; the numbers follow in the table."""
    printed = [row for row in rows if _value(shown, row, "rate") is not None]
    told = "; ".join(f"{spoken(row.label)} {_with_percent(shown, row)}" for row in rows)
    missing = len(rows) - len(printed)
    said = [f"{spoken(f'Rates with their 95% intervals, one for each {what}')}: {told}."]
    if missing:
        said.append(spoken(f"{missing} of {len(rows)} have no printed rate."))
    return " ".join([*said, spoken(f"Table {shown.table.position} holds the figures.")])
