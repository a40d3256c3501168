"""Second marks, decisions between markers, reopening and sign-off of a round."""

from fractions import Fraction
from functools import partial

import pytest
from django.db import IntegrityError, transaction

from apps.assessments.actions import Given, Refused, Seen, confirm_facts, save_answer, submit
from apps.assessments.adjudication import Decision
from apps.assessments.models import (
    Adjudication,
    Answer,
    Assignment,
    CaseFact,
    Comparison,
    Reopening,
    Submission,
)
from apps.assessments.reopening import ask_to_reopen
from apps.assessments.scoring_answers import answers_that_score, results_that_score
from apps.assessments.second_marks import assign_second_marks, missing_second_marks, pool
from apps.audits import moderation
from apps.audits.actions import lock_score
from apps.audits.actions import reassign as reassign_first
from apps.audits.locking import reasons_not_to_lock
from apps.audits.models import SignOff
from apps.audits.moderation_queries import review_of, second_marks, standing_sign_off
from rules.sampling.second import second_order_key
from tests.factories.audits import finish_round, mark_case, put_answer, put_fact, settle_differences
from tests.factories.people import give_role, make_person_with

pytestmark = pytest.mark.django_db


@pytest.fixture
def adjudicator(reference):
    return make_person_with("adjudicator")


@pytest.fixture
def senior(reference):
    return make_person_with("senior_reviewer")


def first_and_second(drawn, place=0):
    second = second_marks(drawn).select_related("sampled_case__sample", "edition", "auditor")[place]
    marks = drawn.assignments.select_related("sampled_case__sample", "edition", "auditor")
    return marks.get(sampled_case=second.sampled_case_id), second


def decide(drawn, first, key, value, *, by, kind="answer", reason="The record shows it"):
    decision = Decision(kind=kind, key=key, value=value, reason=reason)
    return moderation.adjudicate(drawn, first, decision, by=by)


def compared(drawn, **second_answers):
    """A case that both have submitted, the second with the given answers."""
    first, second = first_and_second(drawn)
    mark_case(first)
    mark_case(second, **second_answers)
    return first, second


def test_the_draw_gives_the_chosen_cases_a_second_marker_other_than_the_first(drawn):
    seconds = list(second_marks(drawn))
    assert len(seconds) == 4  # at least six, at most all
    for second in seconds:
        first = drawn.assignments.get(sampled_case=second.sampled_case_id)
        assert first.auditor != second.auditor
    loads = [sum(mark.auditor_id == pk for mark in seconds) for pk in {mark.auditor_id for mark in seconds}]
    assert loads == [2, 2]


def test_the_second_marker_starts_from_what_the_caseload_knew(drawn):
    first, second = first_and_second(drawn)
    facts = {
        mark.mark: dict(
            CaseFact.objects.filter(sampled_case=first.sampled_case, mark=mark.mark).values_list(
                "fact", "value"
            )
        )
        for mark in (first, second)
    }
    assert facts[1] == facts[2] != {}


def test_auditors_of_other_regions_mark_second_before_the_region_s_own(drawn, auditors, lead):
    visitor = make_person_with("visiting_auditor")
    outside, own = pool("H", auditors=auditors)
    assert (outside, own) == ([visitor], auditors)
    held = second_marks(drawn).first()
    Assignment.objects.filter(pk=held.pk).update(auditor=None)
    made, left = assign_second_marks(drawn.sample, edition=drawn.edition, auditors=auditors, by=lead)
    assert ([mark.auditor for mark in made], left) == ([visitor], [])


def test_nobody_who_sees_or_judges_marks_may_mark_second(auditors):
    both = make_person_with("visiting_auditor")
    give_role(both, "adjudicator")
    assert both not in pool("H", auditors=auditors)[0]
    assert pool("H", auditors=[*auditors, make_person_with("lead_auditor")])[1] == auditors


