"""Programmes and treatment requirements come before commissioned services for the same need."""

from datetime import date
from typing import Any

import pytest

from rules.definitions.eligibility import load_reference
from rules.eligibility import FirstService, assess, first_services
from tests.rules.eligibility.people import ACTIVITY, AS_AT, LENGTHS, decided, events

TREATMENT = ACTIVITY | {"requirement_id": "Q2", "requirement_type": "drug_treatment"}
CONTRACT = {"contract_id": "K1", "region_code": "H", "service": "personal_wellbeing"}
REFERRAL = {"referral_id": "F1", "person_id": "P1", "contract_id": "K1", "referred_on": date(2024, 5, 1)}


def found(**given: Any) -> dict[str, FirstService]:
    person = events(**given)
    assessments = assess(person, as_at=AS_AT, lengths_weeks=LENGTHS)
    return {each.need.id: each for each in first_services(person, assessments, as_at=AS_AT)}


def test_a_programme_that_may_fit_comes_before_the_service() -> None:
    assert found()["wellbeing"].programmes == ("Thinking Skills Programme",)
    assert found(programme_decisions=[decided("suitable", "no", reason="responsivity")]) == {}


def test_a_treatment_requirement_comes_before_the_service() -> None:
    assert found(requirements=[TREATMENT])["dependency"].treatments == ("drug_treatment",)
    assert "dependency" not in found(requirements=[TREATMENT | {"ended_on": AS_AT}])


@pytest.mark.parametrize(
    ("more", "referrals"),
    [
        ({}, ("F1",)),
        ({"referred_on": AS_AT}, ("F1",)),
        ({"referred_on": date(2024, 6, 4)}, ()),
        ({"withdrawn_on": AS_AT}, ()),
        ({"ended_on": AS_AT}, ()),
    ],
)
def test_an_open_referral_to_the_service_is_named(more: dict[str, Any], referrals: tuple[str, ...]) -> None:
    given = found(crs_contracts=[CONTRACT], crs_referrals=[REFERRAL | more])
    assert given["wellbeing"].referrals == referrals


def test_a_referral_to_another_service_is_not() -> None:
    given = found(crs_contracts=[CONTRACT | {"service": "finance"}], crs_referrals=[REFERRAL])
    assert given["wellbeing"].referrals == ()


def test_several_treatments_are_named_in_order() -> None:
    kinds = [f"treatment_{letter}" for letter in "febdca"]
    all_of_them = events(
        requirements=[TREATMENT | {"requirement_id": kind, "requirement_type": kind} for kind in kinds]
    )
    reference = load_reference()
    need = reference.needs[0].model_copy(update={"treatment_requirements": tuple(kinds)})
    asked = reference.model_copy(update={"needs": (need,)})
    (first,) = first_services(all_of_them, [], as_at=AS_AT, reference=asked)
    assert first.treatments == tuple(sorted(kinds))
