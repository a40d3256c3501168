"""The auditor's pages: who sees what, and what a plain POST or an autosave answers."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from apps.assessments.actions import submit
from apps.assessments.models import Answer, Assignment
from apps.assessments.queries import case_state, question_state
from apps.organisation.models import User
from tests.factories.audits import ORDER_ONLY, answer_everything, make_assignment, put_answer
from tests.factories.people import give_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(browse):
    return browse("auditor", region="H")


@pytest.fixture
def mark(client):
    return make_assignment(_user(client), facts=ORDER_ONLY)


def _user(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


def _url(mark, rest=""):
    return f"/assessments/{mark.pk}/{rest}"


def _autosave(client, mark, question="E01", **fields):
    data = {f"{question}-{name.replace('__', '-')}": value for name, value in fields.items()}
    return client.post(_url(mark, f"answers/{question}/"), data)


def test_my_cases_are_mine_and_counted(client, mark, browse):
    page = client.get("/assessments/").content.decode()
    assert "C001" in page
    assert "To score (1)" in page
    other = browse("auditor", region="H").get("/assessments/").content.decode()
    assert "C001" not in other
    assert "You have no case to score" in other


def test_a_nul_in_the_name_of_an_editor_is_left_out(client, mark):
    assert _autosave(client, mark, answer="yes", editor="a\x00b", version="0").status_code in (200, 422)


def test_a_case_closes_to_its_auditor_when_their_role_over_the_region_ends(client, mark):
    """Also while they may score somewhere else; it comes back with the role."""
    user = _user(client)
    assert client.get(_url(mark)).status_code == 200
    give_role(user, "auditor", region="A")
    held = user.roles.get(region="H")
    held.valid_to = held.valid_from
    held.save()
    for rest in ("", "facts/", "submit/", "score/"):
        assert client.get(_url(mark, rest)).status_code == 404
    assert _autosave(client, mark, answer="yes", version="0").status_code == 404
    assert "C001" not in client.get("/assessments/").content.decode()
    assert "C001" not in client.get("/").content.decode()
    held.valid_to = None
    held.save()
    assert client.get(_url(mark)).status_code == 200


def test_my_cases_are_found_by_reference(client, mark):
    assert "1 case" in client.get("/assessments/?q=c00").content.decode()
    assert "None of your cases" in client.get("/assessments/?q=zz").content.decode()


@pytest.mark.parametrize(
    "rest", ["", "facts/", "sections/preparing/", "submit/", "score/", "answers/E01/", "facts/em/"]
)
def test_nobody_opens_another_s_case(mark, browse, rest):
    for role, place in (("auditor", {"region": "H"}), ("lead_auditor", {})):
        other = browse(role, **place)
        send = other.post if rest.count("/") > 1 and "sections" not in rest else other.get
        assert send(_url(mark, rest)).status_code == 404


@pytest.mark.parametrize("role", ["practitioner", "performance_analyst", "administrator"])
def test_a_role_without_the_verb_is_refused(mark, browse, role):
    other = browse(role, **({"staff_code": "H103-P01"} if role == "practitioner" else {}))
    assert other.get("/assessments/").status_code == 403
    assert other.get(_url(mark)).status_code == 403


def test_a_lead_reads_a_case_once_it_is_submitted(mark, browse):
    lead = browse("lead_auditor")
    answer_everything(mark)
    assert lead.get(_url(mark, "score/")).status_code == 404
    submit(mark, by=mark.auditor)
    assert lead.get(_url(mark, "score/")).status_code == 200
    assert lead.get(_url(mark)).status_code == 404


def test_the_facts_come_first(client, mark):
    Assignment.objects.update(facts_checked_at=None)
    response = client.get(_url(mark, "sections/preparing/"))
    assert (response.status_code, response.url) == (302, _url(mark, "facts/"))
    assert "Cannot start yet" in client.get(_url(mark)).content.decode()


def test_an_autosave_answers_with_the_new_version(client, mark):
    response = _autosave(client, mark, answer="met", version="0")
    assert response.status_code == 200
    assert 'data-version="1"' in response.content.decode()
    assert Answer.objects.get(question="E01").answer == "met"


def test_an_autosave_reads_the_roles_once_and_no_answer_but_its_own(client, mark):
    put_answer(mark, "E02", answer="met")
    with CaptureQueriesContext(connection) as asked:
        assert _autosave(client, mark, answer="met", version="0").status_code == 200
    statements = [each["sql"] for each in asked.captured_queries]
    assert sum('FROM "organisation_roleassignment"' in each for each in statements) == 1
    assert all("'E01'" in each for each in statements if 'FROM "assessments_answer"' in each)


def test_the_state_of_one_question_is_that_of_the_whole_case(mark):
    put_answer(mark, "E01", answer="not_met")
    whole = case_state(mark)
    assert {each.is_hidden for each in whole.questions} == {True, False}
    for each in whole.questions:
        assert question_state(mark, each.question) == each


def test_an_autosave_against_an_older_version_shows_both_answers(client, mark):
    put_answer(mark, "E01", answer="met", note="First <b>note</b>")
    response = _autosave(client, mark, answer="not_met", note="Second", version="0")
    page = response.content.decode()
    assert response.status_code == 409
    assert "First &lt;b&gt;note&lt;/b&gt;" in page
    assert "Second" in page
    assert "<b>note</b>" not in page


def test_an_autosave_works_the_dates_out(client, mark):
    response = _autosave(
        client, mark, "E05", follow_up__starts="2026-04-02", follow_up__ends="2026-04-08", version="0"
    )
    page = response.content.decode()
    assert 'data-answer="late"' in page
    assert "in time until Tuesday 7 April 2026" in page
    assert "Easter Monday 6 April" in page


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"follow_up__starts": "2026-02-30"}, "Enter a real date"),
        ({"follow_up__starts": "x"}, "Enter a real date"),
        ({"follow_up__starts": "1066-10-14"}, "Enter a date between"),
        ({"follow_up__starts": "2026-04-08", "follow_up__ends": "2026-04-02"}, "lies before"),
        ({"answer": "brilliant"}, "not an answer"),
        ({"answer": "on_time", "note": "x" * 10_001}, "10,000 characters or fewer"),
    ],
)
def test_what_cannot_be_stored_is_refused_in_words(client, mark, fields, problem):
    response = _autosave(client, mark, "E05", version="0", **fields)
    assert response.status_code == 422
    assert problem in response.content.decode()
    assert not Answer.objects.filter(question="E05").exists()


def test_an_autosave_after_submission_is_refused(client, mark):
    answer_everything(mark)
    submit(mark, by=mark.auditor)
    response = _autosave(client, mark, answer="not_met", version="1")
    assert response.status_code == 422
    assert "was submitted" in response.content.decode()


def test_an_unknown_question_is_not_found(client, mark):
    assert _autosave(client, mark, "E99", answer="met").status_code == 404


def test_a_section_that_is_none_is_not_found(client, mark):
    assert client.get(_url(mark, "sections/nowhere/")).status_code == 404


def test_a_plain_post_saves_the_section_and_goes_on(client, mark):
    data = {f"{question}-answer": "met" for question in ("E01", "E02", "E03")}
    response = client.post(_url(mark, "sections/preparing/"), data)
    assert (response.status_code, response.url) == (302, _url(mark, "sections/absences/"))
    assert Answer.objects.filter(assignment=mark, answer="met").count() == 3


def test_a_plain_post_keeps_what_it_can_and_shows_what_it_could_not(client, mark):
    data = {
        "E04-answer": "yes",
        "E05-follow_up-starts": "2026-04-08",
        "E05-follow_up-ends": "2026-04-02",
        "E06-answer": "not_met",
    }
    response = client.post(_url(mark, "sections/absences/"), data)
    page = response.content.decode()
    assert response.status_code == 422
    assert "E05: “First attempt to find the reason” lies before" in page
    assert 'value="2026-04-08"' in page
    assert "E06: Describe the evidence" in page
    assert set(Answer.objects.values_list("question", flat=True)) == {"E04", "E06"}


def test_questions_left_empty_are_not_stored(client, mark):
    client.post(_url(mark, "sections/preparing/"), {"E01-answer": "met"})
    assert list(Answer.objects.values_list("question", flat=True)) == ["E01"]


def test_a_fact_is_saved_by_itself(client, mark):
    response = client.post(_url(mark, "facts/em/"), {"em-value": "yes", "em-version": "1"})
    assert response.status_code == 200
    response = client.post(_url(mark, "facts/em/"), {"em-value": "no", "em-version": "1"})
    assert response.status_code == 409
    assert "Stored" in response.content.decode()


@pytest.mark.parametrize(
    ("fact", "value", "problem"),
    [
        ("em", "perhaps", "is not an answer"),
        ("order", ["CO", "XX"], "XX is not an option"),
        ("order", ["CO", "none_of_these"], "not both"),
    ],
)
def test_a_fact_that_cannot_be_is_refused(client, mark, fact, value, problem):
    response = client.post(_url(mark, f"facts/{fact}/"), {f"{fact}-value": value, f"{fact}-version": "1"})
    assert response.status_code == 422
    assert problem in response.content.decode()


def test_a_fact_that_the_bank_does_not_ask_is_refused(client, mark):
    assert client.post(_url(mark, "facts/moon/"), {}).status_code == 422


def test_all_facts_are_saved_and_checked_together(client, mark):
    Assignment.objects.update(facts_checked_at=None)
    data = {
        "order-value": ["CO", "LIC"],
        "order-version": "1",
        "reqs-value": ["none_of_these"],
        "reqs-version": "1",
    }
    data |= {f"{fact}-version": "1" for fact in ORDER_ONLY if fact not in ("order", "reqs")}
    response = client.post(_url(mark, "facts/"), data)
    assert (response.status_code, response.url) == (302, _url(mark))
    mark.refresh_from_db()
    assert mark.facts_checked_at
    values = {row.fact: row.value for row in mark.sampled_case.facts.all()}
    assert (values["order"], values["reqs"], values["em"]) == (["CO", "LIC"], [], None)


def test_the_interruption_page_lists_what_is_missing(client, mark):
    put_answer(mark, "E02", answer="not_met")
    page = client.get(_url(mark, "submit/")).content.decode()
    assert "Not ready to submit" in page
    assert page.count("no answer") == 6
    assert page.count("a note is missing") == 1
    assert client.post(_url(mark, "submit/")).status_code == 422


def test_submitting_leads_to_the_score_with_its_arithmetic(client, mark):
    answer_everything(mark, E04="no", E06="partly_met")
    response = client.post(_url(mark, "submit/"), follow=True)
    page = response.content.decode()
    assert "76.7%" in page
    assert "11.5 points of 15 weight" in page
    assert "13 questions did not apply" in page
    assert client.get(_url(mark)).status_code == 302


def test_the_home_page_says_what_is_left(client, mark):
    page = client.get("/").content.decode()
    assert "QM102 in a test: 1 to score" in page
    assert "Next case" in page


def test_a_signed_out_autosave_is_told_so(mark):
    response = Client().post(
        _url(mark, "answers/E01/"), {"E01-answer": "met"}, headers={"HX-Request": "true"}
    )
    assert response.status_code == 401
