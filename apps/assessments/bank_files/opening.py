"""Takes a workbook apart without trusting it: what is packed, what is written, what would run."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from apps.assessments.bank_files.faults import Fault, Refused, shown
from apps.assessments.bank_files.layout import COLUMNS, REQUIRED

MEGABYTE = 1024 * 1024
# The largest bank of the product is a workbook of 20 kB whose parts unpack to 150 kB.
MOST_ENTRIES = 200
MOST_UNPACKED = 10 * MEGABYTE
MOST_ROWS = 2000
MOST_CELL = 5000
_MACROS = ("vbaproject", "macrosheets/", "activex/", "dialogsheets/", "embeddings/")
WORKBOOK = "the workbook"


@dataclass(frozen=True)
class SheetRow:
    """A row with something in it: its number in the sheet, and column -> value of its filled cells."""

    number: int
    cells: dict[str, Any]


Sheets = dict[str, list[SheetRow]]


def open_workbook(content: bytes) -> Sheets:
    """Sheet -> rows under its header. Raises Refused with every reason why it cannot be read."""
    parts = unpack(content)
    faults = [*faults_of_parts(parts)]
    if faults:
        raise Refused(*faults)
    try:
        book = load_workbook(io.BytesIO(content), data_only=False, keep_links=False)
    except Exception as error:  # openpyxl raises whatever its own code runs into
        raise Refused(Fault(place=WORKBOOK, found=shown(error), expected="an XLSX workbook")) from error
    # Spreadsheet programs leave empty sheets behind: those say nothing, so that they harm nothing.
    faults = [*_faults_of_sheets([name for name in book.sheetnames if name in COLUMNS or _says(book[name])])]
    sheets = {}
    for name in book.sheetnames:
        if name in COLUMNS:
            sheets[name], found = _rows(name, book[name])
            faults += found
    if faults:
        raise Refused(*faults)
    return sheets


def unpack(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            infos = archive.infolist()
            total = sum(info.file_size for info in infos)
            if len(infos) > MOST_ENTRIES or total > MOST_UNPACKED:
                found = f"{len(infos)} parts that unpack to {total:,} bytes"
                expected = f"at most {MOST_ENTRIES} parts and {MOST_UNPACKED:,} bytes"
                raise Refused(Fault(place=WORKBOOK, found=found, expected=expected))
            if any(info.flag_bits & 0x1 for info in infos):
                raise Refused(
                    Fault(place=WORKBOOK, found="a password", expected="a workbook that opens freely")
                )
            return {info.filename: _part(archive, info) for info in infos}
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise Refused(Fault(place=WORKBOOK, found=shown(error), expected="a whole XLSX workbook")) from error


def _part(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes:
    """A part's bytes; one that is larger than it says it is gives an error, not memory."""
    with archive.open(info) as stream:
        found = stream.read(info.file_size + 1)
    if len(found) > info.file_size:
        raise zipfile.BadZipFile(f"{info.filename} is larger than it says")
    return found


def faults_of_parts(parts: dict[str, bytes]) -> Iterator[Fault]:
    if "[Content_Types].xml" not in parts:
        yield Fault(place=WORKBOOK, found="a zip file", expected="an XLSX workbook")
    for name, content in parts.items():
        low = name.lower()
        if any(mark in low for mark in _MACROS) or b"macroEnabled" in content[:MEGABYTE] * (
            low == "[content_types].xml"
        ):
            yield Fault(place=name, found="a macro or an embedded object", expected="a workbook without")
        elif "externallinks/" in low:
            yield Fault(place=name, found="a link to another workbook", expected="a workbook by itself")
        elif low.endswith((".xml", ".rels")):
            yield from faults_of_xml(name, content)


def faults_of_xml(name: str, content: bytes) -> Iterator[Fault]:
    try:
        fromstring(content, forbid_dtd=True)
    except DefusedXmlException:
        yield Fault(place=name, found="a definition of XML entities", expected="plain XML")
    except (ParseError, ValueError, LookupError) as error:
        yield Fault(place=name, found=f"XML that cannot be read: {shown(error)}", expected="whole XML")


def _says(sheet: Any) -> bool:
    """Whether anything stands in a sheet; a sheet of a chart alone has no cells, and says something."""
    if not isinstance(sheet, Worksheet):
        return True
    if sheet.max_row > MOST_ROWS:
        return True
    return any(_is_filled(value) for row in sheet.iter_rows(values_only=True) for value in row)


def _is_filled(value: Any) -> bool:
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _faults_of_sheets(names: list[str]) -> Iterator[Fault]:
    expected = ", ".join(COLUMNS)
    for name in names:
        if name not in COLUMNS:
            yield Fault(place=f"sheet {name}", found="a sheet of this name", expected=f"only {expected}")
    for name in REQUIRED:
        if name not in names:
            yield Fault(place=f"sheet {name}", found="no such sheet", expected=expected)


def _rows(name: str, sheet: Worksheet) -> tuple[list[SheetRow], list[Fault]]:
    columns = COLUMNS[name]
    if sheet.max_row > MOST_ROWS or sheet.max_column > 3 * len(columns):
        found = f"{sheet.max_row} rows and {sheet.max_column} columns"
        expected = f"at most {MOST_ROWS} rows and the columns {', '.join(columns)}"
        return [], [Fault(place=f"sheet {name}", found=found, expected=expected)]
    faults = [
        Fault(place=f"sheet {name}, {area}", found="merged cells", expected="one value a cell")
        for area in sheet.merged_cells.ranges
    ]
    header = {cell.column: str(cell.value).strip() for cell in sheet[1] if cell.value is not None}
    faults += _faults_of_header(name, header)
    rows = []
    for line in sheet.iter_rows(min_row=2):
        filled = [cell for cell in line if _is_filled(cell.value)]
        faults += [fault for cell in filled for fault in _faults_of_cell(name, cell, header)]
        if filled:
            rows.append(
                SheetRow(filled[0].row, {header.get(cell.column, ""): _value(cell) for cell in filled})
            )
    return rows, faults


def _faults_of_header(name: str, header: dict[int, str]) -> Iterator[Fault]:
    columns, found = COLUMNS[name], list(header.values())
    for column in dict.fromkeys(found):
        if column not in columns:
            yield Fault(place=f"{name}, row 1", found=shown(column), expected=f"only {', '.join(columns)}")
        elif found.count(column) > 1:
            yield Fault(place=f"{name}, row 1", found=f"{column} twice", expected="each column once")
    if missing := [column for column in columns[:2] if column not in found]:
        yield Fault(place=f"{name}, row 1", found="a header without it", expected=", ".join(missing))


def _faults_of_cell(name: str, cell: Any, header: dict[int, str]) -> Iterator[Fault]:
    place = f"{name}, row {cell.row}, {header.get(cell.column) or cell.coordinate}"
    if cell.data_type == "f":
        yield Fault(place=place, found=f"the formula {shown(cell.value)}", expected="a value")
    elif cell.data_type == "e":
        yield Fault(place=place, found=f"the error {cell.value}", expected="a value")
    elif cell.column not in header:
        yield Fault(place=place, found=shown(cell.value), expected="nothing: the column has no name")
    elif len(str(cell.value)) > MOST_CELL:
        found, expected = f"{len(str(cell.value))} characters", f"at most {MOST_CELL}"
        yield Fault(place=place, found=found, expected=expected)


def _value(cell: Any) -> Any:
    return cell.value.strip() if isinstance(cell.value, str) else cell.value
