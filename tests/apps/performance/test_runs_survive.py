"""A run is whole or it is a visible failure: two at once, a killed process, engines that disagree."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.db import connection

from apps.organisation.models import RecordedAction
from apps.performance import actions, agreement, vintages
from apps.performance.actions import RunPlan, RunRefused, execute_run, fail_dead_runs, request_run, retry_run
from apps.performance.agreement import EnginesDisagree
from apps.performance.executors.choosing import NAMES
from apps.performance.executors.duckdb import DuckDbExecutor
from apps.performance.executors.files import RunFiles
from apps.performance.executors.postgres import PostgresExecutor
from apps.performance.models import MeasureCell, MeasureOutcome, MeasureProgress, MeasureRun
from apps.performance.queries import current_run, run_state, runs
from apps.performance.queries.runs import NOT_FINISHED
from apps.performance.tasks import judge
from rules.definitions.measures import load_measures
from rules.periods import Month
from tests.factories.judged import live_extract

ROOT = Path(__file__).resolve().parents[3]
PLAN = RunPlan(measures=["SL004"], first=Month(2024, 1), last=Month(2024, 4))


@pytest.fixture(params=NAMES, autouse=True)
def executor(request: pytest.FixtureRequest, settings: Any) -> str:
    """Every test of this file runs once with each executor."""
    settings.MEASURES_EXECUTOR = request.param
    return request.param


@pytest.fixture
def committed(transactional_db: None, request: pytest.FixtureRequest) -> None:
    """The orders, committed, so that another process sees them."""
    request.getfixturevalue("orders")


def wait_until(holds: Callable[[], bool], *, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


@contextmanager
def table_locked(name: str) -> Iterator[None]:
    """Somebody else holds the table, so that a run comes to a stand in the middle."""
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            cursor.execute(f"BEGIN; LOCK TABLE {name} IN ACCESS EXCLUSIVE MODE")
        yield
    finally:
        other.close()


@contextmanager
def other_process() -> Iterator[subprocess.Popen[bytes]]:
    """`run_measures` in a process of its own, over the test's database."""
    settings = connection.settings_dict
    user = settings["USER"] + (f":{settings['PASSWORD']}" if settings["PASSWORD"] else "")
    host, port = settings["HOST"], settings["PORT"]
    # A socket's folder stands where the database's name does, the form that django-environ reads.
    at = f"/{host}" if host.startswith("/") else f"{host}:{port}" if port else host
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{user}@{at}/{settings['NAME']}",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "MEASURES_EXECUTOR": django_settings.MEASURES_EXECUTOR,
        "MEDIA_ROOT": str(django_settings.MEDIA_ROOT),
    }
    command = [sys.executable, "manage.py", "run_measures", "--from", "2024-01", "--to", "2024-04"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stderr=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        # Shown by pytest when a test fails: why the other process did not do what was waited for.
        print(process.communicate()[1].decode())  # noqa: T201


@pytest.mark.usefixtures("committed")
def test_a_killed_run_is_a_visible_failure_with_nothing_half_written() -> None:
    with table_locked("caseload_contacts"), other_process() as process:
        wait_until(lambda: MeasureRun.objects.filter(state="running").exists())
        run = runs().get()
        assert not run_state(run).is_dead
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        wait_until(lambda: run_state(runs().get()).is_dead)
        assert run_state(runs().get()).error == NOT_FINISHED
    assert [dead.pk for dead in fail_dead_runs()] == [run.pk]
    run.refresh_from_db()
    assert (run.state, run.error) == ("failed", NOT_FINISHED)
    assert not MeasureCell.objects.exists()
    assert not MeasureOutcome.objects.exists()
    again = retry_run(run, by=None)
    assert execute_run(again.pk).is_current
    again.refresh_from_db()
    assert [path.name for path in vintages.folder().iterdir()] == [Path(again.vintage_file).name]


@pytest.mark.usefixtures("committed")
def test_a_run_killed_at_any_moment_keeps_nothing_and_its_files_go_with_the_next_run() -> None:
    for pause in (0.0, 0.4, 0.8):
        with other_process() as process:
            wait_until(lambda: MeasureRun.objects.filter(state__in=["running", "finished"]).exists())
            time.sleep(pause)
            os.kill(process.pid, signal.SIGKILL)
            process.wait()
        wait_until(lambda: not runs()[0].is_open or run_state(runs()[0]).is_dead)
        fail_dead_runs()
        killed = MeasureRun.objects.filter(state="failed")
        assert not MeasureCell.objects.filter(run__in=killed).exists()
        assert not MeasureOutcome.objects.filter(run__in=killed).exists()
    last = execute_run(request_run(plan=PLAN, by=None).pk)
    named = {Path(run.vintage_file).name for run in MeasureRun.objects.exclude(vintage_file="")}
    assert {path.name for path in vintages.folder().iterdir()} == named
    vintages.verify(last)


@pytest.mark.usefixtures("committed")
def test_a_second_run_is_refused_while_one_goes_on_and_the_first_is_not_disturbed() -> None:
    with other_process() as process:
        with table_locked("caseload_contacts"):
            wait_until(lambda: MeasureRun.objects.filter(state="running").exists())
            with pytest.raises(RunRefused, match=r"Run \d+ .*is running.* One run at a time"):
                request_run(plan=PLAN, by=None)
            assert execute_run(MeasureRun.objects.get().pk).state == "running"
        assert process.wait(timeout=60) == 0
    assert current_run() == MeasureRun.objects.get()


@pytest.mark.usefixtures("committed")
def test_progress_can_be_watched_while_the_run_goes_on() -> None:
    with other_process(), table_locked("caseload_unpaid_work_sessions"):
        wait_until(lambda: MeasureRun.objects.filter(state="running", heartbeat_at__isnull=False).exists())
        assert not MeasureCell.objects.exists()
        assert MeasureProgress.objects.count() == len(load_measures())


@pytest.mark.usefixtures("committed")
def test_progress_is_complete_when_the_run_has_ended() -> None:
    run = execute_run(request_run(plan=PLAN, by=None).pk)
    one = run.progress.get()
    assert (one.state, one.occurrences, one.compared) == ("finished", 6, 6)
    assert one.seconds is not None
    assert (run.state, run.attempts) == ("finished", 1)
    assert run.started_at is not None


@pytest.mark.usefixtures("orders")
def test_engines_that_disagree_fail_the_run_loudly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    last = load_measures()["SL004"].editions[0].verdicts[-1]
    monkeypatch.setattr(agreement, "judge_candidate", lambda *_: last)
    run = request_run(plan=PLAN, by=None)
    with pytest.raises(EnginesDisagree, match="Two engines disagree on SL004 S-"):
        execute_run(run.pk, files=RunFiles(cells=tmp_path / "cells.csv"))
    run.refresh_from_db()
    assert run.state == "failed"
    assert "Two engines disagree" in run.error
    assert not MeasureCell.objects.exists()
    assert current_run() is None
    assert list(tmp_path.iterdir()) == []
    assert list(vintages.folder().glob(f"*{run.pk}*")) == []


@pytest.mark.usefixtures("orders")
def test_a_run_whose_extract_was_replaced_before_it_began_fails_with_the_reason() -> None:
    run = request_run(plan=PLAN, by=None)
    run.extract.state = "superseded"
    run.extract.save()
    live_extract(sha256="b" * 64)
    with pytest.raises(RunRefused, match="Another extract went live"):
        execute_run(run.pk)


@pytest.mark.usefixtures("orders")
def test_a_task_delivered_twice_judges_once() -> None:
    run = request_run(plan=PLAN, by=None)
    judge(run.pk)
    finished_at = MeasureRun.objects.get().finished_at
    judge(run.pk)
    assert MeasureRun.objects.get().finished_at == finished_at


@pytest.mark.usefixtures("orders")
def test_a_run_is_given_up_after_three_attempts() -> None:
    run = request_run(plan=PLAN, by=None)
    MeasureRun.objects.update(attempts=actions.MOST_ATTEMPTS)
    with pytest.raises(RunRefused, match="Given up after 3 attempts"):
        execute_run(run.pk)
    run.refresh_from_db()
    assert run.state == "failed"


@pytest.mark.usefixtures("orders")
def test_asking_for_a_run_leaves_its_trace() -> None:
    run = request_run(plan=PLAN, by=None)
    trace = RecordedAction.objects.get(verb="run_measures")
    assert trace.subject_id == str(run.pk)
    assert trace.after == {"measures": ["SL004"], "first_month": "2024-01", "last_month": "2024-04"}


def test_a_file_stays_as_it_was_when_a_run_fails(
    orders: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def refuse(*_: object, **__: object) -> int:
        raise OSError("No space left on device")

    path = tmp_path / "verdicts.csv"
    path.write_text("what was there before")
    for one in (DuckDbExecutor, PostgresExecutor):
        monkeypatch.setattr(one, "copy_verdicts", refuse)
    run = request_run(plan=PLAN, by=None)
    with pytest.raises(OSError, match="No space left"):
        execute_run(run.pk, files=RunFiles(verdicts=path))
    run.refresh_from_db()
    assert "No space left" in run.error
    assert path.read_text() == "what was there before"
    assert list(tmp_path.iterdir()) == [path]
