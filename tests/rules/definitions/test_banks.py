"""Question banks: what is in QM102, and which faults refuse a bank."""

import copy
import re

import pytest

from rules.definitions.bands import build_bands, load_bands
from rules.definitions.banks import Bank, build_bank, load_bank, load_banks
from rules.definitions.files import DefinitionError, parse_yaml, validated
from rules.definitions.vocabulary import load_vocabulary

QM102 = load_bank("QM102", "1.0")


def _raw(**changed):
    return copy.deepcopy(QM102.file.model_dump(mode="json")) | changed


def _faults(raw):
    with pytest.raises(DefinitionError) as caught:
        build_bank(raw, file="bank.yaml")
    return [str(fault) for fault in caught.value.faults]


def test_the_enforcement_bank_has_twenty_questions_of_weight_forty():
    assert [f"E{n:02d}" for n in range(1, 21)] == sorted(QM102.questions)
    assert sum(question.weight for question in QM102.questions.values()) == 40


@pytest.mark.parametrize(
    ("bank", "count", "weight"),
    [("QM102", 20, 40), ("QM103", 23, 51), ("QM104", 24, 46), ("CRS_QM1", 14, 29), ("CRS_QM2", 12, 21)],
)
def test_every_bank_of_the_proposal_is_there_whole(bank, count, weight):
    questions = load_bank(bank, "1.0").questions.values()
    assert (len(questions), sum(question.weight for question in questions)) == (count, weight)


def test_its_critical_questions_are_those_of_the_proposal():
    assert [q.id for q in QM102.questions.values() if q.critical] == ["E06", "E11", "E17", "E18"]


@pytest.mark.parametrize("bank", load_banks(), ids=lambda bank: f"{bank.id}-{bank.edition}")
def test_every_question_says_where_it_comes_from_and_when_it_applies(bank):
    for question in bank.questions.values():
        assert question.source
        assert question.evidence
        assert question.condition is None or question.applies_in_words


def test_a_bank_survives_storage_whole():
    assert validated(Bank, QM102.model_dump(mode="json"), file="stored") == QM102


def test_notes_are_compulsory_where_the_proposal_says():
    scales = {scale.id: scale for scale in load_vocabulary("1.0").scales}
    rules = {answer.id: answer.note for answer in scales["met"].answers}
    assert rules == {
        "met": "never",
        "partly_met": "critical",
        "not_met": "always",
        "not_applicable": "always",
        "no_evidence": "always",
    }


def test_an_unknown_key_is_refused():
    assert _faults(_raw(colour="red")) == ["bank.yaml: colour: Extra inputs are not permitted"]


def test_every_fault_is_reported_at_once():
    raw = _raw()
    questions = raw["sections"][0]["questions"]
    questions[0]["scale"] = "stars"
    questions[1]["applies"] = "moon and failure"
    questions[1]["applies_in_words"] = "w"
    questions[2]["applies"] = "failure and"
    faults = _faults(raw)
    assert len(faults) == 3
    assert "E01.scale: found 'stars'" in faults[0]
    assert "E02.applies: fact 'moon' is not declared" in faults[1]
    assert "E03.applies" in faults[2]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"facts": ["failure", "moon"]}, "facts.moon: no such fact"),
        ({"facts": [*QM102.file.facts, "em"]}, "facts.em: appears more than once"),
        ({"sections": [*_raw()["sections"], _raw()["sections"][0]]}, "questions.E01: appears more than once"),
        ({"vocabulary": "9.9"}, "no such edition of the vocabulary"),
    ],
)
def test_a_bank_that_contradicts_itself_is_refused(changed, fault):
    assert any(fault in found for found in _faults(_raw(**changed)))


@pytest.mark.parametrize(
    ("applies", "fault"),
    [
        ("order", "'yes' does not fit"),
        ("failure has CO", "'in' does not fit"),
        ("order has XX", "order has no option XX"),
        ("failure >= 3", "'>=' does not fit"),
    ],
)
def test_a_comparison_must_fit_its_fact(applies, fault):
    raw = _raw()
    raw["sections"][0]["questions"][0] |= {"applies": applies, "applies_in_words": "w"}
    assert any(fault in found for found in _faults(raw))


def test_a_question_that_can_be_hidden_must_say_why():
    raw = _raw()
    raw["sections"][0]["questions"][0]["applies"] = "failure"
    assert any("must say when it applies" in found for found in _faults(raw))


