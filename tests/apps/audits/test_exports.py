"""A round's complete export against the database: cell by cell, in every format, for who may have it."""

import csv
from decimal import Decimal, InvalidOperation
from io import BytesIO, StringIO

import pytest
from odf import opendocument
from odf.table import Table, TableCell, TableRow
from odf.teletype import extractText
from odf.text import P
from openpyxl import load_workbook

from apps.assessments.models import Answer, CaseFact, EvidenceEntry
from apps.audits.actions import lock_score
from apps.audits.result_rows import TABLES
from apps.organisation.cells import safe_value
from tests.factories.audits import finish_round, mark_case
from tests.factories.people import make_person_with

pytestmark = pytest.mark.django_db
NOTE = '=1+1, "seen"\nin the record'


@pytest.fixture
def locked(small, lead):
    """A published round of two cases: a note with a formula, quotes and a line break, and evidence."""
    mark = small.assignments.order_by("pk").first()
    mark_case(mark, note=NOTE, E01="not_met")
    EvidenceEntry.objects.create(
        assignment=mark, question="E01", source="record", words="Letter of 3 March", by=mark.auditor
    )
    finish_round(small)
    lock_score(small, by=lead)
    small.refresh_from_db()
    return small


def from_csv(browser, locked, table):
    text = b"".join(browser.get(f"/audits/{locked.pk}/export/{table}.csv").streaming_content).decode()
    return list(csv.DictReader(StringIO(text, newline="")))


def keyed(lines, *names):
    found = {tuple(line[name] for name in names): line for line in lines}
    assert len(found) == len(lines)
    return found


def test_the_files_hold_the_database_cell_by_cell_in_every_format(client, locked):
    client.force_login(make_person_with("lead_auditor"))
    tables = {table: from_csv(client, locked, table) for table in TABLES}
    _answers_are_as_given(locked, tables["answers"])
    _facts_are_as_stored(locked, tables["facts"])
    _cases_are_as_scored(locked, tables["cases"])
    _evidence_is_as_entered(tables["evidence"])
    for table, lines in tables.items():
        assert plain(from_api(client, locked, table)) == plain(lines)
        assert from_sheet(client, locked, table, "xlsx") == plain(lines)
        assert from_sheet(client, locked, table, "ods") == plain(lines)
    client.force_login(make_person_with("performance_analyst"))
    assert {table: from_csv(client, locked, table) for table in TABLES} == tables


def _answers_are_as_given(locked, lines):
    stored = Answer.objects.filter(assignment__sampled_case__sample=locked.sample_id)
    stored = stored.select_related("assignment__sampled_case__stratum", "assignment__auditor")
    found = keyed(lines, "case_id", "mark", "question")
    assert len(found) == len(stored)
    assert {line["mark"] for line in lines} == {"1", "2"}
    assert any(line["note"] == f"'{NOTE}" for line in lines)
    for row in stored:
        mark, case = row.assignment, row.assignment.sampled_case
        line = found[case.case_id, str(mark.mark), row.question]
        assert {name: line[name] for name in ("answer", "worked_out", "standing", "version", "note")} == {
            "answer": row.answer,
            "worked_out": row.worked_out,
            "standing": row.standing,
            "version": str(row.version),
            "note": safe_value(row.note),
        }
        assert {name: line[name] for name in ("marker", "unit", "stratum", "submitted_at", "changed_at")} == {
            "marker": str(mark.auditor),
            "unit": case.unit_code,
            "stratum": case.stratum.name,
            "submitted_at": mark.submitted_at.isoformat(),
            "changed_at": row.changed_at.isoformat(),
        }
        assert (line["bank"], line["edition"]) == (locked.edition.bank, locked.edition.edition)
        assert line["scores"] == (row.answer if mark.mark == 1 and row.standing == "live" else line["scores"])


def _facts_are_as_stored(locked, lines):
    found = keyed(lines, "case_id", "mark", "fact")
    cases = locked.sample.cases.filter(standing="sampled")
    stored = CaseFact.objects.filter(sampled_case__in=cases).select_related("sampled_case")
    assert {key: (line["value"], line["origin"], line["changed_at"]) for key, line in found.items()} == {
        (row.sampled_case.case_id, str(row.mark), row.fact): (
            ";".join(row.value) if isinstance(row.value, list) else safe_value(row.value),
            row.origin,
            row.changed_at.isoformat(),
        )
        for row in stored
    }


def _cases_are_as_scored(locked, lines):
    found = keyed(lines, "case_id", "mark")
    for mark in locked.assignments:
        line = found[mark.sampled_case.case_id, "1"]
        assert {name: line[name] for name in ("points", "weight", "asked_weight")} == {
            name: str(mark.result[name]) for name in ("points", "weight", "asked_weight")
        }
        assert line["score_exact"] == mark.result["percent"]


def _evidence_is_as_entered(lines):
    (entry,), (line,) = EvidenceEntry.objects.all(), lines
    assert (line["words"], line["question"], line["by"], line["at"]) == (
        entry.words,
        entry.question,
        str(entry.by),
        entry.at.isoformat(),
    )


def from_api(browser, locked, table):
    """The rows of the API as a CSV would write them: JSON needs no guard against formulas."""
    found = browser.get(f"/api/v1/audits/rounds/{locked.pk}/{table}/").json()
    return [{name: safe_value(row[name]) for name in found["columns"]} for row in found["rows"]]


def from_sheet(browser, locked, table, kind):
    content = b"".join(browser.get(f"/audits/{locked.pk}/export/{table}.{kind}").streaming_content)
    heading, *rows = (_rows_of_xlsx if kind == "xlsx" else _rows_of_ods)(BytesIO(content))
    return plain([dict(zip(heading, row, strict=True)) for row in rows])


def _rows_of_xlsx(file):
    return [[cell.value for cell in row] for row in load_workbook(file)["Table"].iter_rows()]


def _rows_of_ods(file):
    sheets = opendocument.load(file).spreadsheet.getElementsByType(Table)
    (sheet,) = (one for one in sheets if one.getAttribute("name") == "Table")
    return [
        [_text_of(cell) for cell in row.getElementsByType(TableCell)]
        for row in sheet.getElementsByType(TableRow)
    ]


def _text_of(cell):
    return cell.getAttribute("value") or "\n".join(extractText(line) for line in cell.getElementsByType(P))


def plain(lines):
    """Numbers as numbers, so that 1, 1.0 and "1" are one; nothing as empty; everything else as text."""
    return [{name: _plain(value) for name, value in line.items()} for line in lines]


def _plain(value):
    try:
        return Decimal(str(value)).normalize()
    except InvalidOperation:
        return "" if value is None else str(value)


def test_an_auditor_and_a_director_get_no_complete_files(client, locked):
    for role, place in (("auditor", {"region": "H"}), ("regional_director", {"region": "H"})):
        client.force_login(make_person_with(role, **place))
        assert client.get(f"/audits/{locked.pk}/export/answers.csv").status_code == 403
        assert client.get(f"/api/v1/audits/rounds/{locked.pk}/answers/").status_code == 403
