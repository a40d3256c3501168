"""How months make a longer period: added up, the last one alone, or cumulated from the start of the year."""

from typing import Literal

import pytest

from apps.performance.queries.figures import months_counted
from rules.definitions.measures import MeasureDefinition, load_measures
from rules.periods import Month

FIRST, LAST = Month(2024, 4), Month(2025, 11)
Kind = Literal["sum", "latest", "cumulative"]


def of_kind(kind: Kind) -> MeasureDefinition:
    return load_measures()["SL004"].model_copy(update={"aggregation": kind})


def counted(kind: Kind, *months: str) -> list[str]:
    asked = [Month.parse(month) for month in months]
    return [str(month) for month in months_counted(of_kind(kind), asked, first=FIRST, last=LAST)]


def test_months_add_up_where_the_definition_says_nothing() -> None:
    assert counted("sum", "2025-10", "2025-11", "2025-12") == ["2025-10", "2025-11", "2025-12"]


@pytest.mark.parametrize(
    ("months", "shown"),
    [
        (("2025-07", "2025-08", "2025-09"), "2025-09"),
        (("2025-10", "2025-11", "2025-12"), "2025-11"),  # December is not judged yet
        (("2026-01", "2026-02"), "2026-02"),  # nothing is, so the last month stays empty
    ],
)
def test_a_rolling_measure_shows_the_last_month_that_was_judged(months: tuple[str, ...], shown: str) -> None:
    assert counted("latest", *months) == [shown]


def test_a_count_cumulates_from_april_whatever_month_the_period_begins_with() -> None:
    assert counted("cumulative", "2025-06") == ["2025-04", "2025-05", "2025-06"]
    assert counted("cumulative", "2025-02", "2025-03")[0] == "2024-04"
    assert len(counted("cumulative", "2025-02", "2025-03")) == 12
