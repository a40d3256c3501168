"""Which referrals of a contract can be drawn for the audits of commissioned services."""

from datetime import date

import pytest

from apps.caseload.sampling_frame import referral_frame
from tests.factories.failures import contract, person, put_people, referred

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)
DAY = date(2026, 2, 2)


def _rows(contract_id="K001"):
    return referral_frame(contract_id=contract_id, first_on=FIRST, last_on=LAST)


def _ids(contract_id="K001"):
    return [row["case_id"] for row in _rows(contract_id)]


def test_a_referral_is_a_case_with_who_held_the_person_that_day():
    put_people(contract(), referred(1, DAY))
    assert _rows() == [
        {
            "case_id": "F001",
            "person_id": "X001",
            "kind": "referral",
            "unit": "H103",
            "level": "open",
            "practitioner_code": "H103-P09",
            "manager_code": "H103-M01",
        }
    ]


@pytest.mark.parametrize(
    ("day", "found"),
    [(date(2025, 12, 31), []), (FIRST, ["F001"]), (LAST, ["F001"]), (date(2026, 7, 1), [])],
)
def test_the_first_and_last_day_of_the_window_count_and_no_other(day, found):
    put_people(contract(), referred(1, day))
    assert _ids() == found


def test_another_contract_s_referrals_are_not_in_the_frame():
    put_people(contract(), contract("K002"), referred(1, DAY, contract_id="K002"))
    assert _ids("K001") == []
    assert _ids("K002") == ["F001"]


@pytest.mark.parametrize(
    ("reason", "found"), [("made_by_mistake", []), ("duplicate", []), ("withdrawn", ["F001"])]
)
def test_a_referral_made_by_mistake_or_twice_is_none(reason, found):
    put_people(contract(), referred(1, DAY, withdrawn_on=DAY, withdrawal_reason=reason))
    assert _ids() == found


def test_the_level_says_whether_the_referral_ended_or_was_withdrawn():
    ended = {"ended_on": date(2026, 5, 1), "end_reason": "completed"}
    put_people(
        contract(),
        referred(1, DAY),
        referred(2, DAY, **ended),
        referred(3, DAY, **ended, withdrawn_on=date(2026, 5, 1), withdrawal_reason="withdrawn"),
    )
    assert [row["level"] for row in _rows()] == ["open", "ended", "withdrawn"]


def test_the_holder_is_the_one_of_the_day_of_the_referral_not_the_one_of_today():
    someone = referred(1, DAY)
    first = person(1)["supervision_periods"][0]
    later = first | {"period_id": "P9", "practitioner_code": "H103-P02", "start_on": date(2026, 3, 1)}
    put_people(contract(), someone | {"supervision_periods": [first | {"end_on": date(2026, 2, 28)}, later]})
    assert [row["practitioner_code"] for row in _rows()] == ["H103-P09"]


def test_a_person_whom_nobody_supervises_is_still_referred():
    put_people(contract(), referred(1, DAY) | {"supervision_periods": []})
    assert [(row["unit"], row["practitioner_code"]) for row in _rows()] == [("none", "")]
