"""What the record says of a person, fact by fact: the latest of several, and what says nothing."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from rules.definitions.eligibility import load_reference
from rules.eligibility import Answer
from rules.eligibility.decisions import Fact
from rules.eligibility.facts import (
    Question,
    facts_of,
    latest_decision,
    requirements_running,
    running_sentence,
)
from tests.rules.eligibility.people import ACTIVITY, AS_AT, SENTENCE, decided, events

DAY = timedelta(days=1)
CUSTODY = {"sentence_type": "custodial_determinate", "expected_end_on": date(2025, 3, 3)}


def facts(length_weeks: int | None = 19, **given: Any) -> Mapping[str, Fact]:
    """Every fact for the Thinking Skills Programme on 3 June 2024."""
    found = events(**given)
    sentence, programme = running_sentence(found, AS_AT), load_reference().programme("TSP")
    assert sentence is not None
    assert programme is not None
    question = Question(
        events=found,
        sentence=sentence,
        programme=programme,
        length_weeks=length_weeks,
        as_at=AS_AT,
        absence_weeks=8,
    )
    return facts_of(question, programme_first=Answer.NO)


def in_any_order(*rows: dict[str, Any]) -> list[list[dict[str, Any]]]:
    return [list(rows), list(reversed(rows))]


def test_the_sentence_passed_last_is_the_one_that_runs() -> None:
    later = SENTENCE | {"sentence_id": "S0", "sentenced_on": date(2024, 4, 2)}
    for rows in in_any_order(SENTENCE, later):
        found = running_sentence(events(sentences=rows), AS_AT)
        assert found is not None
        assert found.sentence_id == "S0"


def test_of_sentences_of_one_day_the_first_by_id_runs() -> None:
    for rows in in_any_order(SENTENCE, SENTENCE | {"sentence_id": "S0"}):
        found = running_sentence(events(sentences=rows), AS_AT)
        assert found is not None
        assert found.sentence_id == "S0"


@pytest.mark.parametrize(
    ("more", "runs"),
    [
        ({"sentenced_on": AS_AT}, True),
        ({"sentenced_on": AS_AT + DAY}, False),
        ({"ended_on": AS_AT + DAY}, True),
        ({"ended_on": AS_AT}, False),
    ],
)
def test_a_sentence_runs_from_its_day_until_the_day_before_it_ends(more: dict[str, Any], runs: bool) -> None:
    assert (running_sentence(events(sentence=more), AS_AT) is not None) is runs


ORDERED = ACTIVITY | {"requirement_id": "Q2", "requirement_type": "accredited_programme"}


@pytest.mark.parametrize(
    ("kind", "requirements", "basis"),
    [
        ("community_order", [ACTIVITY], "rehabilitation_activity"),
        ("suspended_sentence_order", [ACTIVITY], "rehabilitation_activity"),
        ("suspended_sentence_order", [ACTIVITY, ORDERED], "order"),
        ("community_order", [], "none"),
        ("youth_order", [ACTIVITY, ORDERED], "none"),
        ("custodial_determinate", [ACTIVITY, ORDERED], "custody"),
    ],
)
def test_a_programme_can_rest_on_what_the_court_ordered(
    kind: str, requirements: list[dict[str, Any]], basis: str
) -> None:
    assert facts(sentence={"sentence_type": kind}, requirements=requirements)["basis"] == basis


@pytest.mark.parametrize(
    ("more", "runs"),
    [
        ({"imposed_on": AS_AT}, True),
        ({"imposed_on": AS_AT + DAY}, False),
        ({"ended_on": AS_AT + DAY}, True),
        ({"ended_on": AS_AT}, False),
        ({"sentence_id": "S0"}, False),
    ],
)
def test_a_requirement_runs_from_its_day_until_the_day_before_it_ends(
    more: dict[str, Any], runs: bool
) -> None:
    found = events(requirements=[ACTIVITY | more])
    running = requirements_running(found, found.sentences[0], AS_AT)
    assert running == ({"rehabilitation_activity"} if runs else set())


def release(name: str, released_on: date, kind: str = "licence", **more: Any) -> dict[str, Any]:
    return {
        "release_id": name,
        "person_id": "P1",
        "sentence_id": "S1",
        "released_on": released_on,
        "release_type": kind,
        "prison_region_code": "H",
        "supervision_ends_on": date(2024, 12, 2),
    } | more


def test_the_latest_release_from_the_sentence_says_what_it_rests_on() -> None:
    first = release("R2", date(2024, 4, 1))
    second = release("R1", AS_AT, "post_sentence_supervision", supervision_ends_on=date(2024, 10, 28))
    for rows in in_any_order(first, second):
        found = facts(sentence=CUSTODY, releases=rows)
        assert found["basis"] == "post_sentence_supervision"
        assert found["weeks_left_after_programme"] == 2, "21 weeks from 3 June to 28 October, less 19"


def test_of_releases_of_one_day_the_first_by_id_counts() -> None:
    one, other = release("R1", AS_AT), release("R2", AS_AT, "post_sentence_supervision")
    for rows in in_any_order(one, other):
        assert facts(sentence=CUSTODY, releases=rows)["basis"] == "licence"


@pytest.mark.parametrize(
    "other",
    [
        release("R1", AS_AT + DAY),
        release("R1", AS_AT, "temporary"),
        release("R1", AS_AT, sentence_id="S0"),
    ],
)
def test_a_release_ahead_for_a_day_out_or_from_another_sentence_is_none(other: dict[str, Any]) -> None:
    found = facts(sentence=CUSTODY, releases=[other])
    assert (found["basis"], found["weeks_left_after_programme"]) == ("custody", None)


def test_without_an_end_of_supervision_the_end_of_the_sentence_counts() -> None:
    open_end = release("R1", AS_AT, supervision_ends_on=None)
    found = facts(sentence=CUSTODY, releases=[open_end])
    assert found["weeks_left_after_programme"] == 20, "39 weeks from 3 June to 3 March, less 19"


def test_weeks_are_whole_weeks_and_unknown_without_a_length_or_an_end() -> None:
    assert (
        facts(sentence={"expected_end_on": AS_AT + timedelta(days=7 * 19 - 1)})["weeks_left_after_programme"]
        == -1
    )
    assert facts(length_weeks=None)["weeks_left_after_programme"] is None
    assert facts(sentence={"expected_end_on": None})["weeks_left_after_programme"] is None


def planned(name: str, release_on: date, **more: Any) -> dict[str, Any]:
    return {
        "release_date_version_id": name,
        "sentence_id": "S1",
        "kind": "automatic",
        "release_on": release_on,
        "recorded_at": datetime(2024, 3, 4, 10),
        "set_at_sentence": True,
    } | more


@pytest.mark.parametrize(
    ("others", "weeks"),
    [
        ([], 7),  # 26 weeks from 2 September to 3 March, less 19
        ([planned("D2", date(2024, 8, 26), kind="conditional")], 8),
        ([planned("D2", date(2024, 9, 9))], 7),
        ([planned("D2", date(2024, 8, 26), kind="home_detention")], 7),
        ([planned("D2", date(2024, 8, 26), sentence_id="S0")], 7),
        ([planned("D2", date(2024, 8, 26), recorded_at=datetime(2024, 6, 4))], 7),
        ([planned("D2", date(2024, 8, 26), superseded_at=datetime(2024, 6, 3, 23, 59))], 7),
        ([planned("D2", date(2024, 8, 26), superseded_at=datetime(2024, 6, 4))], 8),
    ],
)
def test_in_prison_the_earliest_planned_release_that_stands_counts(
    others: list[dict[str, Any]], weeks: int
) -> None:
    dates = [planned("D1", date(2024, 9, 2)), *others]
    assert facts(sentence=CUSTODY, release_dates=dates)["weeks_left_after_programme"] == weeks


@pytest.mark.parametrize(
    ("kind", "reason", "fact"),
    [
        ("eligible", "offence_group", "offence_confirmed"),
        ("suitable", "responsivity", "responsivity_confirmed"),
        ("suitable", "barriers", "barriers_settled"),
        ("ready", "motivation", "motivation_confirmed"),
        ("ready", "attendance", "attendance_confirmed"),
    ],
)
def test_a_recorded_no_speaks_of_its_reason_only(kind: str, reason: str, fact: str) -> None:
    names = ("offence", "responsivity", "motivation", "attendance")
    asked = [f"{name}_confirmed" for name in names] + ["barriers_settled"]
    found = facts(programme_decisions=[decided(kind, "no", reason=reason)])
    assert {name: found[name] for name in asked if found[name]} == {fact: "no"}
    assert facts(programme_decisions=[decided(kind)])[fact] == "yes"


def test_of_decisions_of_one_day_the_first_by_id_counts() -> None:
    one = decided("suitable", decision_id="D1")
    other = decided("suitable", "no", decision_id="D2", reason="barriers")
    for rows in in_any_order(one, other):
        assert facts(programme_decisions=rows)["barriers_settled"] == "yes"


def test_a_decision_counts_from_its_day() -> None:
    found = events(programme_decisions=[decided("suitable", decided_on=AS_AT)])
    assert latest_decision(found, "TSP", "suitable", AS_AT) is not None
    assert latest_decision(found, "TSP", "suitable", AS_AT - DAY) is None
    assert latest_decision(found, "TSP", "ready", AS_AT) is None
    assert latest_decision(found, "BBR", "suitable", AS_AT) is None


def home(name: str, status: str, **more: Any) -> dict[str, Any]:
    return {
        "accommodation_id": name,
        "person_id": "P1",
        "status": status,
        "start_on": date(2024, 3, 4),
        "recorded_at": datetime(2024, 3, 4, 10),
    } | more


@pytest.mark.parametrize(
    ("last", "homeless"),
    [
        (home("A0", "homeless", start_on=date(2024, 3, 5)), "yes"),
        (home("A0", "homeless", recorded_at=datetime(2024, 3, 5)), "yes"),
        (home("A2", "homeless"), "yes"),
        (home("A0", "homeless"), "no"),
        (home("A2", "unknown"), None),
        (home("A2", "homeless", start_on=AS_AT + DAY), "no"),
        (home("A2", "rough_sleeping", start_on=AS_AT), "yes"),
    ],
)
def test_the_record_that_began_last_then_recorded_last_says_where_somebody_lives(
    last: dict[str, Any], homeless: str | None
) -> None:
    for rows in in_any_order(home("A1", "settled"), last):
        assert facts(accommodation=rows)["homeless"] == homeless


def plan(kind: str, completed_on: date | None) -> dict[str, Any]:
    return {"plan_id": "L1", "person_id": "P1", "plan_type": kind, "completed_on": completed_on}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (plan("initial", SENTENCE["sentenced_on"]), "yes"),
        (plan("initial", SENTENCE["sentenced_on"] - DAY), "no"),
        (plan("review", AS_AT), "yes"),
        (plan("review", AS_AT + DAY), "no"),
        (plan("termination", AS_AT), "no"),
        (plan("initial", None), "no"),
    ],
)
def test_a_plan_of_this_sentence_is_there_when_it_is_completed(row: dict[str, Any], said: str) -> None:
    assert facts(plans=[row])["plan_completed"] == said


@pytest.mark.parametrize(
    ("born", "years"), [(date(1990, 6, 3), 34), (date(1990, 6, 4), 33), (date(1990, 12, 1), 33)]
)
def test_age_is_in_completed_years(born: date, years: int) -> None:
    assert facts(person={"date_of_birth": born})["age_years"] == years


def test_of_nobody_in_the_record_neither_sex_nor_age_is_known() -> None:
    found = facts(people=[])
    assert (found["sex"], found["age_years"]) == (None, None)


def test_an_absence_that_was_cancelled_is_none() -> None:
    contact = {
        "contact_version_id": "V1",
        "contact_id": "C1",
        "person_id": "P1",
        "mode": "office",
        "provider": "practitioner",
        "scheduled_on": date(2024, 5, 6),
        "recorded_at": datetime(2024, 5, 1),
        "outcome": "unacceptable_absence",
    }
    assert facts(contacts=[contact])["unacceptable_absences"] == 1
    assert facts(contacts=[contact | {"cancelled_at": datetime(2024, 5, 2)}])["unacceptable_absences"] == 0
    assert facts(contacts=[contact | {"scheduled_on": AS_AT + DAY}])["unacceptable_absences"] == 0
