"""Explanations in words."""

from datetime import date

import pytest

from rules.definitions.calendar import load_calendar
from rules.definitions.examples import full_rows, load_examples
from rules.definitions.measures import load_clocks, load_measures, measure
from rules.events import PersonEvents
from rules.facts import Explanation
from rules.measures import UnknownOccurrence, explain

AS_AT = date(2024, 6, 30)
EASTER = PersonEvents.from_rows(
    {
        "sentences": [
            {
                "sentence_id": "S1",
                "person_id": "P1",
                "sentence_type": "community_order",
                "sentenced_on": date(2024, 3, 27),
                "court_region_code": "H",
            }
        ],
        "deaths": [{"person_id": "P1", "died_on": date(2024, 6, 1)}],
        "contacts": [
            {
                "contact_version_id": "V1",
                "contact_id": "C1",
                "person_id": "P1",
                "mode": "office",
                "provider": "practitioner",
                "scheduled_on": date(2024, 4, 6),
                "recorded_at": "2024-04-01T10:00:00",
            },
            {
                "contact_version_id": "V2",
                "contact_id": "C2",
                "person_id": "P1",
                "mode": "office",
                "provider": "practitioner",
                "scheduled_on": date(2024, 4, 3),
                "recorded_at": "2024-04-01T10:00:00",
                "cancelled_at": "2024-04-02T10:00:00",
            },
        ],
        "supervision_periods": [],
    }
)


def test_it_names_the_days_that_did_not_count() -> None:
    skipped = explain("SL004", "S1", EASTER, AS_AT).skipped_days
    assert [why for _, why in skipped] == ["Good Friday", "Saturday", "Sunday", "Easter Monday"]


def test_it_says_in_words_what_would_have_met_the_measure() -> None:
    said = explain("SL004", "S1", EASTER, AS_AT).what_would_have_met_it
    assert "from Wednesday 27 March 2024 to Friday 5 April 2024" in said


def test_the_timeline_shows_what_bears_on_the_verdict_and_nothing_later() -> None:
    moments = [(m.on, m.kind) for m in explain("SL004", "S1", EASTER, AS_AT).dates]
    assert moments == [
        (date(2024, 3, 27), "trigger"),
        (date(2024, 4, 3), "event"),
        (date(2024, 4, 5), "due"),
        (date(2024, 4, 6), "late"),
    ]


def test_a_case_that_is_not_yet_due_shows_the_last_day_of_the_extract() -> None:
    explanation = explain("SL004", "S1", EASTER, date(2024, 4, 4))
    assert explanation.verdict == "pending"
    assert (date(2024, 4, 4), "as_at") in [(m.on, m.kind) for m in explanation.dates]


@pytest.mark.parametrize(
    ("measure_id", "occurrence"), [("SL004", "S2"), ("SL005", "S1"), ("SL007", "P1|2024-13"), ("SL007", "P1")]
)
def test_an_id_that_is_no_occurrence_is_refused(measure_id: str, occurrence: str) -> None:
    with pytest.raises(UnknownOccurrence):
        explain(measure_id, occurrence, EASTER, AS_AT)


def test_a_month_that_is_none_is_told_as_such() -> None:
    with pytest.raises(UnknownOccurrence, match=r"'P1\|2024-13': month '2024-13' is not a month"):
        explain("SL007", "P1|2024-13", EASTER, AS_AT)


def _labels_of_the_month(**tables: list[dict[str, object]]) -> list[str]:
    periods = [
        {
            "period_id": "SP1",
            "person_id": "P1",
            "kind": "licence",
            "region_code": "H",
            "unit_code": "H103",
            "start_on": date(2024, 1, 1),
        }
    ]
    events = PersonEvents.from_rows({"supervision_periods": periods, **tables})
    return [moment.label for moment in explain("SL007", "P1|2024-06", events, AS_AT).dates]


def test_a_month_left_out_shows_since_when_the_final_third_has_run() -> None:
    release = {
        "release_id": "R1",
        "person_id": "P1",
        "sentence_id": "S1",
        "released_on": date(2024, 1, 1),
        "release_type": "licence",
        "prison_region_code": "H",
        "after_recall": False,
        "supervision_ends_on": date(2024, 6, 30),
    }
    assert "In the final third since 1 May 2024" in _labels_of_the_month(releases=[release])


def test_a_month_shows_custody_and_suspension_that_fall_in_it() -> None:
    held = {"custody_id": "C1", "person_id": "P1", "reason": "remand"}
    suspended = {"suspension_id": "U1", "person_id": "P1", "authority": "line_manager"}
    labels = _labels_of_the_month(
        custody_periods=[{**held, "start_on": date(2024, 6, 10), "end_on": date(2024, 6, 12)}],
        contact_suspensions=[{**suspended, "start_on": date(2024, 5, 1), "end_on": date(2024, 5, 31)}],
    )
    assert labels == ["First day of the month", "In custody", "Last day in custody", "Last day of the month"]


# The clock of SL006 starts at the first appointment and not at its trigger.
COUNTING = [
    name
    for name, definition in {**load_measures(), **load_clocks()}.items()
    if name != "SL006" and any(edition.parameters.clock_business_days for edition in definition.editions)
]


