"""An auditor scores a case, whatever happens to the connection, the browser or the sign-in."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from apps.assessments.actions import reassign
from apps.assessments.models import Answer, Assignment
from apps.organisation.demo_accounts import DEMO_PASSWORD
from apps.organisation.models import User
from tests.factories.audits import ORDER_ONLY, make_assignment
from tests.journeys.conftest import SignIn
from tests.journeys.inspection import faults_of

FIRST = "preparing"


@pytest.fixture
def mark(site: str, django_db_blocker: object) -> Iterator[Assignment]:
    """A fresh case of the demonstration's first auditor: E01 to E06 and E09 apply."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield make_assignment(User.objects.get(username="auditor1"), facts=ORDER_ONLY)


@pytest.fixture
def stored(mark: Assignment) -> Callable[[str], tuple[str, str]]:
    """`stored("E01")`: the answer and note that the server holds."""

    def look(question: str) -> tuple[str, str]:
        row = Answer.objects.filter(assignment=mark, question=question).first()
        return (row.answer, row.note) if row else ("", "")

    return look


@pytest.fixture
def stored_dates(mark: Assignment) -> Callable[[str], dict[str, object]]:
    """`stored_dates("E05")`: the pairs of dates that the server holds, by limit."""

    def look(question: str) -> dict[str, object]:
        row = Answer.objects.filter(assignment=mark, question=question).first()
        return dict(row.dates) if row else {}

    return look


def _open(page: Page, mark: Assignment, section: str) -> None:
    page.goto(f"/assessments/{mark.pk}/sections/{section}/")


def _choose(page: Page, question: str, label: str) -> None:
    page.locator(f"#q-{question}").get_by_role("radio", name=label, exact=True).check()


def _status(page: Page, question: str):
    return page.locator(f"#q-{question} [data-status]")


def test_a_case_from_the_home_page_to_its_score_by_keyboard(
    sign_in: SignIn, mark: Assignment, stored
) -> None:
    page = sign_in("auditor1")
    expect(page.get_by_role("heading", name="Cases to score")).to_be_visible()
    page.goto(f"/assessments/{mark.pk}/")
    page.get_by_role("link", name="Check the case facts").click()
    page.get_by_role("button", name="Facts are right, continue").click()
    page.get_by_role("link", name="Making compliance possible").click()
    page.locator("#q-E01 input[type=radio]").first.focus()
    page.keyboard.press("1")
    page.locator("#q-E02 input[type=radio]").first.focus()
    page.keyboard.press("2")
    page.locator("#q-E03 input[type=radio]").first.focus()
    page.keyboard.press("1")
    page.keyboard.press("ArrowDown")  # from met to partly met
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recording and judging absences")
    assert [stored(q)[0] for q in ("E01", "E02", "E03")] == ["met", "partly_met", "partly_met"]

    _choose(page, "E04", "Yes")
    page.get_by_label("Failed contact").fill("2026-04-02")
    page.get_by_label("First attempt to find the reason").fill("2026-04-08")
    expect(_status(page, "E05")).to_contain_text("in time until Tuesday 7 April 2026")
    expect(_status(page, "E05")).to_contain_text("Good Friday 3 April")
    expect(page.locator("#q-E05").get_by_role("radio", name="Done late")).to_be_checked()
    _choose(page, "E06", "Not met")
    expect(_status(page, "E06")).to_contain_text("Describe the evidence")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("alert")).to_contain_text("E06: Describe the evidence")
    assert faults_of(page) == []
    page.locator("#E06-note").fill("Two absences were accepted without a reason")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Warnings")  # nothing of section 3 applies

    page.get_by_role("link", name="Back to the tasks").click()
    page.get_by_role("button", name="Check and submit").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Not ready to submit")
    page.get_by_role("link", name="E09").click()
    _choose(page, "E09", "On time")
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_role("button", name="Submit the case").click()
    # 2 + 1 + 1 + 2 + 1 + 0 + 2 points of 15
    expect(page.locator(".probity-figure")).to_have_text("60.0%")
    expect(page.get_by_role("main")).to_contain_text("9 points of 15 weight")
    expect(page.get_by_role("main")).to_contain_text("Critical questions failed: E06")
    assert faults_of(page) == []


