"""Frozen tables as CSV, XLSX and ODS: a cover, contents, notes, then one table a sheet and no merged cells.

Follows the government's guidance on accessible spreadsheets. Every value is the one that the page and the
PDF print; a text that a spreadsheet would run as a formula is made harmless.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from odf.element import Element
from odf.opendocument import OpenDocumentSpreadsheet
from odf.style import ParagraphProperties, Style, TableColumnProperties, TextProperties
from odf.table import Table, TableCell, TableColumn, TableRow
from odf.text import P
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from apps.organisation.cells import safe_value
from apps.publication.models import MEANINGS, SHORTHAND, FrozenFigures
from apps.publication.models import TableCell as Frozen
from apps.publication.queries import TableShown, tables_of

ANNUAL_REPORT = "annual_report"
TIDY_COLUMNS = ("table", "title", "row", "row_label", "column", "column_label", "value", "symbol")
Value = str | Decimal


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """`lines`: rows of texts and numbers; `heading`: which of them names the columns (None: none does)."""

    name: str
    lines: Sequence[Sequence[Value]]
    heading: int | None = None
    title: str = ""


def tidy_csv(figures: FrozenFigures) -> str:
    """Every cell of every table, one a line: which table, row and column, and its value or symbol."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(TIDY_COLUMNS)
    for shown in tables_of(figures):
        for row, cells in shown.lines:
            for cell, column in cells:
                writer.writerow(
                    [
                        shown.table.key,
                        safe_value(shown.table.title),
                        row.key,
                        safe_value(row.label),
                        column.key,
                        safe_value(column.label),
                        _csv_value(cell),
                        cell.symbol and cell.text,
                    ]
                )
    return out.getvalue()


def table_csv(shown: TableShown) -> str:
    """One table as it is laid out; a symbol stands in the cell."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([shown.table.row_heading, *(column.label for column in shown.table.column_list)])
    for row, cells in shown.lines:
        values = [_csv_value(cell) or cell.text for cell, _ in cells]
        writer.writerow([safe_value(row.label), *values])
    return out.getvalue()


def _csv_value(cell: Frozen) -> str:
    """The printed number without thousands separators, or the words; empty for a symbol."""
    return str(cell.value) if cell.value is not None else safe_value(cell.words)


def sheets_of(figures: FrozenFigures) -> Iterator[Sheet]:
    """The whole workbook, sheet by sheet."""
    tables = tables_of(figures)
    yield _cover(figures)
    contents = [
        ["Sheet", "What it holds"],
        ["Notes", "Symbols, suppression and rounding"],
        *([f"Table {shown.table.position}", shown.table.title] for shown in tables),
    ]
    yield Sheet(name="Contents", lines=[["Contents"], *contents], heading=1)
    yield _notes()
    for shown in tables:
        yield _table(shown)


def _cover(figures: FrozenFigures) -> Sheet:
    marks = "Demonstration data: nothing here describes the real region." if figures.demo else "Official use."
    return Sheet(
        name="Cover",
        lines=[
            [title_of(figures)],
            ["The frozen figures of the document; page, PDF and this file hold the same."],
            [marks],
            [f"Figures as at {figures.as_at.isoformat()}. Vintage {figures.content_sha256}."],
            ["Published figures of a draft report are not to be quoted before the report is approved."],
        ],
    )


def _notes() -> Sheet:
    return Sheet(
        name="Notes",
        lines=[
            ["Notes"],
            ["Symbol", "Meaning"],
            *([SHORTHAND[symbol], meaning] for symbol, meaning in MEANINGS.items()),
            ["Rates", "Rates have one decimal, rounded half up; intervals are Wilson’s at 95%."],
            ["Totals", "Parts need not add up to their total after rounding."],
        ],
        heading=1,
    )


def _table(shown: TableShown) -> Sheet:
    table = shown.table
    title = f"Table {table.position}: {table.title}"
    heading = [table.row_heading, *(column.label for column in table.column_list)]
    body = [
        [row.label, *(cell.value if cell.value is not None else cell.text for cell, _ in cells)]
        for row, cells in shown.lines
    ]
    notes = [[f"Note: {note}"] for note in table.notes]
    return Sheet(
        name=f"Table {table.position}",
        lines=[[title], *notes, heading, *body],
        heading=1 + len(notes),
        title=title,
    )


def title_of(figures: FrozenFigures) -> str:
    return f"{_named(figures.document)} figures, {figures.region.name}, {figures.year}"


def _named(document: str) -> str:
    """ "annex_d" -> "Regional Reducing Reoffending Plan, annex D"."""
    if document == ANNUAL_REPORT:
        return "Probation annual report"
    kind, _, letter = document.partition("_")
    of_plan = f", annex {letter.upper()}" if kind == "annex" else ""
    return f"Regional Reducing Reoffending Plan{of_plan}"


def xlsx(figures: FrozenFigures) -> bytes:
    """The workbook for Excel. Numbers are numbers, shown with the decimals that are printed."""
    book = Workbook()
    book.remove(book.active)
    book.properties.title, book.properties.creator = title_of(figures), "Probity"
    book.properties.language = "en-GB"
    # The day of the figures, not of the download: the same figures give the same workbook.
    book.properties.created = datetime.combine(figures.as_at, datetime.min.time())
    for sheet in sheets_of(figures):
        _fill(book.create_sheet(sheet.name), sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(page: Worksheet, sheet: Sheet) -> None:
    for number, line in enumerate(sheet.lines):
        page.append([_safe(value) for value in line])
        if number in (0, sheet.heading):
            for cell in page[number + 1]:
                cell.font = Font(bold=True, size=14 if number == 0 else 11)
                cell.alignment = Alignment(wrap_text=number == sheet.heading, vertical="top")
        for cell, value in zip(page[number + 1], line, strict=False):
            if isinstance(value, Decimal):
                cell.number_format = "#,##0" if value.as_tuple().exponent == 0 else "0.0"
    page.column_dimensions["A"].width = 46
    for column in "BCDEFGHIJK":
        page.column_dimensions[column].width = 18


def _safe(value: Value) -> Value:
    return safe_value(value) if isinstance(value, str) else value


def ods(figures: FrozenFigures) -> bytes:
    """The workbook as OpenDocument."""
    book = OpenDocumentSpreadsheet()
    bold = Style(name="bold", family="table-cell")
    bold.addElement(TextProperties(fontweight="bold"))
    bold.addElement(ParagraphProperties(textalign="start"))
    wide = Style(name="wide", family="table-column")
    wide.addElement(TableColumnProperties(columnwidth="8cm"))
    book.automaticstyles.addElement(bold)
    book.automaticstyles.addElement(wide)
    for sheet in sheets_of(figures):
        page = Table(name=sheet.name)
        page.addElement(TableColumn(stylename=wide))
        for number, line in enumerate(sheet.lines):
            page.addElement(_ods_row(line, bold if number in (0, sheet.heading) else None))
        book.spreadsheet.addElement(page)
    out = io.BytesIO()
    book.write(out)
    return out.getvalue()


def _ods_row(line: Sequence[Value], style: Element | None) -> Element:
    row = TableRow()
    for value in line:
        kind = {"stylename": style} if style else {}
        if isinstance(value, Decimal):
            cell = TableCell(valuetype="float", value=str(value), **kind)
        else:
            cell = TableCell(valuetype="string", **kind)
        cell.addElement(P(text=f"{value:,}" if isinstance(value, Decimal) else safe_value(value)))
        row.addElement(cell)
    return row
