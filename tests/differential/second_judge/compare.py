"""Compares a run's verdicts (its CSV) with the second judge's, case by case, over the extract's own files."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.differential.second_judge.circumstances import Found
from tests.differential.second_judge.days import month_name
from tests.differential.second_judge.judge import MEASURES, judge_person
from tests.differential.second_judge.person import people_of_folder

SHOWN = 5
OUTSIDE = "not_in_population"
Key = tuple[str, str]
Said = tuple[str, str, str, str, str]


@dataclass
class Comparison:
    """How many cases each measure had in common, and what differed: (what, the run, the second judge)."""

    agreed: Counter[str] = field(default_factory=Counter)
    differed: Counter[tuple[str, str]] = field(default_factory=Counter)
    shown: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def note(self, measure: str, what: str, example: str) -> None:
        self.differed[measure, what] += 1
        examples = self.shown.setdefault((measure, what), [])
        if len(examples) < SHOWN:
            examples.append(example)

    def report(self) -> str:
        lines = [f"{measure}: {count} cases alike" for measure, count in sorted(self.agreed.items())]
        for (measure, what), count in sorted(self.differed.items()):
            lines.append(f"{measure}: {count} differ: {what}")
            lines += [f"    {example}" for example in self.shown[measure, what]]
        return "\n".join(lines)


def compare_folder(
    folder: Path,
    verdicts: Path,
    *,
    as_at: date,
    first_on: date,
    last_on: date,
    measures: Iterable[str] = MEASURES,
    parts: int = 1,
) -> Comparison:
    """Every case of the extract in the folder against the run's verdicts file; both ways round.

    verdicts: as `run_measures --verdicts` writes it. A case that only one of the two knows differs, too.
    """
    wanted = set(measures)
    run = dict(_run(verdicts, wanted))
    comparison = Comparison()
    for person in people_of_folder(folder, parts=parts):
        for found in judge_person(person, as_at, first_on, last_on, sorted(wanted)):
            _note(comparison, found, run)
    for (measure, occurrence), (said, reason) in run.items():
        # What is no occurrence to one may be an occurrence outside the population to the other.
        if said[0] != OUTSIDE:
            comparison.note(measure, f"only the run has it: {said[0]} ({reason})", f"{occurrence} {said}")
    return comparison


def _run(verdicts: Path, wanted: set[str]) -> Iterator[tuple[Key, tuple[Said, str]]]:
    with verdicts.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["measure"] in wanted:
                yield (row["measure"], row["occurrence_id"]), (_said_by_the_run(row), row["reason"])


def _said_by_the_run(row: Mapping[str, str]) -> Said:
    return row["verdict"], row["region"], row["unit"], row["counts_in"], row["due_on"]


def _note(comparison: Comparison, found: Found, run: dict[Key, tuple[Said, str]]) -> None:
    mine: Said = (
        found.verdict,
        found.region,
        found.unit,
        month_name(found.point),
        found.due_on.isoformat() if found.due_on else "",
    )
    theirs, reason = run.pop((found.measure, found.occurrence_id), (None, ""))
    if theirs is None and found.verdict == OUTSIDE:
        return
    if theirs is None:
        what = f"only the second judge has it: {mine[0]}"
        comparison.note(found.measure, what, f"{found.occurrence_id} {mine}")
    elif theirs == mine:
        comparison.agreed[found.measure] += 1
    else:
        what = (
            f"{theirs[0]} ({reason}) against {mine[0]}"
            if theirs[0] != mine[0]
            else "place, month or due date"
        )
        comparison.note(found.measure, what, f"{found.occurrence_id} run {theirs} second {mine}")
