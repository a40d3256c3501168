"""A practitioner finds a case of their own and reads why it counted as it did."""

from django.urls import reverse
from playwright.sync_api import expect

from apps.performance.models import MeasureOutcome
from rules.facts import Verdict
from tests.journeys.conftest import SignIn

OWN, NOT_OWN = "H103-P01", "A25-P01"


def _person(practitioner: str) -> str:
    """Somebody whom the practitioner holds, with a missed case."""
    missed = MeasureOutcome.objects.filter(verdict=Verdict.DENOMINATOR_ONLY)
    found = missed.filter(practitioner_code=practitioner).order_by("person_id").first()
    assert found is not None, f"the demonstration judges no case of {practitioner}"
    return found.person_id


def test_a_practitioner_finds_a_case_and_reads_why_it_counted(sign_in: SignIn) -> None:
    page, person = sign_in("practitioner"), _person(OWN)
    page.get_by_role("navigation", name="Service").get_by_role("link", name="Cases", exact=True).click()
    page.get_by_label("Case reference").fill(person)
    page.get_by_role("main").get_by_role("button", name="Find").click()
    page.goto(reverse("caseload:case-measures", args=[person]))
    missed = page.get_by_role("row").filter(has_text="Missed:")
    missed.first.get_by_role("link", name="Why").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Case {person}")
    expect(page.get_by_role("heading", name="The dates")).to_be_visible()
    expect(page.get_by_role("heading", name="What would have met it")).to_be_visible()


def test_a_practitioner_does_not_find_a_colleagues_case(sign_in: SignIn) -> None:
    page = sign_in("practitioner")
    answer = page.goto(reverse("caseload:case", args=[_person(NOT_OWN)]))
    assert answer is not None
    assert answer.status == 404
