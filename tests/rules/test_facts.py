"""A person's events from raw rows."""

from datetime import date, datetime

import pytest

from rules.events import PersonEvents
from rules.facts import TriedReason, Verdict

CONTACT = {
    "contact_version_id": "V1",
    "contact_id": "C1",
    "person_id": "P1",
    "mode": "office",
    "provider": "practitioner",
    "scheduled_on": "2024-03-11",
    "recorded_at": "2024-03-05T10:00:00",
    "superseded_at": "",
}


def test_text_and_typed_values_give_the_same_row() -> None:
    typed = CONTACT | {
        "scheduled_on": date(2024, 3, 11),
        "recorded_at": datetime.fromisoformat("2024-03-05T10:00:00"),
        "superseded_at": None,
    }
    assert PersonEvents.from_rows({"contacts": [CONTACT]}) == PersonEvents.from_rows({"contacts": [typed]})


def test_tables_and_columns_that_no_measure_reads_are_passed_over() -> None:
    events = PersonEvents.from_rows({"contacts": [CONTACT | {"colour": "green"}], "gardens": [{"rose": 1}]})
    assert len(events.contacts) == 1


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"scheduled_on": ""}, "contacts row 1: scheduled_on is missing"),
        ({"scheduled_on": "11/03/2024"}, "contacts row 1"),
        ({"scheduled_on": datetime.fromisoformat("2024-03-11T00:00:00")}, "expected a date"),
        ({"mode": 3}, "mode: found 3, expected a str"),
    ],
)
def test_a_faulty_row_is_named(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        PersonEvents.from_rows({"contacts": [CONTACT | change]})


def test_the_row_that_is_at_fault_is_counted_from_one() -> None:
    with pytest.raises(ValueError, match=r"^contacts row 2: scheduled_on is missing; expected a date$"):
        PersonEvents.from_rows({"contacts": [CONTACT, CONTACT | {"scheduled_on": None}]})


@pytest.mark.parametrize("column", ["superseded_at", "cancelled_at", "outcome", "practitioner_code"])
@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_value_that_may_be_missing_is_none(column: str, empty: object) -> None:
    (contact,) = PersonEvents.from_rows({"contacts": [CONTACT | {column: empty}]}).contacts
    assert getattr(contact, column) is None


@pytest.mark.parametrize("change", [{"mode": None}, {"mode": ""}, {"recorded_at": None}])
def test_what_must_be_there_is_missed(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="is missing"):
        PersonEvents.from_rows({"contacts": [CONTACT | change]})


def test_a_day_is_no_moment() -> None:
    with pytest.raises(ValueError, match="expected a datetime"):
        PersonEvents.from_rows({"contacts": [CONTACT | {"recorded_at": date(2024, 3, 5)}]})


def test_a_text_is_no_number_and_no_yes() -> None:
    order = {
        "requirement_id": "Q1",
        "sentence_id": "S1",
        "requirement_type": "unpaid_work",
        "imposed_on": "2024-03-04",
    }
    with pytest.raises(ValueError, match="hours: found '40', expected a int"):
        PersonEvents.from_rows({"requirements": [order | {"hours": "40"}]})
    assert PersonEvents.from_rows({"requirements": [order | {"hours": 40}]}).requirements[0].hours == 40


def test_rows_stay_in_their_order_and_a_table_may_be_empty() -> None:
    events = PersonEvents.from_rows({"contacts": [CONTACT, CONTACT | {"contact_id": "C0"}], "deaths": []})
    assert [contact.contact_id for contact in events.contacts] == ["C1", "C0"]
    assert events.deaths == ()


def test_the_denominator_is_what_was_met_or_missed() -> None:
    assert [each for each in Verdict if each.in_denominator] == [Verdict.NUMERATOR, Verdict.DENOMINATOR_ONLY]


def test_a_reason_that_was_tried_unpacks_in_the_order_of_its_columns() -> None:
    reason, verdict, held, sentence = TriedReason("died", Verdict.EXCLUDED, held=True, sentence="Died.")
    assert (reason, verdict, held, sentence) == ("died", Verdict.EXCLUDED, True, "Died.")
