"""Banks as files: what is written is read back, and what is wrong is named with its place."""

import copy
import io
import json
import subprocess
import sys
import zipfile

import pytest
import yaml
from openpyxl import Workbook, load_workbook

from apps.assessments.bank_files.checking import MOST_BYTES, check
from apps.assessments.bank_files.opening import MOST_UNPACKED, open_workbook
from apps.assessments.bank_files.writing import bank_workbook, bank_yaml
from rules.definitions.banks import build_bank, load_bank, load_banks

BANK = load_bank("QM102", "1.0")
FILES = {"yaml": lambda bank: bank_yaml(bank).encode(), "xlsx": bank_workbook}


def _faults(content, name="bank.xlsx"):
    checked = check(content, name)
    assert (checked.content is None) == bool(checked.faults)
    return [(fault.place, fault.found, fault.expected) for fault in checked.faults]


def _workbook(change):
    """QM102 as a workbook, changed."""
    book = load_workbook(io.BytesIO(bank_workbook(BANK)))
    change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _set(sheet, place, value):
    return _workbook(lambda book: book[sheet].__setitem__(place, value))


def _yaml(**changed):
    raw = copy.deepcopy(BANK.file.model_dump(mode="json", exclude_none=True)) | changed
    return yaml.safe_dump(raw, sort_keys=False).encode()


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("bank", load_banks(), ids=lambda bank: bank.id)
def test_a_bank_written_and_read_again_is_the_same_bank(bank, kind):
    checked = check(FILES[kind](bank), f"bank.{kind}")
    assert checked.faults == ()
    assert build_bank(checked.content, file="x") == bank


def test_texts_that_look_like_formulas_or_days_stay_texts():
    raw = BANK.file.model_dump(mode="json")
    raw["sections"][0]["questions"][0] |= {"text": "=1+1 and more", "guidance": "-5", "source": "1/2"}
    bank = build_bank(raw, file="x")
    assert build_bank(check(bank_workbook(bank), "b.xlsx").content, file="x") == bank


def test_a_person_s_workbook_may_hold_days_and_numbers_as_spreadsheets_keep_them():
    def change(book):
        from datetime import datetime

        book["settings"]["F2"] = datetime(2021, 10, 1)
        book["survey"]["G19"] = "2"
        book["limits"]["E2"] = 1.0

    assert check(_workbook(change), "b.xlsx").faults == ()


def test_a_question_of_a_scored_bank_weighs_something():
    assert ("survey, row 19, weight", "found 0", "at least 1") in _faults(_set("survey", "G19", 0))


