"""Two messages at the same time, each on a connection of its own."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from apps.caseload.events.receiving import EventIdTaken
from apps.caseload.models import ReceivedEvent
from apps.organisation.reference import load_reference
from apps.performance.due.building import build_due_list
from apps.performance.due.posting import Posted, post_events
from apps.performance.due.rejudging import TOLD
from apps.performance.models import DueChange, DueItem
from tests.factories.events import contact
from tests.factories.judged import AS_AT, Order, live_extract, put_orders

DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db(transaction=True)
FIRST = {"event_id": "T-1", "version": "A", "of": "A"}
SECOND = {"event_id": "T-2", "version": "B", "of": "B"}


@pytest.fixture(autouse=True)
def listed() -> None:
    load_reference(on=date(2021, 6, 26))
    live_extract()
    put_orders(
        [
            Order(person="P1", sentenced_on=date(2024, 6, 24), appointment_on=None),
            Order(person="P2", sentenced_on=date(2024, 6, 24), appointment_on=None),
        ]
    )
    build_due_list(now=timezone.now())


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Each in a thread with its own connection, begun together; what came of each, exceptions included."""
    gate, found = threading.Barrier(len(works)), [None] * len(works)

    def run(number: int) -> None:
        gate.wait()
        try:
            found[number] = works[number]()
        except Exception as error:  # noqa: BLE001 (told to the test)
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return found


def post(*messages: dict[str, Any]) -> Callable[[], Posted]:
    return lambda: post_events(list(messages), by=None, now=timezone.now())


def items() -> list[tuple[object, ...]]:
    return sorted(DueItem.objects.values_list("person_id", "measure", *TOLD, "as_at"), key=str)


def test_two_events_about_one_person_end_as_one_after_the_other_would() -> None:
    one, other = contact("P1", on=AS_AT + DAY, **FIRST), contact("P1", on=AS_AT + 2 * DAY, **SECOND)
    assert [type(found) for found in at_once(post(one), post(other))] == [Posted, Posted]
    together = items()
    build_due_list(now=timezone.now())
    assert items() == together
    found = DueItem.objects.get(person_id="P1", measure="SL004")
    assert (found.done_on, found.as_at) == (AS_AT + DAY, AS_AT + 2 * DAY)


def test_one_event_sent_twice_at_once_is_stored_once() -> None:
    sent = contact("P1", on=AS_AT + DAY, **FIRST)
    found = at_once(post(sent), post(sent), post(sent))
    assert sorted(len(one.taken.new) for one in found) == [0, 0, 1]
    assert ReceivedEvent.objects.count() == DueChange.objects.filter(measure="SL004").count() == 1


def test_one_id_for_two_people_at_once_is_refused_to_one_of_them() -> None:
    found = at_once(
        post(contact("P1", on=AS_AT + DAY, **FIRST)), post(contact("P2", on=AS_AT + DAY, **FIRST))
    )
    assert sorted(type(one).__name__ for one in found) == [EventIdTaken.__name__, Posted.__name__]
    assert ReceivedEvent.objects.count() == 1


def test_messages_about_the_same_people_in_another_order_do_not_wait_for_each_other() -> None:
    one = [contact("P1", on=AS_AT + DAY, event_id="A"), contact("P2", on=AS_AT + DAY, event_id="B")]
    other = [
        contact("P2", on=AS_AT + DAY, event_id="C", version="Z", of="Z"),
        contact("P1", on=AS_AT + DAY, event_id="D", version="Z", of="Z"),
    ]
    assert [type(found) for found in at_once(post(*one), post(*other))] == [Posted, Posted]


def test_an_event_while_the_whole_list_is_built_is_not_lost() -> None:
    sent = contact("P1", on=AS_AT + DAY, **FIRST)
    at_once(post(sent), lambda: build_due_list(now=timezone.now()))
    assert DueItem.objects.get(person_id="P1", measure="SL004").done_on == AS_AT + DAY