def test_an_answer_given_while_the_connection_is_lost_is_saved_when_it_is_back(
    sign_in: SignIn, mark: Assignment, stored
) -> None:
    page = sign_in("auditor1")
    _open(page, mark, FIRST)
    page.context.set_offline(True)
    _choose(page, "E01", "Partly met")
    page.locator("#E01-note").fill("Seen in the contact log")
    expect(_status(page, "E01")).to_contain_text("Not saved yet, retrying")
    expect(page.locator("[data-save-bar]")).to_contain_text("1 not saved yet")
    assert stored("E01") == ("", "")
    page.context.set_offline(False)
    expect(_status(page, "E01")).to_contain_text("Saved", timeout=15_000)
    assert stored("E01") == ("partly_met", "Seen in the contact log")
    assert page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('probity:'))") == []


def test_save_and_continue_waits_for_the_connection(sign_in: SignIn, mark: Assignment, stored) -> None:
    page = sign_in("auditor1")
    _open(page, mark, FIRST)
    page.context.set_offline(True)
    _choose(page, "E01", "Met")
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Making compliance possible")
    page.context.set_offline(False)
    expect(page.get_by_role("heading", level=1)).to_have_text(
        "Recording and judging absences", timeout=15_000
    )
    assert stored("E01")[0] == "met"


def test_an_answer_survives_a_closed_page(sign_in: SignIn, mark: Assignment, stored) -> None:
    page = sign_in("auditor1")
    _open(page, mark, FIRST)
    page.context.set_offline(True)
    _choose(page, "E02", "Not met")
    page.locator("#E02-note").fill("No bus before ten")
    expect(_status(page, "E02")).to_contain_text("Not saved yet")
    page.close(run_before_unload=False)
    context = page.context
    context.set_offline(False)
    again = context.new_page()
    _open(again, mark, FIRST)
    expect(_status(again, "E02")).to_contain_text("Saved")
    expect(again.locator("#E02-note")).to_have_value("No bus before ten")
    assert stored("E02") == ("not_met", "No bus before ten")


def test_a_reply_that_got_lost_is_no_conflict_with_oneself(sign_in: SignIn, mark: Assignment, stored) -> None:
    page = sign_in("auditor1")
    _open(page, mark, FIRST)
    lost: list[str] = []

    def lose_first(route) -> None:
        if lost:
            route.continue_()
            return
        route.fetch()  # the server stores it, the browser never hears of it
        lost.append("reply")
        route.abort()

    page.route("**/answers/E01/", lose_first)
    _choose(page, "E01", "Met")
    expect(_status(page, "E01")).to_contain_text("retrying")
    _choose(page, "E01", "Partly met")
    expect(_status(page, "E01")).to_contain_text("Saved", timeout=15_000)
    assert stored("E01")[0] == "partly_met"


def test_two_tabs_see_each_other_s_answers_before_one_is_kept(
    sign_in: SignIn, mark: Assignment, stored
) -> None:
    page = sign_in("auditor1")
    other = page.context.new_page()
    _open(page, mark, FIRST)
    _open(other, mark, FIRST)
    _choose(page, "E01", "Met")
    expect(_status(page, "E01")).to_contain_text("Saved")
    _choose(other, "E01", "Not met")
    conflict = _status(other, "E01")
    expect(conflict).to_contain_text("changed by Mari Rowlands")
    expect(conflict).to_contain_text("Yours")
    expect(conflict).to_contain_text("Not met")
    assert stored("E01")[0] == "met"
    other.locator("#E01-note").fill("Typed while undecided")
    expect(other.locator("[data-save-bar]")).to_contain_text("1 not saved: see the message")
    conflict.get_by_role("button", name="Keep mine").click()
    expect(conflict).to_contain_text("Saved")
    assert stored("E01") == ("not_met", "Typed while undecided")


def test_the_stored_answer_can_be_taken_instead(sign_in: SignIn, mark: Assignment, stored) -> None:
    page = sign_in("auditor1")
    other = page.context.new_page()
    _open(page, mark, FIRST)
    _open(other, mark, FIRST)
    _choose(page, "E01", "Met")
    expect(_status(page, "E01")).to_contain_text("Saved")
    _choose(other, "E01", "Not met")
    _status(other, "E01").get_by_role("button", name="Take the stored one").click()
    expect(other.locator("#q-E01").get_by_role("radio", name="Met", exact=True)).to_be_checked()
    assert stored("E01")[0] == "met"


