"""Explanations in words."""

from datetime import date

import pytest

from rules.events import PersonEvents
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
