"""Frozen tables as facts: what number stands for which measure, place and period."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from apps.publication.grids import Column, Kind, Row
from apps.publication.queries import TableShown
from apps.reports.claims.vocabulary import Vocabulary, vocabulary_of

REGION = ""
PEOPLE, TARGETS = "people", "targets"
YEAR_KEY = re.compile(r"^\d{4}-\d{2}$")
QUARTER_KEY = re.compile(r"^\d{4}-Q[1-4]$")
# Rows that stand for the whole region.
_WHOLE = {"region", "all"}


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One printed cell. `place`: empty for the region; `period`: a year or quarter ("2025-26", "2025-Q2")."""

    table: str
    row: str
    column: str
    label: str
    text: str
    number: Decimal | None
    kind: Kind
    subject: str
    place: str
    period: str


@dataclass(frozen=True, kw_only=True)
class Subject:
    """Something that figures are about, and how a text may call it. `higher_is_better`: None if neither."""

    id: str
    title: str
    names: Sequence[str]
    higher_is_better: bool | None = None


@dataclass(frozen=True, kw_only=True)
class FrozenFacts:
    """Everything that a text about one region and year can be held against."""

    year: str
    before: str
    subjects: Mapping[str, Subject]
    places: Sequence[str]
    facts: Sequence[Fact]
    tables: Mapping[str, TableShown]
    bands: Sequence[str] = ()
    lines: Mapping[str, Decimal] = field(default_factory=dict)
    language: str = "en"

    @property
    def words(self) -> Vocabulary:
        """The words by which the text claims something, of its language and the report's year."""
        return vocabulary_of(self.year, self.language)

    def read_in(self, language: str) -> "FrozenFacts":
        """The same facts for a text in a further language."""
        return replace(self, language=language)

    def about(self, subject: str) -> list[Fact]:
        return [fact for fact in self.facts if fact.subject == subject]

    def one(self, subject: str, column: str, *, period: str = "", place: str = REGION) -> Fact | None:
        """The first fact of that column for the place and period (the year where none is given)."""
        period = period or self.year
        found = (fact for fact in self.about(subject) if (fact.place, fact.period) == (place, period))
        return next((fact for fact in found if fact.column == column), None)


def facts_of(
    tables: Mapping[str, TableShown],
    details: Mapping[str, Any],
    *,
    year: str,
    before: str,
    lines: Mapping[str, Decimal] | None = None,
) -> FrozenFacts:
    """The facts of frozen tables. `lines`: what the region entered by itself, by its title."""
    facts = [fact for shown in tables.values() for fact in _facts(shown, year)]
    return FrozenFacts(
        year=year,
        before=before,
        subjects={each.id: each for each in _subjects(tables, details, vocabulary_of(year).names)},
        places=_places(tables),
        facts=facts,
        tables=tables,
        bands=[band["name"] for band in details.get("bands", {}).get("bands", ())],
        lines=lines or {},
    )


def _facts(shown: TableShown, year: str) -> Iterable[Fact]:
    for row, cells in shown.lines:
        for cell, column in cells:
            yield _fact(shown, row, column, (cell.text, cell.value), year)


def _fact(
    shown: TableShown, row: Row, column: Column, printed: tuple[str, Decimal | None], year: str
) -> Fact:
    table = shown.table
    is_period = bool(YEAR_KEY.match(row.key) or QUARTER_KEY.match(row.key))
    by_subject = table.kind in ("summary", "audits", "gaps")
    return Fact(
        table=table.key,
        row=row.key,
        column=column.key,
        label=f"{column.label}, {row.label}",
        text=printed[0],
        number=printed[1],
        kind=column.kind,
        subject=row.key if by_subject else _subject_of(shown),
        place=REGION if by_subject or is_period or row.key in _WHOLE else row.label,
        period=row.key if is_period else year,
    )


def _subject_of(shown: TableShown) -> str:
    if shown.table.measure:
        return shown.table.measure
    return PEOPLE if shown.table.kind in ("places", "profile") else shown.table.key


def _subjects(
    tables: Mapping[str, TableShown], details: Mapping[str, Any], spoken: Mapping[str, Sequence[str]]
) -> Iterable[Subject]:
    for one in details.get("measures", ()):
        direction = {"higher": True, "lower": False}.get(one.get("direction", ""))
        yield Subject(
            id=one["id"],
            title=f"{one['name']} {one['title']}",
            names=list(dict.fromkeys([*_spellings(one["id"]), one["title"], *spoken.get(one["id"], ())])),
            higher_is_better=direction,
        )
    audits = tables.get("audits")
    for row in audits.table.row_list if audits else ():
        title = row.label.removeprefix(row.key).strip()
        names = [*_spellings(row.key), *([title] if title else [])]
        yield Subject(id=row.key, title=row.label, names=names, higher_is_better=True)
    yield Subject(id=PEOPLE, title="people supervised", names=["people supervised", "supervised"])


def _spellings(key: str) -> list[str]:
    """ "CRS_SL001" is also written "CRS SL001", "SL004" also "SL 004"."""
    spaced = key.replace("_", " ")
    return list(dict.fromkeys([key, spaced, re.sub(r"(?<=[A-Z])(?=\d)", " ", spaced)]))


def _places(tables: Mapping[str, TableShown]) -> list[str]:
    units = tables.get("delivery-units")
    return [row.label for row in units.table.row_list if not row.emphasis] if units else []
