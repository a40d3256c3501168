"""Which cases can be drawn for the audits of risk management and sentence delivery."""

from datetime import date

import pytest

from apps.caseload.sampling_frame import started_frame
from tests.factories.failures import person, put_people, release

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)


def _rows(region="H"):
    return started_frame(region_code=region, first_on=FIRST, last_on=LAST)


def _ids(region="H"):
    return [row["case_id"] for row in _rows(region)]


def _order(**sentence):
    someone = person(1)
    someone["sentences"][0] |= sentence
    return someone


def _licence(*releases, **sentence):
    someone = person(1)
    someone["sentences"][0] |= {"sentence_type": "custodial_determinate", "sentenced_on": date(2025, 1, 5)}
    someone["sentences"][0] |= sentence
    someone["supervision_periods"][0]["kind"] = "licence"
    someone["releases"] = list(releases)
    return someone


def _period(number, start_on, end_on=None, **more):
    return {
        "period_id": f"T{number}",
        "person_id": "X001",
        "kind": "community",
        "region_code": "A",
        "unit_code": "A103",
        "practitioner_code": "A103-P01",
        "start_on": start_on,
        "end_on": end_on,
    } | more


def test_an_order_that_began_in_the_window_is_in_the_frame_with_its_level():
    put_people(_order(risk_of_serious_harm="high"), person(2) | {"supervision_periods": []})
    assert _rows() == [
        {
            "case_id": "S001",
            "person_id": "X001",
            "kind": "order",
            "unit": "H103",
            "level": "high",
            "practitioner_code": "H103-P09",
            "manager_code": "H103-M01",
        }
    ]


@pytest.mark.parametrize(
    ("day", "found"),
    [
        (date(2025, 12, 31), []),
        (FIRST, ["S001"]),
        (LAST, ["S001"]),
        (date(2026, 4, 1), []),
    ],
)
def test_the_first_and_last_day_of_the_window_count_and_no_other(day, found):
    someone = _order(sentenced_on=day)
    someone["supervision_periods"][0]["start_on"] = day
    put_people(someone)
    assert _ids() == found


@pytest.mark.parametrize(
    "kind", ["custodial_determinate", "custodial_indeterminate", "supervision_default_order"]
)
def test_only_orders_start_with_their_sentence(kind):
    put_people(_order(sentence_type=kind))
    assert _ids() == []


@pytest.mark.parametrize("reason", ["completed", "revoked_breach", "revoked_good_progress", "expired"])
def test_a_case_that_ended_since_is_still_in_the_frame(reason):
    put_people(_order(ended_on=date(2026, 2, 1), end_reason=reason))
    assert _ids() == ["S001"]


def test_a_quashed_sentence_never_stood():
    put_people(_order(ended_on=date(2026, 2, 1), end_reason="quashed"))
    assert _ids() == []
    put_people(_licence(release(1, FIRST), ended_on=date(2026, 2, 1), end_reason="quashed"))
    assert _ids() == []


@pytest.mark.parametrize("kind", ["licence", "post_sentence_supervision"])
def test_a_release_to_supervision_starts_a_case(kind):
    put_people(_licence(release(1, FIRST, release_type=kind)))
    assert [(row["case_id"], row["kind"]) for row in _rows()] == [("R001-0101", "licence")]


def test_neither_a_temporary_release_nor_one_after_a_recall_starts_a_case():
    put_people(_licence(release(1, FIRST, release_type="temporary")))
    assert _ids() == []
    put_people(_licence(release(1, FIRST, after_recall=True)))
    assert _ids() == []


def test_a_licence_starts_with_the_first_release_of_its_sentence():
    before = release(1, date(2025, 12, 1))
    put_people(_licence(before, release(1, FIRST)))
    assert _ids() == []
    put_people(_licence(before | {"release_type": "temporary"}, release(1, FIRST)))
    assert _ids() == ["R001-0101"]


def test_a_case_that_moved_belongs_to_the_region_that_holds_it_now():
    someone = person(1)
    someone["supervision_periods"][0]["end_on"] = date(2026, 4, 9)
    someone["supervision_periods"].append(_period(1, date(2026, 4, 10)))
    put_people(someone)
    assert _ids("H") == []
    assert [(row["unit"], row["practitioner_code"], row["manager_code"]) for row in _rows("A")] == [
        ("A103", "A103-P01", "")
    ]


def test_a_period_of_another_kind_does_not_move_the_case():
    someone = person(1)
    someone["supervision_periods"][0]["end_on"] = date(2026, 4, 9)
    someone["supervision_periods"].append(_period(1, date(2026, 2, 1), kind="licence"))
    put_people(someone)
    assert _ids("H") == ["S001"]


def test_supervision_that_ended_before_the_case_began_is_another_case_s():
    someone = person(1)
    someone["supervision_periods"][0] |= {"start_on": date(2025, 1, 1), "end_on": date(2026, 1, 4)}
    put_people(someone)
    assert _ids() == []
    someone["supervision_periods"][0]["end_on"] = date(2026, 1, 5)
    put_people(someone)
    assert _ids() == ["S001"]


def test_who_moved_out_of_england_and_wales_took_the_file_along():
    moved = {"transfer_id": "T1", "person_id": "X001", "destination": "scotland"}
    someone = person(1)
    put_people(someone | {"transfers_out": [moved | {"transferred_on": date(2026, 5, 1)}]})
    assert _ids() == []
    put_people(someone | {"transfers_out": [moved | {"transferred_on": date(2025, 5, 1)}]})
    assert _ids() == ["S001"]


def test_who_came_back_is_held_here_again():
    someone = person(1)
    someone["supervision_periods"][0]["end_on"] = date(2026, 4, 9)
    someone["supervision_periods"].append(_period(1, date(2026, 6, 1)))
    moved = {"transfer_id": "T1", "person_id": "X001", "destination": "scotland"}
    put_people(someone | {"transfers_out": [moved | {"transferred_on": date(2026, 4, 10)}]})
    assert _ids("A") == ["S001"]


def test_an_order_and_a_licence_of_one_person_are_two_cases():
    someone = _licence(release(1, FIRST))
    someone["sentences"].append(person(1)["sentences"][0] | {"sentence_id": "S901"})
    put_people(someone)
    assert _ids() == ["R001-0101", "S901"]
