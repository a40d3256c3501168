"""Reports as PDFs: `make bench` or `python -m bench.bench_pdf`. Prints Markdown.

1. A report of some forty pages with twenty charts by WeasyPrint and by Typst, in turn in one run.
2. All twelve regions' annual reports on two workers.
3. What a worker holds after ten reports and after a hundred, without being recycled.

`--parts 1,2,3`, `--people`, `--measures`, `--reports` choose less; `--extract PATH` takes one made before.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from bench.databases import database
from bench.processes import ROOT

PEERS = ("weasyprint", "typst")
# As many measures as give a report of some forty pages.
MEASURES = 20
FIRST, LAST = "2025-01", "2026-03"
# A queue of our own in the test cluster's broker: nobody else's worker may take our messages.
OWN_QUEUES = "?virtual_host=9"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--parts", default="1,2,3")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--people", type=int, default=12_000)
    parser.add_argument("--measures", type=int, default=MEASURES)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--extract", default="", metavar="PATH")
    # `make bench` gives every program the same arguments; those of others are passed over.
    wanted, _others = parser.parse_known_args()
    parts = set(wanted.parts.split(","))
    _say_where()
    if "1" in parts:
        _say_peers(_peers(wanted.rounds))
    if parts & {"2", "3"}:
        _say_workers(wanted, parts)
    print(f"\nLoad at the end {_load()}.")


def _say_where() -> None:
    now = datetime.now(UTC)
    print(f"{now:%d %B %Y, %H:%M} UTC, {platform.machine()}, {os.cpu_count()} processors, load {_load()}.\n")


def _load() -> str:
    return " ".join(f"{value:.1f}" for value in os.getloadavg())


def _peers(rounds: int) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {peer: [] for peer in PEERS}
    for turn in range(rounds):
        # Whatever else the machine does falls on both alike.
        for peer in PEERS if turn % 2 == 0 else reversed(PEERS):
            found[peer].append(_inside([peer], {}))
    return found


def _say_peers(found: Mapping[str, list[dict[str, Any]]]) -> None:
    print("| program | pages | first, s | then, s | ms a page | processor ms a page | peak MB | KB |")
    print("|---|---:|---:|---:|---:|---:|---:|---:|")
    each = {peer: _of_rounds(rounds) for peer, rounds in found.items()}
    for peer, one in each.items():
        print(
            f"| {peer} | {one['pages']:.0f} | {one['first']:.2f} | {one['then']:.2f} | {one['page_ms']:.0f} "
            f"| {one['processor_page_ms']:.0f} | {one['peak_mb']:.0f} | {one['kilobytes']:.0f} |"
        )
    ours, theirs = (each[peer] for peer in PEERS)
    print(
        f"\nWeasyPrint to Typst, a page: {ours['page_ms'] / theirs['page_ms']:.1f} times by the clock, "
        f"{ours['processor_page_ms'] / theirs['processor_page_ms']:.1f} times of the processor (Typst uses "
        f"every processor, WeasyPrint one).\n"
    )


def _of_rounds(rounds: list[dict[str, Any]]) -> dict[str, float]:
    """Medians; `then` and a page's share are of the times after the first in a process."""
    pages = rounds[0]["pages"]
    then = statistics.median(seconds for one in rounds for seconds in one["clock"][1:])
    processor = statistics.median(seconds for one in rounds for seconds in one["processor"][1:])
    return {
        "pages": pages,
        "first": statistics.median(one["clock"][0] for one in rounds),
        "then": then,
        "page_ms": 1000 * then / pages,
        "processor_page_ms": 1000 * processor / pages,
        "peak_mb": max(one["peak_mb"] for one in rounds),
        "kilobytes": rounds[0]["kilobytes"],
    }


def _say_workers(wanted: argparse.Namespace, parts: set[str]) -> None:
    (ROOT / "var").mkdir(exist_ok=True)
    roomy = tempfile.TemporaryDirectory(dir=ROOT / "var", prefix="bench-")
    with roomy as folder, database("bench_pdf") as url:
        environment = _environment(url, folder)
        _prepare(wanted, Path(folder), environment)
        with _worker(2, environment):
            found = _inside(["batch"], environment)
        _say_batch(found)
        if "3" in parts:
            with _worker(1, environment) as worker:
                _say_memory(_inside(["again", str(wanted.reports), str(worker)], environment))


