"""The segments of the caseload that the 2014 agreement printed: rules/data/segmentation.yaml."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from rules.definitions.dated import Edition, on_day, read_editions
from rules.definitions.files import Definition

PATH = Path(__file__).resolve().parent.parent / "data" / "segmentation.yaml"
FieldName = Literal[
    "kind", "sentence_type", "offence_group", "reoffending_band", "sex", "ethnicity", "requirements"
]
Values = Annotated[tuple[str, ...], Field(min_length=1)]


class Rest(Definition):
    """The row of whoever belongs to no other."""

    id: str
    label: str


class SegmentRow(Definition):
    """`when`: field -> values; all fields must hold one of theirs."""

    id: str
    label: str
    when: Annotated[Mapping[FieldName, Values], Field(min_length=1)]


class SegmentTable(Definition):
    """`of_rows`: only the people in these rows of the first table; empty: everybody."""

    id: str
    title: str
    of_rows: tuple[str, ...] = ()
    rest: Rest
    note: str = ""
    rows: Annotated[tuple[SegmentRow, ...], Field(min_length=1)]

    @property
    def labels(self) -> Mapping[str, str]:
        """Row -> its label, in printed order, the rest last."""
        return {row.id: row.label for row in self.rows} | {self.rest.id: self.rest.label}


class Missing(Definition):
    """What the agreement printed and the extract cannot tell."""

    id: str
    label: str
    why: str


class SegmentationEdition(Edition):
    tables: Annotated[tuple[SegmentTable, ...], Field(min_length=1)]
    missing: tuple[Missing, ...]

    @model_validator(mode="after")
    def _rows_are_there(self) -> "SegmentationEdition":
        known = set(self.tables[0].labels)
        odd = {row for table in self.tables for row in table.of_rows} - known
        if odd:
            raise ValueError(f"of_rows names rows that the first table has not: {sorted(odd)}")
        for table in self.tables:
            if len(table.labels) != len(table.rows) + 1:
                raise ValueError(f"{table.id}: a row is there twice")
        return self


@cache
def load_segmentation(path: Path = PATH) -> tuple[SegmentationEdition, ...]:
    """Every edition, in order of date. Raises DefinitionError with every fault of the file."""
    return read_editions(SegmentationEdition, path)


def segmentation_on(day: date) -> SegmentationEdition:
    """The edition in force on a day; the first one before that."""
    return on_day(load_segmentation(), day)
