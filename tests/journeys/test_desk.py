"""The annual report of a region from an empty page to its publication and its correction, by four people.

The editor writes with JavaScript off, the director with nothing but the keyboard, the head of performance
and a reader with a pointer. No other journey reports on the region. Sections alike are written through the
action behind the page, and the layout of pages, which takes seconds, is left out: it has tests of its own.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from apps.organisation.demo_accounts import DEMO_PASSWORD
from apps.organisation.models import User
from apps.reports import publishing, render
from apps.reports.actions import fail_unsent
from apps.reports.models import Report
from apps.reports.writing_actions import write_section
from tests.factories.people import give_role
from tests.journeys.conftest import SignIn
from tests.journeys.hands import Hands, Keyboard, Pointer
from tests.journeys.inspection import Looks

REGION, NAME, YEAR = "A", "North East", "2025-26"
WORDS = f"/reports/{REGION}/{YEAR}/words"
LATEST = f"/reports/library/{REGION}/{YEAR}/annual_report/en/latest"
EDITOR = "editor.of.the.desk"
ALIKE = ("commissioned", "equality", "views", "innovation", "concerns")
WRONG = "In 2019-20, 1.3% of cases met SL004 (69 of 5,104)."
RIGHT = "We see people sooner than we did."
FOREWORD, LONGER = "What the year was about.", "What the year was about, and for whom."
BROKEN = "no room on the third page"


@dataclass
class Press:
    """Stands in for the layout of pages: keeps what is printed; breaks where it is told to."""

    printed: list[str] = field(default_factory=list)
    breaks: bool = False

    def __call__(self, html: str, *, css: str, **_: object) -> render.Rendered:
        if self.breaks:
            self.breaks = False
            raise render.RenderRefused(BROKEN)
        self.printed.append(html)
        return render.Rendered(content=b"%PDF-1.7 " + hashlib.sha256(html.encode()).digest(), pages=40)


@pytest.fixture
def press(monkeypatch: pytest.MonkeyPatch) -> Press:
    made = Press()
    monkeypatch.setattr(render, "pdf", made)
    # Whatever the hour, what is published today is public at once.
    monkeypatch.setattr(publishing, "_moment", lambda *_: timezone.now() - timedelta(minutes=1))
    return made


@pytest.fixture
def report(site: str, django_db_blocker: Any) -> Iterator[Report]:
    """The region has a director in the demonstration; it gets an editor."""
    with django_db_blocker.unblock():
        editor = User.objects.create_user(EDITOR, password=DEMO_PASSWORD)
        give_role(editor, "regional_editor", region=REGION)
        made, _ = Report.objects.get_or_create(kind="annual_report", region_id=REGION, year=YEAR, subject="")
        # What the walk of routes asked for is never built, and would stand in the way of a final edition.
        for edition in made.editions.all():
            fail_unsent(edition, "Asked for by another test.")
        yield made


def test_a_report_is_written_reviewed_published_read_and_corrected(
    sign_in: SignIn, report: Report, press: Press, tmp_path: Path
) -> None:
    looks = Looks()
    editor = Pointer(sign_in(EDITOR, java_script_enabled=False))
    director = Keyboard(sign_in("director.a"), looks)
    head = Pointer(sign_in("head"))
    reader = Pointer(sign_in("practitioner"))
    _begin(editor)
    _write_at_once(director, editor)
    _write_the_rest(editor, report)
    _review(director, editor)
    _approve(head, press)
    first = _read(reader, director, tmp_path / "first.pdf")
    _correct(head, editor)
    _read_the_correction(reader, director, first)
    assert "Draft." not in press.printed[-1]
    assert looks.faults == []


def _begin(editor: Hands) -> None:
    """Figures are frozen, a sentence is offered, and a sentence that they do not bear out is refused."""
    page = editor.page
    editor.press(page.get_by_role("navigation", name="Service").get_by_role("link", name="Reports"))
    editor.press(page.get_by_role("link", name=f"{NAME} {YEAR}", exact=True))
    editor.press(page.get_by_role("link", name="Write and publish this report"))
    editor.press(page.get_by_role("button", name="Freeze the newest figures"))
    editor.press(page.get_by_role("link", name="Performance against every measure").first)
    editor.write(_words(page), WRONG)
    editor.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("main")).to_contain_text("The frozen figures do not bear this out")
    editor.press(page.get_by_role("link", name="All sections"))
    editor.press(page.get_by_role("button", name="Send for review"))
    expect(page.get_by_role("main")).to_contain_text("that the figures do not bear out")
    editor.press(page.get_by_role("link", name="Performance against every measure").first)
    editor.write(_words(page), RIGHT)
    editor.unfold(page.get_by_text("sentences from the frozen figures"))
    editor.press(page.get_by_role("button", name="Put in sentence 1", exact=True))
    typed, _, offered = _words(page).input_value().partition("\n\n")
    assert typed == RIGHT
    assert "[cite measures/" in offered
    editor.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("main")).to_contain_text("agrees with the frozen figures")


def _write_at_once(director: Hands, editor: Hands) -> None:
    """The director's session ends and the editor saves first: no word of either is lost."""
    page = director.page
    for hands in (director, editor):
        hands.page.goto(f"{WORDS}/foreword")
    director.write(_words(page), "The director's hour of work.")
    page.context.clear_cookies(name="sessionid")
    director.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("You were signed out")
    expect(page.get_by_role("main")).to_contain_text("The director's hour of work.")
    editor.write(_words(editor.page), FOREWORD)
    editor.press(editor.page.get_by_role("button", name="Save", exact=True))
    page.goto(f"{WORDS}/foreword")
    _sign_in_again(director, "director.a")
    expect(page.get_by_role("status")).to_contain_text("brought back from this browser")
    expect(_words(page)).to_have_value("The director's hour of work.")
    director.press(page.get_by_role("button", name="Save", exact=True))
    expect(page.get_by_role("heading", level=1)).to_have_text("Somebody saved this section meanwhile")
    expect(page.get_by_role("main")).to_contain_text("What the year was about.")
    expect(_words(page)).to_have_value("The director's hour of work.")
    director.press(page.get_by_role("link", name="drop mine"))
    expect(_words(page)).to_have_value(FOREWORD)
    expect(page.get_by_role("status")).to_have_count(0)


