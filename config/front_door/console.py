"""What the person at the terminal sees: each step by name, with its seconds."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from config.front_door.places import LOGS, ROOT

LAST_LINES = 25
TITLE_WIDTH = 58


class Failed(Exception):
    """Something could not be done; the message says what and what to do, for `main` to print last."""


def say(text: str = "") -> None:
    """Print at once: what reads us may be a pipe."""
    print(text, flush=True)


def fail(message: str) -> NoReturn:
    """End with exit code 1 and this message."""
    raise Failed(message)


def guarded(action: Callable[[], int | None]) -> int:
    """Run an action and turn what it ends with into an exit code; a failure's message comes last."""
    try:
        return action() or 0
    except Failed as failure:
        print(f"\n{failure}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr, flush=True)
        return 130


@contextmanager
def step(title: str) -> Iterator[None]:
    """Name a step before it begins, and say how long it took; at a terminal the seconds count up."""
    began = time.monotonic()
    ended = threading.Event()
    print(f"  {title:<{TITLE_WIDTH}}", end="", flush=True)
    if sys.stdout.isatty():
        threading.Thread(target=_count_up, args=(title, began, ended), daemon=True).start()
    try:
        yield
    except BaseException:
        ended.set()
        say(" not done")
        raise
    ended.set()
    if sys.stdout.isatty():
        print(f"\r  {title:<{TITLE_WIDTH}}", end="")
    say(f" {time.monotonic() - began:5.1f} s")


def _count_up(title: str, began: float, ended: threading.Event) -> None:
    while not ended.wait(1):
        print(f"\r  {title:<{TITLE_WIDTH}} {time.monotonic() - began:5.0f} s", end="", flush=True)


def run_logged(
    command: Sequence[str | Path], *, log: str, advice: str = "", environment: Mapping[str, str] | None = None
) -> str:
    """Run a command, its output in var/log/LOG.log, and return that; if it fails, show the end and stop."""
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{log}.log"
    with path.open("ab") as output:
        begins = path.stat().st_size
        done = subprocess.run(
            [str(word) for word in command],
            check=False, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL,
            stdout=output, stderr=subprocess.STDOUT,
        )  # fmt: skip
    said = path.read_bytes()[begins:].decode(errors="replace")
    if done.returncode:
        words = " ".join(str(word) for word in command)
        last = said.splitlines()[-LAST_LINES:]
        fail("\n".join([f"This failed ({done.returncode}): {words}", *last, f"All of it: {path}", advice]))
    return said
