"""Which cases a gatekeeper looks at, and why."""

from dataclasses import replace
from datetime import date
from hashlib import sha256

import pytest

from rules.definitions.banks import Bank
from rules.definitions.case_assessment import case_bank, load_case_assessment
from rules.definitions.inspection_quality import quality_rules_on
from rules.definitions.rating_rules import load_rating_rules
from rules.definitions.standards import newest_standards
from rules.definitions.standards_own_words import document_of
from rules.scoring.applicability import Facts, applicable
from rules.scoring.gatekeeping import AssessedCase, Ground, grounds_of
from rules.scoring.moderation import Marking
from tests.rules.scoring.test_case_judgements import ORDINARY

RULES = quality_rules_on(date(2026, 9, 7))
RATINGS = load_rating_rules("probation_2021")
OWN = newest_standards()
LATER = 9  # no first case of anybody


@pytest.fixture(scope="module")
def bank() -> Bank:
    return case_bank(document_of(OWN), OWN, edition="1.1", rules=load_case_assessment()[-1])


def marking(bank: Bank, facts: Facts = ORDINARY, **changed: str) -> Marking:
    """Sufficient and met throughout, every prompt yes, but for what is changed."""
    words = {"outcome": "met"}
    answers = {each.id: words.get(each.scale, "yes") for each in applicable(bank, facts)}
    return Marking(facts, {**answers, **changed})


def a_case(bank: Bank, case_id: str = "C1", *, place: int = LATER, **changed: str) -> AssessedCase:
    return AssessedCase(case_id=case_id, place=place, bank=bank, marking=marking(bank, **changed))


def grounds(*cases: AssessedCase, complete: bool = False) -> dict[str, tuple[Ground, ...]]:
    return grounds_of(cases, RULES, RATINGS, seed="s", complete=complete)


def prompts_of(bank: Bank, question: str, answer: str) -> dict[str, str]:
    section = next(each for each in bank.sections if each.title.startswith(question))
    return {each.id: answer for each in section.questions if not each.judges}


def test_an_assessment_in_keeping_with_its_prompts_passes_by(bank: Bank) -> None:
    assert grounds(a_case(bank)) == {}


@pytest.mark.parametrize(("prompt", "judged"), [("yes", "no"), ("no", "yes"), ("no_evidence", "yes")])
def test_a_safety_question_judged_against_all_its_prompts_is_looked_at(
    bank: Bank, prompt: str, judged: str
) -> None:
    case = a_case(bank, J2_2_3=judged, **prompts_of(bank, "2.2.3", prompt))
    assert grounds(case) == {"C1": (Ground(kind="safety_against_prompts", about=("2.2.3",)),)}


def test_one_prompt_on_the_side_of_the_judgement_is_enough(bank: Bank) -> None:
    prompts = prompts_of(bank, "2.2.3", "no")
    one = next(iter(prompts))
    assert grounds(a_case(bank, J2_2_3="yes", **{**prompts, one: "yes"})) == {}


def test_other_questions_and_low_risk_cases_are_free_of_it(bank: Bank) -> None:
    assert grounds(a_case(bank, J2_2_1="no")) == {}
    low = replace(a_case(bank), marking=marking(bank, {**ORDINARY, "rosh": "L"}, J2_2_3="no"))
    assert grounds(low) == {}


def test_the_first_two_cases_of_an_assessor_are_looked_at(bank: Bank) -> None:
    found = grounds(*(a_case(bank, f"C{place}", place=place) for place in (1, 2, 3)))
    assert found == {"C1": (Ground(kind="first_cases"),), "C2": (Ground(kind="first_cases"),)}


def test_justified_stability_is_looked_at_and_one_that_does_not_hold_is_not(bank: Bank) -> None:
    stable = {**ORDINARY, "stability": True}
    case = replace(a_case(bank), marking=marking(bank, stable))
    [(ground,)] = grounds(case).values()
    assert ground.kind == "stability"
    assert ground.about == ("2.6.1",)
    refused = {each.id: "no" for each in bank.questions.values() if each.justifies}
    assert grounds(replace(case, marking=marking(bank, stable, **refused))) == {}


def at_the_edge(bank: Bank) -> list[AssessedCase]:
    """Ten cases, eight of them sufficient on 2.2.1: one otherwise and the standard is Good."""
    consistent = {name: prompts_of(bank, "2.2.1", name) for name in ("yes", "no")}
    return [
        a_case(bank, f"C{number}", J2_2_1=said, **consistent[said])
        for number in range(10)
        for said in ["no" if number < 2 else "yes"]
    ]


def test_of_the_judgements_that_hold_a_band_the_first_three_by_hash_are_looked_at(bank: Bank) -> None:
    found = grounds(*at_the_edge(bank), complete=True)
    of_assessment = {case for case, held in found.items() if "2.2" in held[0].about}
    by_hand = sorted(
        (f"C{number}" for number in range(2, 10)),
        key=lambda case: sha256(f"s|gate|2.2|{case}".encode()).hexdigest(),
    )
    assert of_assessment == set(by_hand[:3])
    assert {ground.kind for held in found.values() for ground in held} == {"at_a_boundary"}


def test_boundaries_wait_until_every_case_is_assessed(bank: Bank) -> None:
    assert grounds(*at_the_edge(bank)) == {}


def test_far_from_a_boundary_no_single_judgement_is_looked_at(bank: Bank) -> None:
    assert grounds(*(a_case(bank, f"C{number}") for number in range(10)), complete=True) == {}


def turning(bank: Bank, *, no: int, yes: int) -> set[str]:
    """The cases of which another judgement on 2.2.1 would change the band of 2.2."""
    consistent = {name: prompts_of(bank, "2.2.1", name) for name in ("yes", "no")}
    said = ["no"] * no + ["yes"] * yes
    cases = [a_case(bank, f"C{n}", J2_2_1=one, **consistent[one]) for n, one in enumerate(said)]
    return {case for case, held in grounds(*cases, complete=True).items() if "2.2" in held[0].about}


def test_a_no_that_holds_a_standard_down_is_looked_at_and_a_yes_that_may_go_is_not(bank: Bank) -> None:
    """Fifteen of twenty: one yes more is 80%, Outstanding; one less is 70%, Good as it is."""
    found = turning(bank, no=5, yes=15)
    assert len(found) == 3
    assert found <= {f"C{n}" for n in range(5)}


def test_one_judgement_is_made_otherwise_and_not_two(bank: Bank) -> None:
    """Fourteen of twenty: one yes less is 65%, Good as it is; two less would be 60%."""
    assert turning(bank, no=6, yes=14) == set()
