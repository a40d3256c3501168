"""`run_measures` judges, writes exact files, and refuses what it cannot do."""

import csv
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from apps.caseload.models import Extract
from apps.performance.models import MeasureCell, MeasureOutcome, MeasureRun
from tests.factories.judged import live_extract, run_over

MONTHS = {"from_": "2024-01", "to": "2024-04", "verbosity": 0}


def read(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


@pytest.mark.usefixtures("orders")
def test_the_cells_file_has_the_columns_of_the_contract_and_a_sorted_row_for_each_cell(
    tmp_path: Path,
) -> None:
    out = tmp_path / "cells.csv"
    call_command("run_measures", measure="SL004", out=out, **MONTHS)
    header, *rows = read(out)
    assert header == [
        "measure",
        "edition",
        "period",
        "region",
        "unit",
        "numerator",
        "denominator",
        "not_in_population",
        "excluded",
        "pending",
        "not_recorded",
        "exception",
        "denominator_only",
    ]
    assert rows == [
        ["SL004", "2021-10-01", "2024-02", "H", "H103", "1", "2", "0", "0", "0", "0", "0", "1"],
        ["SL004", "2021-10-01", "2024-03", "A", "A25", "0", "1", "0", "0", "0", "0", "0", "1"],
        ["SL004", "2021-10-01", "2024-03", "H", "H103", "1", "2", "0", "0", "0", "0", "0", "1"],
        ["SL004", "2021-10-01", "2024-03", "H", "H104", "0", "1", "0", "0", "0", "0", "0", "1"],
    ]


@pytest.mark.usefixtures("orders")
def test_the_verdicts_file_has_every_occurrence_sorted_with_iso_dates(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    call_command("run_measures", measure="SL004", verdicts=path, **MONTHS)
    header, *rows = read(path)
    assert header == [
        "measure",
        "edition",
        "occurrence_id",
        "person_id",
        "region",
        "unit",
        "counts_in",
        "due_on",
        "verdict",
        "reason",
    ]
    assert [row[2] for row in rows] == ["S-=P6", "S-P1", "S-P2", "S-P3", "S-P4", "S-P5"]
    assert rows[1][3:] == ["P1", "H", "H103", "2024-02", "2024-02-12", "numerator", "met_in_time"]
    assert rows[2][3:] == ["P2", "H", "H103", "2024-02", "2024-02-12", "denominator_only", "offered_late"]


@pytest.mark.usefixtures("orders")
def test_a_verdict_without_a_due_date_leaves_the_field_empty(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    call_command("run_measures", measure="SL006", verdicts=path, **MONTHS)
    unattended = [row for row in read(path) if row[9] == "none_attended"]
    assert unattended
    assert {row[7] for row in unattended} == {""}


@pytest.mark.usefixtures("orders")
def test_the_cells_add_up_to_the_verdicts(tmp_path: Path) -> None:
    path = tmp_path / "verdicts.csv"
    call_command("run_measures", verdicts=path, **MONTHS)
    _, *rows = read(path)
    verdicts = ["not_in_population", "excluded", "pending", "not_recorded", "numerator", "exception"]
    for cell in MeasureCell.objects.all():
        mine = [
            row[8]
            for row in rows
            if row[:2] == [cell.measure, cell.edition] and row[4:7] == [cell.region, cell.unit, cell.period]
        ]
        assert [getattr(cell, name) for name in verdicts] == [mine.count(name) for name in verdicts]
        assert cell.denominator == mine.count("numerator") + mine.count("denominator_only")
    assert MeasureCell.objects.values("measure").distinct().count() > 1


@pytest.mark.usefixtures("orders")
@pytest.mark.parametrize("written", ["SL004", "sl004", " SL004 "])
def test_a_measure_is_named_in_any_case(written: str) -> None:
    call_command("run_measures", measure=written, **MONTHS)
    assert MeasureRun.objects.get().measures == ["SL004"]


@pytest.mark.usefixtures("orders")
def test_a_measure_of_the_suppliers_is_named_with_a_space_or_an_underscore() -> None:
    call_command("run_measures", measure="CRS SL001", **MONTHS)
    call_command("run_measures", measure="CRS_SL001", **MONTHS)
    assert {tuple(run.measures) for run in MeasureRun.objects.all()} == {("CRS_SL001",)}


@pytest.mark.usefixtures("orders")
@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"from_": "2024-13"}, "--from: month '2024-13' is not a month"),
        ({"from_": "May 2024"}, "--from: month 'May 2024' is not a month"),
        ({"to": "2024-1"}, "--to: month '2024-1' is not a month"),
        ({"from_": "2024-05"}, "2024-05.* is after the last"),
        ({"from_": "2012-01"}, "at most 120|calendar|Calendar"),
        ({"to": "2099-01"}, "at most 120|calendar"),
        ({"measure": "SL999"}, "SL999.*not in the catalogue"),
        ({"measure": "SL008"}, "SL008 .*cannot be judged"),
        ({"measure": "CLOCK_ALLOCATION"}, "CLOCK_ALLOCATION is a clock of the due list"),
        ({"out": Path("/nowhere/at/all/cells.csv")}, "there is no folder"),
    ],
)
def test_what_cannot_be_done_is_refused_with_its_reason_and_leaves_no_run(
    options: dict[str, object], said: str
) -> None:
    with pytest.raises(CommandError, match=said):
        call_command("run_measures", **{**MONTHS, **options})
    assert not MeasureRun.objects.exists()


@pytest.mark.django_db
def test_without_a_live_extract_nothing_runs() -> None:
    with pytest.raises(CommandError, match="No extract is live"):
        call_command("run_measures", **MONTHS)


def test_only_the_rows_that_people_list_are_kept(run: MeasureRun) -> None:
    kept = MeasureOutcome.objects.filter(run=run).values_list("occurrence_id", "practitioner_code")
    assert dict(kept) == {
        "S-P2": "H103-P01",
        "S-P4": "H103-P02",
        "S-P5": "A25-P01",
        "S-=P6": "",
    }


def test_a_narrower_run_is_kept_beside_the_one_on_the_pages(run: MeasureRun) -> None:
    call_command("run_measures", from_="2024-02", to="2024-02", measure="SL004", verbosity=0)
    narrower = MeasureRun.objects.exclude(pk=run.pk).get()
    run.refresh_from_db()
    assert (run.is_current, narrower.is_current) == (True, False)
    assert f"beside run {run.pk}" in narrower.note
    assert narrower.cells.count() == 1
    assert not MeasureOutcome.objects.filter(run=narrower).exists()


def test_a_run_that_covers_as_much_takes_the_pages_over_and_clears_the_rows_of_the_earlier(
    run: MeasureRun,
) -> None:
    call_command("run_measures", verbosity=0, from_="2024-01", to="2024-05")
    run.refresh_from_db()
    newer = MeasureRun.objects.get(is_current=True)
    assert newer.pk != run.pk
    assert (run.holds_outcomes, newer.holds_outcomes) == (False, True)
    assert not MeasureOutcome.objects.filter(run=run).exists()
    assert MeasureCell.objects.filter(run=run).exists()


def test_rows_of_the_extract_that_was_live_before_stay(run: MeasureRun) -> None:
    Extract.objects.update(state=Extract.State.SUPERSEDED)
    live_extract(sha256="b" * 64)
    newer = run_over("2024-01", "2024-04")
    run.refresh_from_db()
    assert newer.is_current
    assert run.is_current
    assert run.holds_outcomes
