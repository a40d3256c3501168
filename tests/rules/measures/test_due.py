"""Due items of one person: judged by the live engine, with the day on which each was done."""

from datetime import date, datetime
from typing import Any

from rules.definitions.due_list import due_list_subjects
from rules.events import PersonEvents
from rules.facts import Verdict
from rules.measures.due import Due, done_facts, due_items, explain_live
from rules.periods import Month

SENTENCED_ON, DUE_ON = date(2024, 6, 24), date(2024, 7, 1)  # Mondays, 5 business days apart
JUNE, JULY = Month(2024, 6), Month(2024, 7)


def person(*appointments: date) -> PersonEvents:
    contacts: list[dict[str, Any]] = [
        {
            "contact_version_id": f"C{number}",
            "contact_id": f"C{number}",
            "person_id": "P",
            "mode": "office",
            "provider": "practitioner",
            "scheduled_on": on,
            "recorded_at": datetime(2024, 6, 24, 9),
            "outcome": "attended",
        }
        for number, on in enumerate(appointments)
    ]
    sentence = {
        "sentence_id": "S",
        "person_id": "P",
        "sentence_type": "community_order",
        "sentenced_on": SENTENCED_ON,
        "court_region_code": "H",
        "offence_group": "theft",
    }
    people = [{"person_id": "P", "date_of_birth": date(1990, 1, 1), "sex": "male"}]
    return PersonEvents.from_rows({"people": people, "sentences": [sentence], "contacts": contacts})


def due(events: PersonEvents, *, as_at: date, day_is_over: bool = True) -> Due:
    (found,) = due_items("SL004", events, as_at=as_at, day_is_over=day_is_over, first=JUNE, last=JULY)
    return found


def test_what_is_done_before_its_day_is_pending_and_has_its_day() -> None:
    found = due(person(date(2024, 6, 26)), as_at=date(2024, 6, 28))
    assert (found.judgement.verdict, found.done_on) == (Verdict.PENDING, date(2024, 6, 26))


def test_what_is_to_be_done_has_no_day() -> None:
    assert due(person(), as_at=date(2024, 6, 28)).done_on is None
    assert due(person(date(2024, 7, 1)), as_at=date(2024, 6, 28)).done_on is None, "arranged, not there yet"


def test_what_is_done_late_is_missed_and_has_its_day() -> None:
    found = due(person(date(2024, 7, 3)), as_at=date(2024, 7, 5))
    assert (found.judgement.verdict, found.done_on) == (Verdict.DENOMINATOR_ONLY, date(2024, 7, 3))


def test_on_its_day_it_is_missed_only_when_the_day_is_over() -> None:
    assert due(person(), as_at=DUE_ON).judgement.verdict is Verdict.DENOMINATOR_ONLY
    assert due(person(), as_at=DUE_ON, day_is_over=False).judgement.verdict is Verdict.PENDING
    assert due(person(DUE_ON), as_at=DUE_ON, day_is_over=False).judgement.verdict is Verdict.NUMERATOR
    told = explain_live("SL004", "S", person(), as_at=DUE_ON, day_is_over=False)
    assert (told.verdict, told.as_at) == (Verdict.PENDING, date(2024, 6, 30))


def test_every_subject_of_the_list_tells_when_it_was_done() -> None:
    for definition in due_list_subjects(date(2026, 3, 31)).values():
        assert all(done_facts(edition) for edition in definition.editions), definition.id
