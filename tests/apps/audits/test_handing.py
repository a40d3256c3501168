"""Cases that change hands: released, re-assigned, given, and deadlines that are put off."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from apps.assessments.actions import Refused
from apps.assessments.models import Assignment, Recusal, Sample
from apps.assessments.queries import assignments_of
from apps.audits.actions import draw_round, open_round, reassign
from apps.audits.handing import extend_deadline, give_to, reassign_many, release
from apps.audits.models import RoundGroup
from apps.audits.queries import progress_by_auditor, standing_of, unassigned
from apps.audits.workload import load_beside
from apps.organisation.models import RecordedAction
from tests.factories.audits import make_case, make_edition, make_plan, make_sample, mark_case
from tests.factories.people import make_person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditors(reference):
    return [make_person_with("auditor", region="H") for _ in range(4)]


def _first(drawn):
    return drawn.assignments.select_related("sampled_case", "auditor").first()


def test_a_released_case_goes_to_an_auditor_who_does_not_mark_it_yet(drawn):
    mark = _first(drawn)
    before = mark.auditor
    second = mark.sampled_case.assignments.get(mark=Assignment.SECOND_MARK).auditor
    mark.facts_checked_at = mark.assigned_at
    mark.save(update_fields=["facts_checked_at"])
    release(mark, by=before, reason="A neighbour")
    mark.refresh_from_db()
    assert mark.auditor not in (before, second, None)
    assert mark.facts_checked_at is None
    trace = RecordedAction.objects.get(verb="release_case")
    assert (trace.by, trace.reason) == (before, "A neighbour")
    assert trace.after == {"auditor": mark.auditor.username}


def test_who_released_a_case_never_gets_one_of_that_person_again(drawn, lead):
    mark = _first(drawn)
    before = mark.auditor
    release(mark, by=before, reason="A neighbour")
    with pytest.raises(Refused, match="knows the person"):
        reassign(mark, auditor=before, by=lead, reason="Load")
    again = open_round(make_plan(drawn.auditors.all(), size=10, window_last_on=date(2026, 6, 29)), by=lead)
    draw_round(again, by=lead)
    theirs = Assignment.objects.filter(sampled_case__sample__round=again, auditor=before)
    assert theirs.exists()
    assert not theirs.filter(sampled_case__person_id=mark.sampled_case.person_id).exists()


def test_the_other_waiting_cases_of_the_person_go_with_it(drawn, lead):
    again = open_round(make_plan(drawn.auditors.all(), size=10, window_last_on=date(2026, 6, 29)), by=lead)
    draw_round(again, by=lead)
    mark = _first(drawn)
    other = Assignment.objects.get(
        sampled_case__sample__round=again, sampled_case__person_id=mark.sampled_case.person_id, mark=1
    )
    Assignment.objects.filter(pk=other.pk).update(auditor=mark.auditor)
    before = mark.auditor
    release(mark, by=before, reason="A neighbour")
    other.refresh_from_db()
    assert other.auditor != before
    assert Recusal.objects.filter(auditor=before).count() == 2


def test_a_case_that_nobody_else_may_take_stands_on_the_lead_s_list(caseload, lead):
    two = [make_person_with("auditor", region="H") for _ in range(2)]
    opened = open_round(make_plan(two), by=lead)
    draw_round(opened, by=lead)
    opened.refresh_from_db()
    mark = _first(opened)
    release(mark, by=mark.auditor, reason="A neighbour")  # the other one marks it the second time
    mark.refresh_from_db()
    assert mark.auditor is None
    assert list(unassigned(opened)) == [mark.sampled_case]
    assert standing_of(opened).waiting == 4
    assert sum(row.assigned for row in progress_by_auditor(opened)) == 3
    newcomer = make_person_with("auditor", region="H")
    with pytest.raises(Refused, match="reason"):
        give_to(mark.sampled_case, auditor=newcomer, by=lead, reason=" ")
    for nobody in two:
        with pytest.raises(Refused, match="marks this case already"):
            give_to(mark.sampled_case, auditor=nobody, by=lead, reason="Short of people")
    give_to(mark.sampled_case, auditor=newcomer, by=lead, reason="Short of people")
    mark.refresh_from_db()
    assert mark.auditor == newcomer
    with pytest.raises(Refused, match="has an auditor already"):
        give_to(mark.sampled_case, auditor=newcomer, by=lead, reason="Short of people")


def test_a_second_marker_who_knows_the_person_is_followed_by_another(drawn):
    mark = drawn.sample.cases.filter(standing="sampled").first().assignments.get(mark=2)
    before = mark.auditor
    first = mark.sampled_case.assignments.get(mark=1).auditor
    release(mark, by=before, reason="A neighbour")
    mark.refresh_from_db()
    assert mark.auditor not in (before, first, None)


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda mark, other: {"by": other, "reason": "x"}, "Only the auditor"),
        (lambda mark, other: {"by": mark.auditor, "reason": " "}, "how you know"),
    ],
)
def test_a_release_that_cannot_be_is_refused(drawn, lead, change, problem):
    mark = _first(drawn)
    with pytest.raises(Refused, match=problem):
        release(mark, **change(mark, lead))


def test_a_submitted_case_is_not_released(drawn):
    mark = _first(drawn)
    mark_case(mark)
    with pytest.raises(Refused, match="submitted"):
        release(mark, by=mark.auditor, reason="A neighbour")


def test_a_case_outside_a_round_is_not_released(auditors):
    case = make_sample([make_case(1)]).cases.get()
    mark = Assignment.objects.create(sampled_case=case, edition=make_edition(), auditor=auditors[0])
    with pytest.raises(Refused, match="calibration"):
        release(mark, by=auditors[0], reason="A neighbour")


def test_a_recusal_is_never_taken_back(drawn):
    mark = _first(drawn)
    release(mark, by=mark.auditor, reason="A neighbour")
    for rewrite in (lambda: Recusal.objects.update(reason="x"), Recusal.objects.get().delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            rewrite()


def test_who_held_the_person_before_may_not_mark_the_case_either(drawn, lead):
    mark = _first(drawn)
    former = make_person_with("auditor", region="H", staff_code="H103-P77")
    mark.sampled_case.snapshot["holders"].append("H103-P77")
    mark.sampled_case.save(update_fields=["snapshot"])
    with pytest.raises(Refused, match="holds or supervises"):
        reassign(mark, auditor=former, by=lead, reason="Load")


def test_several_cases_go_to_one_auditor_at_once(drawn, lead):
    newcomer = make_person_with("auditor", region="H")
    marks = list(drawn.assignments.all()[:3])
    reassign_many(marks, auditor=newcomer, by=lead, reason="Leave")
    assert drawn.assignments.filter(auditor=newcomer).count() == 3


def test_several_cases_are_shared_out_among_the_others(drawn, lead):
    leaver = _first(drawn).auditor
    marks = list(drawn.assignments.filter(auditor=leaver))
    reassign_many(marks, auditor=None, by=lead, reason="Leave")
    assert not drawn.assignments.filter(auditor=leaver).exists()


def test_where_one_case_cannot_go_none_goes(drawn, lead):
    marks = list(drawn.assignments.all()[:2])
    newcomer = make_person_with("auditor", region="H", staff_code="H103-P88")
    marks[1].sampled_case.snapshot["holders"] = ["H103-P88"]
    marks[1].sampled_case.save(update_fields=["snapshot"])
    with pytest.raises(Refused, match=marks[1].sampled_case.case_id):
        reassign_many(marks, auditor=newcomer, by=lead, reason="Leave")
    assert not drawn.assignments.filter(auditor=newcomer).exists()


def test_the_cases_of_the_group_count_towards_an_even_share(caseload, auditors, lead):
    group = RoundGroup.objects.create(title="Spring")
    first = open_round(make_plan(auditors[:1], size=10, group=group), by=lead)
    draw_round(first, by=lead)
    for mark in first.assignments.all():
        mark_case(mark)
    second = make_plan(auditors[:2], size=10, window_last_on=date(2026, 6, 29), group=group)
    beside = open_round(second, by=lead)
    assert load_beside(beside, auditors[:2]) == {auditors[0].username: 10, auditors[1].username: 0}
    draw_round(beside, by=lead)
    assert beside.assignments.filter(auditor=auditors[0]).count() == 0


def test_only_what_waits_counts_outside_the_group(caseload, auditors, lead):
    first = open_round(make_plan(auditors[:1], size=10), by=lead)
    draw_round(first, by=lead)
    first.refresh_from_db()
    for mark in first.assignments.all()[:4]:
        mark_case(mark)
    other = open_round(make_plan(auditors[:2], window_last_on=date(2026, 6, 29)), by=lead)
    assert load_beside(other, auditors[:1]) == {auditors[0].username: 6}


def test_a_deadline_is_put_off_for_everybody_and_leaves_a_trace(drawn, lead):
    auditor = _first(drawn).auditor
    extend_deadline(drawn, due_on=date(2026, 8, 15), by=lead, reason="Two auditors ill")
    assert Sample.objects.get(pk=drawn.sample_id).due_on == date(2026, 8, 15)
    assert {mark.sampled_case.sample.due_on for mark in assignments_of(auditor)} == {date(2026, 8, 15)}
    trace = RecordedAction.objects.get(verb="extend_deadline")
    assert (trace.before, trace.after) == ({"due_on": "2026-08-01"}, {"due_on": "2026-08-15"})
    with pytest.raises(Refused, match="15 August 2026 already"):
        extend_deadline(drawn, due_on=date(2026, 8, 15), by=lead, reason="Again")
    with pytest.raises(Refused, match="reason"):
        extend_deadline(drawn, due_on=date(2026, 8, 16), by=lead, reason=" ")


def test_a_deadline_can_be_put_off_before_the_draw(auditors, lead):
    opened = open_round(make_plan(auditors), by=lead)
    assert extend_deadline(opened, due_on=date(2026, 9, 1), by=lead, reason="x").due_on == date(2026, 9, 1)
