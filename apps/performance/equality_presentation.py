"""Equality monitoring as rows, counts, words and a chart; numbers come from the queries."""

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from apps.performance.comparing_presentation import signed
from apps.performance.equality_forms import WantedGroups
from apps.performance.queries.catalogue import shown_id
from apps.performance.queries.equality import EqualityOfPlace, GroupRow
from charts import Svg
from charts.forest import Branch, forest_plot
from rules.definitions.equality import COMBINED
from rules.definitions.profile import Characteristic
from rules.statistics.differences import Difference
from rules.statistics.rounding import half_up
from rules.tables.disparity import Verdict
from rules.tables.disparity_words import REASONS, VERDICTS

COLUMNS = (
    "place",
    "place_name",
    "year",
    "measure",
    "title",
    "better_when",
    "characteristic",
    "group",
    "group_words",
    "counted",
    "met",
    "people",
    "rate_percent",
    "rest_counted",
    "rest_rate_percent",
    "difference_points",
    "low_points",
    "high_points",
    "relative_rate",
    "relative_low",
    "relative_high",
    "chance",
    "adjusted_chance",
    "characteristic_not_recorded_percent",
    "outcome_not_recorded_percent",
    "verdict",
    "because",
)
# More branches than fit a look at the chart; the table has them all.
MOST_DRAWN = 20
_ATTENTION = {verdict: place for place, verdict in enumerate(Verdict)}


def chosen_rows(found: EqualityOfPlace, wanted: WantedGroups) -> list[GroupRow]:
    """What the filter lets through, in the order asked for."""
    rows = [row for row in _of_characteristic(found, wanted.characteristic) if _fits(row, wanted)]
    if wanted.sort == "attention":
        rows.sort(key=_attention)
    return rows


def _of_characteristic(found: EqualityOfPlace, characteristic: str) -> list[GroupRow]:
    if characteristic:
        return [row for row in found.rows if row.characteristic.id == characteristic]
    return [row for row in found.rows if row.characteristic.id != COMBINED]


def _fits(row: GroupRow, wanted: WantedGroups) -> bool:
    return _is_of(row, wanted) and row.compared.verdict in wanted.verdicts


def _is_of(row: GroupRow, wanted: WantedGroups) -> bool:
    return wanted.measure in ("", row.measure.id)


def _attention(row: GroupRow) -> tuple[int, Fraction]:
    difference = row.compared.difference
    return _ATTENTION[row.compared.verdict], -abs(difference.points) if difference else Fraction(0)


def counted_verdicts(
    found: EqualityOfPlace,
) -> list[tuple[Characteristic, dict[str, int]]]:
    """Each characteristic with how many of its comparisons have which verdict."""
    counts = Counter((row.characteristic.id, row.compared.verdict) for row in found.rows)
    return [
        (one, {str(verdict): counts[one.id, verdict] for verdict in Verdict})
        for one in found.characteristics
        if any(counts[one.id, verdict] for verdict in Verdict)
    ]


def headline(found: EqualityOfPlace, wanted: WantedGroups) -> str:
    """What was found of the measure and characteristic asked for, whichever verdicts are listed."""
    every = [row for row in _of_characteristic(found, wanted.characteristic) if _is_of(row, wanted)]
    worse = sum(row.compared.verdict is Verdict.WORSE for row in every)
    better = sum(row.compared.verdict is Verdict.BETTER for row in every)
    place = f"{wanted.place.name}, {wanted.year}"
    among = f"among {len(every):,} comparison{'s' * (len(every) != 1)}"
    if not every:
        return f"{place}: nothing to compare"
    if worse or better:
        return f"{place}: {worse} worse and {better} better {among}"
    return f"{place}: no disparity {among}"


def row_data(row: GroupRow, wanted: WantedGroups) -> dict[str, Any]:
    """A mapping by COLUMNS."""
    one = row.compared
    difference, relative = one.difference, one.relative
    return {
        "place": wanted.place.code,
        "place_name": wanted.place.name,
        "year": str(wanted.year),
        "measure": row.measure.id,
        "title": row.measure.title,
        "better_when": row.measure.direction,
        "characteristic": row.characteristic.id,
        "group": one.group,
        "group_words": row.words,
        "counted": one.own.counted,
        "met": one.own.met,
        "people": one.own.people,
        "rate_percent": _percent(one.own.share),
        "rest_counted": one.rest.counted,
        "rest_rate_percent": _percent(one.rest.share) if one.rest.counted else None,
        "difference_points": half_up(difference.points, 1) if difference else None,
        "low_points": half_up(difference.low, 1) if difference else None,
        "high_points": half_up(difference.high, 1) if difference else None,
        "relative_rate": half_up(relative.value, 2) if relative else None,
        "relative_low": half_up(relative.low, 2) if relative else None,
        "relative_high": half_up(relative.high, 2) if relative else None,
        "chance": _chance(one.chance.chance if one.chance else None),
        "adjusted_chance": _chance(one.adjusted),
        "characteristic_not_recorded_percent": _percent(row.not_recorded),
        "outcome_not_recorded_percent": _percent(row.no_outcome),
        "verdict": str(one.verdict),
        "because": str(one.because),
    }


def rows_data(rows: Sequence[GroupRow], wanted: WantedGroups) -> Iterator[dict[str, Any]]:
    return (row_data(row, wanted) for row in rows)


def shown_row(row: GroupRow, wanted: WantedGroups) -> dict[str, Any]:
    """The data with the words of a table's cells."""
    data = row_data(row, wanted)
    return data | {
        "measure_shown": shown_id(row.measure.id),
        "characteristic_title": row.characteristic.title,
        "difference_shown": _signed(data["difference_points"]),
        "low_shown": _signed(data["low_points"]),
        "high_shown": _signed(data["high_points"]),
        "verdict_words": VERDICTS[row.compared.verdict],
        "because_words": REASONS[row.compared.because],
    }


def chart_of(rows: Sequence[GroupRow], title: str, *, least: Fraction) -> Svg | None:
    """The first rows with a difference as a forest plot; None without any."""
    drawn = [(row, row.compared.difference) for row in rows[:MOST_DRAWN] if row.compared.difference]
    if not drawn:
        return None
    more = f" The first {len(drawn)} of {len(rows)} are drawn." if len(rows) > len(drawn) else ""
    described = (
        "Rate of each group less that of everybody else whose group is known, with 95% intervals."
        f" Dashed lines: the least difference that counts.{more} The table has every figure."
    )
    branches = [_branch(row, difference) for row, difference in drawn]
    return forest_plot(branches, title, described, least=half_up(least, 1))


def _branch(row: GroupRow, difference: Difference) -> Branch:
    verdict = row.compared.verdict
    points, low, high = (half_up(value, 1) for value in (difference.points, difference.low, difference.high))
    return Branch(
        label=f"{shown_id(row.measure.id)} {row.words}",
        points=points,
        low=low,
        high=high,
        shown=_signed(points),
        mark=str(verdict) if verdict.is_disparity else "",
    )


def _percent(share: Fraction | None) -> Decimal | None:
    return None if share is None else half_up(share * 100, 1)


def _chance(chance: float | None) -> Decimal | None:
    """To four decimals; what is smaller than that prints as 0.0000 and is no zero."""
    return None if chance is None else half_up(Decimal(repr(chance)), 4)


def _signed(points: Decimal | None) -> str:
    return "" if points is None else signed(points)
