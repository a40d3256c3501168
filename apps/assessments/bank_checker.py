"""Checks a file of a bank in a process of its own, with limits on memory and time."""

import json
import subprocess
import sys
from typing import Any

from django.conf import settings

SECONDS = 40  # a bank of the product takes two, most of them to start the process
BROKE = {
    "place": "the file",
    "found": "a file that needs more memory or time than a bank may",
    "expected": "a bank of some hundred questions at most",
}


def check_file(content: bytes, name: str) -> dict[str, Any]:
    """What is in the file, as `bank_files.checking.Checked`; one that breaks the check is a fault itself."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "apps.assessments.bank_files", name],
            cwd=settings.BASE_DIR,
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return _broken()
    return json.loads(done.stdout) if done.returncode == 0 else _broken()


def _broken() -> dict[str, Any]:
    return {"content": None, "faults": [BROKE], "bank": "", "title": ""}
