"""Runs the check of an extract in a process of its own, with limits on memory, time and disk."""

import json
import subprocess
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings

from apps.caseload.checking.limits import MEGABYTE
from rules.definitions.geography import load_geography

# The full national caseload took 20 s and 600 MB; address space is some three times what is used.
PROCESS_MEMORY_MB = 4096
PROCESSOR_SECONDS = 1800
SECONDS = 2400
FILE_BYTES = 16 * 1024 * MEGABYTE


class CheckBroke(Exception):
    """The check ended without a verdict: too much memory or time, a full disk, or a fault of ours."""


def run(
    source: Path, *, folder: Path, today: date, held: Iterable[str], progress: Callable[[int, str], None]
) -> dict[str, Any]:
    """Check a folder or zip; the verdict as `checking.check.Verdict` has it.

    Content whose hash is in `held` passed before and is not read again.

    Leaves the files in `folder/files` and all faults in `folder/faults.csv`. Raises CheckBroke.
    """
    task = _task(source, folder, today) | {"held": sorted(held)}
    verdict: dict[str, Any] | None = None
    with _process() as process:
        _send(process, json.dumps(task))
        for line in process.stdout or ():
            message = json.loads(line)
            verdict = message.get("verdict", verdict)
            if "percent" in message:
                progress(message["percent"], message["step"])
        errors = process.stderr.read() if process.stderr else ""
        status = process.wait()
    if status != 0 or verdict is None:
        raise CheckBroke(_why(status, errors))
    return verdict


def _task(source: Path, folder: Path, today: date) -> dict[str, Any]:
    geography = load_geography()
    return {
        "source": str(source.absolute()),
        "folder": str(folder.absolute()),
        "today": today.isoformat(),
        "regions": sorted(region.code for region in geography.regions),
        "units": {unit.code: unit.region for unit in geography.units},
        "process_memory_mb": PROCESS_MEMORY_MB,
        "processor_seconds": PROCESSOR_SECONDS,
        "file_bytes": FILE_BYTES,
    }


@contextmanager
def _process() -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "apps.caseload.checking"],
        cwd=settings.BASE_DIR,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    timer = threading.Timer(SECONDS, process.kill)
    timer.start()
    try:
        with process:
            try:
                yield process
            except BaseException:
                process.kill()  # whoever asked has gone: nobody waits for the verdict
                raise
    finally:
        timer.cancel()


def _send(process: subprocess.Popen[str], text: str) -> None:
    assert process.stdin is not None  # noqa: S101 (Popen was asked for a pipe)
    try:
        process.stdin.write(text)
        process.stdin.close()
    except BrokenPipeError:
        pass  # it died at once; its status and last words say why


def _why(status: int, errors: str) -> str:
    last = errors.strip().splitlines()[-1] if errors.strip() else ""
    if "Out of Memory" in last or "MemoryError" in last:
        return "Checking needed more memory than it may use. Nothing was stored."
    if "No space left" in errors:
        return "The disk is full: there was no room to check the extract. Nothing was stored."
    if status < 0:
        return f"Checking was stopped (signal {-status}), for taking too long or by hand. Nothing was stored."
    return f"Checking broke off: {last or f'status {status}'}. Nothing was stored."
