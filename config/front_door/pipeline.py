"""Filling the database at the first start: each step once, in order, and again from where it was cut off."""

import hashlib
import shutil
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import psycopg

from config.front_door import left_overs
from config.front_door.console import run_logged, step
from config.front_door.places import DEMO, ROOT, VENV_PYTHON
from config.settings.addresses import database

ONCE = "done"
PEOPLE, SEED = "12000", "1"
# The demo caseload is as at 31 March 2026: two performance years, so that there is a year to compare with.
FIRST_MONTH, LAST_MONTH = "2024-04", "2026-03"
REPORT_REGION, REPORT_YEAR = "H", "2025-26"


@dataclass(frozen=True)
class Step:
    """One command of manage.py, and what it depends on: it runs again only when that has changed."""

    name: str
    title: str
    command: tuple[str, ...]
    depends_on: tuple[str, ...] = ()  # globs in the checkout; none: done once in a database's life
    before: Callable[[], None] | None = None

    def fingerprint(self) -> str:
        """What the step stands at: a hash of the files it depends on, or simply that it was done."""
        if not self.depends_on:
            return ONCE
        files = sorted(path for pattern in self.depends_on for path in ROOT.glob(pattern))
        return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def _empty_demo_folder() -> None:
    # make_demo wants an empty folder; a half-written one is left by a kill.
    shutil.rmtree(DEMO, ignore_errors=True)


TABLES = (
    Step(
        "migrate", "Make the tables", ("migrate", "--no-input"),
        ("apps/*/migrations/*.py", "requirements.txt"),
    ),
    Step(
        "load_reference", "Load regions, delivery units and roles", ("load_reference",),
        ("rules/data/geography/*", "rules/data/roles.yaml"),
    ),
    Step(
        "load_question_banks", "Load the question banks", ("load_question_banks",),
        ("rules/data/question_banks/**/*.yaml",),
    ),
)  # fmt: skip
DATA = (
    Step(
        "make_demo", f"Make a demo caseload of {int(PEOPLE):,} people",
        ("make_demo", "--people", PEOPLE, "--seed", SEED, "--out", str(DEMO)), before=_empty_demo_folder,
    ),
    Step("import_extract", "Check, import and put it live", ("import_extract", str(DEMO), "--yes")),
    Step("seed_demo_users", "Make the demo accounts", ("seed_demo_users",)),
    Step(
        "run_measures", f"Judge the measures, {FIRST_MONTH} to {LAST_MONTH}",
        ("run_measures", "--from", FIRST_MONTH, "--to", LAST_MONTH),
    ),
    Step("build_due_list", "Build the due list", ("build_due_list",)),
    Step("seed_demo_audit", "Draw, score and lock a demo audit", ("seed_demo_audit",)),
    Step(
        "seed_demo_inspection", "Take a demo inspection to its publication", ("seed_demo_inspection",)
    ),
    Step("seed_demo_plan", "Make the plans of every region", ("seed_demo_plan",)),
    Step("seed_demo_targets", "Propose ramp-up targets and decide on one", ("seed_demo_targets",)),
    Step(
        "build_report", f"Build the report of region {REPORT_REGION}, {REPORT_YEAR}",
        ("build_report", "--region", REPORT_REGION, "--year", REPORT_YEAR),
    ),
    Step(
        "build_annexes", f"Build annex D of the plan of region {REPORT_REGION}",
        ("build_annexes", "--region", REPORT_REGION, "--annex", "D"),
    ),
    Step("seed_demo_report", "Publish one annual report and begin the next", ("seed_demo_report",)),
)  # fmt: skip


def fill(*, before_data: Callable[[], None], tell: Callable[[str], None]) -> None:
    """Do what has not been done: the tables, then `before_data`, then the demo data.

    A database that holds an extract we did not bring is somebody's work: no demo data goes into it.
    """
    with _connection() as connection:
        _do(connection, TABLES, tell)
        before_data()
        if _demo_is_welcome(connection):
            _do(connection, DATA, tell)


def demo_accounts() -> str:
    """The table of demo accounts as the command printed it; empty when the live extract is no demo."""
    with _connection() as connection:
        live = connection.execute("select demo from caseload_extract where state = 'live'").fetchone()
        said = connection.execute(
            "select said from front_door.step where name = 'seed_demo_users'"
        ).fetchone()
    return said[0].strip() if said and live == (True,) else ""


def _connection() -> psycopg.Connection:
    at = database()
    return psycopg.connect(
        host=at["HOST"] or None, port=at["PORT"] or None, user=at["USER"] or None,
        password=at["PASSWORD"] or None, dbname=at["NAME"], autocommit=True,
    )  # fmt: skip


def _do(connection: psycopg.Connection, steps: Iterable[Step], tell: Callable[[str], None]) -> None:
    done = _done(connection)
    for each in steps:
        fingerprint = each.fingerprint()
        if done.get(each.name) == fingerprint:
            continue
        tell(each.title)
        with step(each.title):
            if each.before:
                each.before()
            command = [VENV_PYTHON, Path("manage.py"), *each.command]
            said = run_logged(command, log="first_run", environment=left_overs.marked())
        _mark(connection, each.name, fingerprint, said)


def _done(connection: psycopg.Connection) -> dict[str, str]:
    """The fingerprint of every step done. It is kept in the database, so that it goes when the data goes."""
    connection.execute("create schema if not exists front_door")
    connection.execute(
        "create table if not exists front_door.step (name text primary key, fingerprint text not null,"
        " said text not null, done_at timestamptz not null default now())"
    )
    return dict(connection.execute("select name, fingerprint from front_door.step").fetchall())


def _mark(connection: psycopg.Connection, name: str, fingerprint: str, said: str) -> None:
    connection.execute(
        "insert into front_door.step (name, fingerprint, said) values (%s, %s, %s)"
        " on conflict (name) do update set fingerprint = excluded.fingerprint, said = excluded.said,"
        " done_at = now()",
        [name, fingerprint, said],
    )


def _demo_is_welcome(connection: psycopg.Connection) -> bool:
    ours_begun = "make_demo" in _done(connection)
    extracts = connection.execute("select count(*) from caseload_extract where not demo").fetchone()
    return ours_begun or extracts == (0,)
