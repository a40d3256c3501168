"""The virtual environment and the pinned Python packages, each checked against its hash."""

import hashlib
import json
import os
import re
import subprocess
from pathlib import Path

from config.front_door.console import run_logged, step
from config.front_door.places import ROOT, THIS_PYTHON, VENV, VENV_PYTHON

STAMP = VENV / "installed.json"
UV_PINS = ROOT / "requirements-uv.txt"
BUILD_PINS = ROOT / "requirements-build.txt"
PINS = {"run": ROOT / "requirements.txt", "test": ROOT / "requirements-dev.txt"}
OFFLINE = "Packages come from PyPI; is the network there? Set PIP_INDEX_URL where a mirror takes its place."


def provide(purpose: str) -> None:
    """See to it that .venv has what `purpose` ('run' or 'test') is pinned to; quick when it has."""
    if not _is_whole():
        with step("Make the virtual environment"):
            run_logged([THIS_PYTHON, "-m", "venv", "--clear", VENV], log="packages")
    fingerprint = _fingerprint(purpose)
    if _stamps().get(purpose) != fingerprint:
        _install(PINS[purpose])
        # The test pins hold all of the run pins, so an environment made for tests runs the product too.
        purposes = ("run", "test") if purpose == "test" else ("run",)
        STAMP.write_text(json.dumps({each: _fingerprint(each) for each in purposes}))


def _is_whole() -> bool:
    """Whether .venv works: a kill half-way, or a Python that has gone, leaves one that does not."""
    if not VENV_PYTHON.exists():
        return False
    ask = "import pip, sys; sys.exit(sys.version_info[:2] not in ((3, 11), (3, 12)))"
    return subprocess.run([VENV_PYTHON, "-c", ask], check=False, capture_output=True).returncode == 0


def _install(pins: Path) -> None:
    uv = VENV / "bin" / "uv"
    with step("Install uv, the installer"):
        pip = [VENV_PYTHON, "-m", "pip", "install", "--disable-pip-version-check", "--require-hashes"]
        run_logged([*pip, "-r", UV_PINS], log="packages", advice=OFFLINE)
    count = len(re.findall(r"^[\w.-]+(?:\[.*\])?==", pins.read_text(), re.MULTILINE))
    with step(f"Install {count} Python packages"):
        install = [uv, "pip", "install", "--python", VENV_PYTHON, "--require-hashes", "--compile-bytecode"]
        run_logged(
            [*install, "--build-constraints", BUILD_PINS, "-r", pins],
            log="packages", advice=OFFLINE, environment=os.environ | _addresses_that_pip_knows(),
        )  # fmt: skip


def _addresses_that_pip_knows() -> dict[str, str]:
    """A mirror and a certificate that pip is set up with: uv does not read pip's settings."""
    listed = subprocess.run(
        [VENV_PYTHON, "-m", "pip", "config", "list"], check=False, capture_output=True, text=True
    )
    found = dict(re.findall(r"^[\w:]+\.(index-url|cert)='(.*)'$", listed.stdout, re.MULTILINE))
    names = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}
    return {names[key]: value for key, value in found.items() if names[key] not in os.environ}


def _fingerprint(purpose: str) -> str:
    files = [UV_PINS, BUILD_PINS, PINS["run"]] + ([PINS["test"]] if purpose == "test" else [])
    return hashlib.sha256(b"\0".join(path.read_bytes() for path in files)).hexdigest()


def _stamps() -> dict[str, str]:
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}