def test_an_expired_sign_in_loses_no_answer(sign_in: SignIn, mark: Assignment, stored) -> None:
    page = sign_in("auditor1")
    _open(page, mark, FIRST)
    page.context.clear_cookies()
    _choose(page, "E01", "Met")
    expect(_status(page, "E01")).to_contain_text("you are signed out")
    with page.expect_popup() as opened:
        _status(page, "E01").get_by_role("link", name="Sign in again").click()
    tab = opened.value
    tab.get_by_label("Username").fill("auditor1")
    tab.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    tab.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(_status(page, "E01")).to_contain_text("Saved", timeout=40_000)
    assert stored("E01")[0] == "met"


def test_dates_given_while_the_connection_is_lost_are_judged_when_it_is_back(
    sign_in: SignIn, mark: Assignment, stored_dates
) -> None:
    page = sign_in("auditor1")
    _open(page, mark, "absences")
    page.context.set_offline(True)
    page.get_by_label("Failed contact").fill("2026-04-02")
    page.get_by_label("First attempt to find the reason").fill("2026-04-08")
    page.locator("#E05-note").fill("The letter went out after Easter")
    expect(_status(page, "E05")).to_contain_text("Not saved yet, retrying")
    assert stored_dates("E05") == {}
    page.context.set_offline(False)
    expect(_status(page, "E05")).to_contain_text("in time until Tuesday 7 April 2026", timeout=15_000)
    expect(page.locator("#q-E05").get_by_role("radio", name="Done late")).to_be_checked()
    assert stored_dates("E05") == {"follow_up": {"starts": "2026-04-02", "ends": "2026-04-08"}}


def test_dates_and_a_note_survive_a_closed_browser(
    sign_in: SignIn, open_browser: Callable[..., BrowserContext], mark: Assignment, stored, stored_dates
) -> None:
    page = sign_in("auditor1")
    _open(page, mark, "absences")
    page.context.set_offline(True)
    page.get_by_label("Failed contact").fill("2026-04-02")
    page.get_by_label("Never done").check()
    page.locator("#E05-note").fill("Nobody asked")
    expect(_status(page, "E05")).to_contain_text("Not saved yet")
    kept_on_disk = page.context.storage_state()
    page.context.close()
    again = open_browser(storage_state=kept_on_disk).new_page()
    _open(again, mark, "absences")
    expect(_status(again, "E05")).to_contain_text("The dates say: Not done")
    expect(again.locator("#E05-note")).to_have_value("Nobody asked")
    assert stored("E05") == ("not_done", "Nobody asked")
    assert stored_dates("E05") == {"follow_up": {"starts": "2026-04-02", "never_done": True}}


def test_what_was_acknowledged_is_stored_and_the_rest_is_in_the_form(
    sign_in: SignIn, mark: Assignment, stored
) -> None:
    page = sign_in("auditor1")
    _open(page, mark, FIRST)
    page.route("**/answers/E02/", lambda route: route.fulfill(status=503))
    for question in ("E01", "E02", "E03"):
        _choose(page, question, "Met")
    for question in ("E01", "E03"):
        expect(_status(page, question)).to_contain_text("Saved")
        assert stored(question)[0] == "met"
    expect(_status(page, "E02")).to_contain_text("the server could not answer")
    expect(page.locator("[data-save-bar]")).to_contain_text("1 not saved yet, retrying")
    assert stored("E02") == ("", "")
    page.unroute("**/answers/E02/")
    expect(_status(page, "E02")).to_contain_text("Saved", timeout=15_000)
    assert stored("E02")[0] == "met"


def test_two_people_on_one_case_lose_nothing(
    sign_in: SignIn, mark: Assignment, stored, django_db_blocker: object
) -> None:
    page = sign_in("auditor1")
    _open(page, mark, FIRST)
    _choose(page, "E01", "Met")
    expect(_status(page, "E01")).to_contain_text("Saved")
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        lead, other = (User.objects.get(username=name) for name in ("lead", "auditor2"))
        reassign(mark, auditor=other, by=lead, reason="On leave")
    _choose(page, "E02", "Not met")
    page.locator("#E02-note").fill("No bus before ten")
    expect(_status(page, "E02")).to_contain_text("not assigned to the person who is signed in")
    second = sign_in("auditor2")
    _open(second, mark, FIRST)
    expect(second.locator("#q-E01").get_by_role("radio", name="Met", exact=True)).to_be_checked()
    _choose(second, "E02", "Met")
    expect(_status(second, "E02")).to_contain_text("Saved")
    assert [stored("E01")[0], stored("E02")] == ["met", ("met", "")]
    expect(page.locator("#q-E02").get_by_role("radio", name="Not met")).to_be_checked()
    expect(page.locator("#E02-note")).to_have_value("No bus before ten")


