"""The due list in a calendar program: what the secret address gives, and when it gives nothing."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from apps.organisation.models import RecordedAction, RoleAssignment, User
from apps.performance.due.building import build_due_list
from apps.performance.due.posting import post_events
from apps.performance.models import CalendarLink
from config.logs import without_secrets
from tests.factories.events import contact
from tests.factories.judged import AS_AT, Order, live_extract, put_orders

DAY = timedelta(days=1)
PAGE = "/performance/due/subscriptions/"


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
    return person_with("head_of_delivery_unit", unit="H103")


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def link_of(user: User) -> str:
    page = signed_in(user).post(f"{PAGE}link/").content.decode()
    found = re.search(r"http://testserver(/performance/due/calendar/\S+\.ics)", page)
    assert found is not None
    return found.group(1)


def entries(address: str, **headers: str) -> dict[str, Any]:
    """The calendar's entries by their words, read without a session."""
    answer = Client().get(address, headers=headers)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return {str(one["SUMMARY"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}


def test_a_link_gives_what_its_owner_sees_and_names_only_the_case_and_what_is_due(head: User) -> None:
    found = entries(link_of(head))
    assert any("P1" in words for words in found)
    assert not any("P5" in words for words in found), "another unit's"
    for entry in found.values():
        assert set(entry) == {
            "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "TRANSP", "CLASS",
        }  # fmt: skip
        assert entry["DTEND"].dt - entry["DTSTART"].dt == DAY
    assert any(words.startswith("Late: ") and "P3" in words for words in found)


def test_an_entry_keeps_its_uid_and_counts_its_changes(head: User) -> None:
    address = link_of(head)
    (before,) = [one for words, one in entries(address).items() if _is_first_appointment(words, "P1")]
    post_events([contact("P1", on=AS_AT + DAY)], by=None, now=timezone.now())
    (after,) = [one for words, one in entries(address).items() if _is_first_appointment(words, "P1")]
    assert str(after["UID"]) == str(before["UID"])
    assert "P1" not in str(after["UID"])
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert str(after["SUMMARY"]).startswith("Done: ")


def _is_first_appointment(words: str, person: str) -> bool:
    return words.endswith(f": {person}") and "ppointment" in words


def test_a_calendar_that_has_not_changed_is_not_sent_again(head: User) -> None:
    address = link_of(head)
    etag = Client().get(address)["ETag"]
    assert Client().get(address, headers={"If-None-Match": etag}).status_code == 304
    post_events([contact("P1", on=AS_AT + DAY)], by=None, now=timezone.now())
    assert Client().get(address, headers={"If-None-Match": etag}).status_code == 200


def test_a_link_follows_its_owner_and_ends_with_their_role(head: User) -> None:
    address = link_of(head)
    RoleAssignment.objects.filter(user=head).update(valid_to=timezone.localdate() - DAY)
    assert Client().get(address).status_code == 404


def test_a_link_of_a_closed_account_opens_nothing(head: User) -> None:
    address = link_of(head)
    User.objects.filter(pk=head.pk).update(is_active=False)
    assert Client().get(address).status_code == 404


def test_a_new_link_ends_the_one_before_and_a_link_can_be_ended(head: User) -> None:
    first, second = link_of(head), link_of(head)
    assert (Client().get(first).status_code, Client().get(second).status_code) == (404, 200)
    signed_in(head).post(f"{PAGE}link/end/")
    assert Client().get(second).status_code == 404
    assert Client().get("/performance/due/calendar/x.ics").status_code == 404
    verbs = list(RecordedAction.objects.filter(verb__contains="calendar").values_list("verb", flat=True))
    assert sorted(verbs) == ["make_calendar_link"] * 2 + ["revoke_calendar_link"] * 2


def test_the_secret_is_shown_once_and_kept_as_a_hash(head: User) -> None:
    secret = link_of(head).rpartition("/")[2].removesuffix(".ics")
    link = CalendarLink.objects.get(revoked_at=None)
    assert secret not in (link.token_hash, str(link))
    page = signed_in(head).get(PAGE).content.decode()
    assert secret not in page
    assert "You have a link since" in page


def test_no_line_of_the_logs_tells_a_secret() -> None:
    line = {"request": "GET /performance/due/calendar/abc-DEF_1.ics", "event": "Not Found", "code": 404}
    assert without_secrets(None, "", line)["request"] == "GET /performance/due/calendar/***.ics"


def test_before_an_extract_is_live_the_calendar_is_empty(
    reference: None, person_with: Callable[..., User]
) -> None:
    assert entries(link_of(person_with("performance_analyst"))) == {}
