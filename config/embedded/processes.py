"""Processes as /proc shows them. A pid alone proves nothing: it may be a zombie's, or used again."""

import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from config.embedded.accounts import Account

LAST_LINES = 15


class EmbeddedServerError(RuntimeError):
    """An embedded server could not be started or stopped; the message carries the end of its log."""


def is_alive(pid: int) -> bool:
    """Whether the process exists and still runs; a zombie does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state not in "ZX"


def working_in(folder: Path) -> list[int]:
    """The live processes whose working directory is `folder`: both servers move into their data."""
    wanted = folder.resolve()
    return [pid for pid in _pids() if _working_folder(pid) == wanted and is_alive(pid)]


def _pids() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _working_folder(pid: int) -> Path | None:
    try:
        return Path(f"/proc/{pid}/cwd").readlink()
    except OSError:  # it has ended, or belongs to another account
        return None


def start(command: list[str], *, account: Account, folder: Path, log: Path) -> int:
    """Start a server that outlives us, in a session of its own, and return its pid.

    The shell between us makes it a child of init, so that it never becomes our zombie.
    """
    environment = {"PATH": os.defpath, "LANG": "C.UTF-8", "HOME": str(folder)}
    with log.open("ab") as output:
        done = subprocess.run(
            ["sh", "-c", 'exec 3>&1 1>&2; "$@" 3>&- & echo $! >&3', "sh", *command],
            check=True, cwd=folder, env=environment, start_new_session=True, umask=0o077,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=output, **account.run_arguments(),
        )  # fmt: skip
    return int(done.stdout)


def wait_until(holds: Callable[[], bool], *, seconds: float) -> bool:
    """Whether the condition came to hold in time."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.03)
    return True


def end(pids: list[int], *, signals: list[tuple[int, float]]) -> bool:
    """Send each signal in turn, giving it its seconds, until none of the processes is left."""
    for number, seconds in signals:
        for pid in filter(is_alive, pids):
            os.kill(pid, number)
        if wait_until(lambda: not any(map(is_alive, pids)), seconds=seconds):
            return True
    return False


def last_lines(log: Path) -> str:
    """The end of a log, for an error message."""
    if not log.exists():
        return "(no log)"
    return "\n".join(log.read_text(errors="replace").splitlines()[-LAST_LINES:])
