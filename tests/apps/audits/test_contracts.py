"""Results of contracts: who sees which, and only once they are published."""

from datetime import date
from fractions import Fraction

import pytest

from apps.assessments.actions import Refused
from apps.audits.actions import draw_round, open_round
from apps.audits.contract_queries import contract_rounds, suppliers_in
from apps.audits.figures import figures_of_regions
from apps.audits.queries import locked_scores
from apps.caseload.contracts import Contract
from apps.organisation.access import Scope, scope_for
from tests.factories.audits import make_plan
from tests.factories.contracts import LARGE, make_contract_round, make_crs_edition
from tests.factories.failures import contract, make_live_extract, put_people, referred
from tests.factories.people import give_role, make_person_with, make_user

pytestmark = pytest.mark.django_db
K001 = Contract(contract_id="K001", region_code="H", **LARGE)
NORTHGATE = Scope(supplier_code="SUP1")


@pytest.fixture
def client_of(client):
    def signed_in(user):
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in


def _supplier(code="SUP1"):
    user = make_user(supplier_code=code)
    give_role(user, "supplier")
    return user


def _plan(auditors, **changed):
    return make_plan(auditors, edition=make_crs_edition(), contract=K001, **changed)


def test_a_supplier_sees_its_own_published_rounds_and_no_others(reference):
    own = make_contract_round("K001")
    make_contract_round("K002", supplier_code="SUP2", supplier_name="Another")
    make_contract_round("K003", published=False)
    assert list(contract_rounds(scope_for(_supplier(), "view_contract_results"))) == [own]


def test_an_account_without_a_supplier_code_belongs_to_no_supplier(reference):
    make_contract_round("K001")
    assert not contract_rounds(scope_for(_supplier(""), "view_contract_results")).exists()


def test_another_s_and_an_unpublished_round_are_answered_alike(reference, client_of):
    own, other = make_contract_round("K001"), make_contract_round("K002", supplier_code="SUP2")
    waiting = make_contract_round("K003", published=False)
    client = client_of(_supplier())
    assert client.get(f"/audits/contracts/{own.pk}/").status_code == 200
    for hidden in (other, waiting):
        assert client.get(f"/audits/contracts/{hidden.pk}/").status_code == 404
    page = client.get("/audits/contracts/").content.decode()
    assert ("K001" in page, "K002" in page, "K003" in page) == (True, False, False)
    file = b"".join(client.get("/audits/contracts/results.csv").streaming_content).decode()
    assert ("K001" in file, "K002" in file, "K003" in file) == (True, False, False)
    for path in (
        "/audits/",
        f"/audits/{own.pk}/",
        f"/audits/{own.pk}/results/",
        f"/audits/{own.pk}/frame.csv",
    ):
        assert client.get(path).status_code == 403


def test_a_contract_manager_sees_the_region_s_contracts_also_those_without_results(reference, client_of):
    put_people(contract("K001"), contract("K009", supplier_code="SUP2"), contract("K010", region_code="A"))
    make_contract_round("K001")
    make_contract_round("K010", region="A")
    page = (
        client_of(make_person_with("contract_manager", region="H")).get("/audits/contracts/").content.decode()
    )
    assert ("K001" in page, "K009" in page, "K010" in page) == (True, True, False)
    assert "No published score" in page


def test_a_small_contract_is_not_listed(reference):
    put_people(contract("K001", size="small"))
    assert suppliers_in(Scope(all_regions=True)) == []


def test_a_supplier_s_score_weighs_its_contracts_by_their_frames(reference):
    make_contract_round("K001")
    make_contract_round("K002")
    earlier = {"window_first_on": date(2025, 1, 1), "window_last_on": date(2025, 6, 30)}
    make_contract_round("K002", **earlier)
    (line,) = suppliers_in(NORTHGATE)
    (score,) = line.scores
    assert (score.bank, score.contracts, score.combined.scored) == ("CRS_QM1", 2, 4)
    assert (score.combined.percent, score.combined.frame_size) == (Fraction(80), 4)


def test_a_contract_that_the_extract_lost_keeps_its_results(reference):
    make_contract_round("K001")
    (line,) = suppliers_in(NORTHGATE)
    assert [each.contract.contract_id for each in line.contracts] == ["K001"]


