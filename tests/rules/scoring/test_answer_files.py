"""answers.csv and facts.csv: what they say, and every way in which they are refused."""

from fractions import Fraction

import pytest

from rules.definitions.banks import load_bank
from rules.scoring.answer_files import (
    MOST_BYTES,
    AnswerRow,
    BadFiles,
    answers_csv,
    decode,
    facts_csv,
    read_answers,
    read_facts,
)
from rules.scoring.reproduction import FrameRow, reproduce
from rules.scoring.score import Thin

BANK = load_bank("QM102", "1.0")
NO = {fact.id: "no" for fact in BANK.facts if fact.kind == "yes_no"}
ORDER_ONLY = NO | {"order": "CO", "reqs": "none_of_these", "failure": "yes"}
# With these facts E01 to E06 and E09 apply: weights 2, 2, 2, 2, 2, 3, 2, together 15.
BEST = {
    "E01": "met",
    "E02": "met",
    "E03": "met",
    "E04": "yes",
    "E05": "on_time",
    "E06": "met",
    "E09": "on_time",
}
HEADER = "case_id,question_id,answer,reason\n"


def _answers(*cases):
    rows = [
        AnswerRow(case_id, question, answer, "Because" if answer == "not_applicable" else "")
        for case_id, own in cases
        for question, answer in (BEST | own).items()
    ]
    return read_answers(answers_csv(rows), BANK)


def _facts(*case_ids, **changed):
    lines = ["case_id,fact,value"]
    lines += [f"{case},{fact},{value}" for case in case_ids for fact, value in (ORDER_ONLY | changed).items()]
    return read_facts("\n".join(lines) + "\n", BANK)


def _problems(read):
    return [str(fault) for fault in read.faults]


def _refused(*given):
    with pytest.raises(BadFiles) as caught:
        reproduce(BANK, *given)
    return [str(fault) for fault in caught.value.faults]


def test_what_is_written_is_read_back():
    facts = {
        "order": frozenset({"LIC", "CO"}),
        "reqs": frozenset(),
        "failure": True,
        "em": False,
        "crs_ref": None,
    }
    read = read_facts(facts_csv([("C1", name, value) for name, value in facts.items()]), BANK)
    assert read.faults == []
    assert read.cases["C1"] == {name: value for name, value in facts.items() if value is not None}
    rows = [AnswerRow("C1", "E01", "not_applicable", "=1+1 is no\nreason"), AnswerRow("C1", "E02", "met")]
    text = answers_csv(rows)
    assert text.splitlines()[1] == "C1,E01,not_applicable,'=1+1 is no reason"
    assert read_answers(text, BANK).cases == {"C1": {"E01": "not_applicable", "E02": "met"}}


def test_facts_are_written_in_words():
    rows = [("C1", "order", frozenset({"LIC", "CO"})), ("C1", "reqs", frozenset()), ("C1", "em", None)]
    assert facts_csv(rows).splitlines()[1:] == ["C1,order,CO;LIC", "C1,reqs,none_of_these", "C1,em,unknown"]


def test_a_case_scores_what_it_scores_in_the_product():
    # E03 half of 2 and E04 none of 2: 12 of 15.
    found = reproduce(BANK, _answers(("C1", {"E03": "partly_met", "E04": "no"})), _facts("C1"), None)
    score = found.cases[0].score
    assert (score.points, score.weight, score.asked_weight, score.percent) == (12, 15, 15, 80)


