"""The CSV files that a run may leave behind: complete under their name, or not there at all."""

import csv
import io
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from apps.performance.executors.columns import CELL_COLUMNS, VERDICT_COLUMNS


@dataclass(frozen=True, kw_only=True)
class RunFiles:
    """Where a run shall write; None writes nothing."""

    cells: Path | None = None
    verdicts: Path | None = None


@dataclass(frozen=True, kw_only=True)
class OpenFiles:
    cells: BinaryIO | None
    verdicts: BinaryIO | None


@contextmanager
def opened(files: RunFiles) -> Iterator[OpenFiles]:
    """The files open for writing with their headers; renamed into place when the block ends well.

    Raises OSError when a folder cannot be written to, before anything is judged.
    """
    with ExitStack() as stack:
        yield OpenFiles(
            cells=stack.enter_context(_whole(files.cells, CELL_COLUMNS)) if files.cells else None,
            verdicts=stack.enter_context(_whole(files.verdicts, VERDICT_COLUMNS)) if files.verdicts else None,
        )


@contextmanager
def _whole(path: Path, columns: Sequence[str]) -> Iterator[BinaryIO]:
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        with partial.open("wb") as target:
            target.write(_header(columns))
            yield target
            target.flush()
            # A full disk shows here at the latest, not after the run has said that all is well.
            os.fsync(target.fileno())
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _header(columns: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(columns)
    return line.getvalue().encode()
