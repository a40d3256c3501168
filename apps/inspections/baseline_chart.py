"""The baseline of outcomes as a chart: how delivery units lie, and how sure each of them is."""

from dataclasses import dataclass

from apps.inspections.baseline import Baseline, BaselineRow
from charts import Bar, Svg, bar_chart

MOST_DRAWN = 30  # more bars than a page can be read by; the table has every unit


@dataclass(frozen=True)
class UnitsChart:
    """`headline`: what the chart shows, in a sentence."""

    headline: str
    svg: Svg


def chart_of(baseline: Baseline) -> UnitsChart | None:
    """Bars of the units with a percentage, the highest first, with their intervals; None for fewer than two.

    Units with too few cases for a percentage are in the table, with their counts.
    """
    shown = sorted((row for row in baseline.rows if _is_drawn(row)), key=_from_the_top)
    if len(shown) < 2:
        return None
    drawn = shown[:MOST_DRAWN]
    more = f" The first {len(drawn)} of {len(shown)} are drawn." if len(shown) > len(drawn) else ""
    title = f"Outcomes met: {shown[-1].percent}% to {shown[0].percent}% in {len(shown)} delivery units"
    described = f"Share of outcomes met in each unit with its 95% interval.{more} The table has every figure."
    return UnitsChart(title, bar_chart([_bar(row) for row in drawn], title, described))


def _is_drawn(row: BaselineRow) -> bool:
    return row.kind == "unit" and row.percent is not None


def _from_the_top(row: BaselineRow) -> tuple[float, str]:
    return -float(row.percent or 0), row.place


def _bar(row: BaselineRow) -> Bar:
    return Bar(label=row.place, value=row.percent, shown=f"{row.percent}%", low=row.low, high=row.high)
