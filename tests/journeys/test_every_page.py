"""Every kind of page that a role can reach, in both widths, with the checks that hold for all."""

import pytest
from playwright.sync_api import Page

from apps.organisation.demo_accounts import DEMO_ACCOUNTS
from tests.journeys.conftest import SignIn
from tests.journeys.inspection import faults_of, pages_within

# One account of each role.
ROLES = {account.role: account.username for account in reversed(DEMO_ACCOUNTS)}
# Lists whose filter, a form, hides what leads on.
FILTERED = {"auditor": ("/assessments/?state=submitted",)}
# Sections that another role opened without JavaScript; what each role finds in them is looked at with it.
_opened: set[str] = set()


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_page_that_a_role_reaches_is_accessible_and_fits_a_phone(role: str, arrive: SignIn) -> None:
    page = arrive(ROLES[role])
    starts = (*FILTERED.get(role, ()), "/")
    checked = {path: faults_of(page) for path in pages_within(page, starts=starts)}
    assert len(checked) > 3, f"only {sorted(checked)} could be reached"
    faults = [f"{path}: {fault}" for path, found in checked.items() for fault in found]
    assert not faults, "\n".join(faults)


def test_the_pages_before_signing_in_are_accessible(open_browser: object) -> None:
    page: Page = open_browser().new_page()  # type: ignore[operator]
    for path in ("/sign-in/", "/nowhere/"):
        page.goto(path)
        assert faults_of(page) == [], path


def test_a_refusal_is_a_page_like_any_other(sign_in: SignIn) -> None:
    page = sign_in("practitioner")
    for path in ("/users/", "/regions/Z/"):
        page.goto(path)
        assert faults_of(page) == [], path


@pytest.mark.parametrize("role", sorted(ROLES))
def test_every_section_opens_without_javascript(role: str, arrive: SignIn) -> None:
    page = arrive(ROLES[role], java_script_enabled=False)
    links = page.get_by_role("navigation", name="Service").get_by_role("link")
    addresses = {link.get_attribute("href") or "/" for link in links.all()}
    assert addresses
    for address in addresses - _opened:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200
        assert page.locator("h1").is_visible()
        _opened.add(address)
