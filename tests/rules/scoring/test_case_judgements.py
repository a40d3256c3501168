"""From an inspector's answers on a case to judgements of key questions and progress."""

import pytest

from rules.definitions.banks import Bank
from rules.definitions.case_assessment import case_bank, load_case_assessment
from rules.definitions.files import DefinitionError
from rules.definitions.rating_rules import load_rating_rules
from rules.definitions.standards import Rating, newest_standards
from rules.definitions.standards_own_words import document_of
from rules.scoring.applicability import Facts
from rules.scoring.case_judgements import judgements_of, outcomes_of
from rules.scoring.key_questions import Judged
from rules.scoring.score import missing_answers

OWN = newest_standards()
RULES = load_rating_rules("probation_2021")
ORDINARY: Facts = {
    "order": frozenset({"CO"}),
    "upw_only": False,
    "no_rehab_req": False,
    "rosh": "M",
    "court_report": True,
    "victim_contact": False,
    "stability": False,
}


@pytest.fixture(scope="module")
def bank() -> Bank:
    return case_bank(document_of(OWN), OWN, edition="1.1", rules=load_case_assessment()[-1])


def judged(bank: Bank, facts: Facts, **answers: str) -> dict[str, Judged]:
    return {each.key_question: each.judged for each in judgements_of(bank, "C1", facts, answers)}


def test_every_key_question_of_cases_is_a_section_and_has_its_prompts(bank: Bank) -> None:
    level = OWN.level("domain_two")
    assert level is not None
    questions = [each for standard in level.standards for each in standard.key_questions]
    assert [section.title.split()[0] for section in bank.sections] == [each.number for each in questions]
    prompts = [each for each in bank.questions.values() if not each.judges]
    assert len(prompts) == sum(len(each.prompts) for each in questions)
    assert {each.weight for each in prompts} == {0}


def test_only_what_judges_a_key_question_weighs(bank: Bank) -> None:
    judging = [each for each in bank.questions.values() if each.judges]
    assert {each.weight for each in judging} == {1}
    assert {each.judges for each in judging} == {
        number for level, number in OWN.questions if level == "domain_two"
    }


def test_each_judgement_has_guidance_at_hand(bank: Bank) -> None:
    assert all(each.guidance for each in bank.questions.values() if each.scale == "sufficient")


def test_a_judgement_is_what_the_inspector_said_and_no_count_of_prompts(bank: Bank) -> None:
    prompts = {each.id: "no" for each in bank.questions.values() if each.scale == "prompt"}
    assert judged(bank, ORDINARY, **prompts, J2_2_1="yes") == {
        "2.2.1": Judged.YES,
        "2.7.1": Judged.NA,
        "2.7.2": Judged.NA,
        "2.7.3": Judged.NA,
    }


@pytest.mark.parametrize(
    ("given", "expected"), [("yes", Judged.YES), ("no", Judged.NO), ("not_applicable", Judged.NA)]
)
def test_each_answer_has_its_judgement(bank: Bank, given: str, expected: Judged) -> None:
    assert judged(bank, ORDINARY, J2_4_2=given)["2.4.2"] is expected


def test_a_key_question_without_an_answer_is_not_judged(bank: Bank) -> None:
    assert "2.2.2" not in judged(bank, ORDINARY)


def test_the_safety_questions_leave_a_case_at_low_risk(bank: Bank) -> None:
    low = {**ORDINARY, "rosh": "L"}
    safety = {number for (_, number), each in OWN.questions.items() if each.safety}
    asked = {each.judges for each in missing_answers(bank, low, {})}
    assert safety == {"2.2.3", "2.3.3", "2.4.3", "2.5.3"}
    assert not asked & safety
    found = {each.key_question: each for each in judgements_of(bank, "C1", low, {"J2_2_3": "yes"})}
    assert {found[number].judged for number in safety} == {Judged.NA}
    assert all(each.low_risk for each in found.values())


@pytest.mark.parametrize("rosh", ["M", "H", "VH", None])
def test_every_other_risk_and_an_unknown_one_is_asked_about_safety(bank: Bank, rosh: str | None) -> None:
    facts = {name: value for name, value in {**ORDINARY, "rosh": rosh}.items() if value is not None}
    assert judged(bank, facts, J2_2_3="no")["2.2.3"] is Judged.NO
    assert not any(each.low_risk for each in judgements_of(bank, "C1", facts, {"J2_2_3": "no"}))


