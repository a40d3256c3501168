"""A form that was sent after the session ended, or with another session's token: no word is lost."""

import pytest
from django.test import Client

from tests.factories.people import make_person_with

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
TYPED = {
    "words": "We <b>begin</b>\nin May",
    "seen": "3",
    "csrfmiddlewaretoken": "x",
    "new_password": "Kept-to-myself",
}
HERE = "http://testserver"


def test_what_was_typed_comes_back_when_the_session_has_ended() -> None:
    answer = Client().post("/plans/H/text/foreword/", TYPED, headers={"referer": f"{HERE}/plans/H/?year=1"})
    said = answer.content.decode()
    assert answer.status_code == 401
    assert "We &lt;b&gt;begin&lt;/b&gt;\nin May" in said
    assert "Kept-to-myself" not in said
    assert "/sign-in/?next=%2Fplans%2FH%2F%3Fyear%3D1" in said


@pytest.mark.parametrize("referer", ["", "https://elsewhere.example/page", "http://testserver.example/"])
def test_signing_in_leads_home_where_the_form_stood_on_no_page_of_ours(referer: str) -> None:
    answer = Client().post("/plans/H/send/", headers={"referer": referer})
    assert 'href="/sign-in/?next=%2F"' in answer.content.decode()


@pytest.mark.parametrize(
    ("origin", "is_shown"), [(HERE, True), ("https://elsewhere.example", False), ("", False)]
)
def test_a_form_with_an_old_token_gives_back_what_was_typed_on_this_site_alone(
    origin: str, is_shown: bool
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_person_with("regional_director", region="H"))
    headers = {"origin": origin} if origin else {}
    answer = client.post("/plans/H/send/", {"words": "Typed here"}, headers=headers)
    assert answer.status_code == 403
    assert ("Typed here" in answer.content.decode()) is is_shown
