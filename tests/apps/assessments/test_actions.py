"""Facts, answers and submission: what is stored, what is refused, and who was first."""

import threading

import pytest
from django.db import IntegrityError, connection, transaction

from apps.assessments.actions import (
    Given,
    Refused,
    Seen,
    Stale,
    confirm_facts,
    publish_edition,
    reassign,
    save_answer,
    save_fact,
    submit,
)
from apps.assessments.draws import assign_cases
from apps.assessments.models import Answer, Assignment, BankEdition, EvidenceChange, Sample
from apps.assessments.queries import case_state
from apps.organisation.models import RecordedAction
from rules.scoring.timing import OutOfOrder
from tests.factories.audits import (
    ORDER_ONLY,
    answer_everything,
    make_assignment,
    make_case,
    make_edition,
    make_sample,
    put_answer,
    put_fact,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(person_with):
    return person_with("auditor", region="H")


@pytest.fixture
def mark(auditor):
    return make_assignment(auditor, facts=ORDER_ONLY)


def _save(mark, question="E01", seen=None, **given):
    return save_answer(mark, question_id=question, given=Given(**given), seen=seen or Seen(), by=mark.auditor)


def test_an_answer_is_stored_with_its_history(mark):
    _save(mark, answer="met")
    saved = _save(mark, answer="partly_met", note=" Half of it ", seen=Seen(version=1))
    assert (saved.answer, saved.note, saved.version) == ("partly_met", "Half of it", 2)
    changes = EvidenceChange.objects.filter(assignment=mark, key="E01")
    assert [(c.before and c.before["answer"], c.after["answer"]) for c in changes] == [
        (None, "met"),
        ("met", "partly_met"),
    ]


def test_a_save_that_saw_an_older_version_is_refused_and_shows_what_is_stored(mark):
    _save(mark, answer="met")
    with pytest.raises(Stale) as stale:
        _save(mark, answer="not_met", seen=Seen(version=0))
    assert stale.value.current.answer == "met"
    assert Answer.objects.get(assignment=mark, question="E01").answer == "met"


def test_the_same_answer_again_is_no_conflict(mark):
    first = _save(mark, answer="met")
    again = _save(mark, answer="met")
    assert (again.pk, again.version) == (first.pk, 1)
    assert EvidenceChange.objects.filter(assignment=mark).count() == 1


def test_a_page_whose_reply_got_lost_may_save_on(mark):
    _save(mark, answer="met", seen=Seen(editor="page-a", step=1))
    saved = _save(mark, answer="not_met", seen=Seen(editor="page-a", step=2))
    assert (saved.answer, saved.version) == ("not_met", 2)


def test_a_late_request_of_the_same_page_never_overwrites_a_newer_one(mark):
    _save(mark, answer="not_met", seen=Seen(editor="page-a", step=2))
    with pytest.raises(Stale):
        _save(mark, answer="met", seen=Seen(editor="page-a", step=1))


def test_another_page_is_told_of_the_conflict(mark):
    _save(mark, answer="met", seen=Seen(editor="page-a", step=1))
    with pytest.raises(Stale):
        _save(mark, answer="not_met", seen=Seen(editor="page-b", step=9))


@pytest.mark.parametrize(
    ("question", "answer", "problem"),
    [("E99", "met", "no question"), ("E01", "yes", "not an answer"), ("E18", "on_time", "does not apply")],
)
def test_an_answer_that_cannot_be_is_refused(mark, question, answer, problem):
    with pytest.raises(Refused, match=problem):
        _save(mark, question, answer=answer)


def _dates(starts, ends):
    return {"follow_up": {"starts": starts, "ends": ends}}


def test_dates_work_out_the_answer(mark):
    saved = _save(mark, "E05", dates=_dates("2026-04-02", "2026-04-07"))  # over Easter, one business day
    assert (saved.answer, saved.worked_out) == ("on_time", "on_time")


def test_changed_dates_change_an_answer_that_followed_them(mark):
    _save(mark, "E05", dates=_dates("2026-04-02", "2026-04-07"))
    saved = _save(
        mark, "E05", answer="on_time", dates=_dates("2026-04-02", "2026-04-08"), seen=Seen(version=1)
    )
    assert (saved.answer, saved.worked_out) == ("late", "late")


def test_an_override_stays_and_needs_a_note(mark):
    saved = _save(mark, "E05", answer="on_time", dates=_dates("2026-04-02", "2026-04-08"))
    assert (saved.answer, saved.worked_out) == ("on_time", "late")
    assert case_state(mark).question("E05").lacks_note


def test_a_recall_request_is_judged_by_the_hour_across_the_change_of_clocks(mark):
    put_fact(mark, "recalled", True)
    # Clocks go forward on 29 March 2026 at 01:00: 12:30 to 13:15 next day is 23 hours and 45 minutes.
    dates = {"request": {"starts": "2026-03-28T12:30", "ends": "2026-03-29T13:15"}}
    assert _save(mark, "E18", dates=dates).worked_out == "on_time"
    dates = {"request": {"starts": "2026-03-28T12:30", "ends": "2026-03-29T13:45"}}
    assert _save(mark, "E18", dates=dates, answer="on_time", seen=Seen(version=1)).worked_out == "late"


def test_dates_in_the_wrong_order_are_refused(mark):
    with pytest.raises(OutOfOrder):
        _save(mark, "E05", dates=_dates("2026-04-08", "2026-04-02"))


def test_a_changed_fact_withdraws_answers_and_brings_them_back(mark):
    _save(mark, "E06", answer="met")
    put_fact(mark, "failure", False)
    assert Answer.objects.get(question="E06").standing == "withdrawn"
    assert "E06" not in case_state(mark).answer_ids
    put_fact(mark, "failure", True)
    answer = Answer.objects.get(question="E06")
    assert (answer.standing, answer.answer, answer.version) == ("given", "met", 3)


def test_a_fact_that_changed_meanwhile_is_not_overwritten(mark):
    put_fact(mark, "em", True)
    with pytest.raises(Stale):
        save_fact(mark, fact_id="em", value=None, seen=Seen(version=1), by=mark.auditor)


def test_an_unknown_fact_is_refused(mark):
    with pytest.raises(Refused, match="no fact"):
        save_fact(mark, fact_id="rosh", value="H", seen=Seen(), by=mark.auditor)


def test_a_complete_case_is_submitted_with_its_arithmetic(mark):
    answer_everything(mark, E04="no", E06="partly_met")
    submit(mark, by=mark.auditor)
    mark.refresh_from_db()
    assert mark.result["points"] == "23/2"
    assert mark.result["percent"] == "230/3"
    assert (mark.result["weight"], mark.result["thin"]) == (15, None)
    assert RecordedAction.objects.filter(verb="submit_case").count() == 1


def test_submitting_twice_changes_nothing(mark):
    answer_everything(mark)
    first = submit(mark, by=mark.auditor).submitted_at
    assert submit(mark, by=mark.auditor).submitted_at == first
    assert RecordedAction.objects.filter(verb="submit_case").count() == 1


def test_hidden_questions_are_stored_as_not_applicable_by_rule(mark):
    answer_everything(mark)
    submit(mark, by=mark.auditor)
    by_rule = Answer.objects.filter(assignment=mark, standing="by_rule")
    assert by_rule.count() == 13
    assert not by_rule.exclude(answer="").exists()


def test_a_case_with_a_question_open_is_not_submitted(mark):
    answer_everything(mark)
    put_answer(mark, "E02", answer="", note="")
    with pytest.raises(Refused, match="Answer every question"):
        submit(mark, by=mark.auditor)


def test_a_case_without_a_compulsory_note_is_not_submitted(mark):
    answer_everything(mark)
    put_answer(mark, "E02", answer="not_met", note="")
    with pytest.raises(Refused, match="compulsory notes"):
        submit(mark, by=mark.auditor)


def test_a_case_with_unchecked_facts_is_not_submitted(auditor):
    mark = make_assignment(auditor, facts=ORDER_ONLY)
    answer_everything(mark)
    Assignment.objects.update(facts_checked_at=None)
    with pytest.raises(Refused, match="Check the case facts"):
        submit(mark, by=auditor)


def test_nothing_changes_after_submission(mark):
    answer_everything(mark)
    submit(mark, by=mark.auditor)
    for change in (
        lambda: _save(mark, answer="not_met", seen=Seen(version=1)),
        lambda: put_fact(mark, "em", True),
        lambda: confirm_facts(mark, by=mark.auditor),
        lambda: reassign(mark, auditor=mark.auditor, by=mark.auditor, reason="x"),
    ):
        with pytest.raises(Refused, match="submitted"):
            change()


def test_a_case_changes_hands_only_with_a_reason(mark, person_with):
    other = person_with("auditor", region="H")
    with pytest.raises(Refused, match="reason"):
        reassign(mark, auditor=other, by=None, reason=" ")
    reassign(mark, auditor=other, by=None, reason="Leave")
    mark.refresh_from_db()
    assert mark.auditor == other


def test_a_published_edition_is_published_once_and_never_with_other_content():
    edition = make_edition()
    assert make_edition() == edition
    with pytest.raises(Refused, match="give the change a new edition"):
        publish_edition(_reworded(edition.definition), by=None)


def _reworded(bank):
    return bank.model_copy(update={"file": bank.file.model_copy(update={"title": "Another"})})


@pytest.mark.parametrize(
    ("model", "column"), [(BankEdition, "title"), (Sample, "seed"), (EvidenceChange, "key")]
)
def test_the_database_itself_refuses_to_rewrite_evidence(mark, model, column):
    _save(mark, answer="met")
    row = model.objects.first()
    for rewrite in (lambda: model.objects.filter(pk=row.pk).update(**{column: "other"}), row.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            rewrite()


def test_the_database_keeps_one_answer_a_question(mark):
    _save(mark, answer="met")
    with pytest.raises(IntegrityError), transaction.atomic():
        Answer.objects.create(assignment=mark, question="E01")


def test_the_database_refuses_a_submission_without_a_result(mark):
    with pytest.raises(IntegrityError), transaction.atomic():
        Assignment.objects.update(submitted_at="2026-07-01T00:00Z")


@pytest.mark.django_db(transaction=True)
def test_eight_posts_at_once_leave_one_answer(person_with):
    mark = make_assignment(person_with("auditor", region="H"), facts=ORDER_ONLY)
    outcomes = []
    gate = threading.Barrier(8)

    def post(answer):
        own = Assignment.objects.get(pk=mark.pk)
        gate.wait()
        try:
            outcomes.append(_save(own, answer=answer).answer)
        except Stale as stale:
            outcomes.append(stale)
        finally:
            connection.close()

    threads = [threading.Thread(target=post, args=(("met", "not_met")[n % 2],)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    stored = Answer.objects.get(assignment=mark, question="E01")
    assert stored.version == 1
    assert sorted(map(str, outcomes)).count(stored.answer) == 4  # the first, and three that said the same
    assert sum(isinstance(each, Stale) for each in outcomes) == 4


def test_known_facts_are_filled_in_and_marked_as_the_caseload_s(mark):
    rows = case_state(mark).fact_rows
    assert rows["order"].value == ["CO"]
    assert rows["order"].origin == "caseload"


def test_nobody_is_given_a_case_that_they_hold_or_supervise(person_with):
    holder = person_with("auditor", region="H", staff_code="H103-P01")
    other = person_with("auditor", region="H")
    frame = [make_case(n, practitioner="H103-P01") for n in range(3)]
    frame += [make_case(n, manager="H103-P01") for n in range(3, 5)]
    sample = make_sample([*frame, make_case(9)])
    made, left = assign_cases(sample, edition=make_edition(), auditors=[holder, other], by=None)
    assert {mark.sampled_case.case_id for mark in made if mark.auditor == holder} == {"C009"}
    assert left == []
    alone, left = assign_cases(make_sample(frame[:2]), edition=make_edition(), auditors=[holder], by=None)
    assert (alone, len(left)) == ([], 2)