def test_a_second_call_gives_nothing_new(drawn, auditors, lead):
    assert missing_second_marks(drawn.sample, edition=drawn.edition) == []
    assert assign_second_marks(drawn.sample, edition=drawn.edition, auditors=auditors, by=lead) == ([], [])


def test_the_chosen_cases_are_the_first_by_hash(drawn):
    seconds = {mark.sampled_case.case_id for mark in second_marks(drawn)}
    sampled = [mark.sampled_case.case_id for mark in drawn.assignments]
    ordered = sorted(sampled, key=lambda case: second_order_key(drawn.sample.seed, case))
    assert seconds == set(ordered[:6])


def test_the_two_marks_of_a_case_need_two_people(drawn, lead):
    first, second = first_and_second(drawn)
    with pytest.raises(Refused, match="two people"):
        reassign_first(first, auditor=second.auditor, by=lead, reason="Load")
    with pytest.raises(Refused, match="two people"):
        moderation.reassign_second(drawn, second, auditor=first.auditor, by=lead, reason="Load")
    visitor = make_person_with("visiting_auditor")
    moderation.reassign_second(drawn, second, auditor=visitor, by=lead, reason="Across teams")
    second.refresh_from_db()
    assert second.auditor == visitor
    with pytest.raises(Refused, match="may not mark"):
        moderation.reassign_second(drawn, second, auditor=lead, by=lead, reason="Load")


def test_markers_are_compared_when_the_last_of_them_submits(drawn):
    first, second = first_and_second(drawn)
    mark_case(first)
    assert not Comparison.objects.exists()
    mark_case(second)
    found = Comparison.objects.get()
    submitted = Submission.objects.filter(pk__in=found.submissions)
    assert {row.assignment_id for row in submitted} == {first.pk, second.pk}
    assert submitted.get(assignment=first).answers["E01"]["answer"] == "met"


def test_what_is_decided_scores_and_the_markers_own_answers_stay(drawn, adjudicator):
    first, second = compared(drawn, E01="not_met", E06="partly_met")
    before = results_that_score([first])[first.pk]
    assert Fraction(before["percent"]) == 100
    decide(drawn, first, "E01", "not_met", by=adjudicator)
    decide(drawn, first, "E06", "met", by=adjudicator)
    # E01 weighs 2 of 17 and was given nothing
    assert Fraction(results_that_score([first])[first.pk]["percent"]) == Fraction(1500, 17)
    scoring = answers_that_score([first])[first.pk]
    assert (scoring["E01"].answer, scoring["E01"].adjudicated) == ("not_met", True)
    assert scoring["E01"].note == "The record shows it"
    assert (scoring["E02"].answer, scoring["E02"].adjudicated) == ("met", False)
    own = {mark.mark: Answer.objects.get(assignment=mark, question="E01").answer for mark in (first, second)}
    assert own == {1: "met", 2: "not_met"}
    first.refresh_from_db()
    assert Fraction(first.result["percent"]) == 100
    assert Adjudication.objects.get(key="E01").marks == {"1": "met", "2": "not_met"}


def test_a_later_decision_takes_the_place_of_an_earlier_one(drawn, adjudicator):
    first, _ = compared(drawn, E01="not_met")
    decide(drawn, first, "E01", "not_met", by=adjudicator)
    decide(drawn, first, "E01", "partly_met", by=adjudicator, reason="The second page too")
    assert answers_that_score([first])[first.pk]["E01"].answer == "partly_met"
    assert Adjudication.objects.filter(key="E01").count() == 2


