"""The survey of people on probation: one link, one reply, and nothing that joins the two."""

import json
import logging
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.inspections.models import Survey, SurveyLink, SurveyReply
from apps.inspections.survey_actions import (
    NoSuchLink,
    close_survey,
    hashed,
    issue_links,
    open_survey,
    survey_open,
    take_reply,
)
from apps.inspections.survey_queries import results_of
from apps.organisation.models import RecordedAction
from config.logs import without_secrets
from tests.factories.failures import make_live_extract, person, put_people
from tests.factories.inspections import make_inspection

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]


@pytest.fixture
def survey() -> Survey:
    today = timezone.localdate()
    return open_survey(make_inspection(), opens_on=today, closes_on=today + timedelta(days=14), by=None)


def links(survey: Survey, *secrets: str) -> list[str]:
    SurveyLink.objects.bulk_create(SurveyLink(secret_sha256=hashed(each), survey=survey) for each in secrets)
    return list(secrets)


def test_everybody_supervised_gets_one_link_and_the_database_keeps_no_secret(survey: Survey) -> None:
    put_people(*(person(n, failed_on=date(2026, 3, 2)) for n in range(5)))
    make_live_extract()
    rows = issue_links(survey, address="https://probity.example", by=None)
    survey.refresh_from_db()
    assert survey.issued == len(rows) == len({row["link"] for row in rows}) > 0
    kept = json.dumps(
        [list(SurveyLink.objects.values()), list(RecordedAction.objects.values("after"))], default=str
    )
    for row in rows:
        secret = row["link"].split("/")[-2]
        assert secret not in kept
        assert row["person_id"] not in kept
    with pytest.raises(Refused, match="handed out already"):
        issue_links(survey, address="https://probity.example", by=None)


def test_a_link_takes_one_reply(survey: Survey, client: Client) -> None:
    (secret,) = links(survey, "once")
    assert client.get(f"/say/{secret}/").status_code == 200
    sent = client.post(f"/say/{secret}/", {"easy": "agree", "words": "Good worker"})
    assert "Thank you" in sent.content.decode()
    assert client.post(f"/say/{secret}/", {"easy": "disagree"}).status_code == 410
    assert client.get(f"/say/{secret}/").status_code == 410
    reply = SurveyReply.objects.get()
    assert (reply.answers, reply.words) == ({"easy": "agree"}, "Good worker")


def test_a_reply_with_a_fault_stays_on_the_page_and_uses_no_link(survey: Survey, client: Client) -> None:
    (secret,) = links(survey, "faulty")
    for sent in ({}, {"sex": "female"}, {"easy": "perhaps"}, {"easy": "agree", "words": "x" * 1001}):
        assert client.post(f"/say/{secret}/", sent).status_code == 422
    kept = client.post(f"/say/{secret}/", {"safe": "agree", "words": "x" * 1001}).content.decode()
    assert 'name="safe" value="agree" checked' in kept
    assert not SurveyReply.objects.exists()
    assert client.post(f"/say/{secret}/", {"safe": "agree"}).status_code == 200


def test_a_guessed_link_and_one_outside_the_days_say_the_same(survey: Survey, client: Client) -> None:
    (secret,) = links(survey, "late")
    guessed = client.get("/say/nothing/")
    Survey.objects.update(opens_on=date(2020, 1, 1), closes_on=date(2020, 1, 2))
    over = client.get(f"/say/{secret}/")
    assert guessed.status_code == over.status_code == 410
    assert guessed.content == over.content


def test_two_phones_with_one_link_leave_one_reply(survey: Survey) -> None:
    (secret,) = links(survey, "shared")
    take_reply(secret, answers={"easy": "agree"}, words="", on=timezone.localdate())
    with pytest.raises(NoSuchLink):
        take_reply(secret, answers={"easy": "agree"}, words="", on=timezone.localdate())
    assert SurveyReply.objects.count() == 1


