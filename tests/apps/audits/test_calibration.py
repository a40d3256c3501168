"""Calibration exercises: several auditors, the same cases, no score."""

from datetime import date

import pytest

from apps.assessments.actions import Refused, submit
from apps.assessments.models import Assignment, CaseFact, Sample
from apps.assessments.queries import assignments_of
from apps.audits.agreement_queries import agreement_of_exercise
from apps.audits.calibration import CalibrationPlan, close_calibration, open_calibration
from apps.audits.calibration_rows import compared_cases_of, progress_of
from apps.audits.queries import standing_of
from rules.sampling.draw import order_key
from tests.factories.audits import mark_case
from tests.factories.people import make_person_with

pytestmark = pytest.mark.django_db


def plan(people, **changed):
    values = {
        "title": "One case",
        "size": 1,
        "seed": "c",
        "auditors": tuple(people),
        "due_on": date(2026, 9, 1),
    }
    return CalibrationPlan(**values | changed)


@pytest.fixture
def three(auditors):
    return [*auditors, make_person_with("visiting_auditor")]


@pytest.fixture
def exercise(drawn, three, lead):
    return open_calibration(drawn, plan(three), by=lead)


def marks_of(exercise):
    return list(exercise.assignments.select_related("sampled_case__sample", "edition", "auditor"))


def test_every_auditor_gets_the_same_case_and_none_of_the_round_s(exercise, drawn, three):
    marks = marks_of(exercise)
    assert [mark.auditor for mark in sorted(marks, key=lambda mark: mark.mark)] == three
    (case_id,) = {mark.sampled_case.case_id for mark in marks}
    reserves = drawn.sample.cases.filter(standing="reserve").values_list("case_id", flat=True)
    assert case_id == min(reserves, key=lambda each: order_key("c", each))
    assert exercise.sample.purpose == Sample.Purpose.CALIBRATION
    facts = CaseFact.objects.filter(sampled_case=marks[0].sampled_case)
    counts = {mark: facts.filter(mark=mark).count() for mark in (1, 2, 3)}
    assert counts[1] == counts[2] == counts[3] > 0


def test_it_never_counts_for_the_round(exercise, drawn):
    before = standing_of(drawn)
    for mark in marks_of(exercise):
        mark_case(mark, E01="not_met")
    assert standing_of(drawn) == before


def test_the_case_is_compared_when_all_have_submitted(exercise):
    first, second, third = marks_of(exercise)
    mark_case(first)
    mark_case(second, E01="not_met")
    assert compared_cases_of(exercise) == []
    assert agreement_of_exercise(exercise).overall.figures.items == 0
    mark_case(third, E01="not_met", E06="partly_met")
    (case,) = compared_cases_of(exercise)
    assert case.differing == 2
    assert next(line.answers for line in case.lines if line.question.id == "E01") == (
        "Met",
        "Not met",
        "Not met",
    )
    tables = agreement_of_exercise(exercise)
    assert len(tables.by_pair) == 3
    assert tables.overall.figures.items == len(case.lines)
    by_question = {row.key: row.figures.percent.value for row in tables.by_question}
    assert (by_question["E02"], by_question["E01"]) == (1, pytest.approx(1 / 3))


def test_closing_compares_who_has_submitted_and_leaves_the_others_out(exercise, lead):
    first, second, third = marks_of(exercise)
    mark_case(first)
    mark_case(second)
    close_calibration(exercise, by=lead)
    closed = close_calibration(exercise, by=lead)
    assert closed.closed_by == lead
    assert [len(case.markers) for case in compared_cases_of(exercise)] == [2]
    assert third not in assignments_of(third.auditor)
    with pytest.raises(Refused, match="was closed before you submitted"):
        submit(third, by=third.auditor)
    with pytest.raises(Refused, match="was closed"):
        mark_case(third)
    assert [(row.cases, row.submitted) for row in progress_of(exercise)] == [(1, 1), (1, 1), (1, 0)]


@pytest.mark.parametrize(
    ("changed", "problem"),
    [({"auditors": ()}, "at least two"), ({"size": 7}, "Choose 1 to 6"), ({"size": 0}, "Choose 1 to 6")],
)
def test_a_plan_that_cannot_work_is_refused(drawn, auditors, lead, changed, problem):
    with pytest.raises(Refused, match=problem):
        open_calibration(drawn, plan(auditors, **changed), by=lead)


def test_an_auditor_of_another_region_cannot_take_part(drawn, auditors, lead):
    elsewhere = make_person_with("auditor", region="A")
    with pytest.raises(Refused, match="Not auditors of this region"):
        open_calibration(drawn, plan([auditors[0], elsewhere]), by=lead)


def test_a_case_that_only_one_may_mark_is_refused_whole(drawn, auditors, lead):
    holder = make_person_with("auditor", region="H", staff_code="H103-P09")
    with pytest.raises(Refused, match="Fewer than two"):
        open_calibration(drawn, plan([auditors[0], holder]), by=lead)
    assert not Assignment.objects.filter(sampled_case__sample__purpose="calibration").exists()