@pytest.mark.parametrize(
    ("sheet", "cell", "value", "fault"),
    [
        ("survey", "A19", "text", ("survey, row 19, type", "text", "select_one and a scale")),
        ("survey", "A19", "select_one stars", ("survey, row 19, type", "found 'stars'", "one of ['met'")),
        ("survey", "G19", "heavy", ("survey, row 19, weight", "heavy", "Input should be a valid integer")),
        ("survey", "G19", -1, ("survey, row 19, weight", "-1", "greater than or equal to 0")),
        ("survey", "G19", 2.5, ("survey, row 19, weight", "2.5", "integer")),
        ("survey", "B19", "E02", ("survey, row 20, name", "appears more than once", "")),
        ("survey", "B19", "E 1", ("survey, row 19, name", "E 1", "pattern")),
        ("survey", "C19", "", ("survey, row 19, label", "nothing", "a value")),
        ("survey", "E21", "moon", ("survey, row 21, relevant", "fact 'moon' is not declared", "")),
        ("survey", "E21", "failure and", ("survey, row 21, relevant", "found 'the end'", "a fact")),
        ("survey", "F21", "", ("survey, row 21, relevant_in_words", "must say when it applies", "")),
        ("survey", "H19", "perhaps", ("survey, row 19, critical", "perhaps", "boolean")),
        ("survey", "A3", "select_one em", ("survey, row 3, type", "select_one em", "select_multiple order")),
        ("survey", "B3", "moon", ("survey, row 3, name", "no such fact in the vocabulary", "")),
        ("survey", "C3", "Which order?", ("survey, row 3, label", "Which order?", "the same for every bank")),
        ("survey", "G3", 3, ("survey, row 3, weight", "3", "nothing for a case fact")),
        ("survey", "A18", "", ("survey, row 19", "", "a row between begin_group and end_group")),
        ("limits", "A2", "E99", ("limits, row 2, question", "E99", "a question in the survey")),
        ("limits", "E2", -1, ("limits, row 2, amount", "-1", "greater than or equal to 0")),
        ("limits", "F2", "weeks", ("limits, row 2, unit", "weeks", "business_days")),
        ("choices", "C2", "Fully met", ("choices, row 2, label", "Fully met", "Met")),
        ("choices", "D3", "2/3", ("choices, row 3, value", "2/3", "1/2")),
        ("choices", "B2", "superb", ("choices, row 2", "met superb", "lists are the same for every bank")),
        ("settings", "A2", "", ("settings, row 2, form_id", "nothing", "a value")),
        ("settings", "F2", "soon", ("settings, row 2, valid_from", "soon", "")),
        ("settings", "M2", "9.9", ("settings, row 2, vocabulary", "no such edition", "")),
        ("settings", "N2", "stars", ("settings, row 2, bands", "no such scale of bands", "")),
        ("settings", "P2", "3/2", ("too_thin_most_not_applicable", "found 3/2", "up to 1")),
        ("settings", "S2", "moon", ("settings, row 2, frame_kind", "moon", "'enforcement'")),
    ],
)
def test_a_wrong_cell_is_named_with_its_place(sheet, cell, value, fault):
    found = _faults(_set(sheet, cell, value))
    assert any(all(part in whole for part, whole in zip(fault, each, strict=True)) for each in found), found


def test_every_fault_of_a_kind_is_listed_at_once():
    def change(book):
        book["survey"]["G19"] = "heavy"
        book["survey"]["G20"] = "light"
        book["limits"]["A2"] = "E99"

    assert len(_faults(_workbook(change))) == 3


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (
            lambda book: book.create_sheet("notes").append(["a"]),
            ("sheet notes", "a sheet of this name", "only survey"),
        ),
        (lambda book: book.remove(book["settings"]), ("sheet settings", "no such sheet", "survey, limits")),
        (
            lambda book: book["survey"].__setitem__("M1", "appearance"),
            ("survey, row 1", "appearance", "only type, name"),
        ),
        (lambda book: book["survey"].__setitem__("D1", "label"), ("survey, row 1", "label twice", "once")),
        (lambda book: book["survey"].__setitem__("Z9", "x"), ("survey, row 9, Z9", "x", "no name")),
        (
            lambda book: book["survey"].__setitem__("C19", "=1+1"),
            ("survey, row 19, label", "the formula =1+1", ""),
        ),
        (lambda book: book["survey"].merge_cells("C19:D19"), ("survey, C19:D19", "merged cells", "")),
        (
            lambda book: book["survey"].__setitem__("A3000", "x"),
            ("sheet survey", "3000 rows", "at most 2000"),
        ),
        (lambda book: book["survey"].delete_rows(17), ("survey", "begin_group", "end_group of case_facts")),
        (lambda book: book["choices"].delete_rows(3), ("choices", "no partly_met in met", "every choice")),
        (lambda book: book["settings"].delete_rows(2), ("settings", "0 rows", "one row under the header")),
    ],
)
def test_a_workbook_of_another_shape_is_refused(change, fault):
    found = _faults(_workbook(change))
    assert any(all(part in whole for part, whole in zip(fault, each, strict=True)) for each in found), found