def _sign_in_again(hands: Hands, username: str) -> None:
    page = hands.page
    hands.write(page.get_by_label("Username"), username)
    hands.write(page.get_by_label("Password", exact=True), DEMO_PASSWORD)
    hands.press(page.get_by_role("main").get_by_role("button", name="Sign in"))


def _write_the_rest(editor: Hands, report: Report) -> None:
    by = User.objects.get(username=EDITOR)
    for section in ALIKE:
        write_section(report, section, words="We asked, and changed what we did.", shown=0, by=by)
    page = editor.page
    editor.press(page.get_by_role("link", name="All sections"))
    expect(page.get_by_role("main")).not_to_contain_text("Not written")
    editor.press(page.get_by_role("button", name="Send for review"))
    expect(page.get_by_role("alert")).to_contain_text("with its reviewers")


def _review(director: Hands, editor: Hands) -> None:
    """A comment, and back to the editor, who answers it and sends the report again."""
    page = director.page
    director.write(page.get_by_label("Your comment"), "For whom?")
    director.press(page.get_by_role("button", name="Add comment"))
    director.press(page.get_by_role("link", name="All sections"))
    director.unfold(page.locator("summary").filter(has_text="Return it to its writers"))
    director.press(page.get_by_role("button", name="Return", exact=True))
    expect(page.get_by_role("main")).to_contain_text("Say why.")
    director.write(page.get_by_label("Why it goes back"), "One comment waits.")
    director.press(page.get_by_role("button", name="Return", exact=True))
    expect(page.get_by_role("alert")).to_contain_text("with its writers again")
    page = editor.page
    page.goto(WORDS)
    expect(page.get_by_role("main")).to_contain_text("One comment waits.")
    editor.press(page.get_by_role("link", name="Comments"))
    editor.press(page.get_by_role("button", name="Resolve"))
    editor.write(_words(page), LONGER)
    editor.press(page.get_by_role("button", name="Save", exact=True))
    editor.press(page.get_by_role("link", name="History"))
    expect(page.locator("ins")).to_contain_text("for whom.")
    page.goto(WORDS)
    editor.press(page.get_by_role("button", name="Send for review"))


