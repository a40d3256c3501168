"""From a finding to an action and to what it changed; challenges of practitioners."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.audits import feedback_actions, finding_actions
from apps.audits.feedback_queries import audited_cases, reasons_not_to_lock
from apps.audits.finding_actions import ActionChanged
from apps.audits.finding_presentation import change_rows
from apps.audits.finding_queries import (
    OPEN,
    OVERDUE,
    ActionFilter,
    actions_within,
    counts_by_state,
    findings_within,
    listed_actions,
    what_changed,
)
from apps.audits.models import ActionStep, Feedback, FeedbackAnswer
from apps.audits.question_results import by_question, question_results
from apps.audits.sheets import sheet_of
from apps.organisation.access import scope_for
from apps.organisation.models import RecordedAction
from tests.factories.people import make_person_with

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 1)
LATER = date(2026, 7, 27)


@pytest.fixture
def director(reference):
    return make_person_with("regional_director", region="H")


@pytest.fixture
def found(drawn, lead):
    return finding_actions.raise_finding(
        drawn, question="E01", kind="improve", words="No warning was sent", unit="H103", by=lead
    )


@pytest.fixture
def action(found, director, lead):
    return finding_actions.open_action(
        [found], what="Brief teams", why="They did not know", owner=director, due_on=LATER, by=lead, on=TODAY
    )


def test_a_finding_on_a_case_belongs_to_the_cases_unit_and_leaves_a_trace(small, marked, lead):
    found = finding_actions.raise_finding(
        small, question="E01", kind="improve", words="No letter", assignment=marked[0], by=lead
    )
    assert (found.region_code, found.unit_code) == ("H", marked[0].sampled_case.unit_code)
    trace = RecordedAction.objects.get(verb="raise_finding")
    assert trace.after["question"] == "E01"


def test_a_finding_needs_a_question_of_the_bank_and_a_submitted_case(drawn, lead):
    waiting = drawn.assignments.first()
    with pytest.raises(Refused, match="no question E99"):
        finding_actions.raise_finding(drawn, question="E99", kind="improve", words="x", by=lead)
    with pytest.raises(Refused, match="Submit the case"):
        finding_actions.raise_finding(
            drawn, question="E01", kind="improve", words="x", assignment=waiting, by=lead
        )


def test_a_region_sees_findings_once_its_score_is_published(found, director, drawn):
    scope = scope_for(director, "view_actions")
    assert not findings_within(scope, leads=False).exists()
    assert findings_within(scope, leads=True).get() == found
    type(drawn).objects.filter(pk=drawn.pk).update(state="locked")
    assert findings_within(scope, leads=False).get() == found
    elsewhere = scope_for(make_person_with("regional_director", region="A"), "view_actions")
    assert not findings_within(elsewhere, leads=False).exists()


def test_every_step_of_an_action_stays(action, director, lead):
    moved = finding_actions.move(
        action, seen=1, words="Sickness", due_on=LATER + timedelta(7), by=director, on=TODAY
    )
    finding_actions.add_evidence(moved, seen=2, words="Minutes of 3 July", by=director)
    done = finding_actions.finish(moved, seen=3, words="All briefed", by=director, on=LATER)
    assert (done.state, done.done_on) == ("done", LATER)
    kinds = list(ActionStep.objects.filter(action=action).values_list("kind", "number"))
    assert kinds == [("opened", 1), ("moved", 2), ("evidence", 3), ("done", 4)]
    with transaction.atomic(), pytest.raises(IntegrityError):
        ActionStep.objects.update(words="Never happened")
    with transaction.atomic(), pytest.raises(IntegrityError):
        ActionStep.objects.all().delete()


def test_the_second_of_two_people_is_told_that_the_action_changed(action, director, lead):
    finding_actions.finish(action, seen=1, words="Done", by=director, on=TODAY)
    with pytest.raises(ActionChanged):
        finding_actions.drop(action, seen=1, words="Not needed", by=lead)
    assert ActionStep.objects.filter(action=action).count() == 2


def test_an_ended_action_takes_no_step_but_being_opened_again(action, director):
    finding_actions.finish(action, seen=1, words="Done", by=director, on=TODAY)
    with pytest.raises(Refused, match="ended"):
        finding_actions.add_evidence(action, seen=2, words="More", by=director)
    again = finding_actions.reopen(action, seen=2, words="It came back", due_on=LATER, by=director, on=TODAY)
    assert (again.state, again.done_on) == ("open", None)


def test_an_owner_must_answer_for_the_place(found, lead):
    stranger = make_person_with("regional_director", region="A")
    with pytest.raises(Refused, match="may not answer for this place"):
        finding_actions.open_action(
            [found], what="x", why="y", owner=stranger, due_on=LATER, by=lead, on=TODAY
        )


def test_an_action_is_overdue_from_the_day_after_its_day(action, lead):
    everything = actions_within(scope_for(lead, "view_actions"), leads=True)
    assert not listed_actions(everything, ActionFilter(state=OVERDUE), on=LATER)
    assert list(listed_actions(everything, ActionFilter(state=OVERDUE), on=LATER + timedelta(1))) == [action]
    assert counts_by_state(everything, on=LATER + timedelta(1))[OPEN] == 1


def test_a_finding_with_an_open_action_cannot_be_withdrawn(found, action, lead, director):
    with pytest.raises(Refused, match="action is open"):
        finding_actions.withdraw_finding(found, reason="Wrong case", by=lead)
    finding_actions.drop(action, seen=1, words="Wrong case", by=director)
    assert finding_actions.withdraw_finding(found, reason="Wrong case", by=lead).is_withdrawn


def test_a_question_counts_the_cases_where_it_applied_and_shows_no_change_yet(small, marked, lead, director):
    result = by_question(question_results(small))["E01"]
    assert (result.counted, result.full, result.frame_size) == (2, 1, 10)
    assert by_question(question_results(small, only=["E01"])).keys() == {"E01"}
    found = finding_actions.raise_finding(small, question="E01", kind="improve", words="x", by=lead)
    acted = finding_actions.open_action(
        [found], what="Brief", why="y", owner=director, due_on=LATER, by=lead, on=TODAY
    )
    change = what_changed(acted)[0]
    assert (change.before.full, change.before.counted, change.after) == (1, 2, None)
    row = change_rows([change])[0]
    assert row.before == "1 of 2 fully met"  # no percentage of two cases
    assert row.verdict == "No later round of this bank is published yet"


@pytest.fixture
def practitioner(marked):
    case = marked[0].sampled_case
    type(case).objects.filter(pk=case.pk).update(practitioner_code="H103-P99")
    return make_person_with("practitioner", staff_code="H103-P99")


def test_a_practitioner_reads_the_sheet_of_their_own_marked_case_only(practitioner, marked):
    own = audited_cases(scope_for(practitioner, "view_own_audits"))
    assert [mark.pk for mark in own] == [marked[0].pk]
    sheet = sheet_of(own.get())
    answers = {row.question.id: row.answer for section in sheet.sections for row in section.rows}
    assert answers["E01"] == "Not met"
    assert sheet.percent == "88.2%"  # 15 of 17: E01 weighs 2


def test_a_challenge_holds_the_lock_until_it_is_answered(practitioner, marked, small, lead):
    said = feedback_actions.give_feedback(
        marked[0], kind="challenge", question="E01", words="See 3 March", by=practitioner, on=TODAY
    )
    assert said.due_on == date(2026, 6, 15)  # ten business days after 1 June
    assert reasons_not_to_lock(small) == ["Challenges of practitioners that wait for an answer: 1"]
    with pytest.raises(Refused, match="You marked this case"):
        feedback_actions.answer_challenge(said, outcome="not_upheld", words="No", by=marked[0].auditor)
    feedback_actions.answer_challenge(said, outcome="upheld", words="The letter is there", by=lead)
    assert reasons_not_to_lock(small) == []
    with pytest.raises(Refused, match="answered meanwhile"):
        feedback_actions.answer_challenge(said, outcome="not_upheld", words="Again", by=lead)
    assert FeedbackAnswer.objects.get().outcome == "upheld"


def test_after_the_lock_a_practitioner_can_comment_and_not_challenge(practitioner, marked, small):
    type(small).objects.filter(pk=small.pk).update(state="locked")
    with pytest.raises(Refused, match="published"):
        feedback_actions.give_feedback(
            marked[0], kind="challenge", question="", words="Late", by=practitioner, on=TODAY
        )
    feedback_actions.give_feedback(
        marked[0], kind="comment", question="", words="Fair", by=practitioner, on=TODAY
    )
    with transaction.atomic(), pytest.raises(IntegrityError):
        Feedback.objects.update(words="Unfair")


def test_the_pages_lead_from_a_finding_to_an_action_and_its_end(client, found, lead, director, drawn):
    client.force_login(lead)
    page = client.get("/audits/findings/")
    assert "No warning was sent" in page.text
    given = {"what": "Brief teams", "words": "Nobody knew", "owner": director.pk}
    due = timezone.localdate() + timedelta(30)
    days = {"due_on_day": due.day, "due_on_month": due.month, "due_on_year": due.year}
    opened = client.post(f"/audits/actions/new/?finding={found.pk}", given | days)
    assert opened.status_code == 302, opened.text
    address = opened["Location"]
    type(drawn).objects.filter(pk=drawn.pk).update(state="locked")
    client.force_login(director)
    assert "Brief teams" in client.get("/").text
    assert client.post(f"{address}done/", {"seen": 1, "words": "All briefed"}).status_code == 302
    late = client.post(f"{address}evidence/", {"seen": 1, "words": "Minutes"})
    assert late.status_code == 409
    assert "Minutes" in late.text  # what was typed is still there
    listed = client.get("/audits/actions/actions.csv?state=done")
    assert b"Brief teams" in b"".join(listed.streaming_content)
    client.force_login(make_person_with("regional_director", region="A"))
    assert client.get(address).status_code == 404


def test_an_action_about_findings_that_cannot_be_asks_for_findings(client, lead):
    client.force_login(lead)
    page = client.get(f"/audits/actions/new/?finding={'9' * 40}&finding=x&finding=-1&finding=")
    assert page.status_code == 200
    assert "Choose at least one finding" in page.text
