"""Three decisions for one person: each criterion on both sides of its edge, and what follows."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from rules.definitions.eligibility import FACTS, load_criteria, load_reference
from rules.eligibility import Answer, Assessment, assess
from rules.eligibility.assess import Advice
from rules.eligibility.facts import Question, facts_of, running_sentence
from tests.rules.eligibility.people import ACTIVITY, AS_AT, LENGTHS, SENTENCE, decided, events

ALL_YES = [decided("eligible"), decided("suitable"), decided("ready")]


def assessed(code: str = "TSP", as_at: date = AS_AT, **given: Any) -> Assessment:
    found = assess(events(**given), as_at=as_at, lengths_weeks=LENGTHS)
    return next(each for each in found if each.programme.code == code)


def answer_of(criterion: str, assessment: Assessment) -> Answer:
    reasons = [reason for decision in assessment.decisions for reason in decision.reasons]
    return next(reason.answer for reason in reasons if reason.criterion == criterion)


def test_every_fact_that_a_criterion_may_ask_is_derived() -> None:
    programme = load_reference().programme("TSP")
    found = running_sentence(events(), AS_AT)
    assert programme is not None
    assert found is not None
    question = Question(
        events=events(),
        sentence=found,
        programme=programme,
        length_weeks=19,
        as_at=AS_AT,
        absence_weeks=8,
    )
    facts = facts_of(question, programme_first=Answer.NO)
    assert set(facts) == set(FACTS)
    assert all(value is None or value in FACTS[name] for name, value in facts.items() if FACTS[name])


def test_a_person_for_whom_everything_speaks_is_referred() -> None:
    assessment = assessed(programme_decisions=ALL_YES)
    assert [decision.answer for decision in assessment.decisions] == ["yes", "yes", "yes"]
    assert assessment.advice is Advice.REFER


def test_without_a_running_sentence_there_is_nothing_to_decide() -> None:
    ended = events(sentence={"ended_on": AS_AT})
    assert assess(ended, as_at=AS_AT, lengths_weeks=LENGTHS) == ()
    running = events(sentence={"ended_on": AS_AT + timedelta(days=1)})
    assert assess(running, as_at=AS_AT, lengths_weeks=LENGTHS) != ()


@pytest.mark.parametrize(
    ("code", "criterion", "sentence", "answer"),
    [
        ("TSP", "reoffending_band", {"reoffending_band": "low"}, "no"),
        ("TSP", "reoffending_band", {"reoffending_band": "medium"}, "yes"),
        ("TSP", "reoffending_band", {"reoffending_band": "very_high"}, "yes"),
        ("TSP", "reoffending_band", {"reoffending_band": None}, "not_known"),
        ("SI-ATB", "reoffending_band", {"reoffending_band": "medium"}, "yes"),
        ("SI-ATB", "reoffending_band", {"reoffending_band": "high"}, "no"),
        ("SI-ATB", "harm", {"risk_of_serious_harm": "medium"}, "yes"),
        ("SI-ATB", "harm", {"risk_of_serious_harm": "high"}, "no"),
        ("SI-ATB", "harm", {"risk_of_serious_harm": None}, "not_known"),
        ("TSP", "offence", {"offence_group": "sexual"}, "no"),
        ("TSP", "offence", {"offence_group": "violence"}, "yes"),
        ("BBR", "offence", {"offence_group": "violence"}, "yes"),
        ("BBR", "offence", {"offence_group": "theft"}, "no"),
    ],
)
def test_the_sentence_decides(code: str, criterion: str, sentence: dict[str, Any], answer: str) -> None:
    assert answer_of(criterion, assessed(code, sentence=sentence)) == answer


@pytest.mark.parametrize(
    ("ends_on", "answer"),
    [
        # 26 weeks from 3 June 2024, 19 of the programme and 7 around it, end on 2 December.
        (date(2024, 12, 2), "yes"),
        (date(2024, 12, 1), "no"),
        (None, "not_known"),
    ],
)
def test_the_weeks_left_are_whole_weeks_after_the_programme(ends_on: date | None, answer: str) -> None:
    assert answer_of("time_left", assessed(sentence={"expected_end_on": ends_on})) == answer


def test_the_directory_says_how_long_a_programme_takes() -> None:
    given = events(sentence={"expected_end_on": date(2024, 12, 2)})
    shorter, longer = ({"TSP": weeks} for weeks in (19, 20))
    answers = [
        answer_of("time_left", assess(given, as_at=AS_AT, lengths_weeks=lengths)[1])
        for lengths in (shorter, longer)
    ]
    assert answers == ["yes", "no"]


@pytest.mark.parametrize(("born", "answer"), [(date(2006, 6, 3), "yes"), (date(2006, 6, 4), "no")])
def test_programmes_are_for_adults_from_their_birthday_on(born: date, answer: str) -> None:
    assert answer_of("age", assessed(person={"date_of_birth": born})) == answer


@pytest.mark.parametrize(("sex", "answer"), [("male", "yes"), ("female", "no"), ("unknown", "not_known")])
def test_building_better_relationships_is_for_men(sex: str, answer: str) -> None:
    assert answer_of("sex", assessed("BBR", person={"sex": sex})) == answer


@pytest.mark.parametrize(
    ("requirements", "answer"),
    [
        ([ACTIVITY], "yes"),
        ([ACTIVITY | {"requirement_type": "accredited_programme"}], "yes"),
        ([ACTIVITY | {"requirement_type": "curfew"}], "no"),
        ([ACTIVITY | {"ended_on": AS_AT}], "no"),
        ([], "no"),
    ],
)
def test_a_programme_needs_something_to_rest_on(requirements: list[dict[str, Any]], answer: str) -> None:
    assert answer_of("basis", assessed(requirements=requirements)) == answer


def test_an_intervention_does_not_rest_on_an_order_for_a_programme() -> None:
    ordered = [ACTIVITY | {"requirement_type": "accredited_programme"}]
    assert answer_of("basis", assessed("SI-ATB", requirements=ordered)) == "no"


def released(released_on: date, kind: str = "licence") -> dict[str, Any]:
    row = {"release_id": f"R{released_on}", "person_id": "P1", "sentence_id": "S1", "release_type": kind}
    return row | {
        "released_on": released_on,
        "prison_region_code": "H",
        "supervision_ends_on": date(2024, 12, 2),
    }


def test_after_a_release_the_supervision_says_how_long_is_left() -> None:
    custody = {"sentence_type": "custodial_determinate", "expected_end_on": date(2026, 3, 3)}
    assessment = assessed(sentence=custody, releases=[released(date(2024, 6, 3))], requirements=[])
    reasons = {reason.criterion: reason for reason in assessment.decisions[0].reasons}
    assert reasons["time_left"].sentence.startswith("7 weeks are left")
    assert reasons["basis"].sentence == "It can rest on what the sentence has: licence."


def test_in_prison_the_weeks_count_from_the_release_that_is_planned() -> None:
    custody = {"sentence_type": "custodial_determinate", "expected_end_on": date(2025, 3, 3)}
    planned = {
        "release_date_version_id": "D1",
        "sentence_id": "S1",
        "kind": "automatic",
        "set_at_sentence": True,
    }
    planned |= {"release_on": date(2024, 9, 2), "recorded_at": datetime(2024, 3, 4, 10)}
    day_out = [released(date(2024, 5, 1), "temporary")]
    assessment = assessed(sentence=custody, release_dates=[planned], releases=day_out, requirements=[])
    assert answer_of("time_left", assessment) == "yes"  # 26 weeks from 2 September to 3 March
    assert answer_of("basis", assessment) == "yes"
    assert answer_of("time_left", assessed(sentence=custody, requirements=[])) == "not_known"


@pytest.mark.parametrize(
    ("recorded", "criterion", "answer"),
    [
        ([], "responsivity", "not_known"),
        ([decided("suitable")], "responsivity", "yes"),
        ([decided("suitable", "no", reason="responsivity")], "responsivity", "no"),
        ([decided("suitable", "no", reason="barriers")], "responsivity", "not_known"),
        ([decided("suitable", "no", reason="barriers")], "barriers", "no"),
        ([decided("suitable", code="BBR")], "responsivity", "not_known"),
        ([decided("suitable", decided_on=date(2024, 3, 3))], "responsivity", "not_known"),
        ([decided("suitable", decided_on=date(2024, 3, 4))], "responsivity", "yes"),
        ([decided("ready", "no", reason="motivation")], "motivation", "no"),
        ([decided("ready", "no", reason="motivation")], "able_to_attend", "not_known"),
        ([decided("ready", "no", reason="attendance")], "able_to_attend", "no"),
    ],
)
def test_what_the_practitioner_recorded_in_this_sentence_counts(
    recorded: list[dict[str, Any]], criterion: str, answer: str
) -> None:
    assert answer_of(criterion, assessed(programme_decisions=recorded)) == answer


def test_the_latest_recorded_decision_counts() -> None:
    earlier = decided("suitable", "no", reason="responsivity")
    later = decided("suitable", decision_id="X", decided_on=date(2024, 5, 2))
    assert answer_of("responsivity", assessed(programme_decisions=[later, earlier])) == "yes"


def absence(day: date, number: int, **more: Any) -> dict[str, Any]:
    row = {
        "contact_version_id": f"V{number}",
        "contact_id": f"C{number}",
        "person_id": "P1",
        "mode": "office",
    }
    row |= {"provider": "practitioner", "scheduled_on": day, "recorded_at": datetime(2024, 3, 4, 10)}
    return row | {"outcome": "unacceptable_absence"} | more


@pytest.mark.parametrize(
    ("second", "answer"),
    [
        (absence(date(2024, 4, 9), 2), "no"),
        (absence(date(2024, 4, 8), 2), "yes"),  # eight weeks back, and no longer counted
        (absence(date(2024, 5, 6), 2, outcome="acceptable_absence"), "yes"),
        (absence(date(2024, 5, 6), 2, superseded_at=datetime(2024, 5, 1, 9)), "yes"),
        (absence(AS_AT, 2), "no"),
    ],
)
def test_two_absences_in_eight_weeks_speak_against_a_group(second: dict[str, Any], answer: str) -> None:
    assert (
        answer_of("keeps_appointments", assessed(contacts=[absence(date(2024, 5, 7), 1), second])) == answer
    )


def home(status: str, **more: Any) -> dict[str, Any]:
    row = {"accommodation_id": "A1", "person_id": "P1", "status": status, "start_on": date(2024, 3, 4)}
    return row | {"recorded_at": datetime(2024, 3, 4, 10)} | more


@pytest.mark.parametrize(
    ("records", "answer"),
    [
        ([], "yes"),
        ([home("unknown")], "yes"),
        ([home("settled")], "yes"),
        ([home("rough_sleeping")], "no"),
        ([home("homeless", end_on=AS_AT)], "no"),
        ([home("homeless", end_on=AS_AT - timedelta(days=1))], "yes"),
        ([home("homeless", recorded_at=datetime(2024, 6, 4))], "yes"),
    ],
)
def test_nobody_without_a_home_is_sent_to_a_group(records: list[dict[str, Any]], answer: str) -> None:
    assert answer_of("home", assessed(accommodation=records)) == answer


def episode(code: str = "BBR", **more: Any) -> dict[str, Any]:
    row = {"episode_id": f"E{code}", "person_id": "P1", "programme_code": code, "sentence_id": "S1"}
    return row | {"basis": "order", "delivered_in": "community"} | more


def test_one_programme_follows_the_other() -> None:
    running = assessed(programme_episodes=[episode(started_on=AS_AT)])
    ahead = assessed(programme_episodes=[episode(started_on=AS_AT + timedelta(days=1))])
    over = assessed(programme_episodes=[episode(started_on=date(2024, 4, 1), ended_on=AS_AT)])
    assert [answer_of("one_at_a_time", each) for each in (running, ahead, over)] == ["no", "yes", "yes"]


def test_a_programme_is_not_done_twice_in_one_sentence() -> None:
    done = episode("TSP", ended_on=date(2024, 5, 1), outcome="completed_successfully")
    assert answer_of("not_done_before", assessed(programme_episodes=[done])) == "no"
    assert answer_of("not_done_before", assessed(programme_episodes=[done | {"outcome": "removed"}])) == "yes"
    assert answer_of("not_done_before", assessed(programme_episodes=[done | {"sentence_id": "S0"}])) == "yes"


def test_an_intervention_waits_for_the_plan() -> None:
    plan = {
        "plan_id": "L1",
        "person_id": "P1",
        "plan_type": "initial",
        "completed_on": SENTENCE["sentenced_on"],
    }
    assert answer_of("plan", assessed("SI-ATB")) == "no"
    assert answer_of("plan", assessed("SI-ATB", plans=[plan])) == "yes"


@pytest.mark.parametrize(
    ("sentence", "recorded", "answer"),
    [
        ({"reoffending_band": "low"}, [], "yes"),
        ({"reoffending_band": "medium"}, [], "not_known"),
        ({"reoffending_band": "medium"}, ALL_YES, "no"),
        ({"reoffending_band": "medium"}, [decided("suitable", "no", reason="responsivity")], "yes"),
    ],
)
def test_an_accredited_programme_that_fits_comes_before_an_intervention(
    sentence: dict[str, Any], recorded: list[dict[str, Any]], answer: str
) -> None:
    assessment = assessed("SI-ATB", sentence=sentence, programme_decisions=recorded)
    assert answer_of("programme_first", assessment) == answer


ORDERED = [ACTIVITY | {"requirement_type": "accredited_programme"}]


@pytest.mark.parametrize(
    ("given", "advice"),
    [
        ({}, Advice.FIND_OUT),
        ({"programme_decisions": [decided("suitable")]}, Advice.PREPARE),
        ({"programme_decisions": [decided("suitable"), decided("ready", "no")]}, Advice.PREPARE),
        ({"sentence": {"reoffending_band": "low"}}, Advice.OTHER_INTERVENTION),
        ({"sentence": {"reoffending_band": "low"}, "requirements": ORDERED}, Advice.BACK_TO_COURT),
        (
            {
                "sentence": {"reoffending_band": "low"},
                "requirements": ORDERED,
                "programme_episodes": [episode("RESOLVE")],
            },
            Advice.OTHER_INTERVENTION,
        ),
        (
            {
                "requirements": ORDERED,
                "programme_decisions": [decided("suitable", "no", reason="responsivity")],
                "programme_episodes": [episode("TSP")],
            },
            Advice.BACK_TO_COURT,
        ),
    ],
)
def test_what_follows(given: dict[str, Any], advice: Advice) -> None:
    assert assessed(**given).advice is advice


def test_whoever_is_on_a_programme_is_left_on_it() -> None:
    running = episode("TSP", started_on=AS_AT)
    low = {"reoffending_band": "low"}
    assert assessed(sentence=low, programme_episodes=[running]).advice is Advice.UNDER_WAY
    over = running | {"started_on": date(2024, 4, 1), "ended_on": AS_AT}
    assert assessed(sentence=low, programme_episodes=[over]).advice is Advice.OTHER_INTERVENTION


def test_a_programme_that_is_no_longer_offered_is_not_proposed() -> None:
    reference = load_reference()
    ended = [
        each.model_copy(update={"valid_to": AS_AT - timedelta(days=1)}) if each.code == "TSP" else each
        for each in reference.programmes
    ]
    changed = reference.model_copy(update={"programmes": tuple(ended)})
    given = events(programme_decisions=ALL_YES, sentence={"reoffending_band": "medium"})
    found = assess(given, as_at=AS_AT, lengths_weeks=LENGTHS, reference=changed)
    by_code = {each.programme.code: each for each in found}
    assert by_code["TSP"].advice is Advice.NOT_OFFERED
    assert answer_of("programme_first", by_code["SI-ATB"]) == "yes"


def test_criteria_hold_from_their_first_day_on() -> None:
    before, on = date(2021, 6, 25), date(2021, 6, 26)
    given = events(sentence={"sentenced_on": date(2021, 1, 1)})
    assert assess(given, as_at=before, lengths_weeks=LENGTHS) == ()
    assert len(assess(given, as_at=on, lengths_weeks=LENGTHS)) == len(load_criteria())


def test_the_words_that_follow_are_those_of_the_pages_and_the_extract() -> None:
    assert [str(each) for each in Advice] == [
        "not_offered", "under_way", "back_to_court", "other_intervention", "find_out", "prepare", "refer",
    ]  # fmt: skip
    assert [decision.kind for decision in assessed().decisions] == ["eligible", "suitable", "ready"]


def test_only_a_programme_for_the_same_need_comes_before_an_intervention() -> None:
    # Relationships (BBR) fit, for domestic abuse; the intervention is for attitudes and thinking.
    recorded = [decided(each, code="BBR") for each in ("eligible", "suitable", "ready")]
    against = decided("suitable", "no", reason="responsivity")
    given = {"sentence": {"offence_group": "violence", "reoffending_band": "medium"}}
    given["programme_decisions"] = [*recorded, against]
    assert assessed("BBR", **given).fits is Answer.YES
    assert answer_of("programme_first", assessed("SI-ATB", **given)) == "yes"


@pytest.mark.parametrize("other", [{"sentence_id": "S0"}, {"basis": "licence_condition"}])
def test_what_the_court_did_not_order_in_this_sentence_names_no_programme(other: dict[str, Any]) -> None:
    elsewhere = episode("RESOLVE") | other
    given = {"sentence": {"reoffending_band": "low"}, "requirements": ORDERED}
    assert assessed(**given, programme_episodes=[elsewhere]).advice is Advice.BACK_TO_COURT


@pytest.mark.parametrize(
    ("recorded", "answer"), [("2024-06-03T23:59:59", "yes"), ("2024-06-04", "not_known")]
)
def test_a_release_date_counts_from_the_day_on_which_it_was_entered(recorded: str, answer: str) -> None:
    custody = {"sentence_type": "custodial_determinate", "expected_end_on": date(2025, 3, 3)}
    planned = {
        "release_date_version_id": "D1",
        "sentence_id": "S1",
        "kind": "automatic",
        "set_at_sentence": True,
        "release_on": date(2024, 9, 2),
        "recorded_at": datetime.fromisoformat(recorded),
    }
    assert answer_of("time_left", assessed(sentence=custody, release_dates=[planned])) == answer
