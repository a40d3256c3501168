"""What changed between two quarters: from unrounded rates, and said to be chance where it may be."""

from datetime import date

import pytest

from apps.organisation.access import Scope
from apps.performance.models import MeasureCell, MeasureRun
from apps.performance.queries import largest_changes
from apps.performance.queries.places import place_for
from tests.factories.judged import live_extract

WALES = Scope(region_codes=frozenset("H"))


@pytest.fixture
def half_year(reference: None) -> MeasureRun:
    """A finished run over two whole quarters, without cells."""
    extract = live_extract()
    return MeasureRun.objects.create(
        extract=extract,
        measures=["SL004", "SL007"],
        first_month="2024-01",
        last_month="2024-06",
        state="finished",
        is_current=True,
        finished_at=extract.live_at,
    )


def cell(
    run: MeasureRun, period: str, met: int, of: int, *, measure: str = "SL004", edition: str = ""
) -> None:
    MeasureCell.objects.create(
        run=run,
        measure=measure,
        edition=edition or "2021-10-01",
        period=period,
        region="H",
        unit="H103",
        numerator=met,
        denominator=of,
        denominator_only=of - met,
        not_in_population=0,
        excluded=0,
        pending=0,
        not_recorded=0,
        exception=0,
    )


def changes(run: MeasureRun) -> list[tuple[str, str, bool]]:
    place = place_for(WALES, "region", "H")
    assert place is not None
    return [(one.after.measure.id, str(one.points), one.is_clear) for one in largest_changes(run, place)]


def test_the_change_comes_from_unrounded_rates(half_year: MeasureRun) -> None:
    cell(half_year, "2024-01", 1, 3)
    cell(half_year, "2024-02", 1, 3)
    cell(half_year, "2024-05", 1, 6)
    # 2/6 to 1/6: -16.666...; from rounded rates it would be 16.7 - 33.3 = -16.6.
    assert changes(half_year) == [("SL004", "-16.7", False)]


def test_a_change_is_clear_only_where_the_intervals_do_not_meet(half_year: MeasureRun) -> None:
    cell(half_year, "2024-01", 900, 1000)
    cell(half_year, "2024-04", 700, 1000)
    assert changes(half_year) == [("SL004", "-20.0", True)]


def test_rates_on_both_sides_of_a_break_are_not_compared(half_year: MeasureRun) -> None:
    cell(half_year, "2024-02", 50, 100, measure="SL007", edition="2022-04-01")
    cell(half_year, "2024-05", 90, 100, measure="SL007", edition="2024-05-01")
    assert changes(half_year) == []


def test_a_quarter_that_is_not_over_is_not_compared(half_year: MeasureRun) -> None:
    half_year.extract.as_at = date(2024, 6, 29)
    half_year.extract.save()
    cell(half_year, "2024-01", 1, 2)
    cell(half_year, "2024-04", 2, 2)
    assert changes(half_year) == []
