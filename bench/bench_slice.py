"""Seconds and memory of the whole slice: make a caseload, import it, judge it, build a report.

make bench                              12,000 people
make bench ARGS="--people 240000"       the size of the nation; takes minutes and some 10 GB of disk
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from config import embedded
from config.embedded.folders import folder_of

ROOT = Path(__file__).resolve().parent.parent
DATABASE = "bench"


def main() -> None:
    """Run every step in a database of its own and print what each took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--people", type=int, default=12_000)
    people = parser.parse_args().people
    print(f"{'step':<22}{'seconds':>9}{'peak MB':>9}   ({people:,} people)")
    with tempfile.TemporaryDirectory(dir=_roomy(), prefix="bench-") as folder, _database() as address:
        environment = os.environ | {"DATABASE_URL": address, "MEDIA_ROOT": f"{folder}/media"}
        environment |= {"CELERY_TASK_ALWAYS_EAGER": "1"}
        for command in _commands(Path(folder) / "extract", people):
            seconds, megabytes = _measured(command, environment)
            print(f"{command[0]:<22}{seconds:>9.1f}{megabytes:>9.0f}", flush=True)


def _commands(extract: Path, people: int) -> list[list[str]]:
    return [
        ["migrate", "--no-input"],
        ["load_reference"],
        ["load_question_banks"],
        ["make_demo", "--people", str(people), "--seed", "1", "--out", str(extract)],
        ["import_extract", str(extract), "--yes"],
        ["run_measures", "--from", "2025-04", "--to", "2026-03"],
        ["build_report", "--region", "H", "--year", "2025-26"],
    ]


def _measured(command: list[str], environment: dict[str, str]) -> tuple[float, float]:
    """Seconds, and the megabytes that the command itself held at most; the database's are its own."""
    began = time.perf_counter()
    with tempfile.TemporaryFile() as output:
        program = subprocess.Popen(
            [sys.executable, "manage.py", *command], cwd=ROOT, env=environment, stdout=output, stderr=output
        )
        _, status, usage = os.wait4(program.pid, 0)
        if status:
            output.seek(0)
            sys.exit(output.read().decode(errors="replace"))
    return time.perf_counter() - began, usage.ru_maxrss / 1024


@contextmanager
def _database() -> Iterator[str]:
    """The address of an empty database in the embedded cluster of the product's own settings."""
    folder = folder_of("main")
    was_up = subprocess.run(
        [sys.executable, "-m", "config.embedded", "status"], check=False, cwd=ROOT, capture_output=True
    )
    address = embedded.database_url("main")
    with psycopg.connect(
        host=str(folder.sockets), user="probity", dbname="probity", autocommit=True
    ) as connection:
        connection.execute(f"drop database if exists {DATABASE} with (force)")
        connection.execute(f"create database {DATABASE}")
        try:
            yield address.removesuffix("/probity") + f"/{DATABASE}"
        finally:
            connection.execute(f"drop database {DATABASE} with (force)")
    if was_up.returncode:
        embedded.stop("main")


def _roomy() -> Path:
    """var/ in the checkout: the temporary folder may be in memory."""
    (ROOT / "var").mkdir(exist_ok=True)
    return ROOT / "var"


if __name__ == "__main__":
    main()
