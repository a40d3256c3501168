"""What a sheet of milestones asks for, and everything that is wrong with it; then all of it, or nothing.

The columns are those of the download, so that a planner downloads the milestones, adds rows at the end and
hands the sheet in again: rows with a number are set already and are left alone.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from django.db import transaction

from apps.assessments.bank_files.faults import Fault, shown
from apps.organisation.models import Region, User
from apps.planning.milestone_actions import MilestoneWords, add_milestone
from apps.planning.models import Milestone, Priority
from apps.planning.owners import owners_for
from apps.planning.rows import MILESTONE_COLUMNS
from apps.planning.sheets.reading import Row
from rules.definitions.measures import load_catalogue
from rules.periods import performance_year

NUMBER = "milestone"
REQUIRED = ("priority", "title", "due_on", "owner")
OPTIONAL = ("words", "measure", "baseline_percent", "aim_percent")
# What the product works out or keeps by itself: welcome in the sheet, and not read.
WORKED_OUT = tuple(name for name in MILESTONE_COLUMNS if name not in (NUMBER, *REQUIRED, *OPTIONAL))
LONGEST = {"title": 200, "words": 4000}
_DAY = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_PERCENT = re.compile(r"\d{1,3}(\.\d)?")


class SheetRefused(Exception):
    """Nothing of the sheet was taken in; carries every fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(faults)
        self.faults = list(faults)


@dataclass(frozen=True)
class Taken:
    """What became of a sheet: the milestones that it added, and how many of its rows were set already."""

    added: list[Milestone]
    known: int


@transaction.atomic
def take_in(region: Region, rows: Sequence[Row], *, why: str, by: User, on: date) -> Taken:
    """Set every milestone of the sheet that has no number. Raises SheetRefused with every fault, Refused."""
    Region.objects.select_for_update().get(pk=region.pk)
    reading = _Reading(region, on)
    faults = [*_faults_of_heading(rows), *(fault for row in rows for fault in reading.faults_of(row))]
    if not rows:
        faults.append(Fault(place="the sheet", found="no rows", expected="a row for each milestone"))
    if faults:
        raise SheetRefused(faults)
    added = [add_milestone(region, given, why=why, by=by, on=on) for given in reading.given]
    return Taken(added=added, known=len(rows) - len(added))


def _faults_of_heading(rows: Sequence[Row]) -> Iterator[Fault]:
    columns = {name for row in rows for name in row.cells}
    known = {NUMBER, *REQUIRED, *OPTIONAL, *WORKED_OUT}
    for name in sorted(columns - known):
        yield Fault(place="row 1", found=shown(name), expected=f"only {', '.join((*REQUIRED, *OPTIONAL))}")


class _Reading:
    """Reads row after row and keeps what they ask for; `faults_of` a row is empty when it is whole."""

    def __init__(self, region: Region, on: date) -> None:
        standing = Priority.objects.filter(region=region, withdrawn_at=None)
        self.priorities = {_folded(one.title): one for one in standing}
        owners = owners_for(region, on)
        names = Counter(_folded(str(one)) for one in owners)
        self.owners = {_folded(str(one)): one for one in owners if names[_folded(str(one))] == 1}
        self.owners |= {_folded(one.username): one for one in owners}
        kept = region.milestones.values_list("pk", "priority", "title")
        self.numbers = {str(pk) for pk, _, _ in kept}
        self.places = {(priority, _folded(title)): "a milestone of this title" for _, priority, title in kept}
        self.given: list[MilestoneWords] = []

    def faults_of(self, row: Row) -> list[Fault]:
        cells = {name: text for name, text in row.cells.items() if text}
        if NUMBER in cells:
            if cells[NUMBER] in self.numbers:
                return []
            return [_fault(row, NUMBER, cells[NUMBER], "nothing, or a number of this region’s download")]
        faults = [_fault(row, name, "", "something") for name in REQUIRED if name not in cells]
        faults += self._faults_of_names(row, cells)
        faults += _faults_of_texts(row, cells)
        faults += _faults_of_figures(row, cells)
        due_on = _day(cells.get("due_on", ""))
        return faults if faults or due_on is None else self._take(row, cells, due_on)

    def _faults_of_names(self, row: Row, cells: dict[str, str]) -> Iterator[Fault]:
        for name, known, expected in (
            ("priority", self.priorities, "the title of a priority that stands"),
            ("owner", self.owners, "the user name, or the only name, of somebody with a part in the region"),
            ("measure", load_catalogue(), "the identifier of a measure, or nothing"),
        ):
            text = cells.get(name, "")
            if text and (text if name == "measure" else _folded(text)) not in known:
                yield _fault(row, name, text, expected)

    def _take(self, row: Row, cells: dict[str, str], due_on: date) -> list[Fault]:
        priority = self.priorities[_folded(cells["priority"])]
        if not priority.first_year <= str(performance_year(due_on)) <= priority.last_year:
            years = f"a day in {priority.first_year} to {priority.last_year}, the years of the priority"
            return [_fault(row, "due_on", cells["due_on"], years)]
        key = (priority.pk, _folded(cells["title"]))
        if key in self.places:
            return [_fault(row, "title", f"{self.places[key]} again", "each milestone of a priority once")]
        self.places[key] = f"row {row.number}"
        self.given.append(
            MilestoneWords(
                priority=priority,
                title=cells["title"],
                words=cells.get("words", ""),
                due_on=due_on,
                owner=self.owners[_folded(cells["owner"])],
                measure=cells.get("measure", ""),
                baseline=_percent(cells.get("baseline_percent", "")),
                aim=_percent(cells.get("aim_percent", "")),
            )
        )
        return []


def _faults_of_texts(row: Row, cells: dict[str, str]) -> Iterator[Fault]:
    for name, most in LONGEST.items():
        if len(cells.get(name, "")) > most:
            yield _fault(row, name, f"{len(cells[name])} characters", f"at most {most}")
    if "due_on" in cells and _day(cells["due_on"]) is None:
        yield _fault(row, "due_on", cells["due_on"], "a day as 2026-09-30 or 30/9/2026")


def _faults_of_figures(row: Row, cells: dict[str, str]) -> Iterator[Fault]:
    for name in ("baseline_percent", "aim_percent"):
        text = cells.get(name, "")
        if text and _percent(text) is None:
            yield _fault(row, name, text, "a percentage from 0 to 100 with one decimal at most")
        if text and "measure" not in cells:
            yield _fault(row, "measure", "", f"the measure that {name} is about")


def _fault(row: Row, column: str, found: str, expected: str) -> Fault:
    return Fault(place=f"row {row.number}, {column}", found=shown(found), expected=expected)


def _folded(text: str) -> str:
    return " ".join(text.casefold().split())


def _day(text: str) -> date | None:
    """ISO, or day, month and year as people write them; None for anything else."""
    parts = _DAY.fullmatch(text)
    try:
        if parts:
            day, month, year = (int(part) for part in parts.groups())
            return date(year, month, day)
        return date.fromisoformat(text[:10]) if len(text) in (10, 19) else None
    except ValueError:
        return None


def _percent(text: str) -> Decimal | None:
    if not _PERCENT.fullmatch(text):
        return None
    try:
        found = Decimal(text)
    except InvalidOperation:
        return None
    return found if found <= 100 else None
