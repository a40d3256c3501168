"""How long a lead waits for the sizes of every region's frame: `python -m bench.bench_planning`.

Makes a demo caseload of `--people` (or takes `--extract SIZE=PATH`), imports it into a database of its own;
`--here` measures in the database of DATABASE_URL, whose extract is live. Prints Markdown: for each published
bank whose rounds are of regions, the frames of all regions built case by case, counted, and counted before.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.databases import database
from bench.processes import ROOT


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=12_000)
    parser.add_argument("--extract", action="append", default=[], metavar="SIZE=PATH", help="made before")
    parser.add_argument("--here", action="store_true", help="in the database of DATABASE_URL as it is")
    wanted, _others = parser.parse_known_args()
    if wanted.here:
        _run([sys.executable, "-m", "bench.planning_inside"], dict(os.environ))
        return
    made = {int(size): path for size, _, path in (each.partition("=") for each in wanted.extract)}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, database("bench_planning") as address:
        environment = os.environ | {"DATABASE_URL": address, "MEDIA_ROOT": f"{folder}/media"}
        environment |= {"CELERY_TASK_ALWAYS_EAGER": "1"}
        for command in _commands(made.get(wanted.people), Path(folder) / "extract", wanted.people):
            _run([sys.executable, "manage.py", *command], environment, quiet=True)
        _run([sys.executable, "-m", "bench.planning_inside"], environment)


def _commands(made: str | None, folder: Path, people: int) -> list[list[str]]:
    make = [["make_demo", "--people", str(people), "--seed", "1", "--out", str(folder)]]
    return [
        ["migrate", "--no-input"],
        ["load_reference"],
        ["load_question_banks"],
        *([] if made else make),
        ["import_extract", made or str(folder), "--yes"],
    ]


def _run(command: list[str], environment: dict[str, str], *, quiet: bool = False) -> None:
    output = subprocess.DEVNULL if quiet else None
    subprocess.run(command, cwd=ROOT, env=environment, stdout=output, check=True)


if __name__ == "__main__":
    main()
