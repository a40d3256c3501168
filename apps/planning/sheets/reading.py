"""From a file to the rows of its table: column -> text, with the number that each row has in its sheet."""

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook

from apps.assessments.bank_files.faults import Fault, Refused, shown
from apps.assessments.bank_files.opening import faults_of_parts, faults_of_xml, unpack

MOST_BYTES = 2 * 1024 * 1024
MOST_ROWS = 2000
MOST_COLUMNS = 60
MOST_CELL = 5000
ENDINGS = ("csv", "xlsx", "ods")
# The sheet of our own downloads that holds the table; without it, the first sheet of the file.
TABLE = "Table"
FILE = "the file"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
Line = list[str]


@dataclass(frozen=True)
class Row:
    """A row with something in it. number: as the spreadsheet counts, the heading is 1."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """The rows under the heading, or the faults for which there are none."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def read_table(content: bytes, name: str) -> Table:
    """The table of the file; `name` says by its ending what the file is. It never raises for its content."""
    try:
        return Table(rows=_rows(_lines(content, name)))
    except Refused as refused:
        return Table(faults=list(refused.faults))


def _lines(content: bytes, name: str) -> list[Line]:
    ending = name.rpartition(".")[2].lower()
    if ending not in ENDINGS:
        _refuse(found=shown(name), expected=f"a file that ends in {', '.join(ENDINGS)}")
    if len(content) > MOST_BYTES:
        _refuse(found=f"{len(content):,} bytes", expected=f"at most {MOST_BYTES:,}")
    if not content.strip():
        _refuse(found="nothing", expected="a heading and rows")
    read = {"csv": _csv_lines, "xlsx": _xlsx_lines, "ods": _ods_lines}[ending]
    lines: list[Line] = []
    for line in read(content):
        lines.append(line)
        if len(lines) > MOST_ROWS + 1 or len(line) > MOST_COLUMNS:
            found = f"more than {MOST_ROWS} rows or {MOST_COLUMNS} columns"
            _refuse(found=found, expected=f"at most {MOST_ROWS} rows and {MOST_COLUMNS} columns")
    return lines


def _refuse(*, found: str, expected: str, place: str = FILE) -> None:
    raise Refused(Fault(place=place, found=found, expected=expected))


def _csv_lines(content: bytes) -> Iterator[Line]:
    if b"\0" in content:
        _refuse(found="a NUL", expected="text in UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        _refuse(found=f"byte {error.start + 1} that is no UTF-8", expected="text in UTF-8")
    try:
        yield from csv.reader(io.StringIO(text, newline=""), strict=True)
    except csv.Error as error:
        _refuse(found=shown(error), expected="a CSV file, quoted as spreadsheets do")


def _xlsx_lines(content: bytes) -> Iterator[Line]:
    if faults := [*faults_of_parts(unpack(content))]:
        raise Refused(*faults)
    try:
        book = load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its own code runs into
        raise Refused(Fault(place=FILE, found=shown(error), expected="an XLSX workbook")) from error
    sheet = book[TABLE] if TABLE in book.sheetnames else book.worksheets[0]
    if sheet.max_row > MOST_ROWS + 1 or sheet.max_column > MOST_COLUMNS:
        found = f"{sheet.max_row} rows and {sheet.max_column} columns"
        _refuse(found=found, expected=f"at most {MOST_ROWS} rows and {MOST_COLUMNS} columns")
    for line in sheet.iter_rows():
        for cell in line:
            if cell.data_type == "f":
                _refuse(place=cell.coordinate, found="a formula", expected="the value alone")
        yield [_plain(cell.value) for cell in line]


def _ods_lines(content: bytes) -> Iterator[Line]:
    parts = unpack(content)
    faults = [
        each for name, part in parts.items() if name.endswith(".xml") for each in faults_of_xml(name, part)
    ]
    if "content.xml" not in parts:
        faults.append(Fault(place=FILE, found="a zip file", expected="an ODS spreadsheet"))
    if faults:
        raise Refused(*faults)
    tables = fromstring(parts["content.xml"], forbid_dtd=True).iter(f"{_TABLE}table")
    found = {each.get(f"{_TABLE}name", ""): each for each in tables}
    if not found:
        _refuse(found="no sheet", expected="an ODS spreadsheet")
    for row in found.get(TABLE, next(iter(found.values()))).iter(f"{_TABLE}table-row"):
        line = _trimmed(_ods_cells(row))
        repeated = _times(row.get(f"{_TABLE}number-rows-repeated"))
        # Spreadsheets fill the sheet up with a million repeated empty rows.
        yield from [line] * (min(repeated, MOST_ROWS + 2) if line else min(repeated, 1))


def _ods_cells(row: Any) -> Iterator[str]:
    for cell in row:
        if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
            continue
        if cell.get(f"{_TABLE}formula"):
            _refuse(found="a formula", expected="the value alone")
        text = cell.get(f"{_OFFICE}date-value", "")[:10] or "\n".join(
            "".join(each.itertext()) for each in cell.iter(f"{_TEXT}p")
        )
        times = _times(cell.get(f"{_TABLE}number-columns-repeated"))
        yield from [text] * (min(times, MOST_COLUMNS + 1) if text else min(times, MOST_COLUMNS))


def _times(repeated: str | None) -> int:
    return int(repeated) if repeated and repeated.isdecimal() and len(repeated) < 8 else 1


def _trimmed(cells: Iterable[str]) -> Line:
    line = list(cells)
    while line and not line[-1].strip():
        line.pop()
    return line


def _plain(value: Any) -> str:
    """A cell's value as text: days in ISO, whole numbers without the point that spreadsheets add."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def _rows(lines: list[Line]) -> list[Row]:
    heading = [_column(name) for name in _trimmed(lines[0])] if lines else []
    faults = [
        Fault(place="row 1", found=f"{name or 'a column without a name'} twice", expected="each column once")
        for name in dict.fromkeys(heading)
        if heading.count(name) > 1
    ]
    rows = []
    for number, line in enumerate(lines[1:], start=2):
        filled = [text.strip() for text in _trimmed(line)]
        if any(len(text) > MOST_CELL for text in filled):
            faults.append(
                Fault(place=f"row {number}", found=f"more than {MOST_CELL} characters", expected="fewer")
            )
        if len(filled) > len(heading):
            found = shown(filled[len(heading)])
            faults.append(Fault(place=f"row {number}", found=found, expected="a name over every column"))
        if filled:
            rows.append(Row(number, dict(zip(heading, filled, strict=False))))
    if faults:
        raise Refused(*faults)
    return rows


def _column(name: str) -> str:
    """ "Due on" and "due_on" are one column."""
    return "_".join(name.strip().casefold().replace("-", " ").split())
