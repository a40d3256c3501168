"""One person's raw events, and the folder of an extract read person by person."""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zlib import crc32

Row = Mapping[str, Any]
# Tables whose rows name no person, and what leads to one.
_THROUGH = {
    "requirements": ("sentence_id", "sentences"),
    "release_dates": ("sentence_id", "sentences"),
    "progress_reviews": ("sentence_id", "sentences"),
    "post_sentence_interviews": ("sentence_id", "sentences"),
    "parole_report_due_dates": ("parole_report_id", "parole_reports"),
    "crs_appointments": ("referral_id", "crs_referrals"),
    "crs_outcomes": ("referral_id", "crs_referrals"),
    "assessment_quality_checks": ("assessment_id", "assessments"),
    "electronic_monitoring_events": ("monitoring_id", "electronic_monitoring"),
    "unpaid_work_assessments": ("requirement_id", "requirements"),
    "unpaid_work_absences": ("session_version_id", "unpaid_work_sessions"),
}
_OWN_KEY = {
    "sentences": "sentence_id",
    "requirements": "requirement_id",
    "parole_reports": "parole_report_id",
    "crs_referrals": "referral_id",
    "assessments": "assessment_id",
    "electronic_monitoring": "monitoring_id",
    "unpaid_work_sessions": "session_version_id",
}
_EVERYBODYS = ("crs_contracts", "programmes")
_OF_NOBODY = (*_EVERYBODYS, "judicial_survey_responses", "victim_survey_responses")


class Person:
    """Rows by table; a table that was not given is empty. Contracts are everybody's."""

    def __init__(self, person_id: str, tables: Mapping[str, Iterable[Row]]) -> None:
        self.person_id = person_id
        self._tables = {name: list(rows) for name, rows in tables.items()}

    def rows(self, table: str) -> list[Row]:
        return self._tables.get(table, [])

    def with_rows(self, table: str, rows: Iterable[Row]) -> "Person":
        """The same person as if this table held these rows only."""
        return Person(self.person_id, self._tables | {table: list(rows)})

    def row(self, table: str, key: str, value: str) -> Row | None:
        return next((row for row in self.rows(table) if row[key] == value), None)

    def sentence(self, sentence_id: str) -> Row:
        found = self.row("sentences", "sentence_id", sentence_id)
        assert found is not None, sentence_id
        return found


def people_of_folder(folder: Path, *, parts: int = 1) -> Iterator[Person]:
    """Everyone of an extract; and last a person without an id who holds the rows that are nobody's.

    The folder is read once for each of the parts, so that a national one does not fill the memory.
    """
    for part in range(parts):
        yield from _people(_tables(folder, parts=parts, part=part))
    yield Person(
        "", {name: [row for row in _rows(path) if _is_nobodys(name, row)] for name, path in _paths(folder)}
    )


def _is_nobodys(table: str, row: Row) -> bool:
    """Surveys of judges and victims, directories, and meetings of boards, which are about no person."""
    return table in _OF_NOBODY or (table == "mappa_meetings" and row["person_id"] is None)


def _tables(folder: Path, *, parts: int, part: int) -> dict[str, list[Row]]:
    return {
        name: [row for row in _rows(path) if _is_of_part(row, parts, part)] for name, path in _paths(folder)
    }


def _is_of_part(row: Row, parts: int, part: int) -> bool:
    person = row.get("person_id")
    return person is None or crc32(person.encode()) % parts == part


def _people(tables: Mapping[str, list[Row]]) -> Iterator[Person]:
    held: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for name, rows in tables.items():
        if name in _OF_NOBODY:
            continue
        for row, owner in zip(rows, _owners(name, tables), strict=True):
            if owner is not None:
                held[owner][name].append(row)
    shared = {name: tables.get(name, []) for name in _EVERYBODYS}
    for person_id in sorted(held):
        yield Person(person_id, held[person_id] | shared)


def _paths(folder: Path) -> Iterator[tuple[str, Path]]:
    package = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        yield resource["name"], folder / resource["path"]


def _rows(path: Path) -> Iterator[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.reader(file)
        header = next(reader)
        readers = [_reader_of(name) for name in header]
        for values in reader:
            yield {name: read(text) for name, read, text in zip(header, readers, values, strict=True)}


def _owners(table: str, tables: Mapping[str, list[Row]]) -> list[str | None]:
    rows = tables[table]
    if table not in _THROUGH:
        return [row.get("person_id") for row in rows]
    column, parent = _THROUGH[table]
    keys = [row[_OWN_KEY[parent]] for row in tables.get(parent, [])]
    owner_of = dict(zip(keys, _owners(parent, tables), strict=True)) if keys else {}
    return [owner_of.get(row[column]) for row in rows]


def _reader_of(column: str) -> Any:
    if column == "tier":
        return _number
    if column.endswith(("_on", "valid_from", "valid_to", "required_from", "date_of_birth")):
        return _day
    return _moment if column.endswith("_at") else _text


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _number(text: str) -> int | None:
    return int(text) if text else None


def _text(text: str) -> str | bool | None:
    if text in ("true", "false"):
        return text == "true"
    return text or None
