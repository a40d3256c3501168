"""The pages of moderation: what each role reads and does there."""

import csv
import io

import pytest
from django.test import Client

from apps.assessments.models import Adjudication, Reopening
from apps.audits.actions import lock_score
from apps.audits.models import CalibrationExercise
from apps.audits.moderation_queries import second_marks, standing_sign_off
from tests.factories.audits import finish_round, mark_case, settle_differences
from tests.factories.people import make_person_with

pytestmark = pytest.mark.django_db


def signed_in(user):
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(answer):
    return answer.content.decode()


@pytest.fixture
def adjudicator(reference):
    return signed_in(make_person_with("adjudicator"))


@pytest.fixture
def differing(drawn):
    """One case that both have submitted and read otherwise in E01."""
    second = second_marks(drawn).select_related("sampled_case__sample", "edition", "auditor")[0]
    first = drawn.assignments.select_related("sampled_case__sample", "edition", "auditor").get(
        sampled_case=second.sampled_case_id
    )
    mark_case(first, note="First note")
    mark_case(second, note="Second note", E01="not_met")
    return first


def test_an_adjudicator_sees_both_sides_and_decides_with_a_reason(drawn, differing, adjudicator):
    address = f"/audits/{drawn.pk}/moderation/{differing.pk}/"
    assert f'href="{address}"' in text(adjudicator.get(f"/audits/{drawn.pk}/moderation/"))
    page = text(adjudicator.get(address))
    assert "First note" in page
    assert "Second note" in page
    entered = {"kind": "answer", "key": "E01", "answer-E01-value": "partly_met"}
    refused = adjudicator.post(address, entered)
    assert refused.status_code == 422
    assert "Give the reason for the decision" in text(refused)
    adjudicator.post(address, entered | {"answer-E01-reason": "The log of 2 March"})
    assert Adjudication.objects.get().value == "partly_met"
    assert "The log of 2 March" in text(adjudicator.get(address))
    assert adjudicator.post(address, {"kind": "answer", "key": "E09"}).status_code == 409


def test_a_reviewer_reads_the_differences_and_decides_nothing(drawn, differing):
    senior = signed_in(make_person_with("senior_reviewer"))
    address = f"/audits/{drawn.pk}/moderation/{differing.pk}/"
    assert "Your decision" not in text(senior.get(address))
    assert senior.post(address, {"kind": "answer", "key": "E01"}).status_code == 409


def test_a_case_that_only_one_has_submitted_has_no_page_of_differences(drawn, adjudicator):
    first = drawn.assignments.first()
    mark_case(first)
    assert adjudicator.get(f"/audits/{drawn.pk}/moderation/{first.pk}/").status_code == 404


def test_a_senior_reviewer_signs_off_when_nothing_else_is_left(drawn, differing, lead):
    senior = make_person_with("senior_reviewer")
    client, address = signed_in(senior), f"/audits/{drawn.pk}/moderation/"
    assert "Before the round can be signed off" in text(client.get(address))
    assert client.post(f"{address}sign-off/").status_code == 409
    for mark in [*drawn.assignments, *second_marks(drawn)]:
        if not mark.is_submitted:
            mark_case(mark)
    settle_differences(drawn)
    assert "ready" in text(client.get("/"))
    client.post(f"{address}sign-off/", {"note": "Read with the figures"})
    signed = standing_sign_off(drawn)
    assert (signed.by, signed.note) == (senior, "Read with the figures")
    board = signed_in(lead)
    assert "Publish the score" in text(board.get(address))
    assert board.post(f"/audits/{drawn.pk}/publish/").status_code == 302


def test_the_page_of_publishing_says_what_the_score_waits_for(drawn, differing, lead):
    page = text(signed_in(lead).get(f"/audits/{drawn.pk}/publish/"))
    assert "Cases still waiting to be scored: 3" in page
    assert "A senior reviewer has not signed the round off" in page


def test_a_marker_asks_and_the_lead_opens_the_case_again(drawn, differing, lead):
    marker, board = signed_in(differing.auditor), signed_in(lead)
    address = f"/assessments/{differing.pk}/reopen/"
    assert marker.post(address, {"reason": ""}).status_code == 422
    marker.post(address, {"reason": "A letter came in"})
    assert "has not decided yet" in text(marker.get(address))
    reopening = f"/audits/{drawn.pk}/moderation/{differing.pk}/reopen/"
    assert "A letter came in" in text(board.get(f"/audits/{drawn.pk}/moderation/"))
    assert "A letter came in" in text(board.get(reopening))
    assert board.post(reopening, {"reason": ""}).status_code == 422
    board.post(reopening, {"reason": "It is on file", "decline": "1"})
    assert Reopening.objects.get().granted is False
    assert "left closed" in text(marker.get(address))
    board.post(reopening, {"reason": "It is on file after all"})
    differing.refresh_from_db()
    assert not differing.is_submitted
    assert board.get(reopening).status_code == 404