def test_a_timed_question_needs_its_limits():
    raw = _raw()
    raw["sections"][0]["questions"][0]["scale"] = "timed"
    assert any("a timed scale needs time limits" in found for found in _faults(raw))


def test_a_binary_fraction_is_refused():
    raw = _raw()
    raw["too_thin"]["most_not_applicable"] = 0.5
    assert any("too_thin.most_not_applicable" in found for found in _faults(raw))


def test_an_edition_that_is_not_there_is_named():
    with pytest.raises(DefinitionError, match="QM102 has no edition 7"):
        load_bank("QM102", "7")


def test_a_repeated_key_is_refused():
    with pytest.raises(DefinitionError, match="duplicate key 'a' on line 2"):
        parse_yaml("a: 1\na: 2\n", file="x.yaml")


def test_a_key_that_is_a_list_is_refused():
    with pytest.raises(DefinitionError, match="line 1 has a list as a key"):
        parse_yaml("? [a, b]\n: 1\n", file="x.yaml")


def test_the_audit_bands_are_those_of_the_operating_model():
    assert [(band.name, band.starts_at) for band in load_bands("audit_score").bands] == [
        ("GREEN", 87),
        ("AMBER/GREEN", 73),
        ("AMBER/RED", 60),
        ("RED", 0),
    ]


@pytest.mark.parametrize("starts", [(87, 87, 0), (60, 73, 0), (87, 73, 60)])
def test_bands_with_gaps_or_disorder_are_refused(starts):
    raw = load_bands("audit_score").model_dump(mode="json", by_alias=True)
    raw["bands"] = [raw["bands"][0] | {"from": start} for start in starts]
    with pytest.raises(DefinitionError, match="expected them to fall"):
        build_bands(raw, file="x")


def test_bands_that_do_not_exist_are_refused():
    with pytest.raises(DefinitionError, match="no such scale"):
        load_bands("stars")


@pytest.mark.parametrize("bank", ["QM030", "QM34", "QM036", "QM25", "PSR"])
def test_a_draft_of_the_product_has_ten_questions_and_a_line_of_a_published_text_for_each(bank):
    draft = load_bank(bank, "1.0")
    assert draft.file.status == "draft"
    assert "product" in draft.file.source
    assert len(draft.questions) >= 10
    assert all(re.search(r"TOM \d{3,4}|S2 2\.1\.1[a-i]", each.source) for each in draft.questions.values())
    asked_of_all = [each.weight for each in draft.questions.values() if each.condition is None]
    assert sum(asked_of_all) >= draft.file.too_thin.least_weight  # no case is too thin by its facts alone


def test_a_bank_asks_for_no_fact_that_no_question_needs():
    for bank in load_banks():
        behind = {fact.id for each in bank.questions.values() for fact in bank.facts_behind(each)}
        assert set(bank.file.facts) == behind, bank.id


def test_an_edition_of_the_vocabulary_keeps_what_it_extends():
    earlier, later = load_vocabulary("1.0"), load_vocabulary("1.1")
    assert later.facts[: len(earlier.facts)] == earlier.facts
    assert later.scales == earlier.scales
    assert "unemployed" in {fact.id for fact in later.facts} - {fact.id for fact in earlier.facts}


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"bands": "stars"}, "bands: stars.yaml: no such scale of bands"),
        ({"bands": "../vocabulary"}, "bands: String should match pattern"),
        ({"valid_to": "2021-09-30"}, "valid_to: found 2021-09-30, expected 2021-10-01 or later"),
        ({"id": "QM 102"}, "id: String should match pattern"),
        ({"edition": "one"}, "edition: String should match pattern"),
        (
            {"too_thin": {"most_not_applicable": "3/2", "least_weight": 8, "source": "product"}},
            "too_thin.most_not_applicable: found 3/2, expected a fraction above 0 and up to 1",
        ),
    ],
)
def test_a_setting_that_cannot_be_is_refused(changed, fault):
    assert any(fault in found for found in _faults(_raw(**changed)))


def test_two_limits_of_a_question_have_two_names():
    raw = _raw()
    timed = next(each for each in raw["sections"][1]["questions"] if each["timing"])
    timed["timing"] *= 2
    assert any("timing.follow_up: appears more than once" in found for found in _faults(raw))


def test_a_rule_with_brackets_without_end_is_refused():
    raw = _raw()
    rule = "(" * 200 + "failure" + ")" * 200
    raw["sections"][0]["questions"][0] |= {"applies": rule, "applies_in_words": "w"}
    assert any("found 200 brackets, expected at most 20" in found for found in _faults(raw))
