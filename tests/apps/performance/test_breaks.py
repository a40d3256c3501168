"""Where a series breaks: told from the editions that judged a place, which may begin on days of their own."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from apps.performance.queries.breaks import break_across, breaks_within, marked
from apps.performance.queries.figures import Counts, Figure
from rules.definitions.measures import load_measures
from rules.periods import Month

SL007 = load_measures()["SL007"]


def month(number: int, *editions: int) -> Figure:
    """SL007 in a month of 2024, judged by these of its editions."""
    months = [Month(2024, number)]
    return Figure(
        measure=SL007,
        months=months,
        judged=months,
        counted=months,
        counts=Counts(numerator=1, denominator=2),
        editions=[SL007.editions[each] for each in editions],
        targets=[None],
        as_at=date(2024, 12, 31),
    )


def marks(figures: Sequence[Figure]) -> list[str]:
    return [figure.label for figure, broken in marked(figures) if broken]


def test_a_national_break_is_marked_at_its_month() -> None:
    assert marks([month(4, 0), month(5, 1), month(6, 1)]) == ["May 2024"]


def test_a_region_with_a_later_day_breaks_on_that_day() -> None:
    later = [month(4, 0), month(5, 0), month(6, 0), month(7, 1)]
    assert marks(later) == ["July 2024"]
    assert break_across([later[1], later[2]]) is None
    assert break_across([later[2], later[3]]) == SL007.editions[1]


def test_a_nation_of_both_is_marked_once_and_has_no_rate_while_both_editions_judge() -> None:
    mixed = [month(4, 0), month(5, 0, 1), month(6, 0, 1), month(7, 1)]
    assert marks(mixed) == ["May 2024"]
    assert [figure.has_rate for figure in mixed] == [True, False, False, True]
    assert break_across([mixed[2], mixed[3]]) == SL007.editions[1]


def test_a_series_that_begins_inside_a_break_is_marked_at_its_first_period() -> None:
    assert marks([month(5, 0, 1), month(6, 1)]) == ["May 2024"]
    assert marks([month(5, 1), month(6, 1)]) == []


def test_a_figure_without_a_rate_says_why() -> None:
    assert month(4, 0).why_no_rate == ""
    assert month(5, 0, 1).why_no_rate.startswith("There is a break in this measure on 1 May 2024.")
    assert replace(month(4, 0), counts=Counts()).why_no_rate == "No case was counted in these months."
    count = next(one for one in load_measures().values() if one.aggregation == "cumulative")
    assert "a count against a fixed figure" in replace(month(4, 0), measure=count).why_no_rate


def test_nothing_breaks_where_there_is_no_figure() -> None:
    assert breaks_within([]) == []
    assert break_across([]) is None
