"""Some people judged again: what differs from the run, and a run of its own that says the rest unchanged."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from pyarrow import parquet

from apps.performance import vintages
from apps.performance.actions import RunRefused
from apps.performance.models import MeasureCell, MeasureOutcome, MeasureRun
from apps.performance.queries import current_run
from apps.performance.queries.vintages import difference
from apps.performance.rejudging import keep_rejudged, rejudge
from tests.apps.performance.conftest import ORDERS
from tests.factories.judged import live_extract, put_orders, run_over

MEASURES = ("SL004", "SL006", "SL007")


@pytest.fixture
def corrected(orders: None) -> MeasureRun:
    """A run, after which P2's appointment was corrected and P4 was taken out of the extract."""
    run = run_over("2024-01", "2024-04", measures=MEASURES)
    put_orders([ORDERS[0], replace(ORDERS[1], appointment_on=date(2024, 2, 12)), ORDERS[2], *ORDERS[4:]])
    return run


def test_only_the_people_named_are_judged_and_compared(corrected: MeasureRun) -> None:
    found = rejudge(["P2"])
    assert {row for table in found.rows.values() for row in table["person_id"].to_pylist()} == {"P2"}
    assert [
        (one.person_id, one.reason_after) for one in found.difference.moved if one.measure == "SL004"
    ] == [("P2", "met_in_time")]


def test_only_measures_that_rest_on_what_changed_are_judged_and_say_the_same(corrected: MeasureRun) -> None:
    whole, part = rejudge(["P2"]), rejudge(["P2"], tables=["plans"])
    assert list(part.rows) == ["SL006"]  # SL004 and SL007 rest on contacts, not on plans
    assert part.rows["SL006"] == whole.rows["SL006"]
    assert {one.measure for one in part.difference.moved} <= {"SL006"}
    assert part.difference.compared == part.rows["SL006"].num_rows
    everything = rejudge(["P2"], tables=["supervision_periods"])
    assert list(everything.rows) == list(MEASURES)  # they tell who holds a case, whatever the measure


def test_a_table_that_no_extract_has_is_refused(corrected: MeasureRun) -> None:
    with pytest.raises(RunRefused, match="No extract has a table plan"):
        rejudge(["P2"], tables=["plan"])


def test_nothing_of_the_run_changes(corrected: MeasureRun) -> None:
    rejudge(["P2", "P4"])
    assert MeasureRun.objects.get() == corrected
    vintages.verify(corrected)


def test_what_is_told_is_what_a_kept_run_holds(corrected: MeasureRun) -> None:
    told = rejudge(["P2", "P4"]).rows
    kept = vintage_of(keep_rejudged(["P2", "P4"], by=None), people=["P2", "P4"])
    assert [row for name in MEASURES for row in told[name].to_pylist()] == kept
    assert kept


def test_committed_rows_are_read_over_a_connection_of_its_own(
    transactional_db: None, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    request.getfixturevalue("orders")
    run = run_over("2024-01", "2024-04", measures=MEASURES)
    monkeypatch.delattr("apps.performance.executors.reading.same_transaction")
    found = rejudge(["P2", "P3"])
    assert [row for name in MEASURES for row in found.rows[name].to_pylist()] == vintage_of(
        run, people=["P2", "P3"]
    )
    assert found.difference.compared == sum(table.num_rows for table in found.rows.values()) > 0


def test_what_goes_wrong_alongside_is_told(corrected: MeasureRun) -> None:
    corrected.vintage_file = "vintages/gone.parquet"
    with pytest.raises(vintages.VintageChanged, match=r"gone\.parquet"):
        rejudge(["P2"], run=corrected)


def test_a_kept_run_says_what_a_full_one_says(corrected: MeasureRun) -> None:
    kept = keep_rejudged(["P2", "P4"], by=None)
    assert (kept.derived_from, kept.state, current_run()) == (corrected, "finished", kept)
    full = run_over("2024-01", "2024-04", measures=MEASURES)
    assert difference(kept, full).total == 0
    assert kept.vintage_rows == full.vintage_rows
    assert cells(kept) == cells(full)
    assert difference(corrected, kept).total > 0
    vintages.verify(kept)


def test_a_kept_run_lists_the_cases_of_a_full_one(corrected: MeasureRun) -> None:
    kept = keep_rejudged(["P2", "P4"], by=None)
    listed = outcomes(kept)
    assert outcomes(corrected) == []
    assert outcomes(run_over("2024-01", "2024-04", measures=MEASURES)) == listed


def test_a_failure_keeps_nothing(corrected: MeasureRun, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise OSError("No space left on device")

    monkeypatch.setattr("apps.performance.rejudging.compare_sample", refuse)
    with pytest.raises(OSError, match="No space left"):
        keep_rejudged(["P2"], by=None)
    assert current_run() == MeasureRun.objects.get() == corrected
    assert outcomes(corrected)
    named = Path(corrected.vintage_file).name
    assert named in {path.name for path in vintages.folder().iterdir()}
    assert not list(vintages.folder().glob("*.partial"))


def test_another_as_at_day_asks_for_a_full_run(corrected: MeasureRun) -> None:
    corrected.extract.state = "superseded"
    corrected.extract.save()
    live_extract(sha256="c" * 64, as_at=date(2024, 7, 31))
    with pytest.raises(RunRefused, match="what is pending has changed for everybody"):
        rejudge(["P2"], run=corrected)


@pytest.mark.usefixtures("orders")
def test_without_a_run_there_is_nothing_to_start_from() -> None:
    with pytest.raises(RunRefused, match="Run the measures in full"):
        rejudge(["P2"])


def test_the_command_lists_who_moved(
    corrected: MeasureRun, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    people = tmp_path / "people.txt"
    people.write_text("P2\nP4\n\nP2\n")
    call_command("rejudge", people=people, keep=True)
    out, told = capsys.readouterr()
    assert out.splitlines()[0].startswith("measure,occurrence_id,person_id,region,unit,counts_in,")
    assert "SL004,S-P2,P2,H,H103,2024-02,denominator_only,offered_late,numerator,met_in_time" in out
    assert "2 people: " in told
    assert "Kept as run" in told


@pytest.mark.usefixtures("corrected")
def test_the_command_refuses_an_empty_file_and_an_unknown_run(tmp_path: Path) -> None:
    people = tmp_path / "people.txt"
    people.write_text("\n")
    with pytest.raises(CommandError, match="no person id"):
        call_command("rejudge", people=people)
    people.write_text("P1\n")
    with pytest.raises(CommandError, match="no run 999999"):
        call_command("rejudge", people=people, run=999_999)
    with pytest.raises(CommandError, match=r"gone\.txt"):
        call_command("rejudge", people=tmp_path / "gone.txt")


def vintage_of(run: MeasureRun, *, people: list[str]) -> list[dict[str, object]]:
    rows = parquet.read_table(vintages.path_of(run), schema=vintages.SCHEMA).to_pylist()
    return [row for row in rows if row["person_id"] in people]


def cells(run: MeasureRun) -> list[tuple[object, ...]]:
    names = [field.attname for field in MeasureCell._meta.fields if field.name not in ("id", "run")]
    return sorted(MeasureCell.objects.filter(run=run).values_list(*names))


def outcomes(run: MeasureRun) -> list[tuple[object, ...]]:
    names = [field.attname for field in MeasureOutcome._meta.fields if field.name not in ("id", "run")]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {', '.join(names)} FROM performance_measureoutcome WHERE run_id = %s"
            " ORDER BY measure, occurrence_id",
            [run.pk],
        )
        return cursor.fetchall()
