"""A region's plan from nothing to its April update, by everybody whose job it is.

The planner works with JavaScript off, the director with nothing but the keyboard, the nation's planner with a
pointer; a director of another region reads what is published and nothing before. Most sections of the
template are written by the action behind their page.
"""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from apps.organisation.models import Region, User
from apps.planning.models import Plan, PlanEdition
from apps.planning.plan_actions import newest_plan, write_text, year_after
from rules.definitions.planning import template_on
from rules.periods import PerformanceYear, performance_year
from tests.factories.people import make_person_with
from tests.journeys.conftest import SignIn
from tests.journeys.hands import Hands, Keyboard, Pointer
from tests.journeys.inspection import Looks

# The demonstration has no plan of this region.
REGION, PLANNER = "B", "planner.b"
PRIORITY, ASKED = "Homes on the day of release", "Ask people on probation"
FOREWORD, MENDED, LATER = "We begin with housing", "Bridge beds are ours", "We go on with housing"
MILESTONES = ("Ten bridge beds", "A desk in every unit")
WHY = "Agreed with our partners"
FUND, AWARD = "9000", "A bicycle workshop"


@dataclass(frozen=True)
class Cast:
    """Who plays, each in a browser of their own; starts: the year in which the plan's first year begins."""

    planner: Hands
    director: Hands
    national: Hands
    reader: Page
    looks: Looks
    starts: int

    @property
    def first_year(self) -> str:
        return str(PerformanceYear(self.starts))


@pytest.fixture
def director(demonstration: None, django_db_blocker: Any) -> str:
    """The region's director, whom the demonstration does not have."""
    with django_db_blocker.unblock():
        return make_person_with("regional_director", region=REGION).username


def test_a_plan_is_made_approved_published_and_updated(
    sign_in: SignIn, arrive: SignIn, director: str, tmp_path: Path, django_db_blocker: Any
) -> None:
    looks = Looks()
    cast = Cast(
        planner=Pointer(sign_in(PLANNER, java_script_enabled=False)),
        director=Keyboard(arrive(director)),
        national=Pointer(arrive("national1")),
        reader=arrive("director.a"),
        looks=looks,
        starts=performance_year(timezone.localdate()).starts_in,
    )
    with django_db_blocker.unblock():
        play(cast, tmp_path)
    assert looks.faults == []


def play(cast: Cast, folder: Path) -> None:
    _hand_down(cast.national)
    plan = _begin(cast)
    _set_priority_and_answer(cast.planner)
    _hand_in_milestones(cast, folder)
    _agree_on_delivery(cast)
    _award_from_the_fund(cast)
    _hold_a_board(cast)
    _send(cast.director)
    _return_and_mend(cast, plan)
    _send(cast.director)
    _approve_and_publish(cast, PlanEdition.objects.get(plan=plan, number=2))
    _read(cast.reader, plan, FOREWORD, MENDED, PRIORITY, *MILESTONES)
    _report(cast, folder)
    update = _begin_the_update(cast)
    _send(cast.director)
    _approve_and_publish(cast, PlanEdition.objects.get(plan=update))
    _see_what_changed(cast.reader, update)


def _hand_down(national: Hands) -> None:
    page = national.page
    page.goto("/plans/handed-down/new/")
    national.choose(page.get_by_role("radio", name="National", exact=True))
    national.write(page.get_by_label("Priority"), ASKED)
    national.write(page.get_by_label("What it asks of regions"), "Say how they take part")
    _write_day(national, "Answer by", timezone.localdate())
    national.tick(page.get_by_role("checkbox", name=str(Region.objects.get(pk=REGION)), exact=True))
    national.press(page.get_by_role("button", name="Hand down"))
    expect(page.get_by_role("main")).to_contain_text("None yet")


def _begin(cast: Cast) -> Plan:
    """The plan is empty and says so; the reader of another region finds no page of it."""
    page = cast.planner.page
    page.goto(f"/plans/{REGION}/")
    expect(page.get_by_role("main")).to_contain_text("No plan has been begun")
    page.get_by_role("button", name="Begin the plan").dblclick()
    expect(page.get_by_role("main")).to_contain_text("Set at least one priority")
    plan, by = newest_plan(Region.objects.get(pk=REGION)), User.objects.get(username=PLANNER)
    assert plan is not None
    cast.planner.press(page.get_by_role("link", name="Foreword by the director"))
    cast.planner.write(page.get_by_label("Foreword by the director"), FOREWORD)
    cast.planner.press(page.get_by_role("button", name="Save"))
    for section in template_on(timezone.localdate()).sections:
        if section.required and section.id != "foreword":
            write_text(plan, section.id, words="All there is to say", seen=0, by=by, on=timezone.localdate())
    _is_not_there(cast.reader, f"/plans/{REGION}/")
    return plan


def _is_not_there(page: Page, address: str) -> None:
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 404


