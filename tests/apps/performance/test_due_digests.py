"""The daily e-mail of the due list: to whom, about what, once a day."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from apps.organisation.models import RoleAssignment, User
from apps.performance.due.building import build_due_list
from apps.performance.due.digests import choose_digest, send_due_digests
from apps.performance.models import DigestChoice
from tests.factories.judged import Order, live_extract, put_orders

MORNING = date(2024, 7, 1)


@pytest.fixture
def listed(reference: None) -> None:
    live_extract()
    put_orders(
        [
            Order(person="P1", sentenced_on=date(2024, 6, 24), appointment_on=None),
            Order(person="P3", sentenced_on=date(2024, 6, 10), appointment_on=None),
            Order(person="P5", sentenced_on=date(2024, 6, 24), appointment_on=None, unit="H104"),
        ]
    )
    build_due_list(now=timezone.now())


@pytest.fixture
def head(listed: None, person_with: Callable[..., User]) -> User:
    user = person_with("head_of_delivery_unit", unit="H103")
    user.email, user.first_name = "head@example.org", "Rhys"
    user.save()
    choose_digest(user, wanted=True)
    return user


def test_it_lists_what_is_late_and_due_in_scope_and_names_nobody(head: User) -> None:
    assert send_due_digests(on=MORNING) == 1
    (sent,) = mail.outbox
    assert sent.to == ["head@example.org"]
    assert "late" in sent.subject
    assert "Due list as at 30 June 2024" in sent.body
    assert "P3: " in sent.body
    assert "days late" in sent.body
    assert "Mon 1 July: P1" in sent.body
    assert "P5" not in sent.body
    assert "Rhys" not in sent.body
    assert "/performance/due/subscriptions/" in sent.body
    assert "<" not in sent.body


def test_it_is_sent_once_a_day(head: User) -> None:
    sent = [send_due_digests(on=MORNING), send_due_digests(on=MORNING), send_due_digests(on=date(2024, 7, 2))]
    assert sent == [1, 0, 1]
    assert len(mail.outbox) == 2


def test_whoever_did_not_ask_or_may_not_see_or_has_no_address_gets_none(
    head: User, person_with: Callable[..., User]
) -> None:
    person_with("regional_director", region="H")
    choose_digest(person_with("regional_editor", region="H"), wanted=True)  # without an address
    RoleAssignment.objects.filter(user=head).update(valid_to=date(2024, 1, 1))
    assert send_due_digests(on=MORNING) == 0


def test_nothing_to_say_is_no_mail(listed: None, person_with: Callable[..., User]) -> None:
    user = person_with("head_of_delivery_unit", unit="A25")
    user.email = "head@example.org"
    user.save()
    choose_digest(user, wanted=True)
    assert send_due_digests(on=MORNING) == 0
    assert DigestChoice.objects.get().sent_for is None, "something may come up later in the day"


def test_one_address_that_fails_keeps_no_other_from_its_mail(
    head: User, person_with: Callable[..., User], monkeypatch: pytest.MonkeyPatch
) -> None:
    other = person_with("head_of_delivery_unit", unit="H104")
    other.email = "other@example.org"
    other.save()
    choose_digest(other, wanted=True)
    from django.core.mail import EmailMessage

    plain = EmailMessage.send

    def send(message: EmailMessage, *args: object, **kwargs: object) -> int:
        if message.to == ["head@example.org"]:
            raise ConnectionRefusedError("no server")
        return plain(message, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", send)
    with pytest.raises(ExceptionGroup):
        send_due_digests(on=MORNING)
    assert [sent.to for sent in mail.outbox] == [["other@example.org"]]
    assert DigestChoice.objects.get(user=head).sent_for is None, "it is tried again"


def test_it_is_asked_for_and_ended_on_the_page(head: User) -> None:
    client = Client()
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    page = client.post("/performance/due/subscriptions/e-mail/", {}, follow=True).content.decode()
    assert "You will get no e-mail." in page
    assert DigestChoice.objects.get().wanted is False
    client.post("/performance/due/subscriptions/e-mail/", {"wanted": "on"})
    assert DigestChoice.objects.get().wanted is True


def test_the_command_sends_them(head: User, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("send_due_digests")
    assert "1 e-mail sent." in capsys.readouterr().out