def test_a_contract_s_score_is_no_figure_of_its_region(reference):
    make_contract_round("K001")
    assert locked_scores("H", date(2999, 1, 1)) == []
    assert figures_of_regions(["H"]) == []


def test_referrals_of_the_contract_are_sampled_with_what_became_of_them(auditors, lead):
    appointment = {
        "appointment_version_id": "V1",
        "appointment_id": "A1",
        "referral_id": "F001",
        "purpose": "assessment",
        "scheduled_on": date(2026, 2, 9),
        "recorded_at": "2026-02-03T09:00:00",
        "outcome": "attended",
    }
    moved = appointment | {
        "appointment_version_id": "V0",
        "superseded_at": "2026-02-05T09:00:00",
        "outcome": None,
    }
    wanted = {
        "outcome_id": "O1",
        "referral_id": "F001",
        "outcome_type": "Gained employment",
        "result": "achieved",
    }
    someone = referred(1, date(2026, 2, 2), ended_on=date(2026, 5, 1), end_reason="completed", suitable="yes")
    someone["crs_appointments"] = [moved, appointment]
    someone["crs_outcomes"] = [wanted | {"recorded_on": date(2026, 5, 1)}]
    put_people(contract(), someone, referred(2, date(2026, 3, 2)))
    make_live_extract()
    opened = open_round(_plan(auditors, size=2), by=lead)
    assert opened.contract_text == "accommodation, Northgate Futures (K001)"
    draw_round(opened, by=lead)
    opened.refresh_from_db()
    case = opened.sample.cases.get(case_id="F001")
    assert case.snapshot["case"] == {
        "what": "Referral: Accommodation",
        "started_on": "2026-02-02",
        "more": [
            ["Contract", "K001"],
            ["Supplier", "Northgate Futures"],
            ["Suitable", "Yes"],
            ["Desired outcome", "Gained employment: achieved"],
            ["Ended", "2026-05-01: completed"],
        ],
    }
    told = [(entry["what"], entry["detail"]) for entry in case.snapshot["chronology"]]
    assert ("Referred", "") in told
    assert ("Assessment appointment", "Moved to another day") in told
    assert ("Assessment appointment", "Attended") in told
    assert ("Referral ended", "Completed") in told
    facts = {row.fact: row.value for row in case.facts.filter(mark=1)}
    assert (facts["assessed"], facts["ended"]) == (True, True)
    assert "long_enough" not in facts  # no session is on record, which does not say that there was none
    other = {row.fact: row.value for row in opened.sample.cases.get(case_id="F002").facts.filter(mark=1)}
    assert other["ended"] is False


def test_a_bank_of_referrals_needs_a_contract_and_no_other_bank_takes_one(auditors, lead):
    with pytest.raises(Refused, match="audited for one contract"):
        open_round(make_plan(auditors, edition=make_crs_edition()), by=lead)
    with pytest.raises(Refused, match="audited for a region"):
        open_round(make_plan(auditors, contract=K001), by=lead)


def test_a_contract_belongs_to_its_region(auditors, lead):
    elsewhere = Contract(contract_id="K010", region_code="A", **LARGE)
    with pytest.raises(Refused, match="not a contract of Wales"):
        open_round(make_plan(auditors, edition=make_crs_edition(), contract=elsewhere), by=lead)


def test_two_contracts_of_a_region_make_two_rounds_and_one_twice_is_refused(auditors, lead):
    open_round(_plan(auditors), by=lead)
    beside = Contract(contract_id="K002", region_code="H", **LARGE)
    open_round(make_plan(auditors, edition=make_crs_edition(), contract=beside), by=lead)
    with pytest.raises(Refused, match="already"):
        open_round(_plan(auditors), by=lead)


@pytest.mark.parametrize("party", ["supplier", "contract_manager"])
def test_who_is_party_to_the_contract_does_not_audit_it(auditors, lead, party):
    partial = auditors[0]
    partial.supplier_code = "SUP1"
    partial.save(update_fields=["supplier_code"])
    give_role(partial, party, **({"region": "H"} if party == "contract_manager" else {}))
    with pytest.raises(Refused, match="Manage this contract or work for its supplier"):
        open_round(_plan(auditors), by=lead)
