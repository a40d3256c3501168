"""A case management system sends an event, and a head of unit sees that what was late is done."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from apps.organisation.models import User
from apps.organisation.tokens import make_api_token
from apps.performance.models import DueItem
from tests.factories.events import contact, message
from tests.journeys.conftest import SignIn


def _somebody() -> DueItem:
    """Something to be done for a person of a known practitioner who has no first appointment in the list."""
    first = DueItem.objects.filter(measure="SL004").values("person_id")
    found = DueItem.objects.filter(done_on=None).exclude(practitioner_code="").exclude(person_id__in=first)
    item = found.order_by("pk").first()
    assert item is not None, "the demonstration has nothing to do for anybody"
    return item


def _sentence(item: DueItem) -> dict[str, Any]:
    """A sentence of the days before the extract, recorded after it: a first appointment is to come."""
    row = {
        "sentence_id": f"{item.person_id}-J",
        "person_id": item.person_id,
        "sentence_type": "community_order",
        "sentenced_on": (item.as_at - timedelta(days=5)).isoformat(),
        "court_region_code": item.region,
        "offence_group": "theft",
    }
    return message("sentences", row, on=item.as_at + timedelta(days=1), person=item.person_id)


def _send(page: Page, sent: dict[str, Any]) -> Any:
    """Post as a program does: with a token and without the browser's session."""
    secret = make_api_token(User.objects.get(username="source"), by=None, now=timezone.now())
    return page.request.post("/api/v1/events/", data=sent, headers={"Authorization": f"Bearer {secret}"})


def test_an_event_turns_what_was_to_be_done_into_done_on_the_page(sign_in: SignIn) -> None:
    item = _somebody()
    page = sign_in("analyst")
    answer = _send(page, _sentence(item))
    assert answer.status == 201, answer.text()
    page.get_by_role("navigation", name="Service").get_by_role("link", name="Due list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Due list")
    page.goto(f"{reverse('performance:due')}?clock=SL004&practitioner={item.practitioner_code}")
    row = page.get_by_role("row").filter(has=page.get_by_role("link", name=item.person_id, exact=True))
    expect(row.first).to_be_visible()
    expect(row.filter(has_text="Done")).to_have_count(0)
    done_on = item.as_at + timedelta(days=1)
    answer = _send(page, contact(item.person_id, on=done_on, version="J", of="J"))
    assert answer.status == 201, answer.text()
    page.reload()
    expect(row.filter(has_text=f"Done {done_on.day} {done_on:%b %Y}")).to_have_count(1)
    row.get_by_role("link", name="Initial appointment").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Case {item.person_id}")
    expect(page.get_by_text("2 live events since")).to_be_visible()


def test_somebody_puts_the_list_into_their_calendar_and_ends_it(sign_in: SignIn) -> None:
    page = sign_in("director.h")
    page.goto(reverse("performance:due-subscriptions"))
    page.get_by_role("button", name="Make a link").click()
    address = page.locator("#calendar-address").inner_text()
    calendar = page.request.get(address)
    assert calendar.status == 200
    assert calendar.text().startswith("BEGIN:VCALENDAR")
    page.goto(reverse("performance:due-subscriptions"))
    page.get_by_role("button", name="End the link").click()
    expect(page.get_by_text("The calendar link has ended")).to_be_visible()
    assert page.request.get(address).status == 404
