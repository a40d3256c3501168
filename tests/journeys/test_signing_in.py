"""Signing in by keyboard alone, and with mistakes."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, Page, expect

from apps.organisation.demo_accounts import DEMO_PASSWORD
from tests.journeys.conftest import SignIn


def test_a_person_signs_in_reads_and_signs_out_with_the_keyboard_alone(
    open_browser: Callable[..., BrowserContext],
) -> None:
    page = open_browser().new_page()
    page.goto("/sign-in/")
    # The cursor stands in the first box when the page opens.
    expect(page.get_by_label("Username")).to_be_focused()
    page.keyboard.type("admin")
    page.keyboard.press("Tab")
    page.keyboard.type(DEMO_PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to main content")).to_be_focused()
    _press_until(page, "Users")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Users")
    _press_until(page, "Sign out")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sign in")


def _press_until(page: Page, name: str, *, most: int = 20) -> None:
    """Press Tab until the link or button of that name has the focus, and can be seen to have it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        focused = page.locator(":focus")
        if focused.count() and focused.inner_text().strip() == name:
            return
    raise AssertionError(f"{name} is not reached within {most} presses of Tab")


def test_a_mistake_is_summed_up_and_leads_to_its_box(open_browser: Callable[..., BrowserContext]) -> None:
    page = open_browser().new_page()
    page.goto("/sign-in/")
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text("There is a problem")
    summary.get_by_role("link", name="Enter your password.").click()
    expect(page.get_by_label("Password", exact=True)).to_be_focused()


def test_the_page_that_was_asked_for_opens_after_signing_in(
    open_browser: Callable[..., BrowserContext],
) -> None:
    page = open_browser().new_page()
    page.goto("/regions/H/")
    page.get_by_label("Username").fill("analyst")
    page.get_by_label("Password", exact=True).fill(DEMO_PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Wales")


def test_every_page_says_that_the_data_is_a_demonstration(sign_in: SignIn) -> None:
    page = sign_in("analyst")
    for path in ("/", "/regions/", "/performance/"):
        page.goto(path)
        expect(page.get_by_role("region", name="Demo data")).to_be_visible()