def _set_priority_and_answer(planner: Hands) -> None:
    page = planner.page
    page.goto(f"/plans/{REGION}/priorities/")
    planner.press(page.get_by_role("link", name="Set a priority"))
    planner.write(page.get_by_label("Priority"), PRIORITY)
    planner.write(page.get_by_label("What it means"), "Nobody leaves prison without a bed")
    planner.pick(page.get_by_label("Who answers for it"), "Priya Raman")
    planner.press(page.get_by_role("button", name="Set the priority"))
    planner.press(page.get_by_role("link", name=f"Answer {ASKED}"))
    planner.choose(page.get_by_role("radio", name="Taken up"))
    planner.pick(page.get_by_label("Priority that takes it up"), PRIORITY)
    planner.press(page.get_by_role("button", name="Answer"))
    expect(page.get_by_role("main")).to_contain_text(f"by the priority “{PRIORITY}”")


def _hand_in_milestones(cast: Cast, folder: Path) -> None:
    """A sheet with a day that lies outside the priority's years is refused whole, then put right."""
    planner, page = cast.planner, cast.planner.page
    last = date(cast.starts + 1, 3, 31)
    for outside in (True, False):
        days = (last, date(2001, 1, 1) if outside else last)
        rows = [f"{PRIORITY},{title},{day},{PLANNER}" for title, day in zip(MILESTONES, days, strict=True)]
        sheet = folder / "milestones.csv"
        sheet.write_text("\n".join(("priority,title,due_on,owner", *rows)))
        page.goto(f"/plans/{REGION}/milestones/sheet/")
        planner.write(page.get_by_label("Why"), WHY)
        planner.attach(page.get_by_label("The sheet"), sheet)
        planner.press(page.get_by_role("button", name="Hand in the sheet"))
        said = "row 3, due_on" if outside else "2 milestones set"
        expect(page.get_by_role("main")).to_contain_text(said)


def _agree_on_delivery(cast: Cast) -> None:
    planner, page = cast.planner, cast.planner.page
    page.goto(f"/plans/{REGION}/agreements/new/")
    planner.choose(page.get_by_role("radio", name="Grant agreement"))
    planner.write(page.get_by_label("What is delivered"), "Bridge beds")
    planner.write(page.get_by_label("Provider"), "Roof Trust")
    _write_day(planner, "First day", date(cast.starts, 4, 1))
    _write_day(planner, "Last day", date(cast.starts - 1, 3, 31))
    planner.press(page.get_by_role("button", name="Enter"))
    expect(page.get_by_role("main")).to_contain_text("The agreement ends before it begins")
    _write_day(planner, "Last day", date(cast.starts + 3, 3, 31))
    planner.press(page.get_by_role("button", name="Enter"))
    planner.press(page.get_by_role("link", name="Say what is provided"))
    planner.write(page.get_by_label("People a year in each unit"), "40")
    planner.tick(page.get_by_role("checkbox").first)
    planner.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("main")).to_contain_text("Accommodation")


def _award_from_the_fund(cast: Cast) -> None:
    """The planner judges, and somebody else decides."""
    planner, page = cast.planner, cast.planner.page
    page.goto(f"/plans/{REGION}/fund/")
    planner.press(page.get_by_role("link", name="Plan the fund"))
    planner.write(page.get_by_label("The fund of the year"), FUND)
    planner.write(page.get_by_label("What it is for"), "Work that others pay half of")
    planner.press(page.get_by_role("button", name="Save"))
    planner.press(page.get_by_role("link", name="Enter an application"))
    planner.write(page.get_by_label("What is applied for"), AWARD)
    planner.write(page.get_by_label("Applicant"), "Wheels")
    planner.write(page.get_by_label("What would be done, for whom"), "Repair bicycles")
    planner.write(page.get_by_label("Amount asked for"), FUND)
    planner.tick(page.get_by_role("checkbox").first)
    planner.press(page.get_by_role("button", name="Enter"))
    award = page.url
    planner.press(page.get_by_role("link", name="Judge it by the criteria"))
    for verdict in page.locator("select[name^=verdict_]").all():
        planner.pick(verdict, "Met")
    for why in page.locator("textarea[name^=why_]").all():
        planner.write(why, "Seen")
    planner.press(page.get_by_role("button", name="Save"))
    expect(page.get_by_role("main")).to_contain_text("You judged this application")
    _decide_on_the_award(cast.director, award)


def _decide_on_the_award(director: Hands, address: str) -> None:
    page = director.page
    page.goto(address)
    director.press(page.get_by_role("link", name="Decide"))
    director.choose(page.get_by_role("radio", name="Awarded"))
    director.write(page.get_by_label("Reason"), "It closes a gap")
    director.press(page.get_by_role("button", name="Decide"))
    expect(page.get_by_role("main")).to_contain_text("£9,000")


def _hold_a_board(cast: Cast) -> None:
    director, page = cast.director, cast.director.page
    page.goto(f"/plans/{REGION}/boards/")
    director.press(page.get_by_role("link", name="Call a board"))
    _write_day(director, "Day", timezone.localdate())
    director.write(page.get_by_label("Place"), "By video")
    director.press(page.get_by_role("button", name="Call the board"))
    director.press(page.get_by_role("link", name="Add a decision"))
    director.write(page.get_by_label("What was decided"), "Count the beds")
    director.pick(page.get_by_label("Who answers for it"), "Priya")
    _write_day(director, "Done by", date(cast.starts + 1, 3, 31))
    director.tick(page.get_by_role("checkbox", name=MILESTONES[0]))
    director.press(page.get_by_role("button", name="Add"))
    expect(page.get_by_role("main")).to_contain_text(f"About {MILESTONES[0]}")