def test_a_fact_on_which_markers_differ_is_decided_before_the_questions_it_settles(drawn, adjudicator):
    first, second = first_and_second(drawn)
    mark_case(first)
    put_fact(second, "breach_filed", True)
    for question, answer in (("E12", "met"), ("E14", "met")):
        put_answer(second, question, answer=answer, note="Seen in the record")
    for state in ("E01", "E02", "E03", "E06"):
        put_answer(second, state, answer="met")
    for fact in ("enf_action", "breach_heard", "third_party_evidence"):
        put_fact(second, fact, False)
    put_answer(second, "E04", answer="yes")
    put_answer(second, "E08", answer="yes")
    for state in ("E05", "E07", "E09"):
        put_answer(second, state, answer="on_time", note="Seen in the record")
    second.refresh_from_db()
    confirm_facts(second, by=second.auditor)
    submit(second, by=second.auditor)
    (case,) = review_of(drawn).open_cases
    assert case.settled.open_facts == ("breach_filed",)
    with pytest.raises(Refused, match="facts first"):
        decide(drawn, first, "E12", "met", by=adjudicator)
    with pytest.raises(Refused, match="one of the two readings"):
        decide(drawn, first, "breach_filed", None, by=adjudicator, kind="fact")
    decide(drawn, first, "breach_filed", True, by=adjudicator, kind="fact")
    (case,) = review_of(drawn).open_cases
    assert case.settled.open_questions == ("E12", "E14")
    decide(drawn, first, "E12", "not_met", by=adjudicator)
    decide(drawn, first, "E14", "met", by=adjudicator)
    assert review_of(drawn).open_cases == ()
    # E12 and E14 weigh 2 and 1 beside the first marker's 17
    assert Fraction(results_that_score([first])[first.pk]["percent"]) == Fraction(1800, 20)


@pytest.mark.parametrize(
    ("key", "value", "reason", "problem"),
    [
        ("E01", "not_met", " ", "reason"),
        ("E02", "met", "So it is", "needs no decision"),
        ("E99", "met", "So it is", "no question"),
        ("E01", "yes", "So it is", "not an answer"),
    ],
)
def test_a_decision_that_cannot_be_is_refused(drawn, adjudicator, key, value, reason, problem):
    first, _ = compared(drawn, E01="not_met")
    with pytest.raises(Refused, match=problem):
        decide(drawn, first, key, value, by=adjudicator, reason=reason)


def test_no_marker_decides_on_the_own_case_and_nothing_is_decided_before_both_submit(drawn, adjudicator):
    first, second = first_and_second(drawn)
    mark_case(first)
    with pytest.raises(Refused, match="Both markers"):
        decide(drawn, first, "E01", "met", by=adjudicator)
    mark_case(second, E01="not_met")
    for marker in (first.auditor, second.auditor):
        with pytest.raises(Refused, match="somebody else has to decide"):
            decide(drawn, first, "E01", "met", by=marker)


def test_a_reopened_case_keeps_its_earlier_result_and_scores_anew(drawn, lead):
    first, _ = first_and_second(drawn)
    mark_case(first)
    asked = ask_to_reopen(first, by=first.auditor, reason="A letter came in")
    with pytest.raises(Refused, match="asked already"):
        ask_to_reopen(first, by=first.auditor, reason="Please")
    with pytest.raises(Refused, match="somebody else has to open"):
        moderation.reopen(drawn, first, by=first.auditor, reason="Mine")
    opened = moderation.reopen(drawn, first, by=lead, reason="The letter is on file")
    assert (opened.request, opened.granted) == (asked, True)
    assert Fraction(opened.submission.result["percent"]) == 100
    put_answer(first, "E01", answer="not_met", note="The letter says so")
    submit(first, by=first.auditor)
    assert Fraction(first.result["percent"]) == Fraction(1500, 17)
    assert [Fraction(row.result["percent"]) for row in first.submissions.all()] == [100, Fraction(1500, 17)]


def test_a_request_can_be_declined_with_words(drawn, lead):
    first, _ = first_and_second(drawn)
    mark_case(first)
    with pytest.raises(Refused, match="Nobody has asked"):
        moderation.decline_to_reopen(drawn, first, by=lead, reason="No")
    ask_to_reopen(first, by=first.auditor, reason="I would like to")
    with pytest.raises(Refused, match="why the case stays closed"):
        moderation.decline_to_reopen(drawn, first, by=lead, reason=" ")
    moderation.decline_to_reopen(drawn, first, by=lead, reason="Nothing new is on file")
    first.refresh_from_db()
    assert first.is_submitted
    assert Reopening.objects.get().granted is False


