"""Time and memory of judging the live extract: `python -m bench.bench_measures [--from ... --to YYYY-MM]`.

Runs `manage.py run_measures` in a process of its own over the database of DATABASE_URL and prints a Markdown
table. Memory: the most that the process held, and the most that PostgreSQL's own processes for this
database held in private (shared buffers are the server's setting). Linux, with the server on this machine.
"""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import django

POLL_SECONDS = 0.2
MONTHS = 24


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--from", dest="first", metavar="YYYY-MM", help="without it, two years up to the last"
    )
    parser.add_argument(
        "--to", dest="last", metavar="YYYY-MM", help="without it, the extract's last whole month"
    )
    # `make bench` gives every program the same arguments; those of others are passed over.
    wanted, _others = parser.parse_known_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    first, last = _months(wanted.first, wanted.last)
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "manage.py", "run_measures", "--from", first, "--to", last]
        _report(*_measured([*command, "--verdicts", f"{folder}/verdicts.csv"]))


def _months(first: str | None, last: str | None) -> tuple[str, str]:
    from apps.caseload.queries import live_extract
    from rules.periods import Month

    extract = live_extract()
    if extract is None:
        sys.exit("No extract is live: import one first (make_demo writes one).")
    newest = Month.of(extract.as_at)
    whole = newest if newest.last_on == extract.as_at else newest.previous()
    until = Month.parse(last) if last else whole
    return first or str(until.plus(1 - MONTHS)), str(until)


def _measured(command: list[str]) -> tuple[float, int]:
    """Seconds of the command, and the most kilobytes that the database's processes held in private."""
    most, ended = [0], threading.Event()
    watcher = threading.Thread(target=_watch, args=(most, ended), daemon=True)
    watcher.start()
    started = time.monotonic()
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)
    seconds = time.monotonic() - started
    ended.set()
    watcher.join()
    return seconds, most[0]


def _watch(most: list[int], ended: threading.Event) -> None:
    while not ended.wait(POLL_SECONDS):
        most[0] = max(most[0], sum(_private_kilobytes(pid) for pid in _server_processes()))


def _server_processes() -> Iterator[int]:
    from django.db import connection  # settings are ready only once main has set Django up

    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE datname = current_database()")
        yield from (row[0] for row in cursor.fetchall())


def _private_kilobytes(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:  # it ended in between
        return 0
    return sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon:"))


def _report(seconds: float, server_kilobytes: int) -> None:
    from apps.performance.models import MeasureCell, MeasureOutcome
    from apps.performance.queries import runs

    run = runs()[0]
    _say("| measure | occurrences | seconds | judged by the second engine as well |")
    _say("|---|---:|---:|---:|")
    for one in run.progress.all():
        _say(f"| {one.measure} | {one.occurrences:,} | {one.seconds} | {one.compared:,} |")
    own = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    cells, rows = (model.objects.filter(run=run).count() for model in (MeasureCell, MeasureOutcome))
    _say(f"\nRun of {run.first_month} to {run.last_month}: {seconds:.1f} s in all,")
    _say(f"{cells:,} cells and {rows:,} rows of cases kept; the process held {own // 1024} MB at most,")
    _say(f"PostgreSQL's processes {server_kilobytes // 1024} MB in private.")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


if __name__ == "__main__":
    main()
