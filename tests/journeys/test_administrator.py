"""The administrator lets somebody in, who chooses a password and starts."""

from collections.abc import Callable

from playwright.sync_api import BrowserContext, expect

from tests.journeys.conftest import SignIn

CHOSEN = "a fresh long password"


def test_a_new_auditor_is_let_in_and_starts(
    sign_in: SignIn, open_browser: Callable[..., BrowserContext]
) -> None:
    page = sign_in("admin")
    page.get_by_role("link", name="Make an account").click()
    page.get_by_label("First name").fill("Anna")
    page.get_by_label("Last name").fill("Newcombe")
    page.get_by_label("Username").fill("anna.newcombe")
    page.get_by_role("button", name="Make the account").click()
    password = page.locator(".probity-code").inner_text()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Give a role").click()
    page.get_by_label("Auditor", exact=True).check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Region").select_option(label="Wales")
    page.get_by_role("button", name="Give the role").click()
    expect(page.get_by_role("alert")).to_contain_text("Anna Newcombe now holds the role Auditor.")

    hers = open_browser().new_page()
    hers.goto("/sign-in/")
    hers.get_by_label("Username").fill("anna.newcombe")
    hers.get_by_label("Password", exact=True).fill(password)
    hers.get_by_role("main").get_by_role("button", name="Sign in").click()
    expect(hers.get_by_role("heading", level=1)).to_have_text("Choose your own password")
    hers.get_by_label("Current password").fill(password)
    hers.get_by_label("New password", exact=True).fill(CHOSEN)
    hers.get_by_label("New password again").fill(CHOSEN)
    hers.get_by_role("button", name="Save the new password").click()
    expect(hers.get_by_role("heading", level=1)).to_have_text("My work")
    expect(hers.get_by_text("Auditor, Wales")).to_be_visible()

    page.goto("/system-log/?by=admin&verb=assign_role")
    expect(page.get_by_role("table")).to_contain_text("Assign role")
