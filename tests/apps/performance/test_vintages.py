"""A run's vintage holds every verdict, tells itself from another's, and says when somebody changed it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pyarrow import parquet

from apps.performance import vintages
from apps.performance.models import MeasureCell, MeasureRun
from apps.performance.queries.vintages import (
    MovedCount,
    NoVintage,
    Within,
    difference,
    lookup,
    rows_of_cell,
)
from apps.performance.vintages import VintageChanged, path_of
from tests.apps.performance.conftest import ORDERS
from tests.factories.judged import put_orders, run_over


def path(run: MeasureRun) -> Path:
    found = path_of(run)
    assert found is not None
    return found


@pytest.fixture
def later(run: MeasureRun) -> MeasureRun:
    """The same months after P2's appointment was corrected and P4's order was taken out."""
    corrected = replace(ORDERS[1], appointment_on=date(2024, 2, 12))
    put_orders([ORDERS[0], corrected, ORDERS[2], *ORDERS[4:]])
    return run_over("2024-01", "2024-05")


def test_a_vintage_holds_every_verdict_sorted_and_says_what_it_is(run: MeasureRun) -> None:
    file = parquet.ParquetFile(path(run))
    rows = file.read().to_pylist()
    assert [row["occurrence_id"] for row in rows] == ["S-=P6", "S-P1", "S-P2", "S-P3", "S-P4", "S-P5"]
    assert run.vintage_rows == 6
    told = {key.decode(): value.decode() for key, value in file.metadata.metadata.items()}
    assert (told["run"], told["extract"], told["as_at"]) == (str(run.pk), "a" * 64, "2024-06-30")
    assert told["editions"] == "SL004@2021-10-01"
    vintages.verify(run)


def test_the_difference_of_two_runs_is_who_moved_and_why(run: MeasureRun, later: MeasureRun) -> None:
    found = difference(run, later)
    assert (found.total, found.compared) == (2, 6)
    assert [(one.occurrence_id, one.reason_before, one.reason_after) for one in found.moved] == [
        ("S-P2", "offered_late", "met_in_time"),
        ("S-P4", "not_offered", ""),
    ]
    assert found.counts[0] == MovedCount(
        measure="SL004",
        region="H",
        verdict_before="denominator_only",
        reason_before="not_offered",
        verdict_after="",
        reason_after="",
        cases=1,
    )


def test_a_difference_can_be_narrowed_to_places_and_read_in_pages(run: MeasureRun, later: MeasureRun) -> None:
    assert difference(run, later, within=Within(regions=["A"])).total == 0
    assert difference(run, later, within=Within(regions=["A"])).compared == 1
    assert difference(run, later, within=Within(regions=[])).compared == 0
    page = difference(run, later, within=Within(regions=["H"], units=["H103"]), limit=1, offset=1)
    assert (page.total, [one.occurrence_id for one in page.moved]) == (2, ["S-P4"])
    assert difference(run, later, measure="SL005").compared == 0


def test_a_run_does_not_differ_from_itself(run: MeasureRun) -> None:
    assert difference(run, run).total == 0


def test_one_verdict_is_found_by_measure_and_occurrence(run: MeasureRun) -> None:
    found = lookup(run, "SL004", "S-P1")
    assert found is not None
    assert (found.verdict, found.due_on) == ("numerator", date(2024, 2, 12))
    assert lookup(run, "SL004", "S-nobody") is None


def test_every_row_behind_a_cell_is_there_the_met_ones_too(run: MeasureRun) -> None:
    cell = MeasureCell.objects.get(run=run, period="2024-02", unit="H103")
    rows = rows_of_cell(run, measure="SL004", month="2024-02", region="H", unit="H103", edition=cell.edition)
    assert [row.verdict for row in rows] == ["numerator", "denominator_only"]
    assert rows_of_cell(run, measure="SL004", month="2024-02", region="H", unit="H104") == []


def test_a_file_that_was_changed_or_is_gone_is_told(run: MeasureRun) -> None:
    with path(run).open("ab") as file:
        file.write(b"more")
    with pytest.raises(VintageChanged, match="not what it wrote"):
        vintages.verify(run)
    path(run).unlink()
    with pytest.raises(VintageChanged, match="missing"):
        lookup(run, "SL004", "S-P1")


def test_a_run_without_a_vintage_cannot_be_compared(run: MeasureRun) -> None:
    run.vintage_file = ""
    with pytest.raises(NoVintage, match=f"Run {run.pk} has no verdicts any more"):
        difference(run, run)


@pytest.mark.parametrize("executor", ["duckdb", "postgres"])
def test_both_executors_write_the_same_vintage(
    orders: None, settings: pytest.FixtureRequest, executor: str
) -> None:
    settings.MEASURES_EXECUTOR = executor
    file = parquet.ParquetFile(path(run_over("2024-01", "2024-04")))
    assert file.schema_arrow.remove_metadata() == vintages.SCHEMA
    assert file.read().column("reason").to_pylist().count("met_in_time") == 2