def test_two_strata_weigh_as_the_frame_has_them():
    # Order: 12/15 and 15/15 of 30 cases, mean 90; licence: 9/15 and 12/15 of 10, mean 70.
    low = {"E03": "not_met", "E04": "no", "E05": "not_done"}  # loses 6 of 15
    answers = _answers(("A1", {"E06": "not_met"}), ("A2", {}), ("B1", low), ("B2", {"E06": "no_evidence"}))
    frame = {f"A{n}": FrameRow("order") for n in range(30)} | {
        f"B{n}": FrameRow("licence") for n in range(10)
    }
    found = reproduce(BANK, answers, _facts("A1", "A2", "B1", "B2"), frame)
    assert found.score.percent == Fraction(3, 4) * 90 + Fraction(1, 4) * 70
    assert (found.banded.whole, found.banded.band.name) == (85, "AMBER/GREEN")
    # s^2 is 200 in both: (3/4)^2 (1 - 2/30) 200/2 + (1/4)^2 (1 - 2/10) 200/2 = 52.5 + 5 = 57.5
    assert found.score.variance == Fraction(115, 2)
    # t(0.975, 2) = 4.302653; 85 +- 4.302653 x sqrt(57.5) = 85 +- 32.626
    assert round(float(found.score.interval.low), 2) == 52.37
    assert found.score.interval.high == 100
    assert [band.name for band in found.touched] == ["GREEN", "AMBER/GREEN", "AMBER/RED", "RED"]
    # A failed critical question (E06) holds its case at 72: A1 80 becomes 72, B2 80 becomes 72.
    assert found.capped.percent == Fraction(3, 4) * 86 + Fraction(1, 4) * 66


def test_without_a_frame_every_case_weighs_the_same():
    answers = _answers(("A1", {"E06": "not_met"}), ("A2", {}), ("B1", {"E04": "no", "E05": "late"}))
    found = reproduce(BANK, answers, _facts("A1", "A2", "B1"), None)
    assert found.score.percent == Fraction(80 + 100 + 80, 3)


def test_a_case_too_thin_is_listed_and_left_out():
    away = dict.fromkeys(("E01", "E02", "E03", "E04"), "not_applicable")
    found = reproduce(BANK, _answers(("C1", away), ("C2", {})), _facts("C1", "C2"), None)
    assert [case.score.thin for case in found.cases] == [Thin.MOSTLY_NOT_APPLICABLE, None]
    assert (found.score.percent, found.score.scored) == (100, 1)


def test_a_round_without_a_scored_case_has_no_score():
    away = dict.fromkeys(("E01", "E02", "E03", "E04"), "not_applicable")
    found = reproduce(BANK, _answers(("C1", away)), _facts("C1"), None)
    assert (found.score, found.banded, found.touched) == (None, None, ())


def test_an_answer_to_a_question_that_does_not_apply_never_counts():
    found = reproduce(BANK, _answers(("C1", {"E12": "not_met"})), _facts("C1"), None)
    assert found.cases[0].ignored == ("E12",)
    assert found.cases[0].score.percent == 100


def test_unknown_facts_leave_every_question_in():
    problems = _refused(_answers(("C1", {})), _facts("C1", breach_filed="unknown"), None)
    assert problems == ["answers.csv, line 2: case C1 has no answer to E12, E14, which apply to it"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("C1,E99,met,", "question_id: found 'E99', expected a question of QM102 1.0"),
        (
            "C1,E01,yes,",
            "answer: found 'yes', expected for E01 one of met, partly_met, not_met, not_applicable",
        ),
        ("C1,E01,Met,", "answer: found 'Met'"),
        ("C1,E01,not_applicable,", "reason: not_applicable to E01 needs a reason"),
        ("C1,E01,not_applicable,  ", "reason: not_applicable to E01 needs a reason"),
        ("C1,E01,met,=HYPERLINK(1)", "reason: found the formula '=HYPERLINK(1)', expected a sentence"),
        ("=C1,E01,met,", "case_id: found the formula '=C1', expected a case id"),
        (",E01,met,", "case_id: found nothing, expected a case id"),
        (" C1,E01,met,", "case_id: found ' C1', with characters that cannot be seen"),
        ("C1,E01,met", "found 3 values, expected 4, as the header has"),
        ('C1,E01,"met,', "cannot be read: unexpected end of data"),
    ],
)
def test_a_bad_answer_is_named_with_its_line(line, problem):
    read = read_answers(f"{HEADER}{line}\n", BANK)
    assert any("answers.csv, line 2" in each and problem in each for each in _problems(read)), _problems(read)


def test_a_repeated_pair_is_refused_with_the_line_that_repeats_it():
    read = read_answers(f"{HEADER}C1,E01,met,\nC2,E01,met,\nC1,E01,not_met,\n", BANK)
    assert _problems(read) == [
        "answers.csv, line 4, question_id: repeats E01 of case C1; expected one answer"
    ]


