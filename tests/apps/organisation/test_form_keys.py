"""A form that adds something counts once, however often it is sent; shown on a view of the test's own."""

import re
import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template import engines
from django.test import RequestFactory
from django.utils import timezone

from apps.organisation.actions import record
from apps.organisation.errors import Conflict
from apps.organisation.form_keys import SENT, STALE, forget_old_keys, sent_once
from apps.organisation.models import FormKey, RecordedAction, User
from tests.factories.people import form_key, make_user

pytestmark = pytest.mark.django_db


@sent_once
def add(request: HttpRequest) -> HttpResponse:
    """Adds one row of the trail, and refuses a form without words."""
    made = record("add", by=request.user, subject=request.user, after=request.POST.get("words", ""))
    return redirect(f"/added/{made.pk}/") if request.POST.get("words") else HttpResponse(status=422)


@pytest.fixture
def user() -> User:
    return make_user()


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What people are told above the next page."""
    said: list[str] = []
    monkeypatch.setattr(
        "apps.organisation.form_keys.messages.info", lambda _request, words: said.append(words)
    )
    return said


def send(user: User, given: dict[str, str]) -> HttpResponse:
    request = RequestFactory().post("/add/", given)
    request.user = user
    return add(request)


def added() -> int:
    return RecordedAction.objects.filter(verb="add").count()


def test_a_second_sending_adds_nothing_and_leads_where_the_first_led(user: User, told: list[str]) -> None:
    given = form_key() | {"words": "once"}
    first, second = send(user, given), send(user, given)
    assert added() == 1
    assert second["Location"] == first["Location"]
    assert told == [SENT]


def test_two_pages_are_two_forms(user: User) -> None:
    for _ in range(2):
        send(user, form_key() | {"words": "the same"})
    assert added() == 2


@pytest.mark.parametrize("given", [{}, {"form_key": ""}, {"form_key": "guessed"}])
def test_a_form_without_a_key_of_a_page_is_refused(user: User, given: dict[str, str]) -> None:
    with pytest.raises(Conflict, match=re.escape(STALE)):
        send(user, given | {"words": "no key"})
    assert added() == 0


def test_a_form_with_faults_is_undone_and_may_be_sent_again(user: User) -> None:
    key = form_key()
    assert send(user, key).status_code == 422
    assert added() == 0
    assert send(user, key | {"words": "mended"}).status_code == 302
    assert added() == 1


def test_the_key_of_somebody_elses_form_leads_nowhere(user: User) -> None:
    given = form_key() | {"words": "mine"}
    send(user, given)
    with pytest.raises(Conflict, match=re.escape(SENT)):
        send(make_user(), given)


def test_the_database_does_not_learn_the_key(user: User) -> None:
    given = form_key()
    send(user, given | {"words": "quiet"})
    assert given["form_key"] not in str(FormKey.objects.values_list())


def test_keys_of_pages_long_closed_are_forgotten(user: User) -> None:
    old, new = form_key(), form_key()
    send(user, old | {"words": "old"})
    FormKey.objects.update(at=timezone.now() - timedelta(days=8))
    send(user, new | {"words": "new"})
    assert forget_old_keys() == 1
    assert FormKey.objects.count() == 1


def test_every_form_of_a_page_has_its_own_key() -> None:
    page = engines["django"].from_string("{% load form_keys %}{% form_key %}{% form_key %}").render({})
    keys = re.findall(r'<input type="hidden" name="form_key" value="([\w-]{43})">', page)
    assert len(set(keys)) == 2


@pytest.mark.django_db(transaction=True)
def test_eight_sendings_at_once_add_one_row() -> None:
    user, given, answers = make_user(), form_key() | {"words": "once"}, []

    def work() -> None:
        try:
            answers.append(send(user, given)["Location"])
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert added() == 1
    assert len(answers) == 8
    assert len(set(answers)) == 1
