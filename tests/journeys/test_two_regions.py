"""A round for two regions, from its opening to the action about a finding, by everybody whose job it is.

Wales is played with nothing but the keyboard, the North East with JavaScript off: so every page of a round
is worked in both ways. Each region has two cases. One is marked in the browser by both of its markers; the
other by the same people through the actions behind the pages, to keep the journey short.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playwright.sync_api import Locator, expect

from apps.assessments.models import Assignment
from apps.audits.models import AuditRound
from apps.organisation.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from apps.organisation.models import User
from tests.factories.audits import mark_case
from tests.factories.people import give_role
from tests.journeys.conftest import SignIn
from tests.journeys.hands import Hands, Keyboard, Pointer
from tests.journeys.inspection import Looks
from tests.journeys.marking import (
    SECOND_BEST,
    answer_all,
    check_facts,
    is_not_ready,
    open_case,
    submit,
    write_down_an_interview,
)
from tests.journeys.repeating import repeat_round

BANK = "QM102 Enforcement quality"
WINDOW = {"First day of the window": (1, 5, 2025), "Last day of the window": (31, 3, 2026)}
TITLE, SEED = "Two regions", "two regions"
USERNAMES = {account.name: account.username for account in DEMO_ACCOUNTS}
FIRST_NOTE, SECOND_NOTE = "Signed on the first day", "The letter names no consequence"
DISPUTED = "E01"  # asked of every case; its best answer is Met


@dataclass(frozen=True)
class Part:
    """One region of the round, who marks first and who directs it, and how its pages are worked."""

    region: str
    auditor: str
    director: str
    keyboard: bool


WALES = Part(region="Wales", auditor="auditor1", director="director.h", keyboard=True)
NORTH_EAST = Part(region="North East", auditor="auditor5", director="director.a", keyboard=False)


class Cast:
    """Whoever is asked for, signed in once each, all of them with the same kind of hands."""

    def __init__(self, sign_in: SignIn, looks: Looks, *, keyboard: bool) -> None:
        self._sign_in, self._looks, self._keyboard = sign_in, looks, keyboard
        self._on_stage: dict[str, Hands] = {}

    def __call__(self, username: str) -> Hands:
        if username not in self._on_stage:
            page = self._sign_in(username, java_script_enabled=self._keyboard)
            self._on_stage[username] = Keyboard(page, self._looks) if self._keyboard else Pointer(page)
        return self._on_stage[username]


def test_a_round_for_two_regions_from_its_opening_to_an_action(
    sign_in: SignIn, django_db_blocker: Any, tmp_path: Path
) -> None:
    looks = Looks()
    lead = Keyboard(sign_in("lead"), looks)
    _open_rounds(lead)
    _draw(lead)
    with django_db_blocker.unblock():
        for part in (WALES, NORTH_EAST):
            _play(part, Cast(sign_in, looks, keyboard=part.keyboard), tmp_path / part.auditor)
    assert looks.faults == []


def _play(part: Part, cast: Cast, folder: Path) -> None:
    """From the drawn sample of one region to the action about its finding."""
    folder.mkdir()
    drawn = AuditRound.objects.get(group__title=TITLE, region__name=part.region)
    one, other = (mark.sampled_case.case_id for mark in drawn.assignments.order_by("sampled_case__place"))
    open_case(cast(part.auditor), one, window=drawn.window_text)
    _mark_first(cast(part.auditor), one, folder)
    second = _second_marker(cast("lead"), drawn, one)
    _see_nothing_of_the_first(cast, second, drawn, one)
    _mark_second(cast(second), one)
    _mark_through_actions(drawn, other)
    _decide(cast("adjudicator"), drawn, one)
    _challenge(cast, drawn, one)
    _answer_the_challenge(cast("lead"), drawn, one)
    _sign_off(cast("senior"), drawn)
    _publish(cast("lead"), drawn)
    _act_on_a_finding(cast, part, drawn, one)
    _read_and_repeat(cast(part.director), drawn, folder)


def _open_rounds(lead: Hands) -> None:
    page = lead.page
    _go(lead, "Audits")
    lead.press(page.get_by_role("button", name="Open rounds"))
    for name in (WALES.region, NORTH_EAST.region, f"{BANK} (1.0)"):
        lead.tick(page.get_by_label(name, exact=True))
    for name, parts in WINDOW.items():
        for label, number in zip(("Day", "Month", "Year"), parts, strict=True):
            lead.write(page.get_by_role("group", name=name).get_by_label(label), str(number))
    lead.press(page.get_by_role("button", name="See the cases"))
    expect(page.get_by_role("main")).to_contain_text("for 80% confidence within 5 points")
    for size in page.get_by_label("Cases to sample").all():
        lead.write(size, "2")
    lead.write(page.get_by_label("Name of these rounds"), TITLE)
    lead.write(page.get_by_label("Seed"), SEED)
    lead.tick(page.get_by_label("Kind of case"), on=False)
    _choose_auditors(lead)
    lead.press(page.get_by_role("button", name="Open the rounds"))
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def _choose_auditors(lead: Hands) -> None:
    """One a region, so that it is known who marks what."""
    wanted = {name for name, user in USERNAMES.items() if user in (WALES.auditor, NORTH_EAST.auditor)}
    group = lead.page.get_by_role("group", name="Auditors")
    for box in group.get_by_role("checkbox").all():
        lead.tick(box, on=box.evaluate("(e) => e.labels[0].textContent.trim()") in wanted)


def _draw(lead: Hands) -> None:
    page = lead.page
    lead.press(page.get_by_role("button", name="Draw all samples"))
    expect(page.get_by_role("main")).to_contain_text("2 rounds: 0 of 4 cases submitted, 0 of 4 second marks")


def _mark_first(auditor: Hands, case_id: str, folder: Path) -> None:
    letter = folder / "letter.txt"
    letter.write_text("Dear Sir")
    check_facts(auditor)
    is_not_ready(auditor, case_id=case_id)
    write_down_an_interview(auditor, words="The team says that letters go out on Fridays", file=letter)
    answer_all(auditor, answers={}, note=FIRST_NOTE, noted=DISPUTED)
    submit(auditor, case_id=case_id)
    expect(auditor.page.locator(".probity-figure")).to_have_text("100.0%")


def _second_marker(lead: Hands, drawn: AuditRound, case_id: str) -> str:
    """Who marks the case a second time, as the lead reads it: somebody from outside the region."""
    _go(lead, "Audits")
    lead.press(_part(lead, "Moderation"))
    lead.press(lead.page.get_by_role("link", name=str(drawn)))
    row = lead.page.get_by_role("table", name="Cases marked a second time").get_by_role("row")
    name = row.filter(has_text=case_id).get_by_role("cell").first.inner_text()
    assert USERNAMES[name].startswith("visitor")
    return USERNAMES[name]


def _see_nothing_of_the_first(cast: Cast, second: str, drawn: AuditRound, case_id: str) -> None:
    """Neither the second marker nor the page of the round, before both have submitted."""
    expect(cast("lead").page.get_by_role("main")).to_contain_text("No case has been submitted by both")
    hands = cast(second)
    first = drawn.assignments.get(sampled_case__case_id=case_id)
    answer = hands.page.goto(f"/assessments/{first.pk}/score/")
    assert answer is not None
    assert answer.status == 404
    hands.page.goto("/")
    open_case(hands, case_id, window=drawn.window_text)
    expect(hands.page.get_by_role("main")).not_to_contain_text(FIRST_NOTE)


def _mark_second(marker: Hands, case_id: str) -> None:
    check_facts(marker)
    answer_all(marker, answers={DISPUTED: SECOND_BEST}, note=SECOND_NOTE, noted=DISPUTED)
    expect(marker.page.get_by_role("main")).not_to_contain_text(FIRST_NOTE)
    submit(marker, case_id=case_id)


def _mark_through_actions(drawn: AuditRound, case_id: str) -> None:
    for mark in Assignment.objects.filter(sampled_case__sample=drawn.sample, sampled_case__case_id=case_id):
        mark_case(mark)


def _decide(adjudicator: Hands, drawn: AuditRound, case_id: str) -> None:
    """That the second marker was right."""
    page = adjudicator.page
    row = page.get_by_role("listitem").filter(has_text="to decide").get_by_role("link", name=str(drawn))
    adjudicator.press(row.or_(page.get_by_role("link", name=str(drawn))).first)
    adjudicator.press(page.get_by_role("table", name="Cases that both").get_by_role("link", name=case_id))
    expect(page.get_by_role("main")).to_contain_text("1 to decide")
    expect(page.get_by_role("main")).to_contain_text(FIRST_NOTE)
    expect(page.get_by_role("main")).to_contain_text(SECOND_NOTE)
    disputed = page.locator(f"#answer-{DISPUTED}")
    adjudicator.choose(disputed.get_by_role("radio", name="Partly met"))
    adjudicator.write(disputed.get_by_label("Reason"), "The letter of the first day names no consequence")
    adjudicator.press(disputed.get_by_role("button", name="Decide"))
    expect(page.get_by_role("main")).to_contain_text("Nothing is left to decide")


def _challenge(cast: Cast, drawn: AuditRound, case_id: str) -> None:
    """By the practitioner who held the case when it was drawn."""
    mark = drawn.assignments.select_related("sampled_case").get(sampled_case__case_id=case_id)
    holder = User.objects.create_user(
        f"holder-{mark.pk}", password=DEMO_PASSWORD, staff_code=mark.sampled_case.practitioner_code
    )
    give_role(holder, "practitioner")
    hands = cast(holder.username)
    page = hands.page
    _go(hands, "Audited cases")
    row = page.get_by_role("row").filter(has_text=drawn.window_text)
    hands.press(row.get_by_role("link", name=case_id))
    expect(page.get_by_role("main")).to_contain_text("decided after a second marking")
    hands.press(page.get_by_role("link", name="Comment on it or challenge it"))
    hands.choose(page.get_by_role("radio", name="Yes, I challenge it"))
    hands.pick(page.get_by_label("About"), DISPUTED)
    hands.write(page.get_by_label("In your own words"), "The second page of the letter names it")
    hands.press(page.get_by_role("button", name="Send"))
    expect(page.get_by_role("main")).to_contain_text("To be answered by")


def _answer_the_challenge(lead: Hands, drawn: AuditRound, case_id: str) -> None:
    """Before it is answered the score cannot be published."""
    page = lead.page
    _go(lead, "Audits")
    lead.press(page.get_by_role("table").locator(f"a[href='/audits/{drawn.pk}/']"))
    lead.press(page.get_by_role("button", name="Publish the score"))
    expect(page.get_by_role("main")).to_contain_text("Challenges of practitioners that wait for an answer: 1")
    _go(lead, "Audits")
    lead.press(_part(lead, "Challenges"))
    lead.press(page.get_by_role("link", name=case_id))
    lead.choose(page.get_by_role("radio", name="Not upheld"))
    lead.write(page.get_by_label("What you looked at and what you decide"), "The second page has no date")
    lead.press(page.get_by_role("button", name="Answer"))
    expect(page.get_by_role("heading", name="Answer: not upheld")).to_be_visible()


def _sign_off(senior: Hands, drawn: AuditRound) -> None:
    page = senior.page
    senior.press(page.get_by_role("link", name=str(drawn)))
    expect(page.get_by_role("main")).to_contain_text("The round waits for a senior reviewer")
    senior.write(page.get_by_label("Note (optional)"), "Read with the case that differed")
    senior.press(page.get_by_role("button", name="Sign the round off"))
    expect(page.get_by_role("main")).to_contain_text("Signed off by Frances Doyle")


def _publish(lead: Hands, drawn: AuditRound) -> None:
    page = lead.page
    _go(lead, "Audits")
    lead.press(page.get_by_role("table").locator(f"a[href='/audits/{drawn.pk}/']"))
    lead.press(page.get_by_role("button", name="Publish the score"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Publish the score?")
    lead.press(page.get_by_role("button", name="Publish the score"))
    expect(page.get_by_role("alert").or_(page.get_by_role("region", name="Success"))).to_contain_text(
        "The score is published"
    )


def _act_on_a_finding(cast: Cast, part: Part, drawn: AuditRound, case_id: str) -> None:
    """The first marker writes down what was found; the region's director has somebody act on it."""
    marker, director = cast(part.auditor), cast(part.director)
    page = marker.page
    marker.press(page.get_by_role("link", name="Raise a finding"))
    marker.pick(page.get_by_label("Question"), DISPUTED)
    marker.choose(page.get_by_role("radio", name="To improve"))
    marker.write(page.get_by_label("What you found"), "The first letter names no consequence")
    marker.press(page.get_by_role("button", name="Raise the finding"))
    page = director.page
    _go(director, "Audits")
    director.press(_part(director, "Findings"))
    row = page.get_by_role("row").filter(has_text=case_id)
    director.press(row.get_by_role("link", name="Finding"))
    director.press(page.get_by_role("button", name="Open an action"))
    director.write(page.get_by_label("What will be done"), "Rewrite the letter of the first day")
    director.write(page.get_by_label("Why this, and how you will know"), "It says what follows")
    director.press(page.get_by_role("button", name="Open the action"))
    expect(page.get_by_role("heading", name="What it changed")).to_be_visible()
    director.unfold(page.locator("summary").filter(has_text="Add evidence"))
    director.write(page.get_by_label("What was done, and where").first, "The new letter is in use")
    director.press(page.get_by_role("button", name="Keep the evidence"))
    expect(page.get_by_role("main")).to_contain_text("The new letter is in use")


