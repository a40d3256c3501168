"""Has a file read in a process of its own, with limits on memory and time."""

import json
import subprocess
import sys

from django.conf import settings

from apps.assessments.bank_files.faults import Fault
from apps.planning.sheets.reading import FILE, Row, Table

SECONDS = 40
_BROKE = Fault(
    place=FILE,
    found="a file that needs more memory or time than a sheet may",
    expected="a table of some hundred rows",
)


def table_of(content: bytes, name: str) -> Table:
    """The table in the file; a file that breaks the reading is a fault itself."""
    try:
        done = subprocess.run(
            [sys.executable, "-m", "apps.planning.sheets", name],
            cwd=settings.BASE_DIR,
            input=content,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return Table(faults=[_BROKE])
    if done.returncode != 0:
        return Table(faults=[_BROKE])
    found = json.loads(done.stdout)
    return Table([Row(**row) for row in found["rows"]], [Fault(**fault) for fault in found["faults"]])
