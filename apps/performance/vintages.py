"""Vintages: every verdict of a run in one sorted, hashed Parquet file below MEDIA_ROOT.

A file is written under a name of its own and renamed when it is whole. What a killed process left behind has
no run that names it, and goes when the next run begins.
"""

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from django.conf import settings
from pyarrow import parquet

from apps.performance.executors.columns import VINTAGE_COLUMNS
from apps.performance.models import MeasureRun
from rules.definitions.measures import load_measures

FOLDER = "vintages"
DATES = ("trigger_on", "due_on")
SCHEMA = pa.schema([(name, pa.date32() if name in DATES else pa.string()) for name in VINTAGE_COLUMNS])
# Of each measure: small enough to find one occurrence by reading one group, large enough to compress.
ROWS_IN_A_GROUP = 1 << 16


@dataclass(frozen=True, kw_only=True)
class Kept:
    """A whole file: its path below MEDIA_ROOT, the hash of its bytes, and how many verdicts it holds."""

    file: str
    sha256: str
    rows: int


class VintageChanged(Exception):
    """The file of a vintage is gone or no longer what the run wrote."""


def folder() -> Path:
    """Where vintages lie; made if need be."""
    path = Path(settings.MEDIA_ROOT) / FOLDER
    path.mkdir(parents=True, exist_ok=True)
    return path


def path_of(run: MeasureRun) -> Path | None:
    """The run's file; None for a run that kept none. Raises VintageChanged when it should be there."""
    if not run.vintage_file:
        return None
    path = Path(settings.MEDIA_ROOT) / run.vintage_file
    if not path.is_file():
        raise VintageChanged(f"The verdicts of run {run.pk} ({run.vintage_file}) are missing.")
    return path


def verify(run: MeasureRun) -> None:
    """Raises VintageChanged when the file is not byte for byte what the run wrote."""
    path = path_of(run)
    if path is not None and _hash(path) != run.vintage_sha256:
        raise VintageChanged(f"The verdicts of run {run.pk} ({run.vintage_file}) are not what it wrote.")


def remove_orphans(*, but: "Writing") -> None:
    """Remove files that no run names, but the one being written. Only for who holds the lock of runs."""
    named = set(MeasureRun.objects.exclude(vintage_file="").values_list("vintage_file", flat=True))
    for path in folder().iterdir():
        if path.is_file() and path != but.partial and f"{FOLDER}/{path.name}" not in named:
            path.unlink(missing_ok=True)


class Writing:
    """A vintage that is being written, one measure after the other in the order of their names."""

    def __init__(self, run: MeasureRun, partial: Path) -> None:
        self._run, self.partial = run, partial
        self._writer = parquet.ParquetWriter(
            partial, SCHEMA.with_metadata(_metadata(run)), compression="zstd", use_dictionary=True
        )
        self._rows = 0
        self.path: Path | None = None

    def add(self, judged: pa.RecordBatchReader) -> None:
        """Append one measure's rows, sorted by the occurrence's id."""
        for batch in judged:
            table = pa.Table.from_batches([batch]).cast(SCHEMA)
            self._writer.write_table(table, row_group_size=ROWS_IN_A_GROUP)
            self._rows += table.num_rows

    def keep(self) -> Kept:
        """End the file and give it its name."""
        self._writer.close()
        with self.partial.open("rb+") as written:
            os.fsync(written.fileno())
        sha256 = _hash(self.partial)
        self.path = self.partial.with_name(f"{self._run.pk}-{sha256[:16]}.parquet")
        self.partial.replace(self.path)
        return Kept(file=f"{FOLDER}/{self.path.name}", sha256=sha256, rows=self._rows)

    def abandon(self) -> None:
        """Leave nothing behind."""
        self._writer.close()
        self.partial.unlink(missing_ok=True)
        if self.path is not None:
            self.path.unlink(missing_ok=True)


@contextmanager
def writing(run: MeasureRun) -> Iterator[Writing]:
    """A vintage to write; gone when the block ends badly, or without `keep`."""
    vintage = Writing(run, folder() / f".{run.pk}.{os.getpid()}.partial")
    try:
        yield vintage
    except BaseException:
        vintage.abandon()
        raise
    if vintage.path is None:
        vintage.abandon()


def _metadata(run: MeasureRun) -> dict[str, str]:
    """What the file says of itself, wherever it is taken."""
    measures = load_measures()
    editions = [f"{name}@{one.name}" for name in run.measures for one in measures[name].editions]
    return {
        "run": str(run.pk),
        "derived_from": str(run.derived_from_id or ""),
        "extract": run.extract.sha256,
        "as_at": run.as_at.isoformat(),
        "first_month": run.first_month,
        "last_month": run.last_month,
        "editions": " ".join(editions),
    }


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
