"""Due items of one person: judged by the live engine, with the day on which each was done."""

from datetime import date, datetime
from typing import Any

import duckdb

from rules.definitions.due_list import due_list_subjects
from rules.definitions.measures import Edition, VerdictRule, measure
from rules.events import PersonEvents
from rules.facts import Verdict
from rules.measures.candidates.fragments import NEVER
from rules.measures.due import Due, done_facts, done_on, done_on_sql, due_items, explain_live
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
    people = [{"person_id": "P", "date_of_birth": date(1990, 1, 1), "sex": "male"}]
    return PersonEvents.from_rows(
        {"people": people, "sentences": [order("S", SENTENCED_ON)], "contacts": contacts}
    )


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


def test_an_explanation_is_that_of_the_day_before_only_for_what_is_missed_on_an_open_day() -> None:
    for appointments, day, over in (
        ((), DUE_ON, True),
        ((DUE_ON,), DUE_ON, False),
        ((), date(2024, 7, 2), False),
        ((), date(2024, 6, 30), False),
    ):
        told = explain_live("SL004", "S", person(*appointments), as_at=day, day_is_over=over)
        assert told.as_at == day


def test_only_what_is_missed_on_the_open_day_itself_goes_back_to_the_day_before() -> None:
    late = due(person(), as_at=date(2024, 7, 2), day_is_over=False)
    assert late.judgement.verdict is Verdict.DENOMINATOR_ONLY


def order(name: str, sentenced_on: date) -> dict[str, Any]:
    return {
        "sentence_id": name,
        "person_id": "P",
        "sentence_type": "community_order",
        "sentenced_on": sentenced_on,
        "court_region_code": "H",
        "offence_group": "theft",
    }


def test_what_was_missed_before_stays_missed_beside_what_is_due_on_an_open_day() -> None:
    events = PersonEvents.from_rows(
        {"sentences": [order("S1", date(2024, 6, 20)), order("S2", SENTENCED_ON)]}
    )
    found = due_items("SL004", events, as_at=DUE_ON, day_is_over=False, first=JUNE, last=JULY)
    assert [each.judgement.verdict for each in found] == [Verdict.DENOMINATOR_ONLY, Verdict.PENDING]


def test_what_fell_due_the_day_after_it_began_is_pending_on_that_day() -> None:
    release = {
        "release_id": "R",
        "person_id": "P",
        "sentence_id": "S",
        "released_on": date(2024, 6, 24),
        "release_type": "licence",
        "prison_region_code": "H",
        "after_recall": False,
    }
    events = PersonEvents.from_rows({"releases": [release]})
    span: dict[str, Any] = {"as_at": date(2024, 6, 25), "first": JUNE, "last": JULY}
    for over, verdict in ((True, Verdict.DENOMINATOR_ONLY), (False, Verdict.PENDING)):
        (found,) = due_items("SL005", events, day_is_over=over, **span)
        assert (found.judgement.due_on, found.judgement.verdict) == (date(2024, 6, 25), verdict)


def test_what_asks_nothing_of_anybody_is_not_listed() -> None:
    events = PersonEvents.from_rows(
        {
            "sentences": [order("S", SENTENCED_ON)],
            "deaths": [{"person_id": "P", "died_on": date(2024, 6, 26)}],
        }
    )
    assert due_items("SL004", events, as_at=DUE_ON, day_is_over=True, first=JUNE, last=JULY) == []


def test_items_come_in_order_of_their_ids() -> None:
    sentences = [
        order("S2", date(2024, 6, 20)),
        order("S1", SENTENCED_ON),
        order("S3", date(2024, 6, 18)),
    ]
    events = PersonEvents.from_rows({"sentences": sentences})
    found = due_items("SL004", events, as_at=date(2024, 6, 28), day_is_over=True, first=JUNE, last=JULY)
    assert [each.judgement.occurrence_id for each in found] == ["S1", "S2", "S3"]


def numerator_of(*facts: str) -> Edition:
    """The edition of SL004 whose numerator asks for all of these by the due date."""
    edition = measure("SL004").editions[-1]
    wanted = {"all": [{fact: {"at_most": 0}} for fact in facts]}
    verdicts = tuple(
        VerdictRule(**rule.model_dump() | {"when": wanted}) if rule.verdict is Verdict.NUMERATOR else rule
        for rule in edition.verdicts
    )
    return edition.model_copy(update={"verdicts": verdicts})


def test_the_day_is_that_of_the_last_thing_done() -> None:
    edition = numerator_of("plan_days_after_due", "talk_days_after_due", "hours_short")
    assert done_facts(edition) == ("plan_days_after_due", "talk_days_after_due"), "hours are no days"
    days = {"plan_days_after_due": 3, "talk_days_after_due": -2, "hours_short": 40}
    assert done_on(edition, DUE_ON, days) == date(2024, 7, 4)
    assert done_on(edition, DUE_ON, days | {"plan_days_after_due": -5}) == date(2024, 6, 29)
    assert done_on(edition, DUE_ON, days | {"talk_days_after_due": NEVER}) is None
    assert done_on(edition, DUE_ON, days | {"talk_days_after_due": NEVER - 1}) is not None
    assert done_on(edition, None, days) is None


def test_what_asks_for_nothing_to_be_done_has_no_day() -> None:
    (edition,) = measure("SL040").editions[-1:]
    assert done_facts(edition) == ()
    assert done_on(edition, DUE_ON, {}) is None
    assert done_on_sql(measure("SL040")) == "CAST(NULL AS date)"


def test_sql_tells_the_same_day() -> None:
    definition = measure("SL004")
    edition = definition.editions[-1]
    (name,) = done_facts(edition)
    with duckdb.connect(config={"threads": 1}) as there:
        for days, said in ((-3, date(2024, 6, 28)), (2, date(2024, 7, 3)), (NEVER, None)):
            row = f"SELECT '{edition.name}' AS edition, {days} AS {name}, DATE '2024-07-01' AS due_on"
            (found,) = there.execute(f"SELECT {done_on_sql(definition)} FROM ({row}) r").fetchall()
            assert found[0] == said
