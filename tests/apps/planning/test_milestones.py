"""Milestones and priorities: who may own them, how they are followed, and when they are late."""

from dataclasses import replace
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from apps.organisation.actions import Refused
from apps.organisation.errors import Conflict
from apps.planning.milestone_actions import quarter_of, report_progress
from apps.planning.models import MilestoneStep
from apps.planning.owners import owners_for
from apps.planning.priority_actions import (
    PriorityWords,
    answer,
    change_priority,
    hand_down,
    take_back,
    withdraw_priority,
)
from apps.planning.queries import milestones_progress, plan_content
from tests.factories.people import make_person_with
from tests.factories.planning import TODAY, YEAR, Planners, make_milestone, make_priority, planners

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def people() -> Planners:
    return planners()


@pytest.mark.parametrize(
    ("day", "quarter"),
    [
        (date(2026, 4, 1), 1),
        (date(2026, 6, 30), 1),
        (date(2026, 7, 1), 2),
        (date(2026, 12, 31), 3),
        (date(2027, 1, 1), 4),
        (date(2027, 3, 31), 4),
    ],
)
def test_quarters_count_from_april(day: date, quarter: int) -> None:
    assert quarter_of(day) == quarter


def test_owners_are_people_of_the_region_and_of_its_units(people: Planners) -> None:
    head = make_person_with("head_of_delivery_unit", unit="H103")
    elsewhere = make_person_with("regional_planner", region="A")
    found = owners_for(people.region, TODAY)
    assert {people.planner, people.director, head} <= set(found)
    assert not {people.national, elsewhere} & set(found)
    with pytest.raises(Refused, match="has no part in Wales"):
        make_milestone(people, make_priority(people), owner=elsewhere)


def test_a_milestone_lies_within_the_years_of_its_priority(people: Planners) -> None:
    priority = make_priority(people, last_year=YEAR)
    with pytest.raises(Refused, match="outside the priority's years, 2025-26 to 2026-27"):
        make_milestone(people, priority, due_on=date(2027, 4, 1))
    assert make_milestone(people, priority, due_on=date(2027, 3, 31)).year == YEAR


def test_a_priority_keeps_the_years_of_its_milestones(people: Planners) -> None:
    priority = make_priority(people)
    make_milestone(people, priority)
    given = PriorityWords(
        title="Later", words="So", first_year="2027-28", last_year="2028-29", owner=people.planner
    )
    with pytest.raises(Refused, match="“Brief every team” of 2026-27 lies outside these years"):
        change_priority(priority, given, seen=1, by=people.planner, on=TODAY)
    changed = change_priority(priority, replace(given, first_year=YEAR), seen=1, by=people.planner, on=TODAY)
    assert (changed.title, changed.version) == ("Later", 2)


def test_a_milestone_is_late_from_the_day_after_it_was_due_until_it_is_done(people: Planners) -> None:
    milestone = make_milestone(people, make_priority(people))
    due = milestones_progress(people.region, YEAR, date(2026, 9, 30)).rows[0]
    after = milestones_progress(people.region, YEAR, date(2026, 10, 1))
    assert (due.is_overdue, after.rows[0].is_overdue, after.overdue) == (False, True, 1)
    done = report_progress(
        milestone,
        state="done",
        words="Seen",
        done_on=date(2026, 10, 10),
        seen=1,
        by=people.planner,
        on=date(2026, 10, 12),
    )
    progress = milestones_progress(people.region, YEAR, date(2026, 12, 1))
    assert (progress.rows[0].days_late, progress.overdue, progress.counts["done"]) == (10, 0, 1)
    assert done.version == 2


def test_what_was_entered_is_kept_beside_the_lateness_that_is_worked_out(people: Planners) -> None:
    milestone = make_milestone(people, make_priority(people))
    report_progress(milestone, state="on_track", words="All well", seen=1, by=people.planner, on=TODAY)
    row = milestones_progress(people.region, YEAR, date(2026, 11, 1)).rows[0]
    assert (row.state_words, row.reason, row.is_overdue) == ("On track", "All well", True)


def test_progress_needs_words_a_known_state_and_a_day_that_has_come(people: Planners) -> None:
    milestone = make_milestone(people, make_priority(people))
    common = {"seen": 1, "by": people.planner, "on": TODAY}
    with pytest.raises(Refused, match="Say what was done"):
        report_progress(milestone, state="done", words=" ", **common)
    with pytest.raises(Refused, match="Choose how"):
        report_progress(milestone, state="splendid", words="So", **common)
    with pytest.raises(Refused, match="is to come"):
        report_progress(milestone, state="done", words="So", done_on=date(2026, 5, 5), **common)
    assert MilestoneStep.objects.count() == 1