def test_every_fault_is_listed():
    read = read_answers(f"{HEADER}C1,E99,met,\n\nC1,E04,met,\nC1,E01,not_applicable,\n", BANK)
    assert [fault.line for fault in read.faults] == [2, 4, 5]


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("case_id,question_id,answer\n", "lacks the column reason; found case_id, question_id, answer"),
        ("", "lacks the column case_id, question_id, answer, reason; found nothing"),
        ("case_id,question_id,answer,answer,reason\n", "has the column answer more than once"),
    ],
)
def test_a_header_without_its_columns_is_refused(header, problem):
    assert _problems(read_answers(header, BANK)) == [f"answers.csv, line 1: {problem}"]


def test_further_columns_are_left_alone():
    read = read_answers("case_id,marker,question_id,answer,reason\nC1,me,E01,met,\n", BANK)
    assert (read.faults, read.cases) == ([], {"C1": {"E01": "met"}})


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("C1,moon,yes", "fact: found 'moon', expected a case fact of the vocabulary"),
        ("C1,failure,maybe", "value: found 'maybe', expected for failure yes, no or unknown"),
        ("C1,failure,", "value: found '', expected for failure yes, no or unknown"),
        ("C1,order,CO;XX", "value: found 'CO;XX', expected for order some of CO, SSO, LIC, PSS"),
        ("C1,rosh,High", "value: found 'High', expected for rosh one of L, M, H, VH, or unknown"),
        ("C1,months_supervised,-1", "value: found '-1', expected for months_supervised a whole number"),
        ("C1,months_supervised,2.5", "value: found '2.5', expected for months_supervised a whole number"),
        ("C1,months_supervised,10000", "value: found '10000', expected for months_supervised a whole number"),
        ("C1,months_supervised,²", "value: found '²', expected for months_supervised a whole number"),
        ("=C1,em,yes", "case_id: found the formula '=C1', expected a case id"),
    ],
)
def test_a_bad_fact_is_named_with_its_line(line, problem):
    read = read_facts(f"case_id,fact,value\n{line}\n", BANK)
    assert any(f"facts.csv, line 2, {problem}" in each for each in _problems(read)), _problems(read)


def test_the_largest_number_and_every_option_of_a_set_are_read():
    lines = "C1,months_supervised,9999\nC1,order,CO;LIC;PSS;SSO\nC2,order, CO ; LIC \nC2,rosh,VH\n"
    read = read_facts(f"case_id,fact,value\n{lines}", load_bank("QM103", "1.0"))
    assert read.faults == []
    assert read.cases["C1"] == {"months_supervised": 9999, "order": frozenset({"CO", "LIC", "PSS", "SSO"})}
    assert read.cases["C2"] == {"order": frozenset({"CO", "LIC"}), "rosh": "VH"}


def test_a_value_that_is_refused_is_no_fact_and_its_case_keeps_its_first_line():
    read = read_facts("case_id,fact,value\nC1,em,YES\nC1,em,no\nC1,failure,No\nC1,order,XX\n", BANK)
    assert read.cases == {"C1": {"em": True, "failure": False}}
    assert read.lines == {"C1": 2}
    assert [fault.line for fault in read.faults] == [3, 5]


def test_lines_may_end_as_old_systems_ended_them():
    assert read_facts("case_id,fact,value\rC1,em,yes\r", BANK).cases == {"C1": {"em": True}}
    assert read_facts("case_id,fact,value\r\nC1,em,yes\r\n", BANK).cases == {"C1": {"em": True}}


@pytest.mark.parametrize("case_id", ["-1", "-12", "+3"])
def test_a_negative_number_is_no_formula(case_id):
    read = read_facts(f"case_id,fact,value\n{case_id},em,yes\n", BANK)
    assert read.cases == {case_id: {"em": True}}
    assert read.faults == []


@pytest.mark.parametrize(
    ("reason", "written"),
    [
        ("=1+1", "'=1+1"),
        ("- no plan", "'- no plan"),
        ("+44 is no number", "'+44 is no number"),
        ("@home", "'@home"),
        ("Two\n lines,  one reason", '"Two lines, one reason"'),
    ],
)
def test_a_reason_is_one_line_that_no_spreadsheet_runs(reason, written):
    assert answers_csv([AnswerRow("C1", "E01", "met", reason)]) == f"{HEADER}C1,E01,met,{written}\n"


