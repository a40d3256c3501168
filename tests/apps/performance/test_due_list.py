"""The due list: built over an extract as one person is judged, shown as far as a role reaches."""

import csv
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from apps.caseload.queries import live_extract, live_person
from apps.performance.due.building import build_due_list, is_stale
from apps.performance.due.posting import post_events
from apps.performance.due.rejudging import TOLD, holder, judged_items
from apps.performance.models import DueChange, DueItem, DueListBuild
from apps.performance.tasks import keep_due_list
from tests.factories.events import contact
from tests.factories.judged import AS_AT, Order, put_orders
from tests.factories.judged import live_extract as make_live_extract

DAY = timedelta(days=1)
ORDERS = (
    Order(person="P1", sentenced_on=date(2024, 6, 24), appointment_on=None),
    Order(person="P2", sentenced_on=date(2024, 6, 20), appointment_on=date(2024, 6, 27)),
    Order(person="P3", sentenced_on=date(2024, 6, 10), appointment_on=None, practitioner="H103-P02"),
    Order(person="P4", sentenced_on=date(2024, 6, 10), appointment_on=date(2024, 6, 28), practitioner=None),
    Order(
        person="P5", sentenced_on=date(2024, 6, 11), appointment_on=None, unit="A25", practitioner="A25-P01"
    ),
    Order(person="=P6", sentenced_on=date(2024, 6, 12), appointment_on=None, unit="H104"),
    Order(person="P7", sentenced_on=date(2023, 6, 12), appointment_on=None),
)


@pytest.fixture
def listed(reference: None) -> None:
    make_live_extract()
    put_orders(ORDERS)
    build_due_list(now=timezone.now())


def rows(queryset: object) -> dict[tuple[str, str], tuple[object, ...]]:
    return {(one.person_id, one.measure): tuple(getattr(one, name) for name in TOLD) for one in queryset}


def test_the_set_sql_and_the_live_engine_list_the_same(listed: None) -> None:
    extract = live_extract()
    one_by_one = [
        item
        for order in ORDERS
        for item in judged_items(live_person(order.person, extract), extract=extract, now=timezone.now())
    ]
    assert rows(DueItem.objects.all()) == rows(one_by_one)
    assert ("P7", "SL004") not in rows(one_by_one), "due a year ago"


def test_an_item_that_stays_keeps_its_revision_and_a_changed_one_its_history(listed: None) -> None:
    put_orders(
        [ORDERS[1], Order(person="P3", sentenced_on=date(2024, 6, 10), appointment_on=date(2024, 6, 14))]
    )
    build_due_list(now=timezone.now())
    found = {one.person_id: one for one in DueItem.objects.filter(measure="SL004")}
    assert {person: one.revision for person, one in found.items()} == {"P2": 0, "P3": 1}
    change = DueChange.objects.get(person_id="P3", measure="SL004")
    assert (change.before_verdict, change.after_verdict) == ("denominator_only", "numerator")


def test_events_stay_in_a_list_that_is_built_anew(listed: None) -> None:
    post_events([contact("P1", on=AS_AT + DAY)], by=None, now=timezone.now())
    build_due_list(now=timezone.now())
    assert DueItem.objects.get(person_id="P1", measure="SL004").done_on == AS_AT + DAY


def test_a_list_follows_the_extract_that_went_live(listed: None) -> None:
    assert not is_stale()
    keep_due_list()
    assert DueListBuild.objects.count() == 1, "nothing to do"
    extract = live_extract()
    extract.live_at = timezone.now()
    extract.save()
    assert is_stale()
    keep_due_list()
    assert (DueListBuild.objects.count(), is_stale()) == (2, False)


def test_the_holder_is_who_holds_it_now() -> None:
    def period(
        key: str, unit: str, code: str | None, start: int, end: int | None = None
    ) -> dict[str, object]:
        last = date(2024, 1, end) if end else None
        return {
            "period_id": key,
            "unit_code": unit,
            "practitioner_code": code,
            "start_on": date(2024, 1, start),
            "end_on": last,
        }

    def held(*periods: dict[str, object], as_at: int = 20) -> str:
        days = {"trigger_on": date(2024, 1, 5), "due_on": date(2024, 1, 12), "as_at": date(2024, 1, as_at)}
        return holder(periods, unit="H103", **days)

    assert held() == ""
    assert held(period("1", "H103", "a", 1, 10), period("2", "H103", "b", 10)) == "b"
    assert held(period("1", "H103", "a", 1), period("2", "H104", "b", 10)) == "a", "the judged unit's first"
    assert held(period("1", "H103", "a", 1, 10), period("2", "H103", "b", 8, 12)) == "a", (
        "nobody now: the first"
    )
    assert held(period("1", "H103", None, 1)) == ""
    assert held(period("1", "H103", "a", 1, 2)) == "", "before the trigger"


