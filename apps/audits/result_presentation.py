"""Results of rounds in words, digits and charts."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from apps.audits.group_results import CharacteristicGroups, Group
from apps.audits.presentation import interval_text
from apps.audits.question_results import QuestionResult
from apps.audits.result_queries import QuestionChange
from charts import FunnelLimit, FunnelPoint, Svg, funnel_plot
from rules.definitions.banks import Question
from rules.definitions.small_numbers import SmallNumbers
from rules.statistics.means import MeanDifference
from rules.statistics.rounding import half_up
from rules.tables.funnel import Funnel, Standing

STANDINGS = {
    Standing.LOW_ALARM: "Below the 99.8% limits",
    Standing.LOW_ALERT: "Below the 95% limits",
    Standing.WITHIN: "Within what chance explains",
    Standing.HIGH_ALERT: "Above the 95% limits",
    Standing.HIGH_ALARM: "Above the 99.8% limits",
    Standing.NOT_COUNTED: "No case counted",
}


@dataclass(frozen=True)
class QuestionCell:
    """One question in one round. The percentages are None where too few cases counted to show any."""

    counted: int
    full: int
    share: Decimal | None
    low: Decimal | None
    high: Decimal | None


def question_cells(results: Iterable[QuestionResult | None]) -> list[QuestionCell | None]:
    """A cell a round; None where the round's edition does not ask the question."""
    return [None if result is None else _cell(result) for result in results]


def _cell(result: QuestionResult) -> QuestionCell:
    interval = result.interval
    if not result.shows_percent or result.share is None or interval is None:
        return QuestionCell(result.counted, result.full, None, None, None)
    share = half_up(result.share * 100, 1)
    return QuestionCell(
        result.counted, result.full, share, half_up(interval.low, 1), half_up(interval.high, 1)
    )


@dataclass(frozen=True)
class ChangeCells:
    question: Question
    before: QuestionCell | None
    after: QuestionCell | None
    difference: str


def change_cells(changes: Iterable[QuestionChange]) -> list[ChangeCells]:
    """Each question before and now, and the difference in words."""
    return [
        ChangeCells(
            one.question,
            question_cells([one.before])[0],
            question_cells([one.after])[0],
            _difference(one),
        )
        for one in changes
    ]


def _difference(one: QuestionChange) -> str:
    if one.before is None:
        return "not comparable"
    if one.difference is None:
        return "too few cases to tell"
    found = one.difference
    points = f"{half_up(found.points, 1):+} ({half_up(found.low, 1):+} to {half_up(found.high, 1):+})"
    return points if found.is_clear else f"{points}, no clear change"


def score_change_text(found: MeanDifference | None) -> str:
    """How a score moved since the round before; says so where that cannot be told."""
    if found is None:
        return "The two cannot be compared: the bank changed its meaning, or too few cases were scored."
    return f"{points_text(found)} points{'' if found.is_clear else ': no clear change'}"


@dataclass(frozen=True, kw_only=True)
class GroupRow:
    """A group in words; empty texts for what is not shown. `difference`: from all other cases, in points."""

    name: str
    count: str
    mean: str = ""
    interval: str = ""
    difference: str = ""
    verdict: str = ""


@dataclass(frozen=True, kw_only=True)
class GroupTable:
    title: str
    rows: list[GroupRow]


def group_tables(found: Iterable[CharacteristicGroups]) -> list[GroupTable]:
    """A table for each characteristic that the sample froze."""
    return [
        GroupTable(title=one.title, rows=[_group_row(group) for group in one.groups])
        for one in found
        if one.is_frozen
    ]


def _group_row(group: Group) -> GroupRow:
    if group.count is None or group.mean is None:
        return GroupRow(name=group.name, count="not shown")
    return GroupRow(
        name=group.name,
        count=str(group.count),
        mean=f"{half_up(group.mean, 1)}%",
        interval=interval_text(group.interval),
        difference=points_text(group.against_rest) if group.against_rest else "",
        verdict=str(group.verdict or ""),
    )


def points_text(found: MeanDifference) -> str:
    """+4.2 (-1.0 to +9.4)"""
    return f"{half_up(found.points, 1):+} ({half_up(found.low, 1):+} to {half_up(found.high, 1):+})"


@dataclass(frozen=True)
class UnitFunnel:
    """The chart, its table and what it says of more spread than chance."""

    chart: Svg
    rows: tuple[tuple[str, int, int, str], ...]  # unit, reaching, scored, standing
    overdispersed: bool


def unit_funnel(found: Funnel, enough: int, rules: SmallNumbers) -> UnitFunnel:
    """Delivery units by the share of their cases at `enough` percent or more."""
    points = [
        FunnelPoint(
            label=group.key,
            n=group.denominator,
            rate=half_up(_percent(group.numerator, group.denominator), 1),
            outside=group.standing in (Standing.LOW_ALARM, Standing.HIGH_ALARM),
        )
        for group in found.groups
        if rules.shows_percent(group.denominator)  # a mark on the chart is a percentage
    ]
    limits = [
        FunnelLimit(
            n=limit.size,
            low_95=limit.warning.low,
            high_95=limit.warning.high,
            low_998=limit.action.low,
            high_998=limit.action.high,
        )
        for limit in found.curve
    ]
    outside = [group for group in found.groups if group.standing in (Standing.LOW_ALARM, Standing.HIGH_ALARM)]
    said = f"{len(outside)} outside the 99.8% limits" if outside else "none outside the 99.8% limits"
    title = f"Delivery units by the share of cases at {enough}% or more: {said}"
    described = (
        f"All together {half_up(found.centre * 100, 1)}%. {len(points)} delivery units with"
        f" {rules.fewest_with_percent} cases or more; the table has the counts of all."
    )
    rows = tuple((g.key, g.numerator, g.denominator, STANDINGS[g.standing]) for g in found.groups)
    chart = funnel_plot(points, limits, half_up(found.centre * 100, 1), title, described)
    return UnitFunnel(chart, rows, found.overdispersed)


def _percent(numerator: int, denominator: int) -> Decimal:
    return Decimal(100 * numerator) / Decimal(denominator)