def _read_and_repeat(director: Hands, drawn: AuditRound, folder: Path) -> None:
    """The published score, and the same sample, score and band from the files of its page."""
    page = director.page
    _go(director, "Audits")
    director.press(page.get_by_role("table").locator(f"a[href='/audits/{drawn.pk}/results/']"))
    shown = page.get_by_role("main").inner_text()
    repeated = repeat_round(page, folder)
    assert repeated.draw == repeated.handed_out_draw
    found = repeated.score["round"]
    assert (found["cases"], found["scored"], found["too_thin"]) == (2, 2, 0)
    assert f"{found['rounded']}% {found['band']}" in re.sub(r"\s+", " ", shown)
    assert f"Exact score: {found['exact_score']}" in shown
    low, high = found["interval"]
    assert f"{low:.1f}% to {high:.1f}%" in shown
    assert repeated.band.startswith(f"{found['score']:.2f}% rounds to {found['rounded']}: {found['band']}")
    director.press(page.get_by_role("link", name="In detail: questions, delivery units, people"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("in detail")


def _go(hands: Hands, section: str) -> None:
    """To a section of the service."""
    navigation = hands.page.get_by_role("navigation", name="Service")
    hands.press(navigation.get_by_role("link", name=section, exact=True))


def _part(hands: Hands, name: str) -> Locator:
    """A part of the section, by its sub-navigation."""
    return hands.page.get_by_role("navigation", name="Audits").get_by_role("link", name=name)
