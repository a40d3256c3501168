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


def test_the_denominator_is_what_was_met_or_missed() -> None:
    assert [each for each in Verdict if each.in_denominator] == [Verdict.NUMERATOR, Verdict.DENOMINATOR_ONLY]


def test_a_reason_that_was_tried_unpacks_in_the_order_of_its_columns() -> None:
    reason, verdict, held, sentence = TriedReason("died", Verdict.EXCLUDED, held=True, sentence="Died.")
    assert (reason, verdict, held, sentence) == ("died", Verdict.EXCLUDED, True, "Died.")
