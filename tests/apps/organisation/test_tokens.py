"""Tokens of programs: made on a page and shown once, noted when used, ended, and all of it on record."""

import re
from collections.abc import Callable
from datetime import timedelta

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.organisation.models import ApiToken, RecordedAction, User
from apps.organisation.tokens import hash_of, make_api_token, user_of_token

Browse = Callable[..., Client]
People = Callable[..., User]
PAGE = "organisation:tokens"


def made_on_the_page(client: Client, account: User) -> str:
    """The secret that the page shows."""
    answer = client.post(reverse("organisation:make_token", args=[account.pk]))
    assert answer["Cache-Control"] == "no-store"
    found = re.search(r'probity-code probity-break">([^<]{43})<', answer.content.decode())
    assert found is not None
    return found[1]


def test_a_token_is_made_on_the_page_shown_once_and_works(browse: Browse, person_with: People) -> None:
    source, client = person_with("event_source"), browse("administrator")
    assert "No token" in client.get(reverse(PAGE)).content.decode()
    secret = made_on_the_page(client, source)
    assert user_of_token(secret, now=timezone.now()) == source
    page = client.get(reverse(PAGE)).content.decode()
    assert secret not in page
    assert "Replace it" in page
    action = RecordedAction.objects.get(verb="make_api_token")
    assert action.by is not None
    assert secret not in str(action.after)
    assert "Make api token" in client.get(reverse("organisation:user", args=[source.pk])).content.decode()


def test_a_second_token_ends_the_first_and_both_are_on_record(browse: Browse, person_with: People) -> None:
    source, client = person_with("event_source"), browse("administrator")
    first, second = (made_on_the_page(client, source) for _ in range(2))
    assert user_of_token(first, now=timezone.now()) is None
    assert user_of_token(second, now=timezone.now()) == source
    assert RecordedAction.objects.filter(verb="revoke_api_token").count() == 1
    assert "Tokens that ended" in client.get(reverse(PAGE)).content.decode()


def test_a_token_that_is_ended_opens_nothing(browse: Browse, person_with: People) -> None:
    source, client = person_with("event_source"), browse("administrator")
    secret = made_on_the_page(client, source)
    address = reverse("organisation:end_token", args=[source.pk])
    assert "has ended" in client.post(address, follow=True).content.decode()
    answer = Client().post("/api/v1/events/", headers={"Authorization": f"Bearer {secret}"})
    assert answer.status_code == 401
    assert "has no open token" in client.post(address, follow=True).content.decode()


def test_a_person_gets_no_token_for_somebody_could_act_as_them(browse: Browse, person_with: People) -> None:
    analyst, client = person_with("performance_analyst"), browse("administrator")
    answer = client.post(reverse("organisation:make_token", args=[analyst.pk]), follow=True)
    assert "may send events, so a token would open nothing" in answer.content.decode()
    assert not ApiToken.objects.exists()
    assert str(analyst) not in client.get(reverse(PAGE)).content.decode().split("<main")[1].split("</main")[0]


def test_the_use_of_a_token_is_kept_to_the_hour(person_with: People) -> None:
    now = timezone.now()
    source = person_with("event_source")
    secret = make_api_token(source, by=None, now=now)
    for minutes, noted in ((0, 0), (30, 0), (61, 61)):
        user_of_token(secret, now=now + timedelta(minutes=minutes))
        token = ApiToken.objects.get(token_hash=hash_of(secret))
        assert token.last_used_at == now + timedelta(minutes=noted)
    assert user_of_token("unknown", now=now) is None
