"""Targets and benchmarks as plain data and as charts; the numbers come from the queries."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from apps.performance.queries.benchmarks import Baseline, Benchmark
from apps.performance.queries.targets import Span
from charts import Bar, Svg, bar_chart
from rules.definitions.measures import load_measures
from rules.tables.ramp_up import Step
from rules.tables.rounding import half_up

# How far ahead of the run the targets are shown.
MONTHS_AHEAD = 24
KINDS = {"end_state": "End state", "interim": "Interim", "demo": "Demo"}
TARGET_COLUMNS = (
    "measure",
    "title",
    "direction",
    "first_month",
    "last_month",
    "target_percent",
    "kind",
    "source",
)


def target_data(span: Span) -> dict[str, Any]:
    """A mapping by TARGET_COLUMNS; None where the sources give no target."""
    measure, value = load_measures()[span.measure], span.value
    return {
        "measure": span.measure,
        "title": measure.title,
        "direction": measure.direction,
        "first_month": str(span.first_month),
        "last_month": str(span.last_month),
        "target_percent": value.percent if value else None,
        "kind": KINDS[str(value.kind)] if value else None,
        "source": value.source if value else None,
    }


@dataclass(frozen=True, kw_only=True)
class BaselineRow:
    """A place of a benchmark as the page shows it: `percents` has one value for each step's column."""

    baseline: Baseline
    percent: Decimal | None
    percents: list[Decimal | None]


def baseline_rows(found: Benchmark) -> Iterator[BaselineRow]:
    """The nation, then each region. A place that needs no steps has the end state in every column."""
    for one in found.baselines:
        percent = half_up(one.percent, 1) if one.percent is not None else None
        yield BaselineRow(baseline=one, percent=percent, percents=_percents(one, found))


def _percents(one: Baseline, found: Benchmark) -> list[Decimal | None]:
    goal = found.goal
    months = [goal.first_month.plus(index * goal.step_months) for index in range(goal.steps)]
    return [_in_force(list(one.steps), month) for month in [*months, goal.from_month]]


def _in_force(steps: list[Step], month: Any) -> Decimal | None:
    held = [step.percent for step in steps if step.first_month <= month]
    return held[-1] if held else None


def benchmark_headline(found: Benchmark) -> str:
    """How many regions need steps, in a sentence."""
    counted = [one for one in found.regions if one.percent is not None]
    needing = [one for one in counted if one.needs_steps]
    return f"{len(needing)} of {len(counted)} regions need steps to reach {found.goal.percent.normalize():f}%"


def benchmark_chart(found: Benchmark) -> Svg:
    """Each region's baseline with its interval, against the end state."""
    bars = [
        Bar(
            label=one.place.name,
            value=one.figure.rate,
            shown=f"{one.figure.rate}%" if one.figure.rate is not None else "no rate",
            low=one.figure.interval[0] if one.figure.interval else None,
            high=one.figure.interval[1] if one.figure.interval else None,
        )
        for one in found.baselines
    ]
    title = f"{found.nation.figure.measure.title}: {benchmark_headline(found)}"
    return bar_chart(bars, title, "The table has the same figures.", target=found.goal.percent)