def _approve(head: Hands, press: Press) -> None:
    """Everything is read on one page; the first build fails, and is tried again."""
    page = head.page
    page.goto(f"{WORDS}/read")
    expect(page.get_by_role("main")).to_contain_text(LONGER)
    head.press(page.get_by_role("button", name="Approve"))
    press.breaks = True
    _publish_today(head, until=BROKEN)
    head.press(page.get_by_role("button", name="Try again"))
    head.press(page.get_by_role("button", name="Confirm the publication of this PDF"))
    expect(page.get_by_role("alert")).to_contain_text("Published edition 1 is public")
    page.go_back()
    expect(page.get_by_role("button", name="Confirm the publication of this PDF")).to_have_count(0)


def _publish_today(head: Hands, *, until: str) -> None:
    page, today = head.page, timezone.localdate()
    day = page.get_by_role("group", name="Day of publication")
    for part, number in (("Day", today.day), ("Month", today.month), ("Year", today.year)):
        head.write(day.get_by_label(part), str(number))
    head.press(page.get_by_role("button", name="Set the day and build the PDF"))
    expect(page.get_by_role("main")).to_contain_text(until)


def _read(reader: Hands, director: Hands, file: Path) -> bytes:
    """Anybody reads it; the region's director finds it in the library at an address that stays."""
    page = reader.page
    page.goto("/reports/published/")
    reader.press(page.get_by_role("link", name=NAME).first)
    expect(page.get_by_role("main")).to_contain_text(LONGER)
    page = director.page
    page.goto("/reports/library/")
    expect(page.get_by_role("heading", name=f"Annual report, {NAME}")).to_be_visible()
    for form in ("ods", "csv"):
        assert page.request.get(f"{LATEST}.{form}").ok
    found = page.request.get(f"{LATEST}.pdf")
    file.write_bytes(found.body())
    page.goto("/reports/verify")
    director.attach(page.get_by_label("The PDF"), file)
    director.press(page.get_by_role("button", name="Check", exact=True))
    expect(page.get_by_role("main")).to_contain_text("This is the published one")
    return found.body()


def _correct(head: Hands, editor: Hands) -> None:
    """A changed section stops the review until the log says what was changed and why."""
    page = head.page
    page.goto(WORDS)
    head.unfold(page.locator("summary").filter(has_text="Correct the published report"))
    head.write(page.get_by_label("Why it must be corrected"), "One word too many.")
    head.press(page.get_by_role("button", name="Begin a corrected edition"))
    page = editor.page
    page.goto(f"{WORDS}/foreword")
    editor.write(_words(page), FOREWORD)
    editor.press(page.get_by_role("button", name="Save", exact=True))
    page.goto(WORDS)
    editor.press(page.get_by_role("button", name="Send for review"))
    expect(page.get_by_role("main")).to_contain_text("say what is corrected and why")
    editor.press(page.get_by_role("link", name="Log of corrections").first)
    editor.press(page.get_by_role("link", name="say what was corrected"))
    editor.write(page.get_by_label("Old value or words"), LONGER)
    editor.write(page.get_by_label("New value or words"), FOREWORD)
    editor.write(page.get_by_label("Reason"), "It was said twice")
    editor.press(page.get_by_role("button", name="Add", exact=True))
    editor.press(page.get_by_role("link", name="All sections"))
    editor.press(page.get_by_role("button", name="Send for review"))
    page = head.page
    page.goto(WORDS)
    head.press(page.get_by_role("button", name="Approve"))
    _publish_today(head, until="The PDF that will be published")
    head.press(page.get_by_role("button", name="Confirm the publication of this PDF"))


def _read_the_correction(reader: Hands, director: Hands, first: bytes) -> None:
    """The first edition stays where it was and leads to the one that holds."""
    page = reader.page
    page.goto(f"/reports/published/{REGION}/{YEAR}/1")
    expect(page.get_by_role("main")).to_contain_text(LONGER)
    reader.press(page.get_by_role("link", name="Read edition 2"))
    expect(page.get_by_role("main")).to_contain_text("It was said twice")
    page = director.page
    page.goto("/reports/library/")
    expect(page.get_by_role("main")).to_contain_text("Corrected or updated")
    assert page.request.get(f"{LATEST}.pdf").body() != first
    kept = f"/reports/published/{REGION}/{YEAR}/1/report.pdf"
    assert page.request.get(kept).body() == first


def _words(page: Page) -> Any:
    return page.get_by_label("Words of this section")
