"""Spreadsheets of long tables, read back by libraries that had no part in writing them."""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from zipfile import ZIP_STORED, ZipFile

import pytest
from odf import opendocument
from odf.table import Table, TableCell, TableRow
from odf.teletype import extractText
from openpyxl import load_workbook

from apps.organisation import sheets
from apps.organisation.sheets import TooManyRows, write_ods, write_xlsx

HEADING = ("case", "count", "rate", "on", "wrong")
LINES = (
    HEADING,
    ("P1 & <P2>", 1200, Decimal("66.7"), date(2024, 5, 1), True),
    ("=1+1", None, None, None, False),
    ("a\x00b\nc", 0, Decimal("-0.5"), None, None),
)
Write = Callable[..., None]


def written(write: Write, lines: Iterable[Sequence[Any]] = LINES) -> bytes:
    file = io.BytesIO()
    write(file, title="Missed & late", about=["As at 1 May 2024."], lines=lines)
    return file.getvalue()


def rows_of_ods(content: bytes, name: str) -> list[list[str]]:
    book = opendocument.load(io.BytesIO(content))
    (sheet,) = (one for one in book.spreadsheet.getElementsByType(Table) if one.getAttribute("name") == name)
    return [
        [cell.getAttribute("value") or extractText(cell) for cell in row.getElementsByType(TableCell)]
        for row in sheet.getElementsByType(TableRow)
    ]


def test_xlsx_holds_the_rows_with_numbers_as_numbers_and_no_formula() -> None:
    book = load_workbook(io.BytesIO(written(write_xlsx)))
    assert [row[0].value for row in book["About"].iter_rows()] == ["Missed & late", "As at 1 May 2024."]
    assert [[cell.value for cell in row] for row in book["Table"].iter_rows()] == [
        list(HEADING),
        ["P1 & <P2>", 1200, 66.7, "2024-05-01", "yes"],
        ["'=1+1", None, None, None, "no"],
        ["a\ufffdb\nc", 0, -0.5, None, None],
    ]
    assert {cell.data_type for row in book["Table"].iter_rows() for cell in row} <= {"s", "n"}
    assert book["Table"]["A1"].font.bold
    assert (book.properties.title, book.properties.language) == ("Missed & late", "en-GB")


def test_ods_holds_the_same() -> None:
    content = written(write_ods)
    assert rows_of_ods(content, "About") == [["Missed & late"], ["As at 1 May 2024."]]
    assert rows_of_ods(content, "Table") == [
        list(HEADING),
        ["P1 & <P2>", "1200", "66.7", "2024-05-01", "yes"],
        ["'=1+1", "", "", "", "no"],
        ["a\ufffdbc", "0", "-0.5", "", ""],
    ]
    first = ZipFile(io.BytesIO(content)).infolist()[0]
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_the_same_rows_give_the_same_bytes(write: Write) -> None:
    assert written(write) == written(write)


@pytest.mark.parametrize("write", [write_xlsx, write_ods])
def test_more_rows_than_a_program_opens_are_refused_with_what_to_do(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 2)
    assert written(write, LINES[:3])
    with pytest.raises(TooManyRows, match="more than 2 rows.*download it as CSV"):
        written(write)
