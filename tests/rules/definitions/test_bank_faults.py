"""What a bank of questions may not say: every fault with its exact place and words."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from rules.definitions import banks
from rules.definitions.applies import parse_condition
from rules.definitions.banks import Bank, build_bank, load_bank, load_banks
from rules.definitions.files import DefinitionError
from rules.definitions.vocabulary import CaseFact, DerivedFact, FactOption

QM102 = load_bank("QM102", "1.0")
Edit = Callable[[Any], object]


def raw_of(edit: Edit) -> Any:
    raw = copy.deepcopy(QM102.file.model_dump(mode="json"))
    edit(raw)
    return raw


def faults_of(edit: Edit) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        build_bank(raw_of(edit), file="bank.yaml")
    return [str(fault) for fault in refused.value.faults]


def first(**keys: Any) -> Edit:
    """Another first question, E01, which is asked always and not timed."""
    return lambda raw: raw["sections"][0]["questions"][0].update(keys)


def hidden(applies: str) -> Edit:
    return first(applies=applies, applies_in_words="Sometimes")


def thin(**keys: Any) -> Edit:
    return lambda raw: raw["too_thin"].update(keys)


TIMED = {"id": "x", "starts": "a", "ends": "b", "amount": 1, "unit": "days", "source": "s"}
SHARE = "expected a fraction above 0 and up to 1"


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        (first(weight=0), "E01.weight: found 0, expected at least 1"),
        (first(judges="2.3.2"), "E01.judges: a bank that is scored judges no key question"),
        (lambda raw: raw.update(result="judgements"), "E01.weight: found 2, expected 0 beside judgements"),
        (
            lambda raw: [raw.update(result="judgements"), first(judges="2.3.2", weight=0)(raw)],
            "E01.weight: found 0, expected at least 1",
        ),
        (first(scale="stars"), "E01.scale: found 'stars', expected one of ['met', 'timed', 'yes_no']"),
        (first(scale="timed"), "E01.timing: a timed scale needs time limits, another scale has none"),
        (first(timing=[TIMED]), "E01.timing: a timed scale needs time limits, another scale has none"),
        (first(scale="timed", timing=[TIMED] * 2), "E01.timing.x: appears more than once"),
        (
            first(applies="failure"),
            "E01.applies_in_words: a question that can be hidden must say when it applies",
        ),
        (hidden("failure and"), "E01.applies: 'failure and': found 'the end', expected a fact"),
        (hidden("moon"), "E01.applies: fact 'moon' is not declared by this bank"),
        (hidden("upw_only"), "E01.applies: fact 'upw_only' is not declared by this bank"),
        (hidden("order"), "E01.applies: order is a set fact: 'yes' does not fit it"),
        (hidden("order >= 3"), "E01.applies: order is a set fact: '>=' does not fit it"),
        (hidden("failure in CO"), "E01.applies: failure has no option CO"),
        (hidden("failure < 3"), "E01.applies: failure is a yes_no fact: '<' does not fit it"),
        (hidden("order in CO, Z, Y, X, V, W"), "E01.applies: order has no option V, W, X, Y, Z"),
        (lambda raw: raw["facts"].append("em"), "facts.em: appears more than once"),
        (lambda raw: raw["facts"].append("moon"), "facts.moon: no such fact in the vocabulary"),
        (lambda raw: raw["sections"][1].update(id="preparing"), "sections.preparing: appears more than once"),
        (
            lambda raw: raw["sections"][0]["questions"][1].update(id="E01"),
            "questions.E01: appears more than once",
        ),
        (
            lambda raw: raw.update(valid_to="2021-09-30"),
            "valid_to: found 2021-09-30, expected 2021-10-01 or later",
        ),
        (thin(most_not_applicable="0"), f"too_thin.most_not_applicable: found 0, {SHARE}"),
        (thin(most_not_applicable="-1/2"), f"too_thin.most_not_applicable: found -1/2, {SHARE}"),
        (thin(most_not_applicable="101/100"), f"too_thin.most_not_applicable: found 101/100, {SHARE}"),
        (lambda raw: raw.update(bands="stars"), "bands: stars.yaml: no such scale of bands"),
    ],
)
def test_a_bank_that_contradicts_itself_is_refused_where_it_does(edit: Edit, said: str) -> None:
    assert f"bank.yaml: {said}" in faults_of(edit)


@pytest.mark.parametrize(
    "edit",
    [
        lambda raw: raw.update(valid_to="2021-10-01"),
        thin(most_not_applicable="1"),
        thin(most_not_applicable="1/100"),
        hidden("order beyond PSS or not failure"),
        hidden("order in CO, SSO"),
    ],
)
def test_a_bank_at_its_limits_is_read(edit: Edit) -> None:
    assert build_bank(raw_of(edit), file="bank.yaml").id == "QM102"


def test_faults_are_told_in_the_order_of_the_alphabet_where_they_are_alike() -> None:
    names = list(QM102.file.facts)
    assert faults_of(lambda raw: raw["facts"].extend(names)) == [
        f"bank.yaml: facts.{name}: appears more than once" for name in sorted(names)
    ]


def test_in_a_bank_of_judgements_only_what_judges_weighs() -> None:
    def judging(raw: Any) -> None:
        raw["result"] = "judgements"
        for each in (one for section in raw["sections"] for one in section["questions"]):
            each["weight"] = 0
        raw["sections"][0]["questions"][0] |= {"judges": "2.3.2", "weight": 1}

    found = build_bank(raw_of(judging), file="bank.yaml")
    assert [each.id for each in found.questions.values() if each.weight] == ["E01"]


# Comparisons that fit each kind of fact, and those that do not.
FITTING = {
    "yes_no": ["fact"],
    "choice": ["fact in a"],
    "set": ["fact in a", "fact beyond a"],
    "number": ["fact >= 3", "fact < 3"],
}
EVERY = ["fact", "fact in a", "fact beyond a", "fact >= 3", "fact < 3"]


@pytest.mark.parametrize("kind", FITTING)
def test_each_kind_of_fact_has_its_own_comparisons(kind: Any) -> None:
    fact = CaseFact(id="fact", kind=kind, label="Fact", options=(FactOption(id="a", label="A"),))

    def fits(text: str) -> bool:
        comparison: Any = parse_condition(text)
        return not list(banks._comparison_faults("Q", comparison, {"fact": fact}, set()))

    assert [text for text in EVERY if fits(text)] == FITTING[kind]


def test_a_derived_fact_is_yes_or_no() -> None:
    ((key, said),) = banks._comparison_faults("Q", parse_condition("free in a"), {}, {"free"})  # type: ignore[arg-type]
    assert (key, said) == ("Q.applies", "free is derived and can only be yes or no")
    assert not list(banks._comparison_faults("Q", parse_condition("free"), {}, {"free"}))  # type: ignore[arg-type]


def test_a_bank_has_of_the_vocabulary_what_it_declares_and_what_rests_on_that_alone() -> None:
    assert {fact.id for fact in QM102.facts} == set(QM102.file.facts)
    vocabulary = banks.load_vocabulary(QM102.file.vocabulary)
    rests = DerivedFact(id="x", label="X", when="failure and not em")
    assert banks._speaks(rests, ("failure", "em"), vocabulary)
    assert not banks._speaks(rests, ("failure",), vocabulary)
    alone = vocabulary.model_copy(update={"derived": ()})
    assert banks._speaks(rests, ("failure", "em"), alone)
    both = vocabulary.model_copy(update={"derived": (rests,)})
    assert banks._speaks(DerivedFact(id="y", label="Y", when="x or em"), ("em",), both)


def test_the_facts_behind_a_question_are_those_its_rule_rests_on_in_the_end() -> None:
    derived = (
        DerivedFact(id="tagged", label="Tagged", when="em and failure"),
        DerivedFact(id="hard", label="Hard", when="tagged or recalled"),
    )
    bank = QM102.model_copy(update={"derived": derived})
    rule = {"applies": "hard and not breach_filed"}
    asked = banks.Question.model_validate(bank.questions["E01"].model_dump() | rule)
    assert [fact.id for fact in bank.facts_behind(asked)] == ["em", "failure", "recalled", "breach_filed"]
    assert bank.facts_behind(bank.questions["E01"]) == ()


def test_a_bank_finds_its_parts_by_their_names() -> None:
    assert (QM102.id, QM102.edition) == ("QM102", "1.0")
    assert QM102.section("absences") == QM102.sections[1]
    assert QM102.section("nowhere") is None
    assert QM102.scale_of(QM102.questions["E05"]).id == "timed"
    assert QM102.fact("em").kind == "yes_no"
    assert list(QM102.questions)[:3] == ["E01", "E02", "E03"]


def test_the_hash_of_a_bank_changes_with_its_content_and_not_with_a_key_left_out() -> None:
    written = raw_of(first(critical=False, guidance="", timing=[], applies="always"))
    assert build_bank(written, file="bank.yaml").sha256 == QM102.sha256
    assert build_bank(raw_of(first(weight=3)), file="bank.yaml").sha256 != QM102.sha256
    assert len(QM102.sha256) == 64

    class Wider(Bank):
        later: str = ""

    assert Wider.model_validate(QM102.model_dump()).sha256 == QM102.sha256


def test_every_edition_of_every_bank_is_loaded_in_the_order_of_names() -> None:
    found = [(bank.id, bank.edition) for bank in load_banks()]
    assert found == sorted(found)
    assert ("vocabulary", "1.0") not in found
    assert {"QM102", "QM103", "QM104", "CRS_QM1", "CRS_QM2"} <= {name for name, _ in found}


def test_a_bank_that_is_not_there_is_named() -> None:
    with pytest.raises(DefinitionError) as refused:
        load_bank("QM102", "9.9")
    assert str(refused.value) == "9.9.yaml: bank QM102 has no edition 9.9"


def test_a_faulty_file_is_told_with_the_folder_of_its_bank(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(banks, "read_yaml", lambda path: raw_of(lambda raw: raw.update(colour="red")))
    with pytest.raises(DefinitionError) as refused:
        load_bank("QM102", "1.0")
    assert str(refused.value) == "QM102/1.0.yaml: colour: Extra inputs are not permitted"


def test_a_stored_bank_is_the_bank() -> None:
    assert Bank.model_validate(QM102.model_dump()) == QM102
