"""`python -m apps.caseload.checking`: checks one extract in a process with limits.

Reads the task as JSON from standard input; writes one JSON object a line to standard output:
`{"percent": 40, "step": "..."}` while it works, `{"verdict": {...}}` at the end.
"""

import json
import resource
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from apps.caseload.checking.check import Task, check
from apps.caseload.checking.limits import MEGABYTE, Limits


def _limit_process(raw: dict[str, Any]) -> None:
    """Memory (address space), processor time and size of any one file that this process may use."""
    memory = raw["process_memory_mb"] * MEGABYTE
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (raw["processor_seconds"], raw["processor_seconds"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (raw["file_bytes"], raw["file_bytes"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _say(message: dict[str, object]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


def main() -> None:
    raw = json.load(sys.stdin)
    _limit_process(raw)
    task = Task(
        source=Path(raw["source"]),
        folder=Path(raw["folder"]),
        today=date.fromisoformat(raw["today"]),
        regions=frozenset(raw["regions"]),
        units=raw["units"],
        held=frozenset(raw["held"]),
        limits=Limits(**raw.get("limits", {})),
    )
    verdict = check(task, lambda percent, step: _say({"percent": percent, "step": step}))
    _say({"verdict": asdict(verdict)})


if __name__ == "__main__":
    main()
