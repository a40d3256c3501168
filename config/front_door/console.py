"""What the person at the terminal sees: each step by name, with its seconds."""

import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from config.front_door.places import LOGS, ROOT

LAST_LINES = 25
TITLE_WIDTH = 58


class Failed(SystemExit):
    """A step that could not be done; the message has been printed."""


def say(text: str = "") -> None:
    """Print at once: what reads us may be a pipe."""
    print(text, flush=True)


def fail(message: str) -> NoReturn:
    """Print why, and end with exit code 1."""
    print(f"\n{message}", file=sys.stderr, flush=True)
    raise Failed(1)


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
