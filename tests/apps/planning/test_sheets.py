"""A sheet of milestones: the same table in three formats, what is refused, and all of it or nothing."""

import io
from collections.abc import Callable

import pytest
from openpyxl import Workbook

from apps.organisation.sheets import write_ods, write_xlsx
from apps.planning.models import Milestone
from apps.planning.rows import MILESTONE_COLUMNS, milestone_rows
from apps.planning.sheets.milestones import SheetRefused, take_in
from apps.planning.sheets.process import table_of
from apps.planning.sheets.reading import Row, read_table
from apps.planning.wording import milestone_shown
from rules.definitions.measures import load_catalogue
from tests.factories.planning import TODAY, Planners, make_milestone, make_priority, planners

LINES = (("Title", "due-on", "aim percent"), ("A, “b”", "2026-09-30", 90), ("", "", ""), ("C\nd", "", ""))
ROWS = [
    Row(2, {"title": "A, “b”", "due_on": "2026-09-30", "aim_percent": "90"}),
    Row(4, {"title": "C\nd"}),
]


def as_csv() -> bytes:
    return '\ufeffTitle,due-on,aim percent\r\n"A, “b”",2026-09-30,90\r\n,,\r\n"C\nd",,\r\n'.encode()


def as_sheet(write: Callable[..., None]) -> bytes:
    out = io.BytesIO()
    write(out, title="Milestones", about=["A line about it"], lines=LINES)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.csv", as_csv()), ("a.XLSX", as_sheet(write_xlsx)), ("a.ods", as_sheet(write_ods))],
)
def test_a_table_is_the_same_in_every_format(name: str, content: bytes) -> None:
    found = read_table(content, name)
    assert (found.rows, found.faults) == (ROWS, [])


def a_formula() -> bytes:
    book, out = Workbook(), io.BytesIO()
    book.active.append(["title"])
    book.active.append(["=1+1"])
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("a.doc", b"title", "a.doc"),
        ("a.csv", b" \n", "nothing"),
        ("a.csv", b"title\n\xff", "byte 7 that is no UTF-8"),
        ("a.csv", b"title\na\0b", "a NUL"),
        ("a.csv", b'title\n"open', "unexpected end of data"),
        ("a.csv", b"title,Title\na,b", "title twice"),
        ("a.csv", b"title\na,b", "b"),
        ("a.csv", b"title\n" + b"x" * 5001, "more than 5000 characters"),
        ("a.csv", b"title\n" + b"x\n" * 2002, "more than 2000 rows or 60 columns"),
        ("a.xlsx", b"title\na", "File is not a zip file"),
        ("a.xlsx", a_formula(), "a formula"),
        ("a.ods", a_formula(), "a zip file"),
    ],
)
def test_a_file_that_is_no_plain_table_is_refused(name: str, content: bytes, found: str) -> None:
    table = read_table(content, name)
    assert table.rows == []
    assert [fault.found for fault in table.faults] == [found]


def test_a_file_is_read_in_a_process_of_its_own() -> None:
    assert table_of(as_csv(), "a.csv").rows == ROWS


@pytest.fixture
def people() -> Planners:
    return planners()


def asked(number: int = 2, **changed: str) -> Row:
    whole = {"priority": "see  people in TIME", "title": "Brief", "due_on": "30/9/2026", "owner": "Anybody"}
    return Row(number, whole | changed)


def faults_of(people: Planners, *rows: Row) -> list[tuple[str, str]]:
    with pytest.raises(SheetRefused) as refused:
        take_in(people.region, rows, why="Agreed", by=people.planner, on=TODAY)
    return [(fault.place, fault.found) for fault in refused.value.faults]


@pytest.mark.django_db
@pytest.mark.usefixtures("reference")
def test_a_sheet_sets_its_new_milestones_and_leaves_the_others_alone(people: Planners) -> None:
    known = make_milestone(people, make_priority(people))
    downloaded = next(iter(milestone_rows([milestone_shown(known, TODAY)])))
    cells = {name: "" if downloaded[name] is None else str(downloaded[name]) for name in MILESTONE_COLUMNS}
    owner = people.planner.username
    measure = next(iter(load_catalogue()))
    measured = asked(3, owner=owner, measure=measure, aim_percent="90.5")
    taken = take_in(people.region, [Row(2, cells), measured], why="Agreed", by=people.planner, on=TODAY)
    made = taken.added[0]
    assert (taken.known, made.year, made.quarter, str(made.aim)) == (1, "2026-27", 2, "90.5")
    assert made.steps.get().words == "Agreed"
    assert Milestone.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.usefixtures("reference")
def test_a_sheet_with_faults_is_refused_whole_with_each_of_them(people: Planners) -> None:
    make_priority(people)
    owner = people.planner.username
    assert faults_of(people) == [("the sheet", "no rows")]
    assert faults_of(people, asked(2, owner=owner), asked(3, owner=owner, title="BRIEF")) == [
        ("row 3, title", "row 2 again")
    ]
    assert faults_of(
        people,
        asked(2, owner="", priority="None such", due_on="31/2/2026", colour="red"),
        asked(3, owner=owner, aim_percent="140"),
        asked(4, owner=owner, due_on="2031-04-01"),
        asked(5, milestone="999999"),
    ) == [
        ("row 1", "colour"),
        ("row 2, owner", "nothing"),
        ("row 2, priority", "None such"),
        ("row 2, due_on", "31/2/2026"),
        ("row 3, aim_percent", "140"),
        ("row 3, measure", "nothing"),
        ("row 4, due_on", "2031-04-01"),
        ("row 5, milestone", "999999"),
    ]
    assert not Milestone.objects.exists()
