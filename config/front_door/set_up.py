"""Setting up: what the machine must have, the pinned packages, the assets. Each part quick when done."""

import fcntl
from collections.abc import Sequence
from pathlib import Path

from config.front_door import assets, machine, packages
from config.front_door.console import fail, say
from config.front_door.machine import Need
from config.front_door.places import ROOT, RUN, VENV


def provide(purpose: str, extra_needs: Sequence[Need] = ()) -> None:
    """Set up for `purpose` ('run' or 'test'); a second one in this checkout waits for the first."""
    _refuse_unwritable()
    RUN.mkdir(parents=True, exist_ok=True)
    with (RUN / "set_up.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("  Waiting for another set-up in this checkout")
            fcntl.flock(lock, fcntl.LOCK_EX)
        machine.provide([*machine.needs_of_the_product(), *extra_needs])
        packages.provide(purpose)
        assets.provide()


def _refuse_unwritable() -> None:
    """Say at once whose the folders are: half a set-up by root is the usual reason for later puzzles."""
    for path in filter(Path.exists, (ROOT, ROOT / "var", VENV)):
        try:
            probe = path / ".writable"
            probe.touch()
            probe.unlink()
        except OSError:
            owner = path.owner()
            fail(
                f"This account may not write in {path}, which belongs to {owner}. "
                "Run as that account, or in a clone of your own."
            )
