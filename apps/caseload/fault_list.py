"""Reads the faults of a refused extract back from the file that holds all of them."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

FORMULA_MARKS = ("=", "+", "-", "@", "\t", "\r", "'")


@dataclass(frozen=True, kw_only=True)
class ListedFault:
    """One fault as the file has it; `row` is empty for a fault of a whole file."""

    file: str
    row: str
    field: str
    found: str
    expected: str
    code: str


def read_faults(path: Path, *, file: str = "", start: int = 0, count: int) -> list[ListedFault]:
    """At most `count` faults from `start` on, in the file's order, of one file when `file` names it."""
    return list(islice(_of_file(path, file), start, start + count))


def _of_file(path: Path, file: str) -> Iterator[ListedFault]:
    with path.open(encoding="utf-8", newline="") as text:
        for row in csv.DictReader(text):
            row |= {name: _as_found(row[name]) for name in ("file", "found")}
            if not file or row["file"] == file:
                yield ListedFault(**row)


def _as_found(shown: str) -> str:
    """The value without the mark that keeps a spreadsheet from taking it for a formula."""
    return shown[1:] if shown.startswith("'") and shown[1:].startswith(FORMULA_MARKS) else shown
