"""A Chromium for the journeys: one that is there, else one installed as the platform allows."""

import os
import shutil
import subprocess
from pathlib import Path

from config.front_door.console import fail, run_logged, step
from config.front_door.machine import Need, way_to_root
from config.front_door.places import VENV_PYTHON

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
VARIABLE = "PROBITY_CHROMIUM"


def needs_of_the_tests() -> list[Need]:
    """Debian has Chromium as a package. Ubuntu's package of that name only points to a snap."""
    if not _is_debian():
        return []
    return [Need("Chromium (the journeys)", ("chromium", "fonts-liberation"), lambda: find() is not None)]


def find() -> str | None:
    """The path of a Chromium of the system that answers; None if there is none.

    It is asked for its version, since Ubuntu ships a script of that name that only says what to install.
    """
    for name in (os.environ.get(VARIABLE), *NAMES):
        path = shutil.which(name) if name else None
        if path and _answers(path):
            return path
    return None


def provide() -> dict[str, str]:
    """The variable that tells the tests which Chromium to use; installs Playwright's own if need be.

    Called once the test packages are there. Empty when Playwright finds its own by itself.
    """
    if path := find():
        return {VARIABLE: path}
    if not _playwright_has_one():
        _install_playwrights()
    return {}


def _is_debian() -> bool:
    release = Path("/etc/os-release")
    return release.exists() and "ID=debian" in release.read_text().splitlines()


def _answers(path: str) -> bool:
    try:
        asked = subprocess.run([path, "--version"], check=False, capture_output=True, timeout=30)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0


def _playwright_has_one() -> bool:
    ask = (
        "import pathlib, sys\nfrom playwright.sync_api import sync_playwright\n"
        "with sync_playwright() as p: sys.exit(not pathlib.Path(p.chromium.executable_path).exists())"
    )
    return subprocess.run([VENV_PYTHON, "-c", ask], check=False, capture_output=True).returncode == 0


def _install_playwrights() -> None:
    # Its libraries come through apt, so only where we may; without them it may still find what it needs.
    libraries = ["--with-deps"] if way_to_root() is not None else []
    with step("Install Chromium for the journeys"):
        command = [VENV_PYTHON, "-m", "playwright", "install", *libraries, "chromium"]
        run_logged(command, log="browser", advice=f"Install a Chromium and name it in {VARIABLE}.")
    if not _playwright_has_one():
        fail(f"No Chromium could be had for the journeys. Install one and name it in {VARIABLE}.")
