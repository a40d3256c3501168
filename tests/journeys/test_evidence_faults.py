"""Evidence that is being written down, whatever happens to the connection, the browser or the sign-in."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from apps.assessments.actions import reassign
from apps.assessments.models import Assignment
from apps.organisation.demo_accounts import DEMO_PASSWORD
from apps.organisation.models import User
from tests.factories.audits import ORDER_ONLY, make_assignment
from tests.journeys.conftest import SignIn
from tests.journeys.inspection import faults_of

WORDS = "The team says:\nletters go out on Fridays"
BROUGHT_BACK = "brought back from this browser"


@pytest.fixture
def mark(site: str, django_db_blocker: object) -> Iterator[Assignment]:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield make_assignment(User.objects.get(username="auditor1"), facts=ORDER_ONLY)


def _write(page: Page, mark: Assignment) -> None:
    page.goto(f"/assessments/{mark.pk}/evidence/")
    page.get_by_role("radio", name="Staff interview").check()
    page.get_by_label("Question").select_option("E01")
    page.get_by_role("group", name="Date of the entry or the interview").get_by_label("Day").fill("3")
    page.get_by_label("What it shows").fill(WORDS)


def _keep(page: Page) -> None:
    page.get_by_role("button", name="Keep the evidence").click()


def _expect_brought_back(page: Page) -> None:
    expect(page.get_by_role("status")).to_contain_text(BROUGHT_BACK)
    expect(page.get_by_label("What it shows")).to_have_value(WORDS)
    expect(page.get_by_role("radio", name="Staff interview")).to_be_checked()
    expect(page.get_by_label("Question")).to_have_value("E01")
    expect(page.get_by_label("Day")).to_have_value("3")


def _kept_once(page: Page, mark: Assignment) -> None:
    """What the server has is offered no second time."""
    page.get_by_role("group", name="Date of the entry or the interview").get_by_label("Day").fill("")
    _keep(page)
    expect(page.get_by_role("alert")).to_contain_text("The evidence is kept")
    expect(page.get_by_label("What it shows")).to_have_value("")
    assert [(one.source, one.words.replace("\r", "")) for one in mark.evidence.all()] == [
        ("staff_interview", WORDS)
    ]
    assert faults_of(page) == []


def test_evidence_survives_a_lost_connection(sign_in: SignIn, mark: Assignment) -> None:
    page = sign_in("auditor1")
    _write(page, mark)
    page.context.set_offline(True)
    _keep(page)
    page.wait_for_url("chrome-error://**")
    page.context.set_offline(False)
    page.goto(f"/assessments/{mark.pk}/evidence/")
    _expect_brought_back(page)
    _kept_once(page, mark)


def test_evidence_survives_a_closed_browser(
    sign_in: SignIn, open_browser: Callable[..., BrowserContext], mark: Assignment
) -> None:
    page = sign_in("auditor1")
    _write(page, mark)
    kept_on_disk = page.context.storage_state()
    page.context.close()
    again = open_browser(storage_state=kept_on_disk).new_page()
    again.goto(f"/assessments/{mark.pk}/evidence/")
    _expect_brought_back(again)
    assert not mark.evidence.exists()


def test_evidence_survives_a_sign_in_that_expired(sign_in: SignIn, mark: Assignment) -> None:
    page = sign_in("auditor1")
    _write(page, mark)
    page.context.clear_cookies(name="sessionid")
    _keep(page)
    expect(page.get_by_role("main")).to_contain_text("letters go out on Fridays")
    with page.context.expect_page() as opened:
        page.get_by_role("button", name="Sign in (opens in a new tab)").click()
    page = opened.value
    page.get_by_label("Username").fill("auditor1")
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    _expect_brought_back(page)
    _kept_once(page, mark)


def test_evidence_whose_acknowledgement_got_lost_is_not_offered_again(
    sign_in: SignIn, mark: Assignment
) -> None:
    page = sign_in("auditor1")
    _write(page, mark)
    page.get_by_role("group", name="Date of the entry or the interview").get_by_label("Day").fill("")

    def lose(route) -> None:
        route.fetch(max_redirects=0)  # the server stores it, the browser never hears of it
        route.abort()

    page.route("**/evidence/", lose, times=1)
    _keep(page)
    page.wait_for_url("chrome-error://**")
    page.goto(f"/assessments/{mark.pk}/evidence/")
    expect(page.get_by_role("main")).to_contain_text("letters go out on Fridays")
    expect(page.get_by_label("What it shows")).to_have_value("")
    assert mark.evidence.count() == 1


def test_whoever_takes_the_case_over_in_the_same_browser_does_not_get_the_words(
    sign_in: SignIn, mark: Assignment, django_db_blocker: object
) -> None:
    page = sign_in("auditor1")
    _write(page, mark)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        lead, other = (User.objects.get(username=name) for name in ("lead", "auditor2"))
        reassign(mark, auditor=other, by=lead, reason="On leave")
    page.context.clear_cookies()
    page.goto(f"/sign-in/?next=/assessments/{mark.pk}/evidence/")
    page.get_by_label("Username").fill("auditor2")
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Evidence")
    expect(page.get_by_role("main")).to_contain_text("No evidence is written down")
    expect(page.get_by_label("What it shows")).to_have_value("")
