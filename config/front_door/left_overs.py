"""What a killed `make run` left behind: known by a mark in its environment, whatever its pid is."""

import os
import signal
import time
from pathlib import Path

from config.front_door.places import ROOT

MARK = "PROBITY_FRONT_DOOR"
# Celery ends its work on TERM, hands it back to the broker on QUIT.
SIGNALS = ((signal.SIGTERM, 10), (signal.SIGQUIT, 5), (signal.SIGKILL, 5))


def marked() -> dict[str, str]:
    """The environment for everything that we start: ours and the mark of this checkout."""
    return dict(os.environ) | {MARK: str(ROOT)}


def end(session: int | None = None) -> None:
    """End everything that bears our mark, or only what belongs to one session; wait until it is gone."""
    for number, seconds in SIGNALS:
        left = _found(session)
        for pid in left:
            _send(pid, number)
        if not left or _gone(session, seconds):
            return


def _gone(session: int | None, seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while _found(session):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True


def _found(session: int | None) -> list[int]:
    mark = f"{MARK}={ROOT}\0".encode()
    pids = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]
    return [pid for pid in pids if pid != os.getpid() and _is_ours(pid, mark, session)]


def _is_ours(pid: int, mark: bytes, session: int | None) -> bool:
    try:
        if mark not in Path(f"/proc/{pid}/environ").read_bytes() + b"\0":
            return False
        state, _, _, its_session = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[:4]
    except OSError:  # it has ended, or belongs to another account
        return False
    return state not in "ZX" and session in (None, int(its_session))


def _send(pid: int, number: int) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