def _environment(url: str, folder: str) -> dict[str, str]:
    from config import embedded  # only these parts need the embedded binaries

    broker = os.environ.get("CELERY_BROKER_URL") or embedded.broker_url("test") + OWN_QUEUES
    return {
        "DATABASE_URL": url,
        "MEDIA_ROOT": f"{folder}/media",
        "CELERY_BROKER_URL": broker,
        "CELERY_TASK_ALWAYS_EAGER": "0",
        "LOG_LEVEL": "WARNING",
    }


def _prepare(wanted: argparse.Namespace, folder: Path, environment: Mapping[str, str]) -> None:
    extract = wanted.extract or str(folder / "extract")
    _manage(["migrate", "--no-input"], environment)
    _manage(["load_reference"], environment)
    _manage(["load_question_banks"], environment)
    if not wanted.extract:
        people = str(wanted.people)
        _manage(["make_demo", "--people", people, "--seed", "1", "--out", extract], environment)
    _manage(["import_extract", extract, "--yes"], environment)
    _inside(["judge", str(wanted.measures), FIRST, LAST], environment)


def _manage(command: list[str], environment: Mapping[str, str]) -> None:
    told = {**os.environ, **environment}
    done = subprocess.run(
        [sys.executable, "manage.py", *command],
        check=False,
        cwd=ROOT,
        env=told,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        sys.exit(f"{command[0]} failed:\n{done.stderr[-3000:]}")


def _inside(command: list[str], environment: Mapping[str, str]) -> dict[str, Any]:
    told = {"CELERY_TASK_ALWAYS_EAGER": "1", **os.environ, **environment}
    done = subprocess.run(
        [sys.executable, "-m", "bench.pdf_inside", *command],
        check=False, cwd=ROOT, env=told, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    if done.returncode:
        sys.exit(f"{command[0]} failed")
    return json.loads(done.stdout.splitlines()[-1])


@contextmanager
def _worker(concurrency: int, environment: Mapping[str, str]) -> Iterator[int]:
    """The process id of a Celery worker that listens, without the beat; it ends warmly."""
    told = {**os.environ, **environment}
    celery = [sys.executable, "-m", "celery", "-A", "config.celery"]
    options = ["worker", "--loglevel", "ERROR", "--concurrency", str(concurrency), "--without-gossip"]
    process = subprocess.Popen([*celery, *options], cwd=ROOT, env=told, stdout=subprocess.DEVNULL)
    try:
        for _ in range(30):
            ping = [*celery, "inspect", "ping", "--timeout", "2"]
            if not subprocess.run(ping, check=False, cwd=ROOT, env=told, capture_output=True).returncode:
                break
            time.sleep(1)
        yield process.pid
    finally:
        process.terminate()
        process.wait()


def _say_batch(found: Mapping[str, Any]) -> None:
    if found["failed"]:
        print(f"Failed: {found['failed']}")
    pages = found["pages"]
    print(
        f"All {found['built']} regions on two workers: {found['seconds']:.1f} s from the request to the last "
        f"report, {pages} pages, {1000 * found['seconds'] / pages:.0f} ms a page; zip of "
        f"{found['zip_mb']:.1f} MB in {found['zip_seconds']:.2f} s.\n"
    )


def _say_memory(found: Mapping[str, Any]) -> None:
    held = {int(number): megabytes for number, megabytes in found["held"].items()}
    last = max(held)
    told = f"{found['processes']} process, {found['pages']} pages in {last} reports"
    print(f"One worker, {told}, MB held after so many:\n")
    print("| " + " | ".join(str(number) for number in held) + " |")
    print("|" + "---:|" * len(held))
    print("| " + " | ".join(f"{megabytes:.1f}" for megabytes in held.values()) + " |")
    if 10 in held:
        print(f"\nAfter {last} it holds {held[last] / held[10]:.3f} times what it held after 10.")


if __name__ == "__main__":
    main()