def test_evidence_is_kept_with_its_step_and_a_false_file_with_nothing(people: Planners) -> None:
    milestone = make_milestone(people, make_priority(people))
    note = SimpleUploadedFile("note.txt", b"Seen in every unit")
    report_progress(
        milestone, state="on_track", words="See", upload=note, seen=1, by=people.planner, on=TODAY
    )
    assert milestone.steps.last().file_name == "note.txt"
    false = SimpleUploadedFile("note.pdf", b"no such thing")
    with pytest.raises(Refused, match="something else inside"):
        report_progress(
            milestone, state="done", words="So", upload=false, seen=2, by=people.planner, on=TODAY
        )
    milestone.refresh_from_db()
    assert (milestone.state, milestone.version) == ("on_track", 2)


def test_of_two_steps_at_once_the_second_is_told(people: Planners) -> None:
    milestone = make_milestone(people, make_priority(people))
    report_progress(milestone, state="at_risk", words="Late rooms", seen=1, by=people.planner, on=TODAY)
    with pytest.raises(Conflict):
        report_progress(milestone, state="done", words="So", seen=1, by=people.director, on=TODAY)


def test_a_schedule_shows_each_priority_over_the_years_without_what_was_dropped(people: Planners) -> None:
    priority = make_priority(people)
    make_milestone(people, priority)
    dropped = make_milestone(people, priority, due_on=date(2027, 5, 1), title="Dropped")
    report_progress(dropped, state="dropped", words="No rooms", seen=1, by=people.planner, on=TODAY)
    (row,) = plan_content(people.region, YEAR, TODAY).schedule
    assert row.cells == (("Brief every team (Q2)",), (), ())


def test_a_priority_with_open_milestones_is_not_withdrawn(people: Planners) -> None:
    priority = make_priority(people)
    milestone = make_milestone(people, priority)
    with pytest.raises(Refused, match="are open"):
        withdraw_priority(priority, seen=1, reason="Done with", by=people.planner)
    report_progress(milestone, state="done", words="So", seen=1, by=people.planner, on=TODAY)
    withdraw_priority(priority, seen=1, reason="Done with", by=people.planner)
    assert plan_content(people.region, YEAR, TODAY).priorities == ()


def test_what_is_handed_down_is_taken_up_here_or_declined_with_a_reason(people: Planners) -> None:
    other = planners("A")
    given = {"words": "Say how.", "first_year": YEAR, "last_year": YEAR, "answer_by": TODAY}
    common = {"title": "Share", "by": people.national, "on": TODAY} | given
    with pytest.raises(Refused, match="two regions or more"):
        hand_down([people.region], kind="cross_regional", **common)
    handed = hand_down([people.region, other.region], kind="cross_regional", **common)
    mine = handed.regions.get(region="H")
    with pytest.raises(Refused, match="Say why"):
        answer(mine, taken_up=False, by=people.planner)
    with pytest.raises(Refused, match="of this region"):
        answer(mine, taken_up=True, priority=make_priority(other), by=people.planner)
    answer(mine, taken_up=False, reason="We have it", by=people.planner)
    answer(mine, taken_up=True, priority=make_priority(people), by=people.planner)
    (shown,) = plan_content(people.region, YEAR, TODAY).handed_down
    assert (shown.answer, shown.priority) == ("taken_up", "See people in time")


def test_what_was_handed_down_is_taken_back_and_needs_no_answer(people: Planners) -> None:
    years = {"first_year": YEAR, "last_year": YEAR, "answer_by": TODAY, "on": TODAY}
    common = {"kind": "national", "title": "Share", "words": "Say how.", "by": people.national} | years
    handed = hand_down([people.region], **common)
    take_back(handed, reason="Handed down twice", by=people.national)
    take_back(handed, reason="Again", by=people.national)
    assert plan_content(people.region, YEAR, TODAY).handed_down == ()
    with pytest.raises(Refused, match="was taken back"):
        answer(handed.regions.get(), taken_up=False, reason="We have it", by=people.planner)


def test_a_priority_is_withdrawn_once_what_it_took_up_is_answered_anew(people: Planners) -> None:
    years = {"first_year": YEAR, "last_year": YEAR, "answer_by": TODAY, "on": TODAY}
    common = {"kind": "national", "title": "Share", "words": "Say how.", "by": people.national} | years
    row, priority = hand_down([people.region], **common).regions.get(), make_priority(people)
    answer(row, taken_up=True, priority=priority, by=people.planner)
    with pytest.raises(Refused, match="answer that one anew"):
        withdraw_priority(priority, seen=1, reason="Done with", by=people.planner)
    answer(row, taken_up=False, reason="Others do it", by=people.planner)
    assert withdraw_priority(priority, seen=1, reason="Done with", by=people.planner).is_withdrawn
