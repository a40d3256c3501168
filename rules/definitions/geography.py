"""The 12 regions, their 108 delivery units, and the local authorities that each unit serves.

A row's `source` is a letter and the line of that document's transcription (T: The Target Operating
Model for probation services, 2021; S: the service level agreement for Wales, 2014-15), or `product`
where the product decides: the code of a unit is its region's letter and its number in T Annex C, and
an authority that a unit's own name tells is listed without a line.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, TypeVar

from pydantic import Field, ValidationError

from rules.definitions.files import Definition, DefinitionError, Fault, read_csv

DATA = Path(__file__).resolve().parent.parent / "data" / "geography"
# T 3531: "The 108 Probation Delivery Units (PDUs), split by region"; T 2086: "12 geographical regions".
REGION_LETTERS = "ABCDEFGHIJKL"
UNIT_NUMBERS = frozenset(range(1, 109))

Source = Annotated[str, Field(pattern=r"^(T|S) \d+$|^product$")]


class DatedRow(Definition):
    valid_from: date
    valid_to: date | None = None

    def is_valid_on(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class RegionRow(DatedRow):
    code: str = Field(pattern=r"^[A-Z]$")
    name: str = Field(min_length=1)
    name_source: Source
    code_source: Source
    note: str = ""


class UnitRow(DatedRow):
    code: str = Field(pattern=r"^[A-Z]\d{1,3}$")
    number: int
    region: str = Field(pattern=r"^[A-Z]$")
    name: str = Field(min_length=1)
    name_source: Source
    code_source: Source


class CoverageRow(DatedRow):
    unit: str = Field(pattern=r"^[A-Z]\d{1,3}$")
    authority: str = Field(min_length=1)
    extent: Literal["whole", "part"]
    source: Source
    note: str = ""


class Geography(Definition):
    """Every region, unit and coverage row, in the order of the files."""

    regions: tuple[RegionRow, ...]
    units: tuple[UnitRow, ...]
    coverage: tuple[CoverageRow, ...]


Row = TypeVar("Row", bound=DatedRow)


@cache
def load_geography(folder: Path = DATA) -> Geography:
    """The three files of `folder`. Raises DefinitionError with every fault found."""
    geography = Geography(
        regions=read_rows(RegionRow, folder / "regions.csv"),
        units=read_rows(UnitRow, folder / "units.csv"),
        coverage=read_rows(CoverageRow, folder / "coverage.csv"),
    )
    faults = [*_region_faults(geography), *_unit_faults(geography), *_coverage_faults(geography)]
    if faults:
        raise DefinitionError(faults)
    return geography


def read_rows(model: type[Row], path: Path) -> tuple[Row, ...]:
    """The rows of a CSV file as `model`; an empty cell counts as absent.

    Raises DefinitionError with a fault for each row and field that is wrong.
    """
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, row in read_csv(path, list(model.model_fields)):
        try:
            given = {field: value for field, value in row.items() if value}
            rows.append(model.model_validate_strings(given))
        except ValidationError as error:
            faults += _row_faults(error, file=path.name, line=line)
    if faults:
        raise DefinitionError(faults)
    return tuple(rows)


def _row_faults(error: ValidationError, *, file: str, line: int) -> list[Fault]:
    return [
        Fault(file, f"line {line}, {'.'.join(str(part) for part in found['loc'])}", found["msg"])
        for found in error.errors()
    ]


def _repeated(values: Iterable[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]


def _region_faults(geography: Geography) -> list[Fault]:
    found = "".join(sorted(region.code for region in geography.regions))
    if found == REGION_LETTERS:
        return []
    return [Fault("regions.csv", "code", f"found {found}, expected each of {REGION_LETTERS} once")]


def _unit_faults(geography: Geography) -> list[Fault]:
    letters = {region.code for region in geography.regions}
    faults = [
        Fault("units.csv", unit.code, "the code must be the region's letter and the unit's number")
        for unit in geography.units
        if unit.region not in letters or unit.code != f"{unit.region}{unit.number}"
    ]
    faults += [Fault("units.csv", code, "given twice") for code in _repeated(u.code for u in geography.units)]
    numbers = {unit.number for unit in geography.units}
    if numbers != UNIT_NUMBERS:
        odd = sorted(numbers ^ UNIT_NUMBERS)
        faults.append(Fault("units.csv", "number", f"missing, or not between 1 and 108: {odd}"))
    return faults


def _coverage_faults(geography: Geography) -> list[Fault]:
    codes = {unit.code for unit in geography.units}
    served = {row.unit for row in geography.coverage}
    faults = [Fault("coverage.csv", code, "no such unit") for code in sorted(served - codes)]
    faults += [Fault("coverage.csv", code, "serves no authority") for code in sorted(codes - served)]
    return faults + _shared_wholes(geography)


def _shared_wholes(geography: Geography) -> list[Fault]:
    """An authority that several units serve must be a part in each of them, on one day."""
    times = Counter(row.authority for row in geography.coverage if row.valid_to is None)
    return [
        Fault("coverage.csv", row.authority, f"whole in {row.unit}, yet another unit serves it too")
        for row in geography.coverage
        if row.extent == "whole" and row.valid_to is None and times[row.authority] > 1
    ]
