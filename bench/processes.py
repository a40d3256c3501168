"""Runs a command and watches what it holds: its own processes, and PostgreSQL's for its database. Linux."""

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg

from bench.databases import connect

ROOT = Path(__file__).resolve().parent.parent
POLL_SECONDS = 0.1


@dataclass(frozen=True, kw_only=True)
class Measured:
    """seconds: on the wall; most_mb: of the command and PostgreSQL together.

    processor_seconds, server_processor_seconds: of the command with its children, and of PostgreSQL's
    processes for its database (read ten times a second: the last tenth of a connection is missing).
    own_mb, server_mb: the most that the command's processes held, and PostgreSQL's in private (its shared
    buffers are a setting of the server). output: what the command printed.
    """

    seconds: float
    processor_seconds: float
    server_processor_seconds: float
    own_mb: float
    server_mb: float
    most_mb: float
    output: str


def measured(command: list[str], environment: Mapping[str, str]) -> Measured:
    """Run a Python program of the checkout; leaves with its last words when it fails."""
    with tempfile.TemporaryFile() as output:
        began = time.monotonic()
        program = subprocess.Popen(
            [sys.executable, *command],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        watcher = _Watcher(program.pid, environment["DATABASE_URL"])
        _pid, status, usage = os.wait4(program.pid, 0)
        seconds = time.monotonic() - began
        program.returncode = os.waitstatus_to_exitcode(status)
        watcher.end()
        output.seek(0)
        text = output.read().decode(errors="replace")
    if program.returncode:
        sys.exit(f"{' '.join(command[:3])} failed:\n{text[-3000:]}")
    return Measured(
        seconds=seconds,
        processor_seconds=usage.ru_utime + usage.ru_stime,
        server_processor_seconds=sum(watcher.server_seconds.values()),
        own_mb=watcher.own / 1024,
        server_mb=watcher.server / 1024,
        most_mb=watcher.most / 1024,
        output=text,
    )


class _Watcher:
    def __init__(self, pid: int, url: str) -> None:
        self.own = self.server = self.most = 0
        self.server_seconds: dict[int, float] = {}
        self._pid, self._url = pid, url
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def end(self) -> None:
        self._ended.set()
        self._thread.join()

    def _watch(self) -> None:
        with connect(self._url) as database:
            while not self._ended.wait(POLL_SECONDS):
                own = sum(_kilobytes(pid, "VmRSS:") for pid in _family(self._pid))
                server_pids = _server_processes(database)
                server = sum(_kilobytes(pid, "RssAnon:") for pid in server_pids)
                self._note_seconds(server_pids)
                self.own, self.server = max(self.own, own), max(self.server, server)
                self.most = max(self.most, own + server)

    def _note_seconds(self, pids: list[int]) -> None:
        """A process that ended since it was listed keeps what was read of it last."""
        for pid in pids:
            self.server_seconds[pid] = max(self.server_seconds.get(pid, 0.0), _seconds(pid))


def _server_processes(database: psycopg.Connection) -> list[int]:
    rows = database.execute(
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    return [pid for (pid,) in rows]


def _family(pid: int) -> Iterator[int]:
    yield pid
    for listed in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = listed.read_text().split()
        except OSError:  # it ended in between
            continue
        for child in children:
            yield from _family(int(child))


def _seconds(pid: int) -> float:
    """Processor seconds that a process has used; 0 for one that has just ended."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _kilobytes(pid: int, line: str) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:  # it ended in between
        return 0
    return sum(int(each.split()[1]) for each in lines if each.startswith(line))
