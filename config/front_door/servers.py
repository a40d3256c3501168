"""The web server and the Celery worker with its beat: started, watched, stopped."""

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path

from config.front_door import left_overs
from config.front_door.console import LAST_LINES, fail, say
from config.front_door.places import LOGS, ROOT, VENV

WEB, WORKER = "web", "worker"
HOST = "127.0.0.1"
PORTS_TRIED = 100
START_SECONDS = 90
# Five deaths in a minute are no accident.
MOST_DEATHS, DEATHS_WITHIN_SECONDS = 5, 60
LARGEST_LOG = 10 * 1024 * 1024


def _command(name: str, port: str) -> list[str]:
    programs = VENV / "bin"
    celery = [f"{programs}/celery", "-A", "config.celery"]
    return {
        # --preload: the imports are paid for once; the application closes its connections before the fork.
        WEB: [
            f"{programs}/gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", "--preload",
            "--workers", "2", "--worker-class", "gthread", "--threads", "4",
            "--timeout", "120", "--graceful-timeout", "8",
        ],
        # --beat: with one worker there is one beat, and the imports are paid for once.
        WORKER: [
            *celery, "worker", "--beat", "--loglevel", "INFO", "--concurrency", "2", "--without-gossip",
        ],
    }[name]  # fmt: skip


def free_port(wanted: int) -> int:
    """The port asked for, or the next one that nothing listens at."""
    for port in range(wanted, wanted + PORTS_TRIED):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
        if port != wanted:
            say(f"  Port {wanted} is taken by another program; using {port} (PORT=... make run chooses)")
        return port
    return fail(f"Every port from {wanted} to {wanted + PORTS_TRIED - 1} is taken. Choose: PORT=... make run")


class Servers:
    """The processes that we started, by name."""

    def __init__(self) -> None:
        self._running: dict[str, subprocess.Popen] = {}
        self._port = ""
        self._log_begins: dict[str, int] = {}
        self._deaths: list[float] = []

    def start(self, name: str, **environment: str) -> None:
        """Start one in a session of its own, so that Ctrl-C reaches it only through us."""
        self._port = environment.get("PORT", self._port)
        LOGS.mkdir(parents=True, exist_ok=True)
        path = self.log(name)
        if path.exists() and path.stat().st_size > LARGEST_LOG:
            path.replace(path.with_suffix(".log.1"))
        with path.open("ab") as log:
            self._log_begins[name] = path.stat().st_size
            self._running[name] = subprocess.Popen(
                _command(name, self._port), cwd=ROOT, env=left_overs.marked(), start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip

    def restart(self, name: str) -> None:
        """Start one again after ending what its death left of it; stop everything when it keeps dying."""
        now = time.monotonic()
        self._deaths = [at for at in self._deaths if now - at < DEATHS_WITHIN_SECONDS] + [now]
        if len(self._deaths) > MOST_DEATHS:
            fail(f"{name} keeps stopping. The end of {self.log(name)}:\n{self._last_lines(name)}")
        left_overs.end(session=self._running[name].pid)
        self.start(name)

    def dead(self) -> list[str]:
        """The names of those that have ended."""
        return [name for name, process in self._running.items() if process.poll() is not None]

    def pids(self) -> dict[str, int]:
        """Every server's pid."""
        return {name: process.pid for name, process in self._running.items()}

    def log(self, name: str) -> Path:
        """Where a server writes."""
        return LOGS / f"{name}.log"

    def wait_for_page(self, port: int) -> None:
        """Wait until the site's first page comes without a server error."""
        self._wait(WEB, lambda: _page_comes(f"http://{HOST}:{port}/"))

    def wait_for_worker(self) -> None:
        """Wait until the worker says in its log that it is ready."""
        self._wait(WORKER, lambda: b" ready." in self.log(WORKER).read_bytes()[self._log_begins[WORKER] :])

    def stop(self) -> None:
        """Stop all that we started."""
        for process in self._running.values():
            process.terminate()
        left_overs.end()
        for process in self._running.values():
            process.wait(timeout=30)

    def _wait(self, name: str, holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + START_SECONDS
        while not holds():
            if self._running[name].poll() is not None or time.monotonic() > deadline:
                fail(f"{name} did not start. The end of {self.log(name)}:\n{self._last_lines(name)}")
            time.sleep(0.1)

    def _last_lines(self, name: str) -> str:
        return "\n".join(self.log(name).read_text(errors="replace").splitlines()[-LAST_LINES:])


def _page_comes(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310  our own address
            return answer.status == 200
    except urllib.error.HTTPError as refusal:
        # A page that needs a role still answers; a fault of the server's is in its log.
        return refusal.code < 500
    except OSError:
        return False