@pytest.mark.parametrize("measure_id", COUNTING)
def test_a_clock_of_business_days_names_those_it_skipped(measure_id: str) -> None:
    calendar, compared = load_calendar(), 0
    for example in load_examples(measure_id):
        events = PersonEvents.from_rows(full_rows(example))
        for each in example.expect:
            told = explain(measure_id, each.occurrence, events, example.as_at)
            edition = measure(measure_id).on(told.trigger_on, told.region) or measure(measure_id).editions[0]
            length = edition.parameters.clock_business_days
            if length and told.due_on == calendar.add_business_days(told.trigger_on, length):
                compared += 1
                assert told.skipped_days == calendar.skipped_days(told.trigger_on, told.due_on)
    assert compared


def test_a_due_date_that_is_recorded_skips_no_day() -> None:
    recall = {
        "recall_id": "RC1",
        "person_id": "P1",
        "release_id": "R1",
        "decided_at": "2024-03-04T12:00:00+00:00",
        "returned_on": date(2024, 3, 4),
    }
    release = {
        "release_id": "R1",
        "person_id": "P1",
        "sentence_id": "S1",
        "released_on": date(2024, 1, 8),
        "release_type": "licence",
        "prison_region_code": "H",
        "after_recall": False,
    }
    for recorded, skips in ((None, True), (date(2024, 3, 20), False)):
        row = recall | {"part_b_due_on": recorded}
        events = PersonEvents.from_rows({"recalls": [row], "releases": [release]})
        assert bool(explain("SL010", "RC1", events, AS_AT).skipped_days) is skips


def test_a_reason_unlike_the_first_is_told_with_all_before_it() -> None:
    told = explain("SL004", "S1", EASTER, AS_AT)
    order = [rule.reason for rule in measure("SL004").on(date(2024, 4, 5), "H").verdicts]
    assert [each.reason for each in told.tried] == order[: len(told.tried)]
    assert (told.measure, told.occurrence_id, told.person_id, told.region) == ("SL004", "S1", "P1", "H")
    assert (told.trigger_on, told.due_on, told.as_at) == (date(2024, 3, 27), date(2024, 4, 5), AS_AT)
    assert (told.counts_in, told.unit) == ("2024-04", "unallocated")
    assert told.notes == measure("SL004").readings
    assert told.sentence == told.tried[-1].sentence
    assert told.source == str(measure("SL004").on(date(2024, 4, 5), "H").source)


def test_of_what_never_had_a_due_date_there_is_none_yet() -> None:
    plan = {
        "sentence_id": "S1",
        "person_id": "P1",
        "sentence_type": "custodial_determinate",
        "sentenced_on": date(2023, 3, 6),
        "court_region_code": "H",
    }
    report = {
        "parole_report_id": "PR1",
        "person_id": "P1",
        "sentence_id": "S1",
        "report_type": "parom1",
        "requested_on": date(2024, 3, 4),
    }
    events = PersonEvents.from_rows({"sentences": [plan], "parole_reports": [report]})
    told = explain("SL011", "PR1", events, AS_AT)
    assert told.due_on is None
    assert told.what_would_have_met_it.startswith("A due date on record: without one nothing is in time")
    assert told.skipped_days == ()


REFERRAL = {
    "referral_id": "F1",
    "person_id": "P1",
    "contract_id": "K1",
    "referred_on": date(2024, 3, 4),
    "suitable": "yes",
}


def _of_the_referral(*held: tuple[str, str | None], ended_on: date | None = None) -> Explanation:
    """The referral with appointments of an intervention: (day, outcome)."""
    events = PersonEvents.from_rows(
        {
            "crs_contracts": [{"contract_id": "K1", "region_code": "H"}],
            "crs_referrals": [REFERRAL | {"ended_on": ended_on}],
            "crs_appointments": [
                {
                    "appointment_version_id": f"V{day}",
                    "appointment_id": f"A{day}",
                    "referral_id": "F1",
                    "purpose": "intervention",
                    "scheduled_on": day,
                    "recorded_at": "2024-03-05T10:00:00",
                    "outcome": outcome,
                }
                for day, outcome in held
            ],
        }
    )
    return explain("CRS_SL002", "F1", events, AS_AT)


def test_of_what_has_no_due_date_yet_it_says_so() -> None:
    told = _of_the_referral()
    assert told.verdict == "pending"
    assert told.what_would_have_met_it.startswith("There is no due date yet: without one nothing is in time")


def test_of_several_appointments_the_first_is_shown() -> None:
    days = ("2024-03-21", "2024-03-14", "2024-03-28")
    told = _of_the_referral(*((day, None) for day in days), ended_on=date(2024, 5, 31))
    shown = [moment.on for moment in told.dates if moment.kind == "event"]
    assert shown == [date(2024, 3, 14)]


def test_what_was_met_on_the_due_day_is_in_time_and_says_nothing_of_what_would_have_met_it() -> None:
    told = _of_the_referral(("2024-05-31", "attended"), ended_on=date(2024, 5, 31))
    assert (told.verdict, told.what_would_have_met_it) == ("numerator", "")
    assert [moment.kind for moment in told.dates] == ["trigger", "due", "event", "met"]


def test_the_last_day_of_the_extract_is_shown_of_what_is_ahead_of_it_only() -> None:
    for ended_on, shown in ((AS_AT, False), (date(2024, 7, 1), True)):
        told = _of_the_referral(ended_on=ended_on)
        assert ("as_at" in [moment.kind for moment in told.dates]) is shown
