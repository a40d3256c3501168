"""Events laid over the live extract: what is refused, what holds, and that order of arrival is all one."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.caseload.events.message import Event
from apps.caseload.events.overlay import laid_over
from apps.caseload.events.receiving import EventIdTaken, EventsRefused, Taken, read_messages, take_in
from apps.caseload.models import ReceivedEvent
from apps.caseload.queries import live_day, live_extract, live_person, person_events
from tests.factories.events import contact, message
from tests.factories.judged import AS_AT, Order, put_orders
from tests.factories.judged import live_extract as make_live_extract

NOW = datetime(2024, 7, 20, 12, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def orders(reference: None) -> None:
    make_live_extract()
    put_orders(
        [
            Order(person="P1", sentenced_on=date(2024, 6, 24), appointment_on=None),
            Order(person="P2", sentenced_on=date(2024, 6, 24), appointment_on=date(2024, 6, 26)),
        ]
    )


def send(*messages: dict[str, Any], now: datetime = NOW) -> Taken:
    return take_in(read_messages(messages, now=now), by=None, now=now)


def codes(*messages: dict[str, Any]) -> list[str]:
    with pytest.raises(EventsRefused) as refused:
        send(*messages)
    assert ReceivedEvent.objects.count() == 0
    return sorted(fault.code for fault in refused.value.faults)


def contacts_of(person: str) -> dict[str, dict[str, Any]]:
    return {row["contact_version_id"]: row for row in person_events(person)["contacts"]}


def test_a_row_is_known_from_its_event_on(orders: None) -> None:
    send(contact("P1", on=AS_AT + DAY))
    assert contacts_of("P1")["P1-N1"]["scheduled_on"] == AS_AT + DAY
    assert live_person("P1", live_extract()).as_at == AS_AT + DAY
    assert live_day(live_extract()) == AS_AT + DAY
    assert person_events("P2")["contacts"] == person_events("P2")["contacts"]


def test_a_correction_replaces_and_a_withdrawal_removes_a_row_of_the_extract(orders: None) -> None:
    row = {"contact_version_id": "C-P2-1"}
    moved = {**contact("P2", on=AS_AT + DAY)["row"], **row, "contact_id": "C-P2"}
    send(message("contacts", moved, on=AS_AT + DAY, person="P2", kind="correction"))
    assert contacts_of("P2")["C-P2-1"]["scheduled_on"] == AS_AT + DAY
    send(message("contacts", row, on=AS_AT + 2 * DAY, person="P2", kind="withdrawal"))
    assert contacts_of("P2") == {}


def test_what_was_recorded_earlier_never_replaces_what_was_recorded_later(orders: None) -> None:
    later, earlier = contact("P1", on=AS_AT + 2 * DAY), contact("P1", on=AS_AT + DAY)
    send(later)
    send(earlier)
    assert contacts_of("P1")["P1-N1"]["scheduled_on"] == AS_AT + 2 * DAY


def test_a_new_version_ends_the_one_before_it(orders: None) -> None:
    send(contact("P1", on=AS_AT + DAY, version="N2", outcome=None))
    send(contact("P1", on=AS_AT + 3 * DAY, version="N3", outcome=None, recorded_at="2024-07-02T10:00:00Z"))
    found = contacts_of("P1")
    assert found["P1-N2"]["superseded_at"] == found["P1-N3"]["recorded_at"]
    assert found["P1-N3"]["superseded_at"] is None


def test_rows_that_belong_to_a_withdrawn_row_go_with_it(orders: None) -> None:
    requirement = {
        "requirement_id": "R1",
        "sentence_id": "S-P1",
        "requirement_type": "unpaid_work",
        "imposed_on": "2024-06-24",
        "imposed_by": "original_sentence",
        "hours": 80,
    }
    send(message("requirements", requirement, on=AS_AT + DAY, person="P1"))
    assert [row["requirement_id"] for row in person_events("P1")["requirements"]] == ["R1"]
    send(message("sentences", {"sentence_id": "S-P1"}, on=AS_AT + 2 * DAY, person="P1", kind="withdrawal"))
    assert person_events("P1")["requirements"] == person_events("P1")["sentences"] == []


def test_an_event_sent_again_is_the_same_event_and_its_id_takes_no_other_content(orders: None) -> None:
    first = contact("P1", on=AS_AT + DAY)
    assert [len(part) for part in (send(first).new, send(first).repeated)] == [1, 1]
    with pytest.raises(EventIdTaken) as refused:
        send(first | {"recorded_at": "2024-07-02T10:00:00Z"})
    assert [fault.place for fault in refused.value.faults] == ["/0/event_id"]
    assert ReceivedEvent.objects.count() == 1


def test_a_message_with_one_fault_stores_nothing_and_lists_every_fault(orders: None) -> None:
    good = contact("P1", on=AS_AT + DAY)
    bad = contact("P1", on=AS_AT + DAY) | {"table": "contact", "recorded_at": "yesterday", "extra": 1}
    with pytest.raises(EventsRefused) as refused:
        send(good, bad)
    assert sorted(fault.place for fault in refused.value.faults) == ["/1/extra", "/1/recorded_at", "/1/table"]
    assert ReceivedEvent.objects.count() == 0


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"person_id": "nobody"}, ["unknown_person"]),
        ({"recorded_at": "2024-07-21T10:00:00Z"}, ["in_the_future"]),
        ({"kind": "correction"}, ["never_sent"]),
        ({"kind": "change"}, ["unknown_code"]),
        ({"table": "judicial_survey_responses"}, ["unknown_table"]),
        ({"event_id": ""}, ["bad_ref"]),
        ({"event_id": None}, ["missing_value"]),
        ({"row": []}, ["not_an_object"]),
    ],
)
def test_an_envelope_that_cannot_be_is_refused(
    orders: None, change: dict[str, Any], expected: list[str]
) -> None:
    assert codes(contact("P1", on=AS_AT + DAY) | change) == expected


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"mode": "pub"}, ["bad_code"]),
        ({"mode": None}, ["missing_value"]),
        ({"place": "here"}, ["unknown_column"]),
        ({"scheduled_on": "2024-02-30"}, ["bad_date"]),
        ({"scheduled_on": 20240701}, ["bad_date"]),
        ({"person_id": "P2"}, ["other_person"]),
        ({"recorded_at": "2024-07-03T09:00:00"}, ["after_recording", "out_of_order"]),
        ({"scheduled_on": "2024-07-05"}, ["outcome_too_early"]),
        ({"cancelled_at": "2024-07-01T09:00:00"}, ["cancelled_and_attended"]),
        ({"contact_version_id": "C-P2-1"}, ["other_person"]),
    ],
)
def test_a_row_that_the_contract_refuses_is_refused(
    orders: None, change: dict[str, Any], expected: list[str]
) -> None:
    sent = contact("P1", on=AS_AT + DAY)
    row = {**sent["row"], **change}
    if "out_of_order" in expected:
        row["superseded_at"] = "2024-07-01T09:30:00"
    assert codes(sent | {"row": row}) == expected


def test_a_row_of_a_parent_that_nobody_sent_is_refused(orders: None) -> None:
    row = {
        "recall_id": "X1",
        "person_id": "P1",
        "release_id": "L9",
        "decided_at": "2024-07-01T09:00:00Z",
    }
    assert "missing_parent" in codes(message("recalls", row, on=AS_AT + DAY, person="P1"))


def test_an_event_that_the_extract_covers_changes_nothing_and_is_kept(orders: None) -> None:
    """Recorded by the as-at day and received before the extract went live; or about a row that it has."""
    before_live = datetime(2024, 6, 29, tzinfo=UTC)
    send(contact("P1", on=AS_AT - 2 * DAY), now=before_live)
    send(contact("P2", on=AS_AT - DAY, version="N9") | {"recorded_at": "2024-06-29T10:00:00Z"})
    assert contacts_of("P1") == {}
    assert set(contacts_of("P2")) == {"C-P2-1", "P2-N9"}, "recorded in time, received late, and unknown to it"
    assert ReceivedEvent.objects.count() == 2


def test_an_extract_that_goes_live_later_covers_what_was_recorded_by_its_day(orders: None) -> None:
    send(contact("P1", on=AS_AT + DAY))
    send(contact("P1", on=AS_AT + 9 * DAY, version="M1", of="M"))
    extract = live_extract()
    extract.as_at, extract.live_at = AS_AT + 5 * DAY, NOW + DAY
    extract.save()
    person = live_person("P1", extract)
    assert [event.key for event in person.events] == ["P1-M1"]
    assert person.as_at == AS_AT + 9 * DAY


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE caseload_receivedevent SET key = 'x'",
        "DELETE FROM caseload_receivedevent",
        "TRUNCATE caseload_receivedevent",
    ],
)
def test_nobody_rewrites_what_was_received(orders: None, statement: str) -> None:
    send(contact("P1", on=AS_AT + DAY))
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(f"SET CONSTRAINTS ALL IMMEDIATE; {statement}")


# What a source may say of two contacts of one person: rows, corrections and withdrawals, at few instants so
# that some coincide.
@st.composite
def histories(draw: Callable[..., Any]) -> list[dict[str, Any]]:
    messages = []
    for number in range(draw(st.integers(1, 6))):
        day = AS_AT + draw(st.integers(1, 4)) * DAY
        version = draw(st.sampled_from(["N1", "N2", "M1"]))
        kind = draw(st.sampled_from(["row", "row", "correction", "withdrawal"]))
        sent = contact(
            "P1", on=day, version=version, of=version[0], outcome=None, event_id=f"H-{number}", kind=kind
        )
        if kind == "withdrawal":
            sent["row"] = {"contact_version_id": sent["row"]["contact_version_id"]}
        messages.append(sent)
    return messages


def arrive(messages: list[dict[str, Any]], *, known: bool) -> dict[str, list[dict[str, Any]]]:
    """Send one by one, sending again what was refused until nothing more is taken; what is known then."""
    waiting = list(messages)
    while waiting:
        left = [one for one in waiting if not _is_taken(one)]
        if len(left) == len(waiting):
            break
        waiting = left
    return person_events("P1") if known else {}


def _is_taken(sent: dict[str, Any]) -> bool:
    try:
        send(sent)
    except EventsRefused:
        return False
    return True


@given(histories(), st.data())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_events_end_in_one_state_in_whatever_order_they_arrive(
    orders: None, messages: list[dict[str, Any]], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(messages)) + data.draw(
        st.lists(st.sampled_from(messages), max_size=2)
    )
    assert _afterwards(messages) == _afterwards(shuffled)


def _afterwards(messages: list[dict[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    with transaction.atomic():
        found = arrive(messages, known=True)
        transaction.set_rollback(True)
    return found


@given(histories(), st.randoms())
def test_laying_over_depends_on_the_events_alone(messages: list[dict[str, Any]], random: Any) -> None:
    events: list[Event] = read_messages(messages, now=NOW)
    rows: dict[str, list[dict[str, Any]]] = {"contacts": [], "people": []}
    shuffled = list(events)
    random.shuffle(shuffled)
    assert laid_over(rows, events) == laid_over(rows, shuffled)
    assert rows == {"contacts": [], "people": []}, "the extract's rows stay as they are"