def test_starred_prompts_are_hidden_from_cases_of_unpaid_work_only(bank: Bank) -> None:
    def hidden(**changed: object) -> set[str]:
        asked = {each.id for each in missing_answers(bank, {**ORDINARY, **changed}, {})}
        return {each.id for each in bank.questions.values() if each.scale == "prompt"} - asked

    always = hidden()
    starred = {str(key) for key, each in OWN.prompts.items() if each.applies == "rehabilitative"}
    ids = {"P" + key.removeprefix("domain_two.").replace(".", "_") for key in starred}
    assert len(ids) == 9
    assert hidden(upw_only=True) - always == ids
    assert hidden(no_rehab_req=True) - always == ids


def test_prompts_after_custody_are_asked_after_release_only(bank: Bank) -> None:
    ids = {"P2_4_1_1", "P2_4_2_1", "P2_4_3_1"}
    asked = {each.id for each in missing_answers(bank, ORDINARY, {})}
    assert not asked & ids
    for kind in ("LIC", "PSS"):
        released = {each.id for each in missing_answers(bank, {**ORDINARY, "order": frozenset({kind})}, {})}
        assert ids <= released


def test_court_work_and_victim_work_are_asked_where_there_was_any(bank: Bank) -> None:
    def judges(**changed: object) -> set[str]:
        return {each.judges[:3] for each in missing_answers(bank, {**ORDINARY, **changed}, {}) if each.judges}

    assert judges() == {"2.1", "2.2", "2.3", "2.4", "2.5", "2.6"}
    assert judges(court_report=False) == {"2.2", "2.3", "2.4", "2.5", "2.6"}
    assert judges(victim_contact=True) == {"2.1", "2.2", "2.3", "2.4", "2.5", "2.6", "2.7"}


@pytest.mark.parametrize(
    ("given", "expected"), [("met", "met"), ("partly_met", "part_met"), ("not_met", "not_met")]
)
def test_progress_is_judged_in_three_steps(bank: Bank, given: str, expected: str) -> None:
    (outcome,) = outcomes_of(bank, "C1", ORDINARY, {"J2_6_1": given}, RULES)
    assert (outcome.outcome, outcome.stability, outcome.key_question) == (expected, False, "2.6.1")


def test_progress_never_becomes_a_yes_or_no(bank: Bank) -> None:
    assert "2.6.1" not in judged(bank, ORDINARY, J2_6_1="met")
    assert {each.rating for each in OWN.inspecting("unit") if each.number == "2.6"} == {Rating.BASELINE}


@pytest.mark.parametrize("answers", [{}, {"J2_6_1": "not_applicable"}])
def test_progress_too_early_to_tell_is_no_outcome(bank: Bank, answers: dict[str, str]) -> None:
    assert list(outcomes_of(bank, "C1", ORDINARY, answers, RULES)) == []


@pytest.mark.parametrize(
    ("exceptional", "planned", "expected"),
    [("yes", "yes", "met"), ("yes", "no", "part_met"), ("no", "yes", "part_met"), ("no", "no", "part_met")],
)
def test_stability_counts_as_met_with_both_justifications_only(
    bank: Bank, exceptional: str, planned: str, expected: str
) -> None:
    facts = {**ORDINARY, "stability": True}
    answers = {"J2_6_1": "not_met", "J2_6_1_1": exceptional, "J2_6_1_2": planned}
    (outcome,) = outcomes_of(bank, "C1", facts, answers, RULES)
    assert (outcome.outcome, outcome.stability) == (expected, True)


def test_both_justifications_are_compulsory_where_stability_was_expected(bank: Bank) -> None:
    asked = {each.id for each in missing_answers(bank, {**ORDINARY, "stability": True}, {})}
    assert {"J2_6_1_1", "J2_6_1_2"} <= asked
    assert "J2_6_1" not in asked


def test_a_document_without_a_level_for_cases_makes_no_bank() -> None:
    document = document_of(OWN)
    regional = document.model_copy(update={"levels": document.levels[:1]})
    with pytest.raises(DefinitionError, match="no such level"):
        case_bank(regional, OWN, edition="1.1", rules=load_case_assessment()[-1])
