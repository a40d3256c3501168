"""A round scored again from its files: which faults are told, in which order, and what is left out."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

import pytest

from rules.definitions.banks import load_bank
from rules.scoring.answer_files import BadFiles, FactFile, read_answers, read_facts
from rules.scoring.reproduction import EVERYONE, FrameRow, reproduce

BANK = load_bank("QM102", "1.0")
FACTS = {fact.id: "no" for fact in BANK.facts if fact.kind == "yes_no"} | {
    "order": "CO",
    "reqs": "none_of_these",
    "failure": "yes",
}
BEST = {
    "E01": "met",
    "E02": "met",
    "E03": "met",
    "E04": "yes",
    "E05": "on_time",
    "E06": "met",
    "E09": "on_time",
}
NO_FACTS = FactFile("facts.csv")


def answers(cases: Mapping[str, Mapping[str, str]]):
    lines = [f"{case},{q},{a}," for case, own in cases.items() for q, a in (BEST | own).items()]
    return read_answers("\n".join(["case_id,question_id,answer,reason", *lines]), BANK)


def facts(cases: Iterable[str]):
    lines = [f"{case},{fact},{value}" for case in cases for fact, value in FACTS.items()]
    return read_facts("\n".join(["case_id,fact,value", *lines]), BANK)


def refused(*given) -> list[str]:
    with pytest.raises(BadFiles) as caught:
        reproduce(BANK, *given)
    return [str(fault) for fault in caught.value.faults]


def test_cases_come_in_order_of_their_ids_and_belong_to_everyone_without_a_frame():
    found = reproduce(BANK, answers({"C2": {}, "C3": {}, "C1": {}}), facts(["C1", "C2", "C3"]), None)
    assert [case.case_id for case in found.cases] == ["C1", "C2", "C3"]
    assert {case.stratum for case in found.cases} == {EVERYONE} == {"all"}
    assert found.bank is BANK


def test_a_hidden_question_without_an_answer_is_not_told():
    found = reproduce(BANK, answers({"C1": {"E12": "", "E18": "on_time"}}), facts(["C1"]), None)
    assert found.cases[0].ignored == ("E18",)


def test_a_failed_critical_question_holds_its_case_at_the_cap_only_where_it_scores_more():
    best, poor = {"E06": "not_met"}, {"E06": "not_met", "E03": "not_met", "E04": "no", "E05": "not_done"}
    found = reproduce(BANK, answers({"C1": best, "C2": poor, "C3": {}}), facts(["C1", "C2", "C3"]), None)
    assert found.score.percent == Fraction(80 + 40 + 100, 3)
    assert found.capped.percent == Fraction(72 + 40 + 100, 3)


def test_one_case_has_a_score_and_a_band_and_no_interval_to_touch_others():
    found = reproduce(BANK, answers({"C1": {}}), facts(["C1"]), None)
    assert (found.banded.band.name, found.score.interval, found.touched) == ("GREEN", None, ())


def test_a_frame_that_is_not_drawn_yet_takes_any_of_its_cases():
    frame = {"C1": FrameRow("a"), "C2": FrameRow("a"), "C3": FrameRow("b")}
    found = reproduce(BANK, answers({"C1": {}, "C2": {"E04": "no"}}), facts(["C1", "C2"]), frame)
    assert [case.stratum for case in found.cases] == ["a", "a"]
    assert [(each.name, each.frame_size, len(each.scores)) for each in found.score.strata] == [
        ("a + b", 3, 2)
    ]


def test_faults_of_both_files_come_in_order_of_file_and_line():
    bad_answers = read_answers(
        "case_id,question_id,answer,reason\nC1,E01,met,\nC1,E99,met,\nC1,E98,met,\n", BANK
    )
    bad_facts = read_facts("case_id,fact,value\nC1,em,maybe\nC9,em,yes\n", BANK)
    assert [told.split(":")[0] for told in refused(bad_answers, bad_facts, None)] == [
        "answers.csv, line 3, question_id",
        "answers.csv, line 4, question_id",
        "facts.csv, line 2, value",
        "facts.csv, line 3, case_id",
    ]


def test_gaps_are_looked_for_only_in_files_without_another_fault():
    gap = read_answers("case_id,question_id,answer,reason\nC1,E01,met,\n", BANK)
    assert refused(gap, facts(["C1"]), None) == [
        "answers.csv, line 2: case C1 has no answer to E02, E03, E04, E05, E06, E09, which apply to it"
    ]
    (told,) = refused(gap, facts(["C1"]), {})
    assert told == "answers.csv, line 2, case_id: case C1 is not in the frame"


def test_a_file_of_answers_that_cannot_be_read_is_not_called_empty():
    (told,) = refused(read_answers("case_id\n", BANK), NO_FACTS, None)
    assert "lacks the column question_id, answer, reason" in told
