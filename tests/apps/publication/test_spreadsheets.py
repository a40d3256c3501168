import csv
import io
from zipfile import ZipFile

import pytest
from odf import opendocument
from odf.table import Table, TableRow
from odf.table import TableCell as OdfCell
from odf.teletype import extractText
from openpyxl import load_workbook

from apps.publication.models import FrozenFigures, StatisticalTable, TableCell
from apps.publication.queries import TableShown, tables_of
from apps.publication.spreadsheets import ods, table_csv, tidy_csv, xlsx
from tests.factories.reported import freeze, judged_years

pytestmark = pytest.mark.django_db


@pytest.fixture
def figures(reference: None) -> FrozenFigures:
    return freeze(judged_years())


def printed(shown: TableShown) -> list[list[str]]:
    """The table's body as page and PDF print it, without thousands separators."""
    return [[row.label, *(plain(cell) for cell, _ in cells)] for row, cells in shown.lines]


def plain(cell: TableCell) -> str:
    return cell.text.replace(",", "") if cell.number is not None else cell.text


def read_ods(content: bytes) -> dict[str, list[list[str]]]:
    book = opendocument.load(io.BytesIO(content))
    return {
        sheet.getAttribute("name"): [
            [cell.getAttribute("value") or extractText(cell) for cell in row.getElementsByType(OdfCell)]
            for row in sheet.getElementsByType(TableRow)
        ]
        for sheet in book.spreadsheet.getElementsByType(Table)
    }


def test_the_csv_of_a_table_holds_what_the_page_prints(figures):
    for shown in tables_of(figures):
        assert list(csv.reader(io.StringIO(table_csv(shown))))[1:] == printed(shown)


def test_the_csv_of_everything_has_a_line_for_every_cell(figures):
    rows = list(csv.DictReader(io.StringIO(tidy_csv(figures))))
    assert len(rows) == TableCell.objects.filter(table__figures=figures).count()
    cells = {
        (shown.table.key, *key): cell for shown in tables_of(figures) for key, cell in shown.cells.items()
    }
    for row in rows:
        cell = cells[row["table"], row["row"], row["column"]]
        assert (row["value"] or row["symbol"]) == (
            cell.text.replace(",", "") if cell.number is not None else cell.text
        )


def test_a_suppressed_value_is_a_symbol_and_never_a_zero(figures):
    suppressed = [row for row in csv.DictReader(io.StringIO(tidy_csv(figures))) if row["symbol"] == "[c]"]
    assert suppressed
    assert {row["value"] for row in suppressed} == {""}


def test_xlsx_holds_the_same_values_one_table_a_sheet(figures):
    book = load_workbook(io.BytesIO(xlsx(figures)))
    assert book.sheetnames[:3] == ["Cover", "Contents", "Notes"]
    for shown in tables_of(figures):
        page = book[f"Table {shown.table.position}"]
        body = [[str(value) for value in line] for line in page.iter_rows(values_only=True)]
        expected = printed(shown)
        found = [[_plain(value) for value in line] for line in body[len(body) - len(expected) :]]
        assert found == [[_plain(value) for value in line] for line in expected]
        assert not page.merged_cells.ranges


def _plain(value: str) -> str:
    """One way to write a number: 60 and 60.0 are the same cell."""
    try:
        return f"{float(value):g}"
    except ValueError:
        return value


def test_ods_holds_the_same_values_one_table_a_sheet(figures):
    sheets = read_ods(ods(figures))
    assert list(sheets)[:3] == ["Cover", "Contents", "Notes"]
    for shown in tables_of(figures):
        expected = printed(shown)
        body = sheets[f"Table {shown.table.position}"]
        assert body[len(body) - len(expected) :] == expected


def test_workbooks_open_with_a_cover_that_names_the_region_and_the_vintage(figures):
    cover = read_ods(ods(figures))["Cover"]
    assert "Wales, 2025-26" in cover[0][0]
    assert any(figures.content_sha256 in line[0] for line in cover)
    assert any("Demonstration data" in line[0] for line in cover)


def test_a_text_that_would_run_as_a_formula_is_made_harmless(figures):
    held = StatisticalTable.objects.create(
        figures=figures, position=99, key="odd", kind="x", title="=1+1", row_heading="Row",
        rows=[{"key": "a", "label": "@SUM(A1)", "short": "", "emphasis": False}],
        columns=[{"key": "w", "label": "Words", "kind": "words"}],
    )  # fmt: skip
    TableCell.objects.create(table=held, row="a", column="w", words="=cmd|' /C calc'!A0")
    shown = tables_of(figures)[-1]
    assert list(csv.reader(io.StringIO(table_csv(shown))))[1] == ["'@SUM(A1)", "'=cmd|' /C calc'!A0"]
    page = load_workbook(io.BytesIO(xlsx(figures)))["Table 99"]
    assert page.cell(row=3, column=2).data_type == "s"
    assert page.cell(row=3, column=2).value.startswith("'=")
    assert read_ods(ods(figures))["Table 99"][2][1].startswith("'=")


def test_the_ods_file_is_a_whole_archive(figures):
    with ZipFile(io.BytesIO(ods(figures))) as archive:
        assert archive.testzip() is None