def test_agreement_is_shown_and_downloaded(drawn, differing, adjudicator):
    page = text(adjudicator.get(f"/audits/{drawn.pk}/agreement/"))
    assert "Of 9 questions that more than one person marked, 88.9% of the answers agree." in page
    download = adjudicator.get(f"/audits/{drawn.pk}/agreement.csv")
    rows = list(csv.DictReader(io.StringIO(b"".join(download.streaming_content).decode())))
    assert [row["items"] for row in rows if row["table"] == "all"] == ["9"]
    (e01,) = [row for row in rows if row["key"] == "E01"]
    figures = ("percent_agreement", "cohens_kappa", "gwets_ac1")
    assert [float(e01[name]) for name in figures] == [0, 0, -1]
    (e02,) = [row for row in rows if row["key"] == "E02"]
    assert (e02["cohens_kappa"], e02["why_missing"][:15]) == ("", "only one answer")


def test_agreement_before_any_comparison_says_so(drawn, adjudicator):
    page = text(adjudicator.get(f"/audits/{drawn.pk}/agreement/"))
    assert "No case has been marked by two people yet" in page


def test_a_lead_gives_a_second_mark_to_somebody_else(drawn, lead):
    visitor, waiting = make_person_with("visiting_auditor"), second_marks(drawn)[0]
    board = signed_in(lead)
    address = f"/audits/{drawn.pk}/moderation/second-marks/{waiting.pk}/reassign/"
    assert str(visitor) in text(board.get(address))
    board.post(address, {"auditor": visitor.pk, "reason": "Across teams"})
    waiting.refresh_from_db()
    assert waiting.auditor == visitor


def test_a_lead_chooses_second_marks_that_are_missing(drawn, lead):
    second_marks(drawn).filter(pk=second_marks(drawn)[0].pk).update(auditor=None)
    board = signed_in(lead)
    assert "Give 1 case to a second marker" in text(board.get(f"/audits/{drawn.pk}/moderation/"))
    board.post(f"/audits/{drawn.pk}/moderation/second-marks/")
    assert second_marks(drawn).count() == 4


def test_an_exercise_is_opened_followed_and_closed_in_pages(drawn, auditors, lead):
    board = signed_in(lead)
    address = f"/audits/{drawn.pk}/calibration/"
    assert board.get(address).status_code == 200
    entered = {"title": "Words", "size": "1", "seed": "c", "auditors": [user.pk for user in auditors]}
    due = {"due_on_day": "1", "due_on_month": "9", "due_on_year": "2099"}
    assert board.post(address, entered | due | {"size": "9"}).status_code == 422
    board.post(address, entered | due)
    made = CalibrationExercise.objects.get()
    for mark in made.assignments.select_related("sampled_case__sample", "edition", "auditor"):
        mark_case(mark, **({"E01": "not_met"} if mark.mark == 2 else {}))
    taking_part = signed_in(auditors[0])
    page = text(taking_part.get(f"/audits/calibrations/{made.pk}/"))
    assert "1 of 9 questions differ" in page
    assert "Close the exercise" not in page
    assert b"gwets_ac1" in b"".join(
        board.get(f"/audits/calibrations/{made.pk}/agreement.csv").streaming_content
    )
    board.post(f"/audits/calibrations/{made.pk}/close/")
    assert "Closed" in text(taking_part.get("/audits/calibrations/"))
    stranger = signed_in(make_person_with("auditor", region="H"))
    assert stranger.get(f"/audits/calibrations/{made.pk}/").status_code == 404


def test_a_published_round_shows_its_moderation_and_offers_nothing(drawn, lead, adjudicator):
    finish_round(drawn)
    lock_score(drawn, by=lead)
    page = text(signed_in(lead).get(f"/audits/{drawn.pk}/moderation/"))
    assert "Nothing here can change any more" in page
    assert "Open again" not in page
    mark = drawn.assignments.first()
    closed = text(signed_in(lead).get(f"/audits/{drawn.pk}/moderation/{mark.pk}/reopen/"))
    assert "is published and never changes" in closed
    answer = signed_in(lead).post(f"/audits/{drawn.pk}/moderation/{mark.pk}/reopen/", {"reason": "Late"})
    assert answer.status_code == 409
