"""A unit inspected from plan to publication in four browsers, by everybody whose job it is.

The inspector works with JavaScript off, the panel with nothing but the keyboard, the lead inspector and the
inspected body with a pointer. There are two cases with two assessors each. One assessment is made in the
browser, the other three through the actions behind the pages; so are the longest repetitions.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from playwright.sync_api import Locator, expect

from apps.assessments.actions import Seen, confirm_facts, save_fact
from apps.assessments.actions import submit as submit_case
from apps.assessments.models import Answer, Assignment
from apps.inspections import planning
from apps.inspections.models import Inspection
from apps.inspections.panel import rate_standard
from apps.inspections.report_actions import write_section
from apps.organisation.models import ProbationDeliveryUnit, Region, User
from rules.definitions.inspection_reports import report_rules_on
from tests.factories.quality import assure_everything
from tests.journeys.conftest import SignIn
from tests.journeys.hands import Hands, Keyboard, Pointer
from tests.journeys.inspection import Looks
from tests.journeys.marking import answer_all, items, submit

# A day after the demonstration's extract and none of its own inspection.
FIELDWORK = (20, 4, 2026)
COHORT_FROM = (1, 4, 2025)  # so that a unit of the small demonstration has more than one case
TEAM = (("Kofi Mensah", "Inspector"), ("Bethan Rees", "Inspector"), ("Nadia Rahman", "Ratings panel"))
INSPECTOR, OTHER = "inspector1", "inspector2"
DISPUTED = "J2_2_1"
NOTE, DECISION = "As the whole case shows", "The first plan names the risk"
SUMMARY, ADVICE = "The unit knows its people", "Look again at risk whenever it changes"


@dataclass(frozen=True)
class Cast:
    """Who plays, each in a browser of their own."""

    lead: Hands
    inspector: Hands
    panel: Hands
    body: Hands


def test_a_unit_is_inspected_from_its_plan_to_the_response(sign_in: SignIn, django_db_blocker: Any) -> None:
    looks = Looks()
    cast = Cast(
        lead=Pointer(sign_in("chief"), looks),
        inspector=Pointer(sign_in(INSPECTOR, java_script_enabled=False)),
        panel=Keyboard(sign_in("panel1"), looks),
        body=Pointer(sign_in("director.h"), looks),
    )
    with django_db_blocker.unblock():
        inspection = _plan(cast.lead)
        _staff_and_draw(cast.lead)
        _assess(cast.inspector, inspection)
        _judge_the_organisation(cast.inspector, inspection)
        _decide_where_they_differ(cast.lead, inspection)
        _look_at_the_forms(cast.lead, inspection, looks)
        _sit(cast.panel, inspection)
        _write(cast.inspector, inspection)
        _check_accuracy(cast, inspection)
        _publish(cast.lead)
        _respond(cast.body, inspection)
    assert looks.faults == []


def _plan(lead: Hands) -> Inspection:
    """Of the unit of Wales with the fewest cases that can be drawn from, and more than one."""
    page = lead.page
    lead.press(_service(lead, "Inspections"))
    lead.press(page.get_by_role("button", name="Plan an inspection"))
    code, size = _smallest_unit()
    lead.pick(page.get_by_label("Inspected body"), f"{code} ")
    _write_day(lead, "First day of fieldwork", FIELDWORK)
    lead.press(page.get_by_role("button", name="See the plan"))
    _write_day(lead, "Cases that began from", COHORT_FROM)
    lead.write(page.get_by_label("Cases to assess"), str(size))
    lead.press(page.get_by_role("button", name="Plan the inspection"))
    expect(page.get_by_role("main")).to_contain_text("and you lead it")
    return Inspection.objects.get(pk=int(page.url.rstrip("/").rpartition("/")[2]))


def _smallest_unit() -> tuple[str, int]:
    """Its code, and the least sample: two cases of each kind, or the one there is."""
    days = planning.proposed_days(date(*reversed(FIELDWORK)))
    first_on = date(*reversed(COHORT_FROM))
    frame = planning.cohort(Region.objects.get(code="H"), None, first_on, days.cohort_last_on)
    known = set(ProbationDeliveryUnit.objects.filter(region="H").values_list("code", flat=True))
    kinds = Counter((case.unit, case.kind) for case in frame if case.unit in known)
    least: Counter[str] = Counter()
    for (unit, _), count in kinds.items():
        least[unit] += min(2, count)
    return min((size, unit) for unit, size in least.items() if size > 1)[::-1]


def _staff_and_draw(lead: Hands) -> None:
    page = lead.page
    lead.press(page.get_by_role("link", name="Change the team"))
    for name, job in TEAM:
        lead.pick(page.get_by_label("Who"), name)
        lead.choose(page.get_by_role("radio", name=job, exact=True))
        lead.press(page.get_by_role("button", name="Take into the team"))
        expect(page.get_by_role("main")).to_contain_text(f"{name}, {job.lower()} joins the team")
    lead.press(page.get_by_role("link", name="The inspection", exact=True))
    lead.press(page.get_by_role("button", name="Announce the inspection"))
    expect(page.get_by_role("main")).to_contain_text("Draw the cases that the team assesses")
    lead.press(_tab(lead, "Evidence pack"))
    lead.press(page.get_by_role("button", name="Build the pack"))
    lead.press(_tab(lead, "Cases"))
    lead.press(page.get_by_role("button", name="Draw the cases"))
    _step(lead, "Begin fieldwork")


def _assess(inspector: Hands, inspection: Inspection) -> None:
    """One case in the browser; the other assessor of it finds one key question not sufficient."""
    marks = Assignment.objects.filter(sampled_case__sample__inspection=inspection)
    marks = marks.select_related("sampled_case__sample", "edition", "auditor")
    own = marks.get(auditor__username=INSPECTOR, mark=Assignment.FIRST_MARK)
    case_id = own.sampled_case.case_id
    inspector.press(_service(inspector, "My cases to score"))
    inspector.press(inspector.page.locator(f"a[href='/assessments/{own.pk}/']"))
    _check_facts(inspector, own)
    answer_all(inspector, answers={}, note=NOTE, noted="J")
    submit(inspector, case_id=case_id, result="Judgements")
    for mark in marks.exclude(pk=own.pk):
        _assess_alike(mark, own, but=DISPUTED if mark.sampled_case_id == own.sampled_case_id else "")


def _assess_alike(mark: Assignment, own: Assignment, *, but: str) -> None:
    """Submit what the inspector said of another case, but for one key question."""
    held = dict(mark.sampled_case.facts.filter(mark=mark.mark).values_list("fact", "version"))
    asked = [fact.id for fact in own.bank.facts]
    for fact in own.sampled_case.facts.filter(mark=own.mark, fact__in=asked):
        seen = Seen(version=held.get(fact.fact, 0))
        save_fact(mark, fact_id=fact.fact, value=fact.value, seen=seen, by=mark.auditor)
    said = own.answers.filter(standing=Answer.Standing.GIVEN).values("question", "answer", "note")
    judged = {each["question"]: each for each in said}
    if but:
        judged[but] |= {"answer": "no"}
    Answer.objects.bulk_create(Answer(assignment=mark, **each) for each in judged.values())
    confirm_facts(mark, by=mark.auditor)
    submit_case(mark, by=mark.auditor)


def _check_facts(inspector: Hands, mark: Assignment) -> None:
    """What the caseload does not know: advice was given to the court, the risk is medium, all else not so."""
    page = inspector.page
    inspector.press(page.get_by_role("link", name="Check the case facts"))
    wanted = {"court_report": "Yes", "rosh": "Medium"}
    for item in items(page):
        unknown = item.get_by_role("radio", name="Not known")
        if unknown.count() and unknown.is_checked():
            name = wanted.get(item.get_attribute("data-key") or "", "No")
            inspector.choose(item.get_by_role("radio", name=name).first)
    inspector.press(page.get_by_role("button", name="Facts are right, continue"))


def _judge_the_organisation(inspector: Hands, inspection: Inspection) -> None:
    page = inspector.page
    _open(inspector, inspection)
    inspector.press(_tab(inspector, "Evidence"))
    inspector.press(page.get_by_role("link", name="Enter evidence"))
    inspector.choose(page.get_by_role("radio").first)
    inspector.write(page.get_by_label("What it is"), "Meeting with the heads")
    inspector.write(page.get_by_label("Source"), "Four heads")
    inspector.write(page.get_by_label("What it shows"), "They share one strategy")
    inspector.choose(page.get_by_role("group", name="Weight").get_by_role("radio").first)
    inspector.unfold(page.locator("summary").first)
    inspector.pick(page.locator("[name=bearing_1_1_1_1]"), "Supports")
    inspector.press(page.get_by_role("button", name="Enter the evidence"))
    inspector.press(_tab(inspector, "Ratings"))
    inspector.press(page.get_by_role("link", name="Rate 1.1"))
    expect(page.get_by_role("main")).to_contain_text("They share one strategy")
    inspector.choose(page.get_by_role("radio", name="Good", exact=True))
    inspector.write(page.get_by_label("Argument"), "Heads and papers agree")
    inspector.press(page.get_by_role("button", name="Rate the standard"))
    by = User.objects.get(username=INSPECTOR)
    for standard in ("1.2", "1.3", "1.4"):
        rate_standard(inspection, standard, band="good", argument="They agree", shown=0, by=by)


def _decide_where_they_differ(lead: Hands, inspection: Inspection) -> None:
    """The second assessor was right; before that the panel does not get the inspection."""
    page = lead.page
    lead.press(_tab(lead, "Plan"))
    expect(page.get_by_role("main")).to_contain_text("Two assessors differ and nobody has decided yet")
    lead.press(_tab(lead, "Cases"))
    lead.press(page.get_by_role("link", name="How far the assessors agree"))
    lead.press(page.get_by_role("row").filter(has_text="1 to decide").get_by_role("link"))
    point = page.locator(".probity-item").filter(has=page.get_by_role("button", name="Decide"))
    expect(point).to_contain_text(NOTE)
    lead.choose(point.get_by_role("radio", name="Not sufficient"))
    lead.write(point.get_by_label("Reason"), DECISION)
    lead.press(point.get_by_role("button", name="Decide"))
    expect(page.get_by_role("main")).to_contain_text("Nothing is left to decide")
    inspection.refresh_from_db()
    assure_everything(inspection)
    _step(lead, "Hand over to the ratings panel")


def _look_at_the_forms(lead: Hands, inspection: Inspection, looks: Looks) -> None:
    """Those that the inspector works without JavaScript, with which nobody can look."""
    for part in ("evidence/enter/", "ratings/1.1/", "report/summary/", "report/recommend/", ""):
        lead.page.goto(f"/inspections/{inspection.pk}/{part}")
        looks(lead.page)


def _sit(panel: Hands, inspection: Inspection) -> None:
    """The panel weighs every standard where discretion is open, and moves one."""
    page = panel.page
    _open(panel, inspection)
    panel.press(_tab(panel, "Panel"))
    panel.tick(page.get_by_role("checkbox", name="Nadia Rahman"))
    for group in page.get_by_role("group", name="what the panel decided").all():
        chosen = "Good" if "2.2 " in group.inner_text() else "Outstanding"
        panel.choose(group.get_by_role("radio", name=chosen, exact=True))
    for reason in page.get_by_label(": why").all():
        panel.write(reason, "Two cases say little")
    panel.press(page.get_by_role("button", name="Record the panel’s decisions"))
    expect(page.get_by_role("main")).to_contain_text("Good, Requires improvement by the rules")


def _write(inspector: Hands, inspection: Inspection) -> None:
    """One section and one recommendation, whose button is clicked twice."""
    page = inspector.page
    inspector.press(_tab(inspector, "Report"))
    rules = report_rules_on(inspection.fieldwork_first_on).sections
    inspector.press(page.get_by_role("link", name=rules[0].title))
    inspector.write(page.get_by_label("Words"), SUMMARY)
    inspector.press(page.get_by_role("button", name="Save"))
    inspector.press(page.get_by_role("link", name="Add a recommendation"))
    inspector.write(page.get_by_label("Who should act"), "The head of the unit")
    inspector.write(page.get_by_label("What they should do"), ADVICE)
    page.get_by_role("button", name="Add").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("Report")
    assert inspection.recommendations.count() == 1
    by = User.objects.get(username=INSPECTOR)
    for section in rules[1:]:
        write_section(inspection, section.id, words="All there is to say", shown=0, by=by)


def _check_accuracy(cast: Cast, inspection: Inspection) -> None:
    """The body sees the draft once it is sent, and of the ratings behind it nothing."""
    body, inspector = cast.body, cast.inspector
    page = body.page
    refused = page.goto(f"/inspections/{inspection.pk}/accuracy/")
    assert refused is not None
    assert refused.status == 404
    _step(cast.lead, "Send the draft to the inspected body")
    page.goto("/inspections/own/")
    body.press(page.get_by_role("link", name=str(inspection)))
    expect(page.get_by_role("main")).to_contain_text(SUMMARY)
    body.write(page.get_by_label("Where in the draft"), "Summary")
    body.write(page.get_by_label("What is not accurate"), "There are five heads")
    body.press(page.get_by_role("button", name="Raise the point"))
    body.press(page.get_by_role("button", name="We have no further points"))
    for part in ("ratings/", "cases/", "agreement/", ""):
        answer = page.goto(f"/inspections/{inspection.pk}/{part}")
        assert answer is not None
        assert answer.status in (403, 404), part
    inspector.page.reload()
    inspector.press(inspector.page.get_by_role("link", name="Answer the point about Summary"))
    inspector.choose(inspector.page.get_by_role("radio", name="No"))
    inspector.write(inspector.page.get_by_label("Answer", exact=True), "The minutes name four")
    inspector.press(inspector.page.get_by_role("button", name="Keep the answer"))


def _publish(lead: Hands) -> None:
    _step(lead, "End the check and finish the report")
    _step(lead, "Publish the report")
    expect(lead.page.get_by_role("main")).to_contain_text("The inspection is now: published")


def _respond(body: Hands, inspection: Inspection) -> None:
    page = body.page
    page.goto(f"/inspections/published/{inspection.pk}/")
    expect(page.get_by_role("main")).to_contain_text(SUMMARY)
    expect(page.get_by_role("main")).not_to_contain_text(DECISION)
    body.press(page.get_by_role("link", name="Respond"))
    body.choose(page.get_by_role("radio").first)
    body.write(page.get_by_label("What will be done"), "Every assessment is read twice")
    body.press(page.get_by_role("button", name="Publish the response"))
    expect(page.get_by_role("main")).to_contain_text("Every assessment is read twice")


def _service(hands: Hands, name: str) -> Locator:
    """A section of the service."""
    navigation = hands.page.get_by_role("navigation", name="Service")
    return navigation.get_by_role("link", name=name, exact=True)


def _open(hands: Hands, inspection: Inspection) -> None:
    hands.press(_service(hands, "Inspections"))
    row = hands.page.get_by_role("row").filter(has_text="20 April 2026")
    hands.press(row.get_by_role("link", name=inspection.place))


def _tab(hands: Hands, name: str) -> Locator:
    """A part of the inspection."""
    navigation = hands.page.get_by_role("navigation", name="Inspection of")
    return navigation.get_by_role("link", name=name, exact=True)


def _step(lead: Hands, name: str) -> None:
    """The next step of the inspection, from the page of its plan."""
    lead.press(_tab(lead, "Plan"))
    lead.press(lead.page.get_by_role("button", name=name))


def _write_day(hands: Hands, name: str, day: tuple[int, int, int]) -> None:
    group = hands.page.get_by_role("group", name=name)
    for label, number in zip(("Day", "Month", "Year"), day, strict=True):
        hands.write(group.get_by_label(label), str(number))
