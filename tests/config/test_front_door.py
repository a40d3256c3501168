"""The front door: one set of servers, steps that go on where they were cut off, words that say what to do."""

import fcntl
import json
import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from config.embedded import database_url, folders
from config.front_door import browser, left_overs, machine, pipeline, quality, running
from config.front_door.console import Failed, guarded, step
from config.front_door.machine import Need
from config.front_door.pipeline import Step
from config.front_door.servers import HOST, free_port


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout's var/run of its own, in which nothing runs."""
    monkeypatch.setattr(running, "RUN", tmp_path)
    monkeypatch.setattr(running, "LOCK", tmp_path / "lock")
    monkeypatch.setattr(running, "STATE", tmp_path / "state.json")
    monkeypatch.setattr(left_overs, "MARK", f"PROBITY_TEST_{os.getpid()}")
    return tmp_path


def test_a_second_start_prints_the_address_of_the_first_and_ends_well(
    checkout: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (checkout / "state.json").write_text(json.dumps({"ready": True, "address": "http://localhost:8123"}))
    with (checkout / "lock").open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert running.run() == 0
    assert "http://localhost:8123" in capsys.readouterr().out


def test_status_says_that_nothing_runs(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert running.status() == 1
    assert "`make run` starts it" in capsys.readouterr().out


def test_what_a_killed_start_left_behind_is_ended_and_nothing_else(checkout: Path) -> None:
    ours = subprocess.Popen(["sleep", "60"], env=left_overs.marked(), start_new_session=True)
    others = subprocess.Popen(["sleep", "60"], start_new_session=True)
    try:
        _until_started(ours)
        left_overs.end()
        assert ours.wait(timeout=10) != 0
        assert others.poll() is None
    finally:
        for process in (ours, others):
            process.kill()
            process.wait()


def _until_started(process: subprocess.Popen) -> None:
    """Until the child has become `sleep`: before that /proc shows our own environment."""
    while b"sleep" not in Path(f"/proc/{process.pid}/cmdline").read_bytes():
        time.sleep(0.01)


def test_the_next_port_is_taken_when_the_wanted_one_is_busy(capsys: pytest.CaptureFixture[str]) -> None:
    with socket.socket() as busy:
        busy.bind((HOST, 0))
        busy.listen()
        wanted = busy.getsockname()[1]
        assert free_port(wanted) > wanted
    assert f"Port {wanted} is taken" in capsys.readouterr().out


def test_without_root_the_exact_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "way_to_root", lambda: None)
    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}")
    needs = [
        Need("a compiler", ("gcc", "libc6-dev"), lambda: False),
        Need("Pango", ("libpango",), lambda: False),
    ]
    with pytest.raises(Failed, match="sudo apt-get install -y gcc libc6-dev libpango"):
        machine.provide(needs)


def test_nothing_is_installed_when_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "_install", lambda *_: pytest.fail("installed"))
    machine.provide([Need("there", ("x",), lambda: True)])


def test_this_machine_has_what_the_product_needs() -> None:
    assert [need.what for need in machine.needs_of_the_product() if not need.is_met()] == []


def test_a_script_that_only_says_what_to_install_is_no_browser(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pretender = tmp_path / "chromium-browser"
    pretender.write_text("#!/bin/sh\necho 'install the snap' >&2\nexit 10\n")
    pretender.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv(browser.VARIABLE, raising=False)
    assert browser.find() is None


@pytest.fixture
def database(cluster_address: str) -> Iterator[psycopg.Connection]:
    """A connection to a database in which no step has been done."""
    with psycopg.connect(cluster_address, autocommit=True) as connection:
        connection.execute("drop schema if exists front_door cascade")
        yield connection
        connection.execute("drop schema if exists front_door cascade")


@pytest.fixture
def cluster_address() -> str:
    """The tests' own embedded cluster, its plain database: not the one that Django's tests use."""
    database_url("test")
    return f"host={folders.folder_of('test').sockets} user=probity dbname=probity"


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commands that steps run, in order; nothing is really run, and `break` fails."""
    names: list[str] = []

    def pretend(command: list, **_: object) -> str:
        names.append(command[2])
        if command[2] == "break":
            raise Failed("as a kill would")
        return "said\n"

    monkeypatch.setattr(pipeline, "run_logged", pretend)
    return names


def _tell(_: str) -> None:
    return


def test_a_cut_start_goes_on_with_the_step_that_was_cut(database: psycopg.Connection, ran: list[str]) -> None:
    first, cut, last = (Step(name, name, (name,)) for name in ("first", "break", "last"))
    with pytest.raises(Failed):
        pipeline._do(database, [first, cut, last], _tell)
    mended = Step("break", "mended", ("mended",))
    pipeline._do(database, [first, mended, last], _tell)
    assert ran == ["first", "break", "mended", "last"]


def test_a_step_runs_again_only_when_what_it_depends_on_has_changed(
    database: psycopg.Connection, ran: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "ROOT", tmp_path)
    (tmp_path / "regions.csv").write_text("A")
    steps = [Step("load", "load", ("load",), ("*.csv",))]
    pipeline._do(database, steps, _tell)
    pipeline._do(database, steps, _tell)
    (tmp_path / "regions.csv").write_text("B")
    pipeline._do(database, steps, _tell)
    assert ran == ["load", "load"]


def test_a_failure_says_why_and_ends_with_code_one(capsys: pytest.CaptureFixture[str]) -> None:
    def action() -> int:
        with step("Try"):
            raise Failed("because")

    assert guarded(action) == 1
    printed = capsys.readouterr()
    assert "not done" in printed.out
    assert printed.err.strip() == "because"


def test_the_last_line_names_what_failed() -> None:
    assert quality.verdict(["Style (ruff)", "Tests (pytest)"], seconds=61.9) == (
        "FAILED: Style (ruff), Tests (pytest) (after 1 min 1 s)"
    )
    assert quality.verdict([], seconds=500).startswith("PASSED: ")


@pytest.mark.parametrize(("checks_hold", "pytest_says", "code"), [(True, 0, 0), (False, 0, 1), (True, 2, 2)])
def test_the_code_is_that_of_the_tests_and_else_of_the_checks(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
    checks_hold: bool, pytest_says: int, code: int,
) -> None:  # fmt: skip
    monkeypatch.setattr(quality, "_test_environment", dict)
    monkeypatch.setattr(quality, "_passes", lambda check: checks_hold)
    monkeypatch.setattr(quality, "_pytest", lambda arguments, environment: pytest_says)
    assert quality.test([]) == code
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("FAILED" if code else "PASSED")


def test_a_file_s_tests_stay_with_one_worker_and_one_processor_has_no_workers() -> None:
    assert "loadfile" in quality._spread_over(2)
    assert quality._spread_over(1) == []