def _send(director: Hands) -> None:
    page = director.page
    page.goto(f"/plans/{REGION}/")
    director.press(page.get_by_role("button", name="Send for national approval"))
    expect(page.get_by_role("main")).to_contain_text("Waiting for approval")


def _return_and_mend(cast: Cast, plan: Plan) -> None:
    national, planner = cast.national, cast.planner
    page = national.page
    _is_not_there(cast.reader, f"/plans/editions/{plan.editions.get().pk}/")
    page.goto(f"/plans/editions/{plan.editions.get().pk}/")
    national.press(page.get_by_role("button", name="Approve or return"))
    national.choose(page.get_by_role("radio", name="Return to the region"))
    national.write(page.get_by_label("Reasons"), "Whose are the bridge beds?")
    national.press(page.get_by_role("button", name="Decide"))
    planner.page.goto(f"/plans/{REGION}/text/commissioning/")
    planner.write(planner.page.get_by_label("Commissioning"), MENDED)
    planner.press(planner.page.get_by_role("button", name="Save"))


def _approve_and_publish(cast: Cast, edition: PlanEdition) -> None:
    """Outside its April a plan is not published without a reason."""
    national, page = cast.national, cast.national.page
    page.goto(f"/plans/editions/{edition.pk}/")
    national.press(page.get_by_role("button", name="Approve or return"))
    national.choose(page.get_by_role("radio", name="Approve"))
    national.press(page.get_by_role("button", name="Decide"))
    national.press(page.get_by_role("button", name="Publish the plan"))
    cast.looks(page)
    reason = page.get_by_label("Why it is published on another day")
    if reason.count():
        national.press(page.get_by_role("button", name="Publish the plan"))
        expect(page.get_by_role("main")).to_contain_text("Say why it is published on another day")
        national.write(reason, WHY)
    national.press(page.get_by_role("button", name="Publish the plan"))
    expect(page.get_by_role("main")).to_contain_text("The plan is published")


def _read(reader: Page, plan: Plan, *words: str) -> None:
    reader.goto("/plans/")
    reader.get_by_role("link", name=f"{plan.region}, from {plan.first_year}").first.click()
    for each in words:
        expect(reader.get_by_role("main")).to_contain_text(each)


def _report(cast: Cast, folder: Path) -> None:
    """One milestone is done, with evidence; a day outside the plan is told so."""
    planner, page = cast.planner, cast.planner.page
    evidence = folder / "beds.txt"
    evidence.write_text("Ten beds, counted")
    page.goto(f"/plans/{REGION}/milestones/?sort=title")
    planner.press(page.get_by_role("link", name=MILESTONES[0]))
    planner.press(page.get_by_role("link", name="Report progress"))
    planner.choose(page.get_by_role("radio", name="Done", exact=True))
    planner.write(page.get_by_label("What was done, and why it stands so"), "Ten beds are there")
    planner.attach(page.get_by_label("Evidence"), evidence)
    planner.press(page.get_by_role("button", name="Keep the report"))
    expect(page.get_by_role("link", name="beds.txt")).to_be_visible()


def _begin_the_update(cast: Cast) -> Plan:
    """The words go on; what is unfinished of the year before gets a day in the new one."""
    planner, page = cast.planner, cast.planner.page
    page.goto(f"/plans/{REGION}/")
    planner.press(page.get_by_role("button", name=f"Begin the plan from {year_after(cast.first_year)}"))
    planner.press(page.get_by_role("link", name=f"give it a new day for {MILESTONES[1]}"))
    _write_day(planner, "Done by", date(cast.starts + 1, 9, 30))
    planner.write(page.get_by_label("Why"), "Rooms came late")
    planner.press(page.get_by_role("button", name="Save"))
    page.goto(f"/plans/{REGION}/text/foreword/")
    expect(page.get_by_label("Foreword by the director")).to_have_value(FOREWORD)
    planner.write(page.get_by_label("Foreword by the director"), LATER)
    planner.press(page.get_by_role("button", name="Save"))
    update = newest_plan(Region.objects.get(pk=REGION))
    assert update is not None
    return update


def _see_what_changed(reader: Page, update: Plan) -> None:
    _read(reader, update, LATER)
    reader.get_by_role("link", name="What changed since edition 2").click()
    expect(reader.locator("ins").first).to_contain_text("go on")
    expect(reader.locator("del").first).to_contain_text("begin")
    row = reader.get_by_role("row").filter(has_text=MILESTONES[1])
    expect(row.first).to_contain_text(f"{update.first_year[:4]}-09-30")


def _write_day(hands: Hands, name: str, day: date) -> None:
    group = hands.page.get_by_role("group", name=name, exact=True)
    for label, number in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        hands.write(group.get_by_label(label, exact=True), str(number))
