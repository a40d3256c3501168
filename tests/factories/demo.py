"""A small made-up caseload, live and judged, with its accounts: what a first `make run` brings."""

from datetime import date
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from apps.organisation.demo_accounts import DEMO_PASSWORD, seed_demo_accounts
from apps.organisation.reference import load_reference
from demo.make import make_extract

PEOPLE = 600
SEED = 1
FIRST_MONTH, LAST_MONTH = "2025-04", "2026-03"
REPORT_YEAR = "2025-26"


def build_demo(folder: Path, *, people: int = PEOPLE) -> None:
    """Everything that the demonstration shows, through the same commands that bring it up.

    `folder` takes the extract's files. The audit round of Wales is drawn and assigned, and its report of
    the year 2025-26 is built.
    """
    on = date(2026, 4, 1)
    load_reference(on=on)
    make_extract(folder, people=people, seed=SEED)
    _run("import_extract", str(folder), "--yes")
    seed_demo_accounts(password=DEMO_PASSWORD, on=on)
    _run("load_question_banks")
    _run("run_measures", "--from", FIRST_MONTH, "--to", LAST_MONTH)
    _run("build_due_list")
    _run("read_quality")
    _run("seed_demo_audit")
    _run("seed_demo_inspection", "--cases", "2")
    _run("seed_demo_plan", "--regions", "HA")
    _run("build_report", "--region", "H", "--year", REPORT_YEAR)


def _run(command: str, *arguments: str) -> None:
    call_command(command, *arguments, stdout=StringIO(), stderr=StringIO())
