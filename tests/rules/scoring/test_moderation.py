"""Two markings of a case: what differs, what has to be decided, what scores."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.definitions.banks import load_bank
from rules.scoring.applicability import applicable
from rules.scoring.moderation import (
    Decided,
    Marking,
    credit,
    differing_facts,
    facts_to_settle,
    settle,
)

BANK = load_bank("QM102", "1.0")
NOTHING = {fact.id: False for fact in BANK.facts if fact.kind == "yes_no"}
FACTS = NOTHING | {"failure": True, "order": frozenset({"CO"}), "reqs": frozenset()}


def marking(facts: dict[str, object] | None = None, **answers: str) -> Marking:
    """The best answer to every question that applies, or the one named."""
    known = FACTS | (facts or {})
    asked = applicable(BANK, known)
    best = {question.id: BANK.scale_of(question).answers[0].id for question in asked}
    return Marking(known, best | answers)


def test_without_a_second_marking_the_first_scores_and_nothing_is_open() -> None:
    first = marking()
    settled = settle(BANK, first, None, Decided())
    assert settled.answers == first.answers
    assert settled.is_complete


def test_markers_who_agree_leave_nothing_to_decide() -> None:
    assert settle(BANK, marking(), marking(), Decided()).is_complete


def test_a_differing_answer_is_open_and_the_first_scores_until_it_is_decided() -> None:
    settled = settle(BANK, marking(), marking(E01="not_met"), Decided())
    assert settled.open_questions == ("E01",)
    assert settled.answers["E01"] == "met"


def test_the_decided_answer_scores_even_if_neither_marker_gave_it() -> None:
    settled = settle(BANK, marking(), marking(E01="not_met"), Decided(answers={"E01": "partly_met"}))
    assert settled.is_complete
    assert settled.answers["E01"] == "partly_met"


def test_a_fact_that_changes_what_is_asked_has_to_be_decided() -> None:
    first, second = marking(), marking({"breach_filed": True})
    assert facts_to_settle(BANK, first, second) == ("breach_filed",)
    assert settle(BANK, first, second, Decided()).open_facts == ("breach_filed",)


def test_a_fact_that_changes_nothing_asked_is_shown_and_not_decided() -> None:
    # E13 needs breach papers and evidence of a third party: without papers the second changes nothing
    first, second = marking(), marking({"third_party_evidence": True})
    assert differing_facts(BANK, first, second) == ("third_party_evidence",)
    assert facts_to_settle(BANK, first, second) == ()
    assert settle(BANK, first, second, Decided()).is_complete


def test_a_fact_decided_for_the_second_opens_the_questions_that_the_first_was_not_asked() -> None:
    first, second = marking(), marking({"breach_filed": True})
    settled = settle(BANK, first, second, Decided(facts={"breach_filed": True}))
    assert settled.open_facts == ()
    assert settled.open_questions == ("E12", "E14")
    assert not {"E12", "E14"} & set(settled.answers)


def test_a_fact_decided_for_the_first_leaves_the_first_answers_as_they_are() -> None:
    first, second = marking(), marking({"breach_filed": True})
    settled = settle(BANK, first, second, Decided(facts={"breach_filed": False}))
    assert settled.is_complete
    assert settled.answers == first.answers


def test_a_fact_decided_against_the_first_takes_questions_out_of_the_score() -> None:
    first, second = marking({"breach_filed": True}), marking()
    settled = settle(BANK, first, second, Decided(facts={"breach_filed": False}))
    assert settled.is_complete
    assert not {"E12", "E14"} & set(settled.answers)


def test_a_fact_decided_as_unknown_keeps_the_question_asked() -> None:
    first, second = marking({"breach_filed": False}), marking({"breach_filed": None})
    settled = settle(BANK, first, second, Decided(facts={"breach_filed": None}))
    assert "E12" in settled.open_questions


@given(st.dictionaries(st.sampled_from(sorted(NOTHING)), st.booleans()), st.data())
def test_settled_means_an_answer_to_exactly_what_applies(facts: dict[str, bool], data: st.DataObject) -> None:
    first, second = marking(), marking(facts)
    decided_facts = {
        fact: data.draw(st.sampled_from([first.facts.get(fact), second.facts.get(fact)]))
        for fact in facts_to_settle(BANK, first, second)
    }
    half = settle(BANK, first, second, Decided(facts=decided_facts))
    answers = {each: BANK.scale_of(BANK.questions[each]).answers[0].id for each in half.open_questions}
    whole = settle(BANK, first, second, Decided(facts=decided_facts, answers=answers))
    assert whole.is_complete
    assert set(whole.answers) == {question.id for question in applicable(BANK, whole.facts)}


@pytest.mark.parametrize(
    ("question", "answer", "worth"),
    [
        ("E01", "met", "full"),
        ("E01", "partly_met", "part"),
        ("E01", "not_met", "none"),
        ("E04", "yes", "full"),
        ("E04", "no", "none"),
        ("E05", "late", "part"),
        ("E05", "not_applicable", "not_applicable"),
        ("E05", "no_evidence", "no_evidence"),
    ],
)
def test_answers_of_every_scale_are_compared_by_what_they_are_worth(question, answer, worth) -> None:
    assert credit(BANK, BANK.questions[question], answer) == worth


def test_an_answer_of_another_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="E01: found 'yes'"):
        credit(BANK, BANK.questions["E01"], "yes")