def test_two_tabs_see_each_other_s_dates(sign_in: SignIn, mark: Assignment, stored_dates) -> None:
    page = sign_in("auditor1")
    other = page.context.new_page()
    _open(page, mark, "absences")
    page.get_by_label("Failed contact").fill("2026-04-02")
    expect(_status(page, "E05")).to_contain_text("Saved")
    _open(other, mark, "absences")
    page.get_by_label("First attempt to find the reason").fill("2026-04-07")
    expect(_status(page, "E05")).to_contain_text("The dates say: On time")
    other.get_by_label("First attempt to find the reason").fill("2026-04-02")
    conflict = _status(other, "E05")
    expect(conflict).to_contain_text("First attempt to find the reason: Thursday 2 April 2026")
    expect(conflict).to_contain_text("First attempt to find the reason: Tuesday 7 April 2026")
    conflict.get_by_role("button", name="Keep mine").click()
    expect(conflict).to_contain_text("Saved")
    assert stored_dates("E05")["follow_up"]["ends"] == "2026-04-02"


def test_somebody_else_who_signs_in_does_not_get_the_answer(
    sign_in: SignIn, mark: Assignment, stored
) -> None:
    page = sign_in("auditor2")
    assert page.goto(f"/assessments/{mark.pk}/").status == 404
    assert page.goto(f"/assessments/{mark.pk}/sections/{FIRST}/").status == 404


def test_everything_works_without_javascript(sign_in: SignIn, mark: Assignment, stored) -> None:
    page = sign_in("auditor1", java_script_enabled=False)
    page.goto(f"/assessments/{mark.pk}/facts/")
    page.get_by_role("button", name="Facts are right, continue").click()
    _open(page, mark, FIRST)
    for question in ("E01", "E02", "E03"):
        page.locator(f"#{question}-answer-1").check()
    page.get_by_role("button", name="Save and continue").click()
    page.locator("#E04-answer-1").check()
    page.locator("#E05-follow_up-starts").fill("2026-04-02")
    page.locator("#E05-follow_up-ends").fill("2026-04-07")
    page.locator("#E06-answer-3").check()
    page.get_by_role("button", name="Save and continue").click()
    expect(page.get_by_role("heading", name="There is a problem")).to_be_visible()
    assert stored("E05")[0] == "on_time"
    page.locator("#E06-note").fill("No reason on record")
    page.get_by_role("button", name="Save and continue").click()
    page.locator("#E09-answer-1").check()
    page.get_by_role("button", name="Save and continue").click()
    page.get_by_role("button", name="Check and submit").click()
    page.get_by_role("button", name="Submit the case").click()
    expect(page.locator(".probity-figure")).to_have_text("80.0%")  # 12 of 15


def test_a_conflict_without_javascript_shows_both_answers(sign_in: SignIn, mark: Assignment, stored) -> None:
    page = sign_in("auditor1", java_script_enabled=False)
    other = page.context.new_page()
    _open(page, mark, FIRST)
    _open(other, mark, FIRST)
    page.locator("#E01-answer-1").check()
    page.get_by_role("button", name="Save and continue").click()
    other.locator("#E01-answer-2").check()
    other.get_by_role("button", name="Save and continue").click()
    expect(other.locator("#q-E01 [data-conflict]")).to_contain_text("Met")
    expect(other.locator("#E01-answer-2")).to_be_checked()
    other.get_by_role("button", name="Save and continue").click()
    assert stored("E01")[0] == "partly_met"


def test_why_a_question_is_hidden_is_told(sign_in: SignIn, mark: Assignment) -> None:
    page = sign_in("auditor1")
    _open(page, mark, "recall")
    page.get_by_text("4 questions of this section are not asked: why?").click()
    expect(page.get_by_role("main")).to_contain_text(
        "Asked when the person was recalled. Was the person recalled in the window? No."
    )
    assert faults_of(page) == []
