"""The chart of the baseline: units with a percentage, the highest first, never those of few cases."""

from decimal import Decimal

from apps.inspections.baseline import Baseline, BaselineRow, Progress
from apps.inspections.baseline_chart import MOST_DRAWN, chart_of


def a_row(place: str, percent: int | None, *, kind: str = "unit") -> BaselineRow:
    known = None if percent is None else Decimal(percent)
    ends = (None, None) if known is None else (known - 5, known + 5)
    return BaselineRow(
        kind=kind,
        place=place,
        published_on=None,
        progress=Progress(met=1, not_met=1),
        percent=known,
        low=ends[0],
        high=ends[1],
    )


def a_baseline(*rows: BaselineRow) -> Baseline:
    return Baseline(rows=rows, units=(), months=0)


def test_units_stand_from_the_highest_down_and_those_of_few_cases_and_regions_are_left_out() -> None:
    of_units = a_row("Lowland", 40), a_row("Highland", 80), a_row("Hamlet", None)
    found = chart_of(a_baseline(*of_units, a_row("All", 60, kind="region")))
    assert found is not None
    assert found.headline == "Outcomes met: 40% to 80% in 2 delivery units"
    assert found.svg.index("Highland") < found.svg.index("Lowland")
    assert "Hamlet" not in found.svg
    assert ">All<" not in found.svg


def test_one_unit_alone_is_no_chart() -> None:
    assert chart_of(a_baseline(a_row("Lowland", 40), a_row("Hamlet", None))) is None


def test_more_units_than_a_page_carries_are_said_to_be_left_out() -> None:
    found = chart_of(a_baseline(*(a_row(f"Unit {n:02d}", 30 + n) for n in range(MOST_DRAWN + 1))))
    assert found is not None
    assert f"The first {MOST_DRAWN} of {MOST_DRAWN + 1} are drawn." in found.svg
    assert "Unit 00" not in found.svg
