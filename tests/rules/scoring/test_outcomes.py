"""Outcomes of cases: three words, and stability with its two justifications."""

import pytest

from rules.definitions.rating_rules import load_rating_rules, rating_rules_in_force
from rules.scoring.outcomes import JudgedOutcome, NoOutcomes, progress_outcome, stability_outcome

RULES = rating_rules_in_force()
BOTH = {
    "exceptional_and_defensible": "Homeless until May",
    "planning_towards_progress": "Move-on plan of June",
}


@pytest.mark.parametrize("word", ["met", "part_met", "not_met"])
def test_progress_is_judged_in_the_three_words(word: str) -> None:
    assert progress_outcome(word, RULES) == JudgedOutcome(outcome=word)


def test_another_word_is_refused() -> None:
    with pytest.raises(ValueError, match="found 'yes', expected one of met, part_met, not_met"):
        progress_outcome("yes", RULES)


def test_stability_with_both_justifications_is_met_and_flagged() -> None:
    assert stability_outcome(BOTH, RULES) == JudgedOutcome(outcome="met", stability=True)


@pytest.mark.parametrize("lacking", BOTH)
@pytest.mark.parametrize("text", ["", "  \n"])
def test_stability_without_a_justification_is_part_met(lacking: str, text: str) -> None:
    found = stability_outcome(BOTH | {lacking: text}, RULES)
    assert found == JudgedOutcome(outcome="part_met", stability=True, missing=(lacking,))


def test_an_edition_that_collects_no_outcomes_judges_none() -> None:
    with pytest.raises(NoOutcomes, match="probation_2023 collects no outcomes"):
        stability_outcome(BOTH, load_rating_rules("probation_2023"))
    with pytest.raises(ValueError, match="expected one of none"):
        progress_outcome("met", load_rating_rules("probation_2023"))