def test_no_column_joins_a_reply_to_a_link_a_person_or_a_time() -> None:
    with connection.cursor() as cursor:
        columns = {
            table: {one.name for one in connection.introspection.get_table_description(cursor, table)}
            for table in ("inspections_surveyreply", "inspections_surveylink")
        }
        cursor.execute(
            "SELECT count(*) FROM pg_trigger"
            " WHERE tgrelid = 'inspections_surveyreply'::regclass AND NOT tgisinternal"
        )
        (triggers,) = cursor.fetchone()
    assert columns["inspections_surveyreply"] == {"id", "survey_id", "answers", "words"}
    assert columns["inspections_surveylink"] == {"secret_sha256", "survey_id"}
    assert triggers == 0


def test_replies_leave_no_trace_in_the_trail_or_the_session(survey: Survey, client: Client) -> None:
    (secret,) = links(survey, "quiet")
    before = RecordedAction.objects.count()
    answer = client.post(f"/say/{secret}/", {"easy": "agree"})
    assert RecordedAction.objects.count() == before
    assert not answer.cookies
    assert not client.cookies


def test_no_log_line_holds_the_secret_of_a_link(
    survey: Survey, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    (secret,) = links(survey, "S3cretOfALink")
    with caplog.at_level(logging.DEBUG):
        client.get(f"/say/{secret}/")
        client.post(f"/say/{secret}/", {"easy": "agree", "words": "said in private"})
        client.get(f"/say/{secret}/")
    lines = [without_secrets(None, "", {"event": str(r.msg), "args": str(r.args)}) for r in caplog.records]
    lines += [without_secrets(None, "", dict(r.msg)) for r in caplog.records if isinstance(r.msg, dict)]
    assert lines
    assert secret not in str(lines)
    assert "said in private" not in str(lines)


def test_closing_rewrites_the_replies_so_that_their_order_on_disk_tells_nothing(survey: Survey) -> None:
    secrets = links(survey, *(f"s{n}" for n in range(12)))
    for number, secret in enumerate(secrets):
        take_reply(secret, answers={"easy": "agree"}, words=str(number), on=timezone.localdate())
    links(survey, "unused")
    close_survey(survey, by=None)
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, xmin::text FROM inspections_surveyreply ORDER BY ctid")
        rows = cursor.fetchall()
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert len({row[1] for row in rows}) == 1
    assert len(rows) == 12
    assert not SurveyLink.objects.exists()


def test_nothing_is_shown_while_the_survey_is_open_or_few_replied(survey: Survey) -> None:
    for secret in links(survey, *(f"s{n}" for n in range(9))):
        take_reply(secret, answers={"easy": "agree"}, words="mine", on=timezone.localdate())
    assert results_of(survey).questions == ()
    assert survey_open(survey.inspection)
    results = results_of(close_survey(survey, by=None))
    assert (results.replies, results.shown, results.words) == (9, False, ())
    assert not survey_open(survey.inspection)


def test_ten_replies_are_counted(survey: Survey) -> None:
    for number, secret in enumerate(links(survey, *(f"s{n}" for n in range(10)))):
        answer = "agree" if number < 6 else "unsure" if number == 9 else "disagree"
        take_reply(secret, answers={"easy": answer}, words="", on=timezone.localdate())
    results = results_of(close_survey(survey, by=None))
    easy = results.questions[0]
    assert (easy.replies, easy.counts["agree"], easy.counts["unsure"]) == (10, 6, 1)
    assert str(easy.share) == "2/3"
    assert not results.questions[1].is_shown


@pytest.mark.parametrize(
    ("language", "title"), [("en", "Tell us about probation"), ("cy", "Dywedwch wrthym")]
)
def test_the_page_is_small_has_no_script_and_speaks_both_languages(
    survey: Survey, client: Client, language: str, title: str
) -> None:
    (secret,) = links(survey, "page")
    page = client.get(f"/say/{secret}/?lang={language}")
    text = page.content.decode()
    assert title in text
    assert f'<html lang="{language}">' in text
    assert "<script" not in text
    with open("static/css/survey.css", "rb") as style:
        assert len(page.content) + len(style.read()) < 30_000
    assert len(re.findall("<fieldset>", text)) == 13
    assert page["Referrer-Policy"] == "no-referrer"
