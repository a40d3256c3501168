"""How an auditor marks a case through its pages, with either kind of hands."""

from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from tests.journeys.hands import Hands

# As the options are numbered on the page.
BEST, SECOND_BEST, NO = 1, 2, "No"


def open_case(hands: Hands, case_id: str, *, window: str) -> None:
    """From the own list of cases, by its filter; another round may have the same case."""
    page = hands.page
    hands.press(_sections(page).get_by_role("link", name="My cases to score"))
    hands.write(page.get_by_label("Case reference"), case_id)
    hands.press(page.get_by_role("button", name="Apply"))
    row = page.get_by_role("row").filter(has_text=window)
    hands.press(row.get_by_role("link", name=case_id))


def check_facts(hands: Hands) -> None:
    """What the caseload knows stays; of what it does not know nothing was so."""
    page = hands.page
    hands.press(page.get_by_role("link", name="Check the case facts"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Case facts")
    for item in items(page):
        unknown = item.get_by_role("radio", name="Not known")
        if unknown.count() and unknown.is_checked():
            hands.choose(item.get_by_role("radio", name=NO, exact=True))
    hands.press(page.get_by_role("button", name="Facts are right, continue"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Case ")


def is_not_ready(hands: Hands, *, case_id: str) -> None:
    """The page before submitting names what is missing, and leads back."""
    page = hands.page
    hands.press(page.get_by_role("button", name="Check and submit"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Not ready to submit")
    hands.press(page.get_by_role("link", name=f"Case {case_id}"))


def answer_all(hands: Hands, *, answers: Mapping[str, int], note: str, noted: str = "") -> None:
    """Every section in turn: the best answer, or the one named by question; with the note each question whose
    key begins with `noted`."""
    page = hands.page
    hands.press(page.locator(".govuk-task-list__link").nth(1))
    while page.get_by_role("button", name="Save and continue").count():
        for item in items(page):
            key = item.get_attribute("data-key") or ""
            hands.choose(item.get_by_role("radio").nth(answers.get(key, BEST) - 1))
            if key.startswith(noted):
                hands.write(item.get_by_label("Evidence, or the reason"), note)
        hands.press(page.get_by_role("button", name="Save and continue"))


def write_down_an_interview(hands: Hands, *, words: str, file: Path) -> None:
    page = hands.page
    hands.press(page.get_by_role("link", name="Evidence beside the answers"))
    hands.choose(page.get_by_role("radio", name="Staff interview"))
    hands.pick(page.get_by_label("Question"), "E01")
    hands.write(page.get_by_label("What it shows"), words)
    hands.attach(page.get_by_label("File"), file)
    hands.press(page.get_by_role("button", name="Keep the evidence"))
    expect(page.get_by_role("main")).to_contain_text(words)
    hands.press(page.get_by_role("link", name="Tasks of the case"))


def submit(hands: Hands, *, case_id: str, result: str = "Score") -> None:
    """Through the page that interrupts."""
    page = hands.page
    hands.press(page.get_by_role("button", name="Check and submit"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Submit case {case_id}?")
    hands.press(page.get_by_role("button", name="Submit the case"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"{result} of case {case_id}")


def items(page: Page) -> list[Locator]:
    """The questions or facts of a page."""
    return page.locator("[data-autosave]").all()


def _sections(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Service")
