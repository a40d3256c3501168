"""Every figure of speed and memory with its peers: `make bench` or `python -m bench.bench_speed`.

Makes a demo caseload of each size (or takes `--extract SIZE=PATH`), imports it into a database of its own and
judges it by every measure over 15 months. At the size of `--people` it also judges in turn by DuckDB and by
PostgreSQL alone, asks plain Python and durable_rules, judges 5,000 people again, and explains cases. Each run
but the first takes the place of one before it, whose case rows are dropped when the clock has stopped. Prints
Markdown.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.databases import connect, database
from bench.processes import ROOT, Measured, measured

FIRST, LAST = "2025-01", "2026-03"
# The same number of each, and whatever grows or warms up on the way falls on both alike.
IN_TURN = ("duckdb", "postgres", "postgres", "duckdb")


@dataclass(frozen=True, kw_only=True)
class Run:
    """One full run. seconds: from started to finished as the database has it; processor: of all processes."""

    seconds: float
    processor: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=12_000, help="the size at which everything is measured")
    parser.add_argument("--sizes", default="", help="further sizes for the line of growth: 60000,120000")
    parser.add_argument("--extract", action="append", default=[], metavar="SIZE=PATH", help="made before")
    # `make bench` gives every program the same arguments; those of others are passed over.
    wanted, _others = parser.parse_known_args()
    made = {int(size): Path(path) for size, _, path in (each.partition("=") for each in wanted.extract)}
    sizes = sorted({wanted.people, *(int(size) for size in wanted.sizes.split(",") if size)})
    began = time.monotonic()
    say(header())
    growth = {size: _Size(size, made.get(size)).measure(whole=size == wanted.people) for size in sizes}
    _say_growth(growth)
    say(f"\n{(time.monotonic() - began) / 60:.0f} minutes in all; load at the end {_load()}.")


def _say_growth(growth: dict[int, Run]) -> None:
    """The first run over each size, and how many times it took what the smallest took."""
    least = growth[min(growth)]
    say("\n| people | seconds of the first run | times | processor seconds | times |")
    say("|---:|---:|---:|---:|---:|")
    for size, run in growth.items():
        wall, processor = run.seconds / least.seconds, run.processor / least.processor
        say(f"| {size:,} | {run.seconds:.1f} | {wall:.2f} | {run.processor:.1f} | {processor:.2f} |")


def header() -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit}, {os.cpu_count()} processors"
        f" ({platform.machine()}), Python {platform.python_version()}, load at the start {_load()}\n"
    )


def _load() -> str:
    return " ".join(f"{each:.1f}" for each in os.getloadavg())


class _Size:
    """One caseload in a database of its own."""

    def __init__(self, people: int, extract: Path | None) -> None:
        self.people, self.extract = people, extract

    def measure(self, *, whole: bool) -> Run:
        """Prints a table of figures; returns the first full run."""
        with (
            tempfile.TemporaryDirectory(dir=_roomy(), prefix="bench-") as folder,
            database(f"probity_bench_{self.people}") as url,
        ):
            self.folder, self.url = Path(folder), url
            say(f"\n### {self.people:,} people\n")
            say("| what | seconds | processor | of it PostgreSQL | ours, MB | PostgreSQL in private, MB |")
            say("|---|---:|---:|---:|---:|---:|")
            self._import()
            first = self._run("duckdb", "the first full run, from the first read to everything stored")
            if whole:
                self._people()
                self._lists()
                self._explanations()
                self._in_turn()
                self._peers()
            return first

    def _import(self) -> None:
        self._manage("migrate", "--verbosity", "0")
        self._manage("load_reference")
        if self.extract is None:
            self.extract = self.folder / "demo"
            self._manage(
                "make_demo", "--people", str(self.people), "--seed", "1", "--out", str(self.extract),
                what="(making the caseload)",
            )  # fmt: skip
        checked = self._manage("import_extract", str(self.extract), "--hold", what="import: check and keep")
        with connect(self.url) as connection:
            sha256, rows = connection.execute("SELECT sha256, rows FROM caseload_extract").fetchone()
        live = self._manage("put_extract_live", sha256, "--yes", what="import: compare and go live")
        _row(f"import of {sum(rows.values()):,} rows", f"{checked.seconds + live.seconds:.1f}")

    def _in_turn(self) -> None:
        """DuckDB and PostgreSQL alone from the same state: a run that is current, everything read before."""
        runs: dict[str, list[Run]] = {name: [] for name in IN_TURN}
        for name in IN_TURN:
            runs[name].append(self._run(name, f"a run over another by {name}"))
        wall, processor = (
            {name: statistics.mean(getattr(run, what) for run in found) for name, found in runs.items()}
            for what in ("seconds", "processor")
        )
        _row(
            "PostgreSQL alone to DuckDB, means of two each: times",
            f"{wall['postgres'] / wall['duckdb']:.2f}",
            f"{processor['postgres'] / processor['duckdb']:.2f}",
        )

    def _run(self, executor: str, what: str) -> Run:
        found = self._manage("run_measures", "--from", FIRST, "--to", LAST, "--executor", executor)
        seconds, rows, cells, outcomes = self._told()
        _row(f"{what}: {rows:,} verdicts, {cells:,} cells, {outcomes:,} case rows", f"{seconds:.1f}")
        _row(f"- its whole command; at most {found.most_mb:.0f} MB at once", *_figures(found))
        return Run(seconds=seconds, processor=found.processor_seconds + found.server_processor_seconds)

    def _told(self) -> tuple[float, int, int, int]:
        with connect(self.url) as connection:
            run, seconds, rows = connection.execute(
                "SELECT id, extract(epoch FROM finished_at - started_at), vintage_rows"
                " FROM performance_measurerun ORDER BY id DESC LIMIT 1"
            ).fetchone()
            counts = [
                connection.execute(f"SELECT count(*) FROM {table} WHERE run_id = %s", [run]).fetchone()[0]  # noqa: S608
                for table in ("performance_measurecell", "performance_measureoutcome")
            ]
        return float(seconds), rows, *counts

    def _people(self) -> None:
        told = self._inside("people")
        _row(f"{told['people']:,} changed people, {told['verdicts']:,} verdicts", f"{told['seconds']:.2f}")
        what = f"{told['people']:,} people whose contacts changed, {told['verdicts_contacts']:,} verdicts"
        _row(what, f"{told['seconds_contacts']:.2f}")
        told = self._inside("cases")
        found = f"found among {told['verdicts']:,} of {told['people']:,} people"
        what = f"{told['changed']:,} cases that changed, {found}"
        _row(what, f"{told['seconds']:.2f}")

    def _lists(self) -> None:
        """What a worker builds over every extract that goes live; the second time nothing of it is new."""
        for turn in ("first", "again"):
            self._manage("read_quality", what=f"every record checked for data quality, {turn}")
            built = self._manage("build_due_list", what=f"the whole due list, {turn}")
            _row(f"- {built.output.strip().splitlines()[-1]}")

    def _explanations(self) -> None:
        told = self._inside("explain")
        what = (
            f"explanation of one case, median of {told['cases']} (95th of 100: {told['p95_ms'] / 1000:.3f})"
        )
        _row(what, f"{told['median_ms'] / 1000:.3f}")

    def _peers(self) -> None:
        told = self._inside("peers")
        what = f"plain Python, reading not counted, scaled from {told['plain_python_people']:,} people"
        _row(what, f"{told['plain_python_seconds_for_all']:.0f}")
        ratio = told["durable_rules_microseconds"] / told["sql_microseconds"]
        say(
            f"\nVerdicts over ready candidates: {told['sql_microseconds']:.2f} µs in SQL"
            f" ({told['candidates']:,}),"
            f" {told['durable_rules_microseconds']:.1f} µs in durable_rules"
            f" ({told['durable_rules_candidates']:,}): {ratio:.0f} times."
        )

    def _inside(self, what: str) -> dict[str, float]:
        found = measured(["-m", "bench.inside", what, FIRST, LAST], self._environment())
        return json.loads(found.output.strip().splitlines()[-1])

    def _manage(self, *command: str, what: str = "") -> Measured:
        found = measured(["manage.py", *command], self._environment())
        if what:
            _row(what, *_figures(found))
        return found

    def _environment(self) -> dict[str, str]:
        media = str(self.folder / "media")
        return {"DATABASE_URL": self.url, "MEDIA_ROOT": media, "CELERY_TASK_ALWAYS_EAGER": "1"}


def _figures(found: Measured) -> list[str]:
    """Seconds, processor seconds of all and of PostgreSQL, megabytes of both."""
    processor = found.processor_seconds + found.server_processor_seconds
    figures = (found.seconds, processor, found.server_processor_seconds)
    return [*(f"{one:.1f}" for one in figures), f"{found.own_mb:.0f}", f"{found.server_mb:.0f}"]


def _row(*cells: str) -> None:
    say("| " + " | ".join([*cells, *[""] * 5][:6]) + " |")


def say(line: str) -> None:
    print(line, flush=True)


def _roomy() -> Path:
    """var/ in the checkout: the temporary folder may be in memory."""
    (ROOT / "var").mkdir(exist_ok=True)
    return ROOT / "var"


if __name__ == "__main__":
    main()
