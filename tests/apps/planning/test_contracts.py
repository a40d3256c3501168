"""Contracts of the extract beside agreements: what either side lacks, whose it is, what may be counted."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from apps.caseload.contracts import contract_named
from apps.organisation.actions import Refused
from apps.organisation.errors import Conflict
from apps.organisation.models import RecordedAction
from apps.planning.agreement_actions import AgreementWords, end_agreement, make_agreement
from apps.planning.contract_actions import link_contract
from apps.planning.contracts import ContractCheck, contract_checks, likely_first
from apps.planning.models import Agreement
from apps.planning.queries import agreements_of, provision_of
from rules.definitions.disclosure import load_disclosure
from rules.periods import PerformanceYear
from tests.apps.planning.test_pages import browser
from tests.factories.failures import contract, make_live_extract, put_people, referred
from tests.factories.people import form_key
from tests.factories.planning import TODAY, Planners, planners

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("reference")]
YEAR = PerformanceYear.parse("2025-26")
BEGAN = date(2025, 5, 1)
TERM = AgreementWords(
    kind="contract",
    title="Homes",
    provider="Northgate Futures",
    first_on=date(2026, 4, 1),
    last_on=date(2027, 3, 31),
)


@pytest.fixture
def people() -> Planners:
    """Six people referred for a home, two for their money, nobody for work."""
    homes = [referred(number, BEGAN + timedelta(days=number)) for number in range(6)]
    money = [referred(number, BEGAN, contract_id="K002") for number in (6, 7)]
    contracts = [
        contract("K001"),
        contract("K002", service="finance", supplier_name="Even Keel"),
        contract("K003", service="education_training_employment", supplier_name="Second Page"),
        contract("K009", region_code="A"),
    ]
    put_people(*homes, *money, *contracts)
    return planners()


def made(people: Planners, **changed: object) -> Agreement:
    return make_agreement(people.region, replace(TERM, **changed), by=people.planner, on=TODAY)


def link(people: Planners, name: str, agreement: Agreement | None, seen: int = 0) -> None:
    link_contract(people.region, name, agreement, seen=seen, by=people.planner, on=TODAY)


def checks(people: Planners) -> dict[str, ContractCheck]:
    rule = load_disclosure().on(YEAR.last_on)
    agreed = agreements_of(people.region, TODAY)
    found = contract_checks("H", agreed, YEAR, on=TODAY, edition=rule)
    return {one.contract or one.titles: one for one in found}


def test_referrals_without_an_agreement_and_agreements_without_referrals_come_first(people: Planners) -> None:
    link(people, "K001", made(people))
    link(people, "K003", made(people, title="Work"))
    made(people, title="Lone")
    made(people, title="Given", kind="grant")
    found = checks(people)
    assert [(key, one.standing.value) for key, one in found.items()] == [
        ("K002", "not_agreed"),
        ("K003", "not_used"),
        ("Lone", "not_linked"),
        ("K001", "agreed"),
    ]
    assert found["K002"].service == "Finance, benefits and debt"


def test_a_small_count_of_referrals_cannot_be_subtracted_from_all_of_them(people: Planners) -> None:
    found = checks(people)
    assert [found[key].referrals_words for key in ("K001", "K002", "K003")] == ["[c]", "[c]", "0"]
    assert found["K001"].words == "People are referred, no agreement"


def test_a_contract_belongs_to_one_agreement_and_moves_with_a_trail(people: Planners) -> None:
    homes, other = made(people), made(people, title="Other")
    link(people, "K001", homes)
    with pytest.raises(Conflict):
        link(people, "K001", other)
    link(people, "K001", other, seen=homes.pk)
    assert list(Agreement.objects.filter(contract="K001")) == [other]
    assert RecordedAction.objects.filter(verb="link_contract").count() == 3
    with pytest.raises(Refused, match="names the contract K001 already"):
        link(people, "K002", other)
    link(people, "K001", None, seen=other.pk)
    assert not Agreement.objects.exclude(contract="").exists()


def test_an_ended_agreement_is_not_linked_and_a_renewal_takes_the_contract_over(people: Planners) -> None:
    homes = made(people)
    link(people, "K001", homes)
    later = replace(TERM, first_on=date(2027, 4, 1), last_on=date(2028, 3, 31))
    homes.refresh_from_db()
    assert make_agreement(people.region, later, by=people.planner, on=TODAY, renews=homes).contract == "K001"
    ended = made(people, title="Over")
    end_agreement(ended, ended_on=date(2026, 4, 2), reason="Closed", seen=1, by=people.planner)
    with pytest.raises(Refused, match="has not ended"):
        link(people, "K002", ended)


def test_the_suppliers_own_agreement_is_offered_first_then_one_for_the_same_need(people: Planners) -> None:
    for title, provider in (("A", "Else"), ("B", "Northgate futures")):
        made(people, title=title, provider=provider)
    found = contract_named("K001")
    assert found is not None
    agreed = agreements_of(people.region, TODAY)
    offered = likely_first(found, agreed, provision_of(people.region, TODAY), TODAY)
    assert [one.title for one in offered] == ["B", "A"]


def test_the_page_lists_what_does_not_fit_and_the_form_mends_it(people: Planners) -> None:
    make_live_extract()
    homes, client = made(people), browser(people.planner)
    page = client.get("/plans/H/agreements/").content.decode()
    assert "People are referred, no agreement" in page
    assert "linked with no contract" in page
    address = "/plans/H/agreements/contracts/K001/"
    assert "None of them" in client.get(address).content.decode()
    answer = client.post(address, {"agreement": homes.pk, "seen": 0} | form_key())
    assert answer.status_code == 302
    homes.refresh_from_db()
    assert homes.contract == "K001"
    assert client.post(address, {"agreement": "", "seen": 0} | form_key()).status_code == 409
    assert "K001" in b"".join(client.get("/plans/H/agreements/contracts.csv")).decode()
    assert client.get("/plans/H/agreements/contracts/K009/").status_code == 404
