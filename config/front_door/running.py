"""`make run`, `make stop`, `make status`: one set of servers a checkout, held by one lock."""

import fcntl
import json
import os
import signal
import subprocess
import time
from pathlib import Path
from typing import IO, Any

from config.front_door import left_overs, set_up
from config.front_door.console import fail, say
from config.front_door.places import ROOT, RUN, VENV_PYTHON

LOCK = RUN / "lock"
STATE = RUN / "state.json"
# The lock outlives the change to the virtual environment's Python: the open file is handed on by number.
LOCK_VARIABLE = "PROBITY_RUN_LOCK"
STOP_SECONDS = 60


def run() -> int:
    """Set up and serve until Ctrl-C; where another does so in this checkout, print its address."""
    say("Probity")
    lock = _take_lock()
    while lock is None:
        if _ready_after_waiting():
            say(f"  Already running at {state()['address']}")
            say("  `make stop` stops it; `make status` says more.")
            return 0
        lock = _take_lock()  # the other one has ended before it was ready
    write_state({"pid": os.getpid(), "ready": False, "doing": "setting up"})
    left_overs.end()
    os.environ |= left_overs.marked()  # from here on every child bears the mark, installers too
    set_up.provide("run")
    os.set_inheritable(lock.fileno(), True)
    os.environ[LOCK_VARIABLE] = str(lock.fileno())
    os.chdir(ROOT)
    return os.execv(VENV_PYTHON, [str(VENV_PYTHON), "-m", "config.front_door.serve"])


def stop() -> int:
    """Stop the servers of this checkout, and those that a killed `make run` left behind."""
    if _is_held():
        os.kill(state()["pid"], signal.SIGTERM)
        _wait_for_its_end()
    left_overs.end()
    if VENV_PYTHON.exists():
        subprocess.run([VENV_PYTHON, "-m", "config.embedded", "stop", "main"], check=True, cwd=ROOT)
    say("Stopped.")
    return 0


def status() -> int:
    """Say what runs; the exit code is 1 when nothing answers."""
    if not _is_held():
        say("Probity does not run in this checkout. `make run` starts it.")
        return 1
    now = state()
    if not now.get("ready"):
        say(f"Starting: {now.get('doing', 'setting up')}")
        return 0
    say(f"Probity runs at {now['address']}")
    for name, pid in now["servers"].items():
        say(f"  {name:<12} pid {pid}")
    if not os.environ.get("DATABASE_URL"):
        subprocess.run([VENV_PYTHON, "-m", "config.embedded", "status", "main"], check=False, cwd=ROOT)
    return 0


def state() -> dict[str, Any]:
    """What the running one wrote last; empty when there is nothing."""
    try:
        return json.loads(STATE.read_text())
    except (OSError, ValueError):
        return {}


def write_state(now: dict[str, Any]) -> None:
    """Tell other starts, `stop` and `status` what we are; replaced whole, so none reads a half."""
    half = STATE.with_suffix(".half")
    half.write_text(json.dumps(now))
    half.replace(STATE)


def _take_lock() -> IO[str] | None:
    """The lock, for as long as the file stays open; None while another holds it."""
    RUN.mkdir(parents=True, exist_ok=True)
    try:
        lock = LOCK.open("a")
    except PermissionError:
        fail(f"{LOCK} belongs to {LOCK.owner()}, who ran this checkout before. Run as that account.")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock.close()
        return None
    return lock


def _is_held() -> bool:
    lock = _take_lock()
    if lock is None:
        return True
    lock.close()
    return False


def _ready_after_waiting() -> bool:
    """Wait while the other one sets up; whether it came to be ready."""
    told = ""
    while _is_held():
        now = state()
        if now.get("ready"):
            return True
        if (doing := now.get("doing", "setting up")) != told:
            say(f"  Another `make run` of this checkout is at work: {doing}")
            told = doing
        time.sleep(0.5)
    return False


def _wait_for_its_end() -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while _is_held():
        if time.monotonic() > deadline:
            fail(f"The one with pid {state()['pid']} does not stop. Look at {Path(RUN)}.")
        time.sleep(0.2)
