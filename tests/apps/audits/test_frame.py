"""Which cases can be drawn for the enforcement audit."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from apps.caseload.sampling_frame import enforcement_frame
from tests.factories.failures import contact, person, put_people, release

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2026, 1, 1), date(2026, 6, 30)


def _ids(region="H"):
    return [row["case_id"] for row in enforcement_frame(region_code=region, first_on=FIRST, last_on=LAST)]


def test_an_order_with_an_unacceptable_absence_is_in_the_frame():
    put_people(person(1, failed_on=date(2026, 3, 2)), person(2))
    assert enforcement_frame(region_code="H", first_on=FIRST, last_on=LAST) == [
        {
            "case_id": "S001",
            "person_id": "X001",
            "kind": "order",
            "unit": "H103",
            "level": "not_recorded",
            "practitioner_code": "H103-P09",
            "manager_code": "H103-M01",
        }
    ]


def test_another_region_s_cases_are_not_in_the_frame():
    put_people(person(1, region="A", failed_on=date(2026, 3, 2)))
    assert _ids() == []
    assert _ids("A") == ["S001"]


@pytest.mark.parametrize(
    "version",
    [
        {"outcome": "acceptable_absence"},
        {"scheduled_on": date(2026, 7, 1)},
        {"scheduled_on": date(2025, 12, 31)},
        {"superseded_at": "2026-03-03T09:00:00"},
        {"cancelled_at": "2026-03-01T09:00:00", "cancelled_by": "probation"},
    ],
)
def test_what_is_no_standing_failure_in_the_window_does_not_count(version):
    someone = person(1)
    someone["contacts"] = [contact(1, date(2026, 3, 2), "unacceptable_absence") | version]
    put_people(someone)
    assert _ids() == []


@pytest.mark.parametrize("day", [FIRST, LAST])
def test_the_first_and_last_day_of_the_window_count(day):
    someone = person(1, failed_on=day)
    someone["sentences"][0]["sentenced_on"] = FIRST
    put_people(someone)
    assert _ids() == ["S001"]


def test_a_failure_after_the_order_ended_is_not_that_order_s():
    someone = person(1, failed_on=date(2026, 3, 2))
    someone["sentences"][0] |= {"ended_on": date(2026, 3, 1), "end_reason": "completed"}
    put_people(someone)
    assert _ids() == []


def test_a_missed_session_of_unpaid_work_counts():
    someone = person(1)
    someone["unpaid_work_sessions"] = [
        {
            "session_version_id": "U1",
            "session_id": "U1",
            "person_id": "X001",
            "session_type": "work",
            "scheduled_on": date(2026, 4, 1),
            "recorded_at": "2026-03-01T09:00:00",
            "outcome": "unacceptable_absence",
        }
    ]
    put_people(someone)
    assert _ids() == ["S001"]


def _on_licence(**events):
    someone = person(1, **events)
    someone["sentences"][0]["sentence_type"] = "custodial_determinate"
    someone["supervision_periods"][0]["kind"] = "licence"
    someone["releases"] = [release(1, date(2026, 1, 5)), release(1, date(2026, 4, 1), after_recall=True)]
    return someone


def test_a_failure_belongs_to_the_release_that_the_person_was_on():
    put_people(_on_licence(failed_on=date(2026, 3, 2)))
    assert _ids() == ["R001-0105"]


def test_a_recall_brings_its_release_into_the_frame():
    someone = _on_licence()
    recall = {
        "recall_id": "L1",
        "person_id": "X001",
        "release_id": "R001-0105",
        # Still 30 June in London, and in the window by its calendar.
        "decided_at": datetime(2026, 6, 30, 23, 30, tzinfo=ZoneInfo("Europe/London")),
    }
    put_people(someone | {"recalls": [recall]})
    assert _ids() == ["R001-0105"]
    put_people(someone | {"recalls": [recall | {"rescinded_on": date(2026, 6, 30)}]})
    assert _ids() == []
    late = datetime(2026, 7, 1, 0, 30, tzinfo=ZoneInfo("Europe/London"))
    put_people(someone | {"recalls": [recall | {"decided_at": late}]})
    assert _ids() == []


def test_two_failures_make_one_case():
    someone = person(1, failed_on=date(2026, 3, 2))
    someone["contacts"].append(contact(1, date(2026, 4, 2), "unacceptable_absence"))
    put_people(someone)
    assert _ids() == ["S001"]


BREACH = {
    "breach_id": "B1",
    "person_id": "X001",
    "sentence_id": "S001",
    "relevant_failure_on": date(2026, 3, 2),
}


def test_an_order_with_a_recorded_breach_is_in_the_frame():
    someone = person(1)
    someone["breaches"] = [BREACH]
    put_people(someone)
    assert _ids() == ["S001"]


@pytest.mark.parametrize("day", [date(2025, 12, 31), date(2026, 7, 1)])
def test_a_breach_for_a_failure_outside_the_window_does_not_count(day):
    someone = person(1)
    someone["breaches"] = [BREACH | {"relevant_failure_on": day}]
    put_people(someone)
    assert _ids() == []


def test_a_breach_of_supervision_after_prison_counts_for_the_release():
    someone = person(1)
    someone["sentences"][0] |= {"sentence_type": "custodial_determinate", "sentenced_on": date(2025, 1, 5)}
    someone["releases"] = [release(1, date(2026, 1, 5), release_type="post_sentence_supervision")]
    someone["breaches"] = [BREACH]
    put_people(someone)
    assert _ids() == ["R001-0105"]