def test_a_reason_may_begin_with_a_dash():
    assert read_answers(f"{HEADER}C1,E01,met,- seen in June\n", BANK).faults == []
    for start in "+@":
        (fault,) = read_answers(f"{HEADER}C1,E01,met,{start}{'x' * 60}\n", BANK).faults
        assert f"found the formula '{start}{'x' * 39}', expected" in fault.problem


def test_an_answer_may_be_left_open():
    read = read_answers(f"{HEADER}C1,E01,,\n", BANK)
    assert (read.faults, read.cases, read.lines) == ([], {"C1": {"E01": ""}}, {"C1": 2})


class Long(bytes):
    """A file that says another length than it has."""

    length = MOST_BYTES

    def __len__(self):
        return self.length


def test_a_file_of_more_than_a_hundred_megabytes_is_refused():
    assert decode(Long(b"case_id"), file="answers.csv") == "case_id"
    too_long = Long(b"case_id")
    too_long.length = 100_000_001
    with pytest.raises(BadFiles) as refusal:
        decode(too_long, file="answers.csv")
    (fault,) = refusal.value.faults
    assert str(fault) == "answers.csv: found 100,000,001 bytes, expected at most 100,000,000"


def test_a_derived_fact_is_not_entered():
    read = read_facts("case_id,fact,value\nC1,star_off,yes\n", load_bank("QM103", "1.0"))
    assert "star_off follows from other facts" in _problems(read)[0]


def test_a_repeated_fact_is_refused():
    read = read_facts("case_id,fact,value\nC1,em,yes\nC1,em,unknown\n", BANK)
    assert "line 3, fact: repeats em of case C1" in _problems(read)[0]


def test_a_fact_of_another_bank_is_read_past():
    read = read_facts("case_id,fact,value\nC1,rosh,H\n", BANK)
    assert (read.faults, read.cases) == ([], {"C1": {}})


@pytest.mark.parametrize(
    ("raw", "problem"),
    [
        ("case_id\nCaf\xe9\n".encode("latin-1"), "line 2: found byte 0xe9, expected UTF-8 text"),
        ("case_id".encode("utf-16"), "line 1: found byte 0xff, expected UTF-8 text"),
        (b"case_id\nC\x001\n", "line 2: found a NUL character"),
        (b"\n\x00", "line 2: found a NUL character"),
        (b"\n\xff", "line 2: found byte 0xff"),
    ],
)
def test_a_file_that_is_not_utf_8_text_is_refused(raw, problem):
    with pytest.raises(BadFiles, match=problem):
        decode(raw, file="answers.csv")


def test_a_byte_order_mark_is_no_part_of_the_header():
    assert decode("\ufeffcase_id".encode(), file="answers.csv") == "case_id"


FRAME = {"C1": FrameRow("a", "sampled"), "C2": FrameRow("a", "reserve"), "C3": FrameRow("a", "replaced")}


@pytest.mark.parametrize(
    ("cases", "problem"),
    [
        (["C1", "X"], "answers.csv, line 9, case_id: case X is not in the frame"),
        (["C1", "C2"], "answers.csv, line 9, case_id: case C2 was not sampled; the draw has it as reserve"),
        (["C1", "C3"], "answers.csv, line 9, case_id: case C3 was not sampled; the draw has it as replaced"),
        (["C2"], "answers.csv: case C1 was sampled and has no answers"),
    ],
)
def test_answers_must_be_those_of_the_sampled_cases(cases, problem):
    answers = _answers(*((case, {}) for case in cases))
    assert problem in _refused(answers, _facts(*cases), FRAME)


def test_facts_of_a_case_without_answers_are_refused():
    assert _refused(_answers(("C1", {})), _facts("C1", "C2"), None) == [
        "facts.csv, line 16, case_id: case C2 has facts and no answers"
    ]


def test_no_answer_at_all_is_refused():
    assert _refused(read_answers(HEADER, BANK), _facts(), None) == ["answers.csv: found no answer"]
