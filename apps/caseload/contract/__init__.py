"""The extract contract as frozen objects: which tables an extract holds and what each column means.

Read from extract.schema.json beside this file (Frictionless, with `probity:` keys for what that
standard has no word for). Imports nothing of Django, so that the limited checking process can use it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

SCHEMA = Path(__file__).resolve().parent / "extract.schema.json"


class Kind(StrEnum):
    """What a column's text is read as."""

    REF = "ref"
    TEXT = "text"
    CODE = "code"
    DATE = "date"
    WALL_CLOCK = "wall_clock"
    INSTANT = "instant"
    INTEGER = "integer"
    BOOLEAN = "boolean"


@dataclass(frozen=True, kw_only=True)
class Column:
    name: str
    title: str
    description: str
    kind: Kind
    required: bool = False
    values: tuple[str, ...] = ()
    pattern: str = ""
    max_length: int = 0
    minimum: int | None = None
    actual: bool = False
    after_birth: bool = False
    not_before: str = ""
    requires: str = ""
    place: str = ""
    follows: "Follows | None" = None
    not_after_death: bool = False
    first_of_month: bool = False

    @property
    def expected(self) -> str:
        """What a valid value looks like, in words."""
        return {
            Kind.REF: "up to 64 letters, digits and . _ : / -",
            Kind.TEXT: f"text of at most {self.max_length} characters on one line",
            Kind.CODE: "one of " + ", ".join(self.values),
            Kind.DATE: "a date YYYY-MM-DD from 1900 to 2199",
            Kind.WALL_CLOCK: "a date and time YYYY-MM-DDTHH:MM:SS that clocks in England and Wales showed",
            Kind.INSTANT: "a date and time YYYY-MM-DDTHH:MM:SS with Z or an offset such as +01:00",
            Kind.INTEGER: f"a whole number of at least {self.minimum}",
            Kind.BOOLEAN: "true or false",
        }[self.kind]


@dataclass(frozen=True, kw_only=True)
class Follows:
    """A day not before one of the row's parent: `by` is the id that names it, `column` the parent's day."""

    by: str
    column: str


@dataclass(frozen=True, kw_only=True)
class Parent:
    """A column that names a row of another table."""

    column: str
    table: str
    key: str


@dataclass(frozen=True, kw_only=True)
class Versions:
    """Rows that are versions of one thing: `of` groups them, all with one `subject`."""

    of: str
    subject: str


@dataclass(frozen=True, kw_only=True)
class Table:
    name: str
    title: str
    description: str
    required: bool
    key: str
    columns: tuple[Column, ...]
    parents: tuple[Parent, ...] = ()
    versions: Versions | None = None
    no_overlap_within: tuple[str, ...] = ()
    one_in_force_within: tuple[str, ...] = ()
    unique_within: tuple[str, ...] = ()

    @property
    def header(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def has(self, *names: str) -> bool:
        """Whether the table has all these columns."""
        return set(names) <= set(self.header)

    def parent_of(self, column: str) -> Parent:
        """The parent that this column's id names. Raises StopIteration where it names none."""
        return next(parent for parent in self.parents if parent.column == column)

    def column(self, name: str) -> Column:
        return next(column for column in self.columns if column.name == name)


@dataclass(frozen=True, kw_only=True)
class Contract:
    version: str
    title: str
    description: str
    tables: Mapping[str, Table]


def _kind_of(field: Mapping[str, Any]) -> Kind:
    constraints = field.get("constraints", {})
    if field["type"] == "datetime":
        return Kind.INSTANT if field["probity:clock"] == "instant" else Kind.WALL_CLOCK
    if field["type"] != "string":
        return Kind(field["type"])
    if "enum" in constraints:
        return Kind.CODE
    return Kind.REF if "pattern" in constraints else Kind.TEXT


def _column(field: Mapping[str, Any]) -> Column:
    constraints = field.get("constraints", {})
    return Column(
        name=field["name"],
        title=field["title"],
        description=field["description"],
        kind=_kind_of(field),
        required=constraints.get("required", False),
        values=tuple(constraints.get("enum", ())),
        pattern=constraints.get("pattern", ""),
        max_length=constraints.get("maxLength", 0),
        minimum=constraints.get("minimum"),
        actual=field.get("probity:actual", False),
        after_birth=field.get("probity:after_birth", False),
        not_before=field.get("probity:not_before", ""),
        requires=field.get("probity:requires", ""),
        place=field.get("probity:code", ""),
        follows=_follows(field),
        not_after_death=field.get("probity:not_after_death", False),
        first_of_month=field.get("probity:first_of_month", False),
    )


def _follows(field: Mapping[str, Any]) -> Follows | None:
    found = field.get("probity:not_before_parent")
    return Follows(**found) if found else None


def _parent(foreign_key: Mapping[str, Any]) -> Parent:
    reference = foreign_key["reference"]
    return Parent(column=foreign_key["fields"][0], table=reference["resource"], key=reference["fields"][0])


def _table(resource: Mapping[str, Any]) -> Table:
    schema = resource["schema"]
    versions = schema.get("probity:versions")
    return Table(
        name=resource["name"],
        title=resource["title"],
        description=resource["description"],
        required=resource["probity:required"],
        key=schema["primaryKey"][0],
        columns=tuple(_column(field) for field in schema["fields"]),
        parents=tuple(_parent(foreign_key) for foreign_key in schema.get("foreignKeys", ())),
        versions=Versions(**versions) if versions else None,
        no_overlap_within=tuple(schema.get("probity:no_overlap_within", ())),
        one_in_force_within=tuple(schema.get("probity:one_in_force_within", ())),
        unique_within=tuple(schema.get("probity:unique_within", ())),
    )


@cache
def load_contract() -> Contract:
    """The contract in force."""
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    tables = [_table(resource) for resource in schema["resources"]]
    return Contract(
        version=schema["version"],
        title=schema["title"],
        description=schema["description"],
        tables={table.name: table for table in tables},
    )
