"""Time and memory of importing an extract: `python -m bench.bench_import [--extract PATH]`.

Without a path it makes a demo extract of `--people` people (240,000 by default) first. Imports it by
`manage.py import_extract` into a database of its own, beside the one of DATABASE_URL, and prints a
Markdown table: the check, and going live. Memory is the most that any of the importer's processes held.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import environ
import psycopg
from psycopg import sql

DATABASE = "probity_bench_import"


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One step: seconds on the wall, seconds of our own processors, most memory."""

    step: str
    wall_seconds: float
    processor_seconds: float
    most_mb: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--extract", type=Path, help="an extract that is there already")
    parser.add_argument("--people", type=int, default=240_000)
    # `make bench` gives every program the same arguments; those of others are passed over.
    wanted, _others = parser.parse_known_args()
    with tempfile.TemporaryDirectory() as folder, _database() as url:
        settings = {"DATABASE_URL": url, "MEDIA_ROOT": f"{folder}/media", "CELERY_TASK_ALWAYS_EAGER": "1"}
        _manage(settings, "migrate", "--verbosity", "0")
        extract = wanted.extract or _made(settings, Path(folder), wanted.people)
        check = _manage(settings, "import_extract", str(extract), "--hold", step="check and keep")
        live = _manage(settings, "put_extract_live", _hash(url), "--yes", step="compare and go live")
        _print([check, live], rows=_rows(url))


def _print(measured: list[Measured], *, rows: int) -> None:
    print(f"{rows:,} rows loaded, {os.cpu_count()} processors\n")
    print("| step | seconds | of them our processors | most memory, MB |\n|---|---|---|---|")
    for one in measured:
        print(f"| {one.step} | {one.wall_seconds:.0f} | {one.processor_seconds:.0f} | {one.most_mb:.0f} |")


def _made(settings: dict[str, str], folder: Path, people: int) -> Path:
    target = folder / "demo"
    _manage(settings, "make_demo", "--people", str(people), "--seed", "1", "--out", str(target))
    return target


def _manage(settings: dict[str, str], *command: str, step: str = "") -> Measured:
    """Run one command in a process of its own and measure it with all that it starts."""
    began = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "manage.py", *command],
        env={**os.environ, **settings},
        stdout=subprocess.DEVNULL,
    )
    # Its own children (the checking process) count in, since it waited for them.
    _pid, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{command[0]} failed")
    return Measured(
        step=step,
        wall_seconds=time.monotonic() - began,
        processor_seconds=usage.ru_utime + usage.ru_stime,
        most_mb=usage.ru_maxrss / 1024,
    )


@contextmanager
def _database() -> Iterator[str]:
    """The address of a new, empty database on the server of DATABASE_URL; it goes when the work is done."""
    name = sql.Identifier(DATABASE)
    url = _server()
    with _connect(url) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(name))
    try:
        yield _with_name(url, DATABASE)
    finally:
        with _connect(url) as connection:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(name))


def _connect(url: str) -> psycopg.Connection:
    """Open an address as Django reads it: in a socket's, the folder stands before the database's name."""
    at = environ.Env.db_url_config(url)
    return psycopg.connect(
        host=at["HOST"] or None, port=at["PORT"] or None, user=at["USER"] or None,
        password=at["PASSWORD"] or None, dbname=at["NAME"], autocommit=True,
    )  # fmt: skip


def _server() -> str:
    given = environ.Env().str("DATABASE_URL", default="")
    if given:
        return given
    from config import embedded  # only then are the embedded binaries needed

    return embedded.database_url()


def _with_name(url: str, name: str) -> str:
    """The address of another database of the same server."""
    address, _slash, rest = url.rpartition("/")
    _name, question, query = rest.partition("?")
    return f"{address}/{name}{question}{query}"


def _hash(url: str) -> str:
    with _connect(url) as connection:
        return connection.execute("SELECT sha256 FROM caseload_extract").fetchone()[0]


def _rows(url: str) -> int:
    with _connect(url) as connection:
        rows = connection.execute("SELECT rows FROM caseload_extract").fetchone()[0]
    return sum(rows.values())


if __name__ == "__main__":
    main()