def test_a_head_of_unit_reads_late_by_practitioner_this_week_by_day_and_just_done(
    listed: None, browse: Callable[..., Client]
) -> None:
    page = browse("head_of_delivery_unit", unit="H103").get("/performance/due/?clock=SL004").content.decode()
    assert "As at 30 June 2024" in page
    assert "Monday 1 July 2024" in page
    assert "13 days late" in page
    assert "Done 28 Jun 2024, 11 days late" in page
    assert "H103-P02" in page
    assert "Nobody recorded" in page
    assert "P5" not in page
    assert "/performance/explain/SL004/S-P3/" in page
    assert reverse("caseload:case", args=["P3"]) in page


def test_a_practitioner_reads_their_own(listed: None, browse: Callable[..., Client]) -> None:
    client = browse("practitioner", staff_code="H103-P01")
    page = client.get("/performance/due/").content.decode()
    assert "P1" in page
    assert reverse("caseload:case", args=["P3"]) not in page
    assert "Nobody recorded" not in page, "there is nobody to choose between"
    clock = DueItem.objects.filter(measure__startswith="CLOCK_", practitioner_code="H103-P01").first()
    assert clock is not None
    why = client.get(reverse("performance:explain", args=[clock.measure, clock.occurrence_id]))
    assert "CLOCK" not in why.content.decode(), "a clock has a name and no number"
    home = client.get("/").content.decode()
    assert "Due list as at 30 June 2024" in home
    assert "/performance/explain/SL004/S-P1/" in home


@pytest.mark.parametrize(
    ("query", "people"),
    [
        ("state=late&clock=SL004", {"P3", "P5", "=P6"}),
        ("state=this_week&clock=SL004", {"P1"}),
        ("clock=SL004&place=unit-H104", {"=P6"}),
        ("clock=SL004&place=region-A", {"P5"}),
        ("clock=SL004&practitioner=H103-P02", {"P3"}),
        ("clock=SL004&practitioner=-", {"P4"}),
        ("clock=SL004&practitioner=nobody-there", set()),
        ("clock=SL005", set()),
        ("clock=SL004&place=unit-H999&state=tomorrow", {"P1", "P2", "P3", "P4", "P5", "=P6"}),
    ],
)
def test_the_address_narrows_the_list(
    listed: None, browse: Callable[..., Client], query: str, people: set[str]
) -> None:
    client = browse("performance_analyst")
    text = b"".join(client.get(f"/performance/due/due.csv?{query}").streaming_content).decode()
    found = {row["person_id"].removeprefix("'") for row in csv.DictReader(text.splitlines())}
    assert found == people
    page = client.get(f"/performance/due/?{query}")
    assert page.status_code == 200
    assert ("fits this filter" in page.content.decode()) == (not people)


def test_a_case_that_looks_like_a_formula_is_harmless_in_the_file(
    listed: None, browse: Callable[..., Client]
) -> None:
    answer = browse("performance_analyst").get("/performance/due/due.csv?clock=SL004&place=unit-H104")
    assert ",'=P6," in b"".join(answer.streaming_content).decode()


def test_without_an_extract_or_before_the_list_is_built_the_page_says_so(
    reference: None, browse: Callable[..., Client]
) -> None:
    client = browse("performance_analyst")
    assert "no extract is live" in client.get("/performance/due/").content.decode()
    assert client.get("/performance/due/due.csv").status_code == 404
    with pytest.raises(CommandError, match="No extract is live"):
        call_command("build_due_list")
    make_live_extract()
    assert "is being built" in client.get("/performance/due/").content.decode()
    assert "has not been built yet" in client.get("/").content.decode()


@pytest.mark.parametrize("statement", ["UPDATE {0} SET measure = ''", "DELETE FROM {0}", "TRUNCATE {0}"])
def test_nobody_rewrites_the_history(listed: None, statement: str) -> None:
    post_events([contact("P1", on=AS_AT + DAY)], by=None, now=timezone.now())
    text = statement.format("performance_duechange")
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        connection.cursor().execute(f"SET CONSTRAINTS ALL IMMEDIATE; {text}")
