"""An extract judged before it goes live: the very verdicts that it gets once it is, and nothing is shown."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pyarrow import parquet

from apps.caseload import actions as caseload
from apps.caseload.kept import KeptFileChanged
from apps.caseload.models import Extract
from apps.performance.actions import RunRefused, execute_run, request_trial, retry_run
from apps.performance.models import MeasureCell, MeasureOutcome, MeasureRun
from apps.performance.queries import current_run
from apps.performance.queries.places import ENGLAND_AND_WALES
from apps.performance.queries.run_changes import runs_compared
from apps.performance.vintages import path_of
from tests.apps.caseload.conftest import checked_here, import_path, kept, media
from tests.apps.caseload.extracts import Draft
from tests.factories.judged import run_over

__all__ = ["checked_here", "import_path", "kept", "media"]
Browse = Callable[..., Client]
MEASURES = ("CRS_SL001", "SL004", "SL005", "SL006", "SL007", "SL027", "SL040")


@pytest.fixture
def shown(checked_here: None, kept: Callable[..., Extract]) -> MeasureRun:
    """Every measure over the small extract, which is live."""
    kept(live=True)
    return run_over("2024-01", "2024-06", measures=MEASURES)


@pytest.fixture
def held(shown: MeasureRun, kept: Callable[..., Extract]) -> Extract:
    """A second extract, in which the first order was made four months later."""
    draft = Draft()
    draft.row("sentences", 0)["sentenced_on"] = "2024-05-22"
    draft.row("requirements", 0)["imposed_on"] = "2024-05-22"
    return kept(draft)


def rows(run: MeasureRun) -> list[dict[str, Any]]:
    path = path_of(run)
    assert path is not None
    return parquet.read_table(path).to_pylist()


def cells(run: MeasureRun) -> list[dict[str, Any]]:
    found = MeasureCell.objects.filter(run=run).values()
    return [{name: value for name, value in row.items() if name not in ("id", "run_id")} for row in found]


def test_a_trial_gives_the_verdicts_that_the_extract_gets_once_it_is_live(held: Extract) -> None:
    trial = execute_run(request_trial(held, by=None).pk)
    caseload.put_live(job=caseload.ask_to_put_live(extract=held, by=None, demo_over_real=True))
    run = run_over("2024-01", "2024-06", measures=MEASURES)
    assert rows(trial) == rows(run)
    assert cells(trial) == cells(run)
    assert len(rows(run)) > 5


def test_nothing_of_a_trial_is_shown(held: Extract, shown: MeasureRun) -> None:
    trial = execute_run(request_trial(held, by=None).pk)
    trial.refresh_from_db()
    assert (trial.is_trial, trial.is_current, trial.holds_outcomes) == (True, False, False)
    assert current_run() == shown
    assert not MeasureOutcome.objects.filter(run=trial).exists()


def test_the_live_extract_is_not_tried(shown: MeasureRun) -> None:
    with pytest.raises(RunRefused, match="live already"):
        request_trial(shown.extract, by=None)


def test_without_figures_there_is_nothing_to_compare_with(
    checked_here: None, kept: Callable[..., Extract]
) -> None:
    with pytest.raises(RunRefused, match="nothing to compare with"):
        request_trial(kept(), by=None)


def test_a_kept_file_that_somebody_changed_fails_the_trial(held: Extract, media: Path) -> None:
    run = request_trial(held, by=None)
    files = (media / "extracts").rglob("sentences.csv")
    file = next(path for path in files if "2024-05-22" in path.read_text())
    file.write_text(file.read_text().replace("2024-05-22", "2024-05-23"))
    with pytest.raises(KeptFileChanged, match="not the one that was checked"):
        execute_run(run.pk)
    run.refresh_from_db()
    assert run.state == MeasureRun.State.FAILED
    again = retry_run(run, by=None)
    assert again.is_trial


def test_rows_and_rates_of_two_runs_stand_side_by_side(held: Extract, shown: MeasureRun) -> None:
    trial = execute_run(request_trial(held, by=None).pk)
    found = runs_compared(shown, trial, ENGLAND_AND_WALES)
    assert [str(month) for month in found.months][::5] == ["2024-01", "2024-06"]
    assert {row.title: row.difference for row in found.rows}["Sentences"] == 0
    assert {one.before.measure.id for one in found.rates} == set(MEASURES)
    assert trial.as_at == date(2024, 6, 30)
    why = {one.before.measure.id: one.why_no_rate for one in found.rates}
    assert why["SL004"] == ""
    assert "There is a break in this measure on 1 May 2024" in why["SL007"]


class TestPage:
    def page(self, client: Client, query: str = "") -> str:
        response = client.get(reverse("performance:compare-runs") + query)
        assert response.status_code == 200
        return response.content.decode()

    def test_an_analyst_tries_an_extract_and_sees_who_moved(
        self, held: Extract, shown: MeasureRun, browse: Browse
    ) -> None:
        client = browse("performance_analyst")
        assert "Judge on trial" in self.page(client)
        execute_run(request_trial(held, by=None).pk)
        assert "SL007, no rate:" in self.page(client)
        text = self.page(client)
        assert "occurrences have another verdict or reason" in text
        moved = client.get(reverse("performance:moved-csv"))
        assert b"S1" in b"".join(moved.streaming_content)

    def test_a_page_that_there_is_not_shows_one_that_there_is(
        self, held: Extract, shown: MeasureRun, browse: Browse
    ) -> None:
        execute_run(request_trial(held, by=None).pk)
        client = browse("performance_analyst")
        for page in ("²", "0", "-1", "9" * 30, "9999999", "x"):
            assert "probity-case" in self.page(client, f"?page={page}"), page

    def test_one_run_alone_is_no_mistake_of_the_reader(self, shown: MeasureRun, browse: Browse) -> None:
        text = self.page(browse("performance_analyst"))
        assert "no two finished runs" in text
        assert "There is a problem" not in text

    def test_a_run_against_itself_is_told(self, held: Extract, shown: MeasureRun, browse: Browse) -> None:
        execute_run(request_trial(held, by=None).pk)
        text = self.page(browse("performance_analyst"), f"?before={shown.pk}&after={shown.pk}")
        assert "Choose another run than the first." in text

    def test_before_there_are_two_runs_the_page_says_so(self, reference: None, browse: Browse) -> None:
        assert "no two finished runs" in self.page(browse("performance_analyst"))

    def test_the_head_of_performance_compares_and_starts_nothing(self, held: Extract, browse: Browse) -> None:
        client = browse("head_of_performance")
        assert "Judge on trial" not in self.page(client)
        answer = client.post(reverse("performance:start-trial", args=[held.pk]))
        assert answer.status_code == 403
