"""Events over HTTP: what a source is told, and what its event changes of the due list."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apps.caseload.models import ReceivedEvent
from apps.organisation.access import Scope
from apps.organisation.models import RecordedAction, User
from apps.organisation.tokens import make_api_token, revoke_api_tokens
from apps.performance.due.building import build_due_list
from apps.performance.models import DueChange, DueItem
from apps.performance.queries import explained
from apps.performance.queries.due import DueFilter, due_day, due_items
from tests.factories.events import contact, message
from tests.factories.judged import AS_AT, Order, live_extract, put_orders

DAY = timedelta(days=1)
# Sentenced on a Monday, due the Monday after: the day after the as-at day, Sunday 30 June 2024.
OPEN = Order(person="P1", sentenced_on=date(2024, 6, 24), appointment_on=None)
MET = Order(person="P2", sentenced_on=date(2024, 6, 10), appointment_on=date(2024, 6, 12))
LATE = Order(person="P3", sentenced_on=date(2024, 6, 10), appointment_on=None)
URL = "/api/v1/events/"


@pytest.fixture
def listed(reference: None) -> None:
    """A live extract of three orders with its due list."""
    live_extract()
    put_orders([OPEN, MET, LATE])
    build_due_list(now=timezone.now())


@pytest.fixture
def source(listed: None, person_with: Callable[..., User]) -> Client:
    """A case management system with its token."""
    user = person_with("event_source")
    return Client(headers={"Authorization": f"Bearer {make_api_token(user, by=None, now=timezone.now())}"})


def post(client: Client, sent: Any) -> Any:
    return client.post(URL, sent, content_type="application/json")


def item(person: str, measure: str = "SL004") -> DueItem:
    return DueItem.objects.get(person_id=person, measure=measure)


def state(person: str, measure: str = "SL004") -> str:
    day = due_day()
    assert day is not None
    everything = due_items(Scope(all_regions=True), DueFilter(state=DueFilter.ANY), day)
    return str(everything.get(person_id=person, measure=measure).state)


def test_an_event_turns_what_was_due_into_done_and_says_so(source: Client) -> None:
    assert state("P1") == "this_week"
    answer = post(source, contact("P1", on=AS_AT + DAY))
    assert answer.status_code == 201
    told = answer.json()
    assert [(one["status"], one["covered"]) for one in told["events"]] == [("stored", False)]
    (person,) = told["people"]
    assert person["as_at"] == "2024-07-01"
    changed = {one["measure"]: (one["change"], one["verdict"]) for one in person["items"]}
    assert changed["SL004"] == ("changed", "numerator")
    assert (state("P1"), item("P1").done_on) == ("just_done", AS_AT + DAY)
    change = DueChange.objects.get(measure="SL004")
    assert (change.before_verdict, change.after_verdict) == ("pending", "numerator")
    assert RecordedAction.objects.get(verb="receive_events").after["events"] == change.event_ids


def test_done_before_the_due_day_is_done_though_it_counts_only_then(source: Client) -> None:
    """Common rule 4: what is not yet due is pending, even if already met."""
    put_orders([OPEN, MET, LATE, Order(person="P4", sentenced_on=date(2024, 6, 28), appointment_on=None)])
    build_due_list(now=timezone.now())
    post(source, contact("P4", on=AS_AT + DAY))
    assert (item("P4").verdict, item("P4").done_on, state("P4")) == ("pending", AS_AT + DAY, "just_done")


def test_what_is_due_on_the_day_of_an_event_is_not_late_yet(source: Client) -> None:
    """The day of an event has not ended, as the as-at day of an extract has."""
    recorded_at = "2024-07-01T12:00:00Z"
    note = contact("P1", on=AS_AT + 4 * DAY, version="X", of="X", outcome=None, recorded_at=recorded_at)
    note["row"]["recorded_at"] = "2024-07-01T12:00:00"
    assert post(source, note).status_code == 201
    assert (item("P1").due_on, item("P1").verdict, state("P1")) == (AS_AT + DAY, "pending", "this_week")
    found = explained("SL004", "S-P1")
    assert found is not None
    assert (found.explanation.verdict, found.events) == ("pending", 1)


def test_an_event_about_one_person_brings_nobody_else_to_its_day(source: Client) -> None:
    """P1 is due on 1 July: what was done of it since the extract ended is not known."""
    post(source, contact("P3", on=AS_AT + 9 * DAY))
    assert (item("P3").as_at, item("P1").as_at) == (AS_AT + 9 * DAY, AS_AT)
    assert (state("P3"), state("P1")) == ("just_done", "this_week")
    day = due_day()
    assert day is not None
    assert (day.day, day.events, day.people) == (AS_AT, 1, 1)


def test_each_row_says_to_which_day_its_case_is_known(source: Client, browse: Callable[..., Client]) -> None:
    recorded_at = "2024-07-10T12:00:00Z"
    note = contact("P1", on=AS_AT + 20 * DAY, version="X", of="X", outcome=None, recorded_at=recorded_at)
    note["row"]["recorded_at"] = "2024-07-10T12:00:00"
    assert post(source, note).status_code == 201
    page = browse("performance_analyst").get("/performance/due/?clock=SL004").content.decode()
    assert "As at 30 June 2024, to whose end every case is known" in page
    assert "1 live event about 1 person came since" in page
    assert ("9 days late" in page, "live event</span>" in page) == (True, True)
    assert ("13 days late" in page, ">30 Jun 2024</td>" in page) == (True, True)


def test_a_late_appointment_leaves_the_late_list(source: Client) -> None:
    assert state("P3") == "late"
    post(source, contact("P3", on=AS_AT + DAY))
    assert (item("P3").verdict, item("P3").done_on, state("P3")) == (
        "denominator_only",
        AS_AT + DAY,
        "just_done",
    )


def test_a_withdrawal_makes_it_due_again(source: Client) -> None:
    sent = contact("P1", on=AS_AT + DAY)
    post(source, sent)
    key = {"contact_version_id": sent["row"]["contact_version_id"]}
    post(source, message("contacts", key, on=AS_AT + DAY, person="P1", kind="withdrawal"))
    assert (item("P1").done_on, state("P1"), item("P1").revision) == (None, "this_week", 2)


def test_a_sentence_known_only_from_an_event_is_due_and_explained(source: Client) -> None:
    row = {
        "sentence_id": "S-NEW",
        "person_id": "P2",
        "sentence_type": "community_order",
        "sentenced_on": "2024-07-01",
        "court_region_code": "H",
        "offence_group": "theft",
    }
    assert post(source, message("sentences", row, on=AS_AT + DAY, person="P2")).status_code == 201
    assert DueItem.objects.get(occurrence_id="S-NEW", measure="SL004").due_on == date(2024, 7, 8)
    assert explained("SL004", "S-NEW") is not None
    assert explained("CLOCK_ALLOCATION", "S-NEW") is not None


def test_the_same_event_again_is_200_and_with_other_content_409(source: Client) -> None:
    sent = contact("P1", on=AS_AT + DAY)
    post(source, sent)
    again = post(source, sent)
    assert (again.status_code, again.json()["events"][0]["status"]) == (200, "repeated")
    other = post(source, sent | {"recorded_at": "2024-07-01T11:00:00Z"})
    assert (other.status_code, other["Content-Type"]) == (409, "application/problem+json")
    assert other.json()["errors"][0]["place"] == "/0/event_id"
    assert (ReceivedEvent.objects.count(), DueChange.objects.filter(measure="SL004").count()) == (1, 1)


def test_a_list_is_taken_whole_or_not_at_all(source: Client) -> None:
    good, bad = contact("P1", on=AS_AT + DAY), contact("nobody", on=AS_AT + DAY)
    refused = post(source, [good, bad])
    assert (refused.status_code, refused["Content-Type"]) == (422, "application/problem+json")
    told = refused.json()
    assert (told["status"], told["type"]) == (422, "about:blank")
    assert [(one["place"], one["found"], one["code"]) for one in told["errors"]] == [
        ("/1/person_id", "nobody", "unknown_person")
    ]
    assert (ReceivedEvent.objects.count(), state("P1")) == (0, "this_week")
    taken = post(source, [good, contact("P3", on=AS_AT + DAY)])
    assert [one["person_id"] for one in taken.json()["people"]] == ["P1", "P3"]


def test_a_correction_may_come_in_one_list_before_what_it_corrects(source: Client) -> None:
    first = contact("P1", on=AS_AT + DAY)
    second = contact("P1", on=AS_AT + DAY, kind="correction", recorded_at="2024-07-01T15:00:00Z")
    assert post(source, [second, first]).status_code == 201


@pytest.mark.parametrize(
    ("body", "status"),
    [("{", 400), ("[" * 100_000, 400), ("[]", 422), ("7", 422), ("[" + "{}," * 500 + "{}]", 413)],
)
def test_what_is_no_list_of_events_is_told_so(source: Client, body: str, status: int) -> None:
    answer = post(source, body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")


def test_another_form_than_json_is_told_so(source: Client) -> None:
    answer = source.post(URL, {"event_id": "E"})
    assert (answer.status_code, answer.json()["title"]) == (415, "Unsupported Media Type")


def test_another_method_than_post_is_told_so(source: Client) -> None:
    answer = source.put(URL)
    assert (answer.status_code, answer.json()["title"]) == (405, "Method Not Allowed")


def test_a_body_without_a_length_is_told_so(source: Client) -> None:
    answer = source.generic("POST", URL, "", content_type="application/json")
    assert (answer.status_code, answer.json()["title"]) == (400, "There is no body")


def test_a_token_opens_the_events_and_nothing_else(source: Client) -> None:
    assert source.get("/performance/due/").status_code == 302
    assert source.get("/api/v1/performance/runs/").status_code == 401


def test_a_revoked_token_a_wrong_one_and_none_are_401(
    listed: None, person_with: Callable[..., User], browse: Callable[..., Client]
) -> None:
    user = person_with("event_source")
    secret = make_api_token(user, by=None, now=timezone.now())
    revoke_api_tokens(user, by=None, now=timezone.now())
    for headers in ({"Authorization": f"Bearer {secret}"}, {"Authorization": "Bearer é"}, {}):
        answer = post(Client(headers=headers), contact("P1", on=AS_AT + DAY))
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, "Bearer")
    other = post(browse("performance_analyst"), contact("P1", on=AS_AT + DAY))
    assert (other.status_code, other["Content-Type"]) == (403, "application/problem+json")


def test_without_a_live_extract_nobody_is_known(reference: None, person_with: Callable[..., User]) -> None:
    secret = make_api_token(person_with("event_source"), by=None, now=timezone.now())
    client = Client(headers={"Authorization": f"Bearer {secret}"})
    assert post(client, contact("P1", on=AS_AT + DAY)).status_code == 409


def test_the_api_describes_itself(browse: Callable[..., Client]) -> None:
    described = browse("performance_analyst").get("/api/v1/schema/", headers={"Accept": "application/json"})
    text = b"".join(described.streaming_content) if described.streaming else described.content
    assert b"/api/v1/events/" in text
    assert b"application/problem+json" in text


COMPARED = ("measure", "occurrence_id", "due_on", "verdict", "reason", "done_on", "as_at")
# Appointments of P1 arranged, attended, corrected, withdrawn on the four days after the as-at day.
STEPS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.sampled_from(["A", "B"]),
        st.sampled_from(["row", "row", "correction", "withdrawal"]),
        st.sampled_from([None, "attended", "absent_unacceptable"]),
    ),
    min_size=1,
    max_size=5,
)


@given(STEPS, st.randoms(use_true_random=False))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_the_due_list_ends_the_same_in_whatever_order_events_arrive(
    source: Client, steps: list[tuple[int, str, str, str | None]], random: Any
) -> None:
    sent = [_step(number, *step) for number, step in enumerate(steps)]
    shuffled = list(sent)
    random.shuffle(shuffled)
    assert _list_after(source, sent) == _list_after(source, shuffled)


def _step(number: int, day: int, version: str, kind: str, outcome: str | None) -> dict[str, Any]:
    on, event_id = AS_AT + day * DAY, f"S-{number}"
    made = contact("P1", on=on, version=version, of=version, outcome=outcome, event_id=event_id, kind=kind)
    if kind == "withdrawal":
        made["row"] = {"contact_version_id": made["row"]["contact_version_id"]}
    return made


def _list_after(client: Client, sent: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """P1's items once everything that can be taken was; then all of it is undone."""
    waiting, before = list(sent), None
    with transaction.atomic():
        while waiting and waiting != before:
            before = waiting
            waiting = [one for one in waiting if post(client, one).status_code == 422]
        found = list(DueItem.objects.filter(person_id="P1").order_by("measure").values(*COMPARED))
        transaction.set_rollback(True)
    return found
