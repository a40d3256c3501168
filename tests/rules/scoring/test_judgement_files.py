"""Files of judgements and of a panel's decisions: words read tolerantly, files refused whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.definitions.rating_rules import load_rating_rules, rating_rules_in_force
from rules.scoring.answer_files import BadFiles
from rules.scoring.judgement_files import (
    JudgementFile,
    Outcome,
    judgements_csv,
    outcome_counts,
    read_judgements,
)
from rules.scoring.key_questions import Counts, Judged, Judgement, count_judgements
from rules.scoring.panel_files import PanelRow, panel_csv, with_panel_file
from rules.scoring.ratings import RatedBy, rate_unit

RULES = rating_rules_in_force()
HEADER = "case_id,key_question,judgement,low_risk_of_harm,standard,rating\n"


def read(*rows: str) -> JudgementFile:
    return read_judgements(HEADER + "\n".join(rows), RULES, file="judgements.csv")


def faults(*rows: str) -> list[str]:
    with pytest.raises(BadFiles) as refused:
        read(*rows)
    return [str(fault) for fault in refused.value.faults]


def test_case_judgements_and_direct_ratings_are_read() -> None:
    content = read("C1,2.2.3,yes,no,,", "C1,2.2.1,na,no,,", "C2,2.2.3,no,yes,,", ",,,,1.1,Good")
    assert content.judgements == [
        Judgement(case_id="C1", key_question="2.2.3", judged=Judged.YES, low_risk=False),
        Judgement(case_id="C1", key_question="2.2.1", judged=Judged.NA, low_risk=False),
        Judgement(case_id="C2", key_question="2.2.3", judged=Judged.NO, low_risk=True),
    ]
    assert {number: band.id for number, band in content.direct.items()} == {"1.1": "good"}


@pytest.mark.parametrize(
    "word",
    ["Requires improvement", " REQUIRES  IMPROVEMENT", "requires_improvement", "requires-Improvement "],
)
def test_the_words_of_bands_are_read_in_any_case_and_spacing(word: str) -> None:
    assert read(f",,,,1.1,{word}").direct["1.1"].id == "requires_improvement"


@pytest.mark.parametrize(
    ("word", "judged"), [("YES", "yes"), (" No ", "no"), ("N/A", "na"), ("not applicable", "na")]
)
def test_judgements_are_read_in_any_case_and_spacing(word: str, judged: str) -> None:
    assert read(f"C1, 2.1.1 ,{word}, NO ,,").judgements[0].judged == judged


def test_further_columns_and_rows_without_a_value_are_left_alone() -> None:
    text = "note," + HEADER + "seen,C1,2.1.1,yes,no,,\n,,,,,,\n\n"
    assert len(read_judgements(text, RULES, file="j.csv").judgements) == 1


def test_outcomes_are_counted_apart_from_yes_and_no() -> None:
    content = read("C1,2.6.1,Part met,no,,", "C2,2.6.1,MET,no,,", "C3,2.6.1,na,no,,")
    assert outcome_counts(content.outcomes, RULES) == {"2.6.1": {"met": 1, "part_met": 1, "not_met": 0}}
    assert count_judgements(content.judgements, RULES)["2.6.1"] == Counts(not_applicable=1)


def test_an_outcome_may_be_judged_sufficient_or_not() -> None:
    found = count_judgements(read("C1,2.6.1,yes,no,,", "C2,2.6.1,no,no,,").judgements, RULES)
    assert found["2.6.1"] == Counts(yes=1, no=1)


ONE_FAULT = [
    (["C1,2.1.1,maybe,no,,"], "line 2, judgement: found 'maybe' for 2.1.1, expected one of yes, no, na"),
    (["C1,2.1.1,,no,,"], "line 2, judgement: found '' for 2.1.1, expected one of yes, no, na"),
    (["C1,2.1.1,met,no,,"], "line 2, judgement: found 'met' for 2.1.1, expected one of yes, no, na"),
    (["C1,2.1.1,yes,,,"], "line 2, low_risk_of_harm: found '', expected yes or no"),
    (["C1,2.1.1,yes,na,,"], "line 2, low_risk_of_harm: found 'na', expected yes or no"),
    ([",2.1.1,yes,no,,"], "line 2, case_id: found nothing, expected a case id"),
    (["=C1,2.1.1,yes,no,,"], "line 2, case_id: found the formula '=C1', expected a case id"),
    (["C1 ,2.1.1,yes,no,,"], "line 2, case_id: found 'C1 ', with characters that cannot be seen"),
    (
        ["C1,2.9.9,yes,no,,"],
        "line 2, key_question: found '2.9.9', expected a key question of probation_2021: 2.1.1,",
    ),
    (["C1,,yes,no,,"], "line 2, key_question: found '', expected a key question"),
    (["C1,1.1.1,yes,no,,"], "line 2, key_question: found 1.1.1, expected no judgement of cases: 1.1"),
    (
        ["C1,2.1.1,yes,no,,", "C1,2.1.1,yes,no,,"],
        "line 3, key_question: found 2.1.1 of case C1 again, expected it once; it is on line 2",
    ),
    (
        ["C1,2.1.1,yes,no,,", "C1,2.2.1,yes,yes,,"],
        "line 3, low_risk_of_harm: found yes for case C1, expected no as on line 2",
    ),
    (
        ["C1,2.1.1,yes,no,2.1,"],
        "line 2, standard: found case_id, key_question, judgement, low_risk_of_harm, standard,",
    ),
    ([",,,,1.1,Splendid"], "line 2, rating: found 'Splendid', expected one of Outstanding, Good,"),
    ([",,,,1.1,"], "line 2, rating: found '', expected one of"),
    ([",,,,,Good"], "line 2, standard: found '', expected a standard of probation_2021: 1.1, 1.2"),
    ([",,,,3.1,Good"], "line 2, standard: found '3.1', expected a standard of probation_2021"),
    (
        [",,,,2.6,Good"],
        "line 2, standard: found 2.6, which is collected and not rated; expected no rating of it",
    ),
    (
        [",,,,1.1,Good", ",,,,1.1,Good"],
        "line 3, standard: found 1.1 again, expected one rating of it; it is on line 2",
    ),
    (
        ["C1,2.1.1,yes,no,,", ",,,,2.1,Good"],
        "line 3, standard: found a direct rating of 2.1, which has judgements too, first on line 2",
    ),
    (
        [",,,,2.1,Good", "C1,2.1.1,na,no,,"],
        "line 2, standard: found a direct rating of 2.1, which has judgements too, first on line 3",
    ),
    (
        ["C1,2.6.1,met,no,,", "C2,2.6.1,yes,no,,"],
        "line 3, judgement: found 'yes' for 2.6.1, expected outcomes as on line 2",
    ),
    (["C1,2.1.1,yes,no"], "line 2: found 4 values, expected 6"),
    ([], "judgements.csv: found no row, expected judgements of cases or ratings"),
]


@pytest.mark.parametrize(("rows", "said"), ONE_FAULT, ids=[said[:60] for _, said in ONE_FAULT])
def test_a_fault_is_told_with_line_column_found_and_expected(rows: list[str], said: str) -> None:
    found = faults(*rows)
    assert len(found) == 1
    assert said in found[0]


def test_every_fault_of_a_file_is_told_in_the_order_of_lines() -> None:
    found = faults(",,,,2.1,Good", "C1,2.1.1,perhaps,often,,", "C1,2.1.1,yes,no,,", ",,,,1.1,Great")
    assert [fault.split(":")[0] for fault in found] == [
        "judgements.csv, line 2, standard",
        "judgements.csv, line 3, low_risk_of_harm",
        "judgements.csv, line 3, judgement",
        "judgements.csv, line 4, key_question",
        "judgements.csv, line 5, rating",
    ]


def test_a_missing_column_is_refused() -> None:
    with pytest.raises(BadFiles, match="line 1: lacks the column low_risk_of_harm"):
        read_judgements(HEADER.replace("low_risk_of_harm,", ""), RULES, file="j.csv")


def test_a_question_of_another_edition_is_refused() -> None:
    with pytest.raises(BadFiles, match=r"found '2\.5\.1', expected a key question of probation_2023"):
        read_judgements(HEADER + "C1,2.5.1,yes,no,,", load_rating_rules("probation_2023"), file="j.csv")


questions = [question for each in RULES.standards for question in each.key_questions if each.counts]
cases = st.dictionaries(st.from_regex(r"[A-Z0-9][A-Z0-9-]{0,8}", fullmatch=True), st.booleans(), max_size=6)


@given(cases=cases, data=st.data())
def test_a_written_file_reads_back_the_same(cases: dict[str, bool], data: st.DataObject) -> None:
    content = JudgementFile()
    for case_id, low in cases.items():
        for question in data.draw(st.sets(st.sampled_from(questions))):
            judged = data.draw(st.sampled_from(list(Judged)))
            content.judgements.append(
                Judgement(case_id=case_id, key_question=question, judged=judged, low_risk=low)
            )
        content.outcomes.append(
            Outcome(case_id=case_id, key_question="2.6.1", outcome="part_met", low_risk=low)
        )
    content.direct["1.1"] = RULES.band_named("requires_improvement")
    assert read_judgements(judgements_csv(content), RULES, file="j.csv") == content


RATING = rate_unit({"2.1.1": Counts(yes=64, no=36), "2.2.1": Counts(yes=2, no=8)}, {}, RULES)
PANEL_HEADER = "standard,rating,reason\n"


def test_a_panels_file_changes_the_rating_where_discretion_is_open() -> None:
    good = RULES.band_named("good")
    text = panel_csv([PanelRow(standard="2.1", rating=good, reason="=Court reports\nwere strong")])
    assert text == PANEL_HEADER + "2.1,Good,'=Court reports were strong\n"
    decided = with_panel_file(RATING, text, file="panel.csv").standard("2.1")
    assert (decided.band, decided.by) == (good, RatedBy.PANEL)
    assert decided.before_panel == RULES.band_named("requires_improvement")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2.1,Good,", "line 2, reason: found nothing, expected why the panel decided so"),
        ("2.1,Grand,Because", "line 2, rating: found 'Grand', expected one of Outstanding"),
        ("2.2,Good,Because", "line 2, standard: 2.2: no rule opens discretion"),
        ("9.1,Good,Because", "line 2, standard: found a decision on 9.1"),
        ("2.1,Good,Because\n2.1,Good,Because", "line 3, standard: found 2.1 again, expected it once"),
    ],
)
def test_a_panels_file_with_a_fault_is_refused(row: str, said: str) -> None:
    with pytest.raises(BadFiles, match=said):
        with_panel_file(RATING, PANEL_HEADER + row, file="panel.csv")