def test_a_case_that_is_open_needs_no_reopening(drawn, lead):
    first, _ = first_and_second(drawn)
    with pytest.raises(Refused, match="not submitted"):
        moderation.reopen(drawn, first, by=lead, reason="A letter")
    with pytest.raises(Refused, match="not submitted"):
        ask_to_reopen(first, by=first.auditor, reason="A letter")


def test_the_score_waits_for_everything_and_says_for_what(drawn, lead, senior):
    marks = list(drawn.assignments.all())
    for mark in marks:
        mark_case(mark)
    seconds = list(second_marks(drawn))
    for mark in seconds[1:]:
        mark_case(mark)
    waiting = seconds[0].sampled_case.case_id
    assert reasons_not_to_lock(drawn) == [
        f"Waiting for their second mark: {waiting}",
        "A senior reviewer has not signed the round off",
    ]
    with pytest.raises(Refused, match="second mark"):
        lock_score(drawn, by=lead)
    with pytest.raises(Refused, match="cannot be signed off yet"):
        moderation.sign_off(drawn, by=senior)
    mark_case(seconds[0], E01="not_met")
    assert reasons_not_to_lock(drawn)[0] == f"The markers differ and nobody has decided yet: {waiting}"
    settle_differences(drawn)
    with pytest.raises(Refused, match="You marked cases of this round"):
        moderation.sign_off(drawn, by=marks[0].auditor)
    ask_to_reopen(marks[0], by=marks[0].auditor, reason="A letter came in")
    assert reasons_not_to_lock(drawn)[0].startswith("Asked to be opened again")
    moderation.decline_to_reopen(drawn, marks[0], by=lead, reason="Nothing new")
    moderation.sign_off(drawn, by=senior, note="Read")
    assert reasons_not_to_lock(drawn) == []
    lock_score(drawn, by=lead)
    for late in (
        lambda: moderation.reopen(drawn, marks[0], by=lead, reason="Late"),
        lambda: moderation.sign_off(drawn, by=senior),
        lambda: moderation.choose_second_marks(drawn, by=lead),
        lambda: decide(drawn, marks[0], "E01", "met", by=senior),
    ):
        with pytest.raises(Refused, match="published and never changes"):
            late()
    with pytest.raises(Refused, match="submitted"):
        save_answer(marks[0], question_id="E01", given=Given(answer="met"), seen=Seen(), by=marks[0].auditor)


def test_a_sign_off_no_longer_holds_when_what_was_signed_changes(drawn, lead):
    finish_round(drawn)
    assert standing_sign_off(drawn) is not None
    first, _ = first_and_second(drawn)
    moderation.reopen(drawn, first, by=lead, reason="A letter came in")
    put_answer(first, "E01", answer="not_met", note="The letter says so")
    submit(first, by=first.auditor)
    settle_differences(drawn)
    assert standing_sign_off(drawn) is None
    with pytest.raises(Refused, match="needs a new sign-off"):
        lock_score(drawn, by=lead)


def test_what_was_closed_compared_decided_reopened_and_signed_cannot_be_rewritten(drawn, lead, adjudicator):
    first, _ = compared(drawn, E01="not_met")
    decide(drawn, first, "E01", "met", by=adjudicator)
    ask_to_reopen(first, by=first.auditor, reason="A letter")
    moderation.reopen(drawn, first, by=lead, reason="On file")
    SignOff.objects.create(round=drawn, by=lead, evidence_sha256="0" * 64)
    request = Reopening.objects.get().request
    rows = [Submission, Comparison, Adjudication, Reopening, SignOff, type(request)]
    for model in rows:
        row = model.objects.order_by("pk").first()
        rewrite = partial(model.objects.filter(pk=row.pk).update, id=row.pk)
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            rewrite()
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            model.objects.filter(pk=row.pk)._raw_delete("default")
