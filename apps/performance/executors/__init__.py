"""Executors run the SQL that `rules` compiles; none of them knows what a measure means."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Protocol

import pyarrow as pa

from rules.periods import Month


@dataclass(frozen=True, kw_only=True)
class Span:
    """What a run asks of every measure: the months, both included, and the day that the extract is as at."""

    as_at: date
    first: Month
    last: Month


class Executor(Protocol):
    """Judges measures one by one; everything else reads what was judged last."""

    def judge(self, measure: str) -> int:
        """Judge every occurrence of a measure; how many there are."""

    def write_cells(self, *, run_id: int) -> int:
        """Count the judged rows into the run's cells; the number of cells."""

    def write_outcomes(self, *, run_id: int, verdicts: tuple[str, ...]) -> int:
        """Keep the judged rows that people list, each with who held the case; the number kept.

        They go into the run's own table, between `case_rows.begin` and `case_rows.attach`.
        """

    def sample(self, *, seed: int, per_reason: int) -> Iterator[dict[str, Any]]:
        """Some judged rows of every edition and reason, with their facts, chosen by a seeded hash."""

    def copy_verdicts(self, target: BinaryIO) -> None:
        """Append every judged row to an open CSV file, sorted; the caller has written the header."""

    def judged(self) -> pa.RecordBatchReader:
        """Every judged row in the columns of a vintage, sorted by the occurrence's id."""