def _packed(**changed):
    """QM102's workbook with parts replaced or added; a value None takes one away."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(bank_workbook(BANK))) as book, zipfile.ZipFile(out, "w") as made:
        parts = {name: book.read(name) for name in book.namelist()} | changed
        for name, content in parts.items():
            if content is not None:
                made.writestr(name, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


ENTITIES = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><sst>&b;</sst>'


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (lambda: _packed(**{"xl/sharedStrings.xml": ENTITIES}), "a definition of XML entities"),
        (lambda: _packed(**{"xl/sharedStrings.xml": b"<sst>"}), "XML that cannot be read"),
        (lambda: _packed(**{"xl/vbaProject.bin": b"x"}), "a macro or an embedded object"),
        (lambda: _packed(**{"xl/externalLinks/externalLink1.xml": b"<a/>"}), "a link to another workbook"),
        (lambda: _packed(bomb=b"0" * (MOST_UNPACKED + 1)), "that unpack to"),
        (lambda: _packed(**{"[Content_Types].xml": None}), "a zip file"),
        (lambda: bank_workbook(BANK)[:2000], "not a zip file"),
        (lambda: b"\xd0\xcf\x11\xe0" + b"0" * 600, "behind a password"),
        (lambda: b"", "0 bytes"),
        (lambda: b"0" * (MOST_BYTES + 1), f"{MOST_BYTES + 1:,} bytes"),
    ],
)
def test_a_workbook_that_does_harm_is_refused_before_it_is_read(content, fault):
    assert any(fault in found for _, found, _ in _faults(content()))


@pytest.mark.parametrize("name", ["bank.xlsm", "bank.ods", "bank"])
def test_a_file_of_another_kind_is_refused(name):
    assert _faults(b"x", name) == [("the file", name, "a name ending in .yaml, .yml, .xlsx")]


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"a: 1\na: 2\n", ("the file", "duplicate key 'a' on line 2", "YAML")),
        (b"a: [1\n", ("the file", "(line 2)", "YAML")),
        (b"a: &x [1]\nb: *x\n", ("line 2", "the alias *x", "values written out")),
        (b"a: !!python/object:os.system x\n", ("the file", "could not determine a constructor", "YAML")),
        (b"a: caf\xe9\n", ("line 1", "byte 0xE9", "UTF-8 text")),
        (b"a: 1\nb: \x00\n", ("line 2", "a NUL character", "text only")),
        (b"- a\n", ("the file", "list", "keys and values of a bank")),
        (b"[" * 1200, ("the file", "", "YAML")),
        (_yaml(colour="red"), ("colour", "red", "Extra inputs are not permitted")),
        (_yaml(title=None), ("title", "nothing", "a value")),
        (_yaml(facts=["failure"]), ("E07, applies", "fact 'reqs' is not declared", "")),
    ],
)
def test_a_bad_yaml_is_refused_with_its_place(content, fault):
    found = _faults(content, "bank.yaml")
    assert any(all(part in whole for part, whole in zip(fault, each, strict=True)) for each in found), found


def test_a_fault_in_yaml_names_its_question():
    raw = BANK.file.model_dump(mode="json")
    raw["sections"][1]["questions"][2]["weight"] = "3"
    raw["sections"][1]["questions"][1]["timing"][0]["amount"] = -1
    found = _faults(yaml.safe_dump(raw).encode(), "bank.yml")
    assert {place for place, _, _ in found} == {"E06, weight", "E05, timing.0.amount"}


def test_the_program_checks_a_file_alone_in_its_process():
    done = subprocess.run(
        [sys.executable, "-m", "apps.assessments.bank_files", "bank.xlsx"],
        input=bank_workbook(BANK),
        capture_output=True,
        check=True,
    )
    assert json.loads(done.stdout)["content"]["id"] == "QM102"


def test_what_a_spreadsheet_program_leaves_behind_changes_nothing():
    def leave(book):
        book.create_sheet("Sheet4")
        book["survey"].append([None, "  "])

    assert open_workbook(_workbook(leave)) == open_workbook(_workbook(lambda book: None))


def test_an_empty_workbook_lacks_its_sheets():
    out = io.BytesIO()
    Workbook().save(out)
    places = [place for place, _, _ in _faults(out.getvalue())]
    assert places == ["sheet survey", "sheet choices", "sheet settings"]
