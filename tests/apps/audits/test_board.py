"""The board: what is assigned, submitted, overdue, and when it will be finished."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from apps.audits.actions import draw_round, open_round
from apps.audits.board import board_of, csv_rows
from apps.audits.handing import release
from apps.audits.models import AuditRound, RoundGroup
from tests.factories.audits import make_plan, mark_case

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def group(reference):
    return RoundGroup.objects.create(title="Spring")


@pytest.fixture
def two(caseload, auditors, lead, group, time_machine):
    """Drawn on Monday 6 July 2026, due on 1 August and 1 September."""
    time_machine.move_to(datetime(2026, 7, 6, 9, tzinfo=LONDON), tick=False)
    plans = (
        make_plan(auditors, group=group),
        make_plan(auditors, window_last_on=date(2026, 6, 29), due_on=date(2026, 9, 1)),
    )
    rounds = [open_round(plan, by=lead) for plan in plans]
    for each in rounds:
        draw_round(each, by=lead)
        each.refresh_from_db()
    return rounds


def _board(today, **wanted):
    return board_of(AuditRound.objects.order_by("pk"), today=today, **wanted)


def test_markings_are_counted_by_round_and_by_auditor(two):
    for mark in two[0].assignments.all()[:2]:
        mark_case(mark)
    board = _board(date(2026, 7, 10))
    first, second = board.rounds
    assert (first.counts.cases, first.counts.submitted, first.counts.second) == (4, 2, 4)
    assert (second.counts.cases, second.counts.submitted, second.counts.overdue) == (4, 0, 0)
    assert (board.total.cases, board.total.submitted) == (8, 2)
    assert [line.rounds for line in board.auditors] == [2, 2]
    (region,) = board.regions
    assert (region.region, region.rounds, region.counts) == ("Wales", 2, board.total)
    assert region.finish is None  # the second round has no pace yet
    assert sum(line.counts.cases for line in board.auditors) == 8


def test_what_is_not_submitted_after_the_deadline_is_overdue(two):
    mark_case(two[0].assignments.first())
    on_the_day, after = _board(date(2026, 8, 1)), _board(date(2026, 8, 2))
    assert [line.counts.overdue for line in on_the_day.rounds] == [0, 0]
    assert on_the_day.rounds[0].days_left == 0
    assert [line.counts.overdue for line in after.rounds] == [7, 0]  # 3 first and 4 second marks
    assert (after.rounds[0].is_late, after.rounds[0].days_left) == (True, -1)


def test_the_finish_follows_from_the_pace(two):
    assert _board(date(2026, 7, 10)).rounds[0].finish is None
    for mark in two[0].assignments.all():
        mark_case(mark)
    line = _board(date(2026, 7, 10)).rounds[0]
    # four of eight markings in four business days since Monday: four more from Friday
    assert line.finish == date(2026, 7, 16)
    assert not line.will_be_late


def test_a_round_that_is_not_drawn_stands_on_the_board(two, auditors, lead):
    open_round(make_plan(auditors, window_last_on=date(2026, 6, 28)), by=lead)
    line = _board(date(2026, 7, 10)).rounds[-1]
    assert (line.counts.cases, line.finish, line.auditors) == (0, None, ())


def test_cases_that_nobody_marks_are_counted_under_nobody(two):
    mark = two[0].assignments.first()
    release(mark, by=mark.auditor, reason="A neighbour")
    line = _board(date(2026, 7, 10)).rounds[0]
    assert line.counts.cases == 4
    assert [row.counts.cases for row in line.auditors if row.auditor == "Nobody"] == [1]
    assert all(each.auditor != "Nobody" for each in _board(date(2026, 7, 10)).auditors)


def test_the_board_of_one_auditor_has_only_theirs(two, auditors):
    board = _board(date(2026, 7, 10), auditor_id=auditors[0].pk)
    assert {line.auditor_id for line in board.auditors} == {auditors[0].pk}
    assert board.total.cases == 4


def test_the_file_has_a_row_for_each_auditor_of_each_round(two):
    rows = list(csv_rows(_board(date(2026, 7, 10))))
    assert [(row["group"], row["bank"], row["cases"]) for row in rows] == [
        ("Spring", "QM102", 2),
        ("Spring", "QM102", 2),
        ("", "QM102", 2),
        ("", "QM102", 2),
    ]
    assert {row["days_left"] for row in rows} == {22, 53}


def test_the_page_is_filtered_by_its_address(browse, two, group, time_machine):
    client = browse("lead_auditor")
    assert "2 rounds: 0 of 8" in client.get("/audits/board/").content.decode()
    assert "1 round: 0 of 4" in client.get(f"/audits/board/?group={group.pk}").content.decode()
    assert "No round fits" in client.get("/audits/board/?state=locked").content.decode()
    assert "2 rounds" in client.get("/audits/board/?group=999&bank=moon").content.decode()
    file = b"".join(client.get(f"/audits/board/progress.csv?group={group.pk}").streaming_content)
    assert file.count(b"\n") == 3
    time_machine.move_to(datetime(2026, 8, 10, 9, tzinfo=LONDON))
    page = browse("lead_auditor").get("/audits/board/?state=late").content.decode()
    assert "1 round: 0 of 4 cases submitted" in page
    assert "8 late" in page
