"""Every figure of speed and memory with its peers: `make bench` or `python -m bench.bench_speed`.

Makes a demo caseload of each size (or takes `--extract SIZE=PATH`), imports it into a database of its own and
judges it by every measure over 15 months. At the size named first it also asks PostgreSQL alone, plain Python
and durable_rules, judges 5,000 people again, and explains cases. Prints Markdown.
"""

import argparse
import json
import os
import platform
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bench.databases import connect, database
from bench.processes import ROOT, Measured, measured

FIRST, LAST = "2025-01", "2026-03"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=12_000, help="the size at which everything is measured")
    parser.add_argument("--sizes", default="", help="further sizes for the line of growth: 60000,120000")
    parser.add_argument("--extract", action="append", default=[], metavar="SIZE=PATH", help="made before")
    # `make bench` gives every program the same arguments; those of others are passed over.
    wanted, _others = parser.parse_known_args()
    made = {int(size): Path(path) for size, _, path in (each.partition("=") for each in wanted.extract)}
    sizes = [wanted.people, *(int(size) for size in wanted.sizes.split(",") if size)]
    say(header())
    growth = {size: _Size(size, made.get(size)).measure(whole=size == wanted.people) for size in sizes}
    say("\n| people | seconds of the run | of the size before |\n|---:|---:|---:|")
    before = None
    for size in sorted(growth):
        say(f"| {size:,} | {growth[size]:.1f} | {f'{growth[size] / before:.2f}' if before else ''} |")
        before = growth[size]


def header() -> str:
    commit = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], cwd=ROOT, capture_output=True, text=True, check=False
    ).stdout.strip()
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    return (
        f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, commit {commit}, {os.cpu_count()} processors"
        f" ({platform.machine()}), Python {platform.python_version()}, load at the start {load}\n"
    )


class _Size:
    """One caseload in a database of its own."""

    def __init__(self, people: int, extract: Path | None) -> None:
        self.people, self.extract = people, extract

    def measure(self, *, whole: bool) -> float:
        """Prints a table of figures; returns the seconds of a full run."""
        with (
            tempfile.TemporaryDirectory(dir=_roomy(), prefix="bench-") as folder,
            database(f"probity_bench_{self.people}") as url,
        ):
            self.folder, self.url = Path(folder), url
            say(
                f"\n### {self.people:,} people\n\n"
                "| what | seconds | processes, MB | PostgreSQL in private, MB |"
            )
            say("|---|---:|---:|---:|")
            self._import()
            seconds = self._run("duckdb", "a full run, from the first read to everything stored")
            if whole:
                self._people()
                self._explanations()
                self._run("postgres", "the same run by PostgreSQL alone")
                self._peers()
            return seconds

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

    def _run(self, executor: str, what: str) -> float:
        found = self._manage("run_measures", "--from", FIRST, "--to", LAST, "--executor", executor)
        seconds, rows, cells, outcomes = self._told()
        size = f"{rows:,} verdicts, {cells:,} cells, {outcomes:,} case rows"
        _row(f"{what}: {size}", f"{seconds:.1f}", f"{found.own_mb:.0f}", f"{found.server_mb:.0f}")
        _row(
            "- the whole command; most memory of all processes at once",
            f"{found.seconds:.1f}",
            f"{found.most_mb:.0f}",
        )
        return seconds

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
            _row(what, f"{found.seconds:.1f}", f"{found.own_mb:.0f}", f"{found.server_mb:.0f}")
        return found

    def _environment(self) -> dict[str, str]:
        media = str(self.folder / "media")
        return {"DATABASE_URL": self.url, "MEDIA_ROOT": media, "CELERY_TASK_ALWAYS_EAGER": "1"}


def _row(*cells: str) -> None:
    say("| " + " | ".join([*cells, "", ""][:4]) + " |")


def say(line: str) -> None:
    print(line, flush=True)


def _roomy() -> Path:
    """var/ in the checkout: the temporary folder may be in memory."""
    (ROOT / "var").mkdir(exist_ok=True)
    return ROOT / "var"


if __name__ == "__main__":
    main()
