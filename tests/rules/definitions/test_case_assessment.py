"""The bank by which inspectors assess cases: what it takes from a document, and what it adds."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from rules.definitions.banks import Bank, Question
from rules.definitions.case_assessment import BANK, DATA, case_bank, load_case_assessment
from rules.definitions.files import DefinitionError, read_yaml
from rules.definitions.standards import newest_standards
from rules.definitions.standards_document import DocumentPrompt, StandardsDocument
from rules.definitions.standards_own_words import document_of

OWN, RULES = newest_standards(), load_case_assessment()[-1]
DOCUMENT = document_of(OWN)


@pytest.fixture(scope="module")
def bank() -> Bank:
    return case_bank(DOCUMENT, OWN, edition="1.1", rules=RULES)


def section(bank: Bank, number: str) -> dict[str, Question]:
    found = next(each for each in bank.sections if each.title.startswith(f"{number} "))
    assert found.id == f"K{number.replace('.', '_')}"
    return {question.id: question for question in found.questions}


def test_it_is_a_published_bank_of_judgements_with_the_days_of_its_rules(bank: Bank) -> None:
    file = bank.file
    assert BANK == file.id == "INSPECTION"
    assert (file.edition, file.status, file.result, file.title) == (
        "1.1", "published", "judgements", "Case assessment",
    )  # fmt: skip
    assert (file.valid_from, file.reviewed_on, file.next_review) == (
        RULES.valid_from,
        RULES.reviewed_on,
        RULES.next_review,
    )
    assert (file.authored_by, file.checked_by, file.source) == ("product", "product", RULES.source[:200])
    assert len(file.source) == 200 < len(RULES.source)
    assert (file.vocabulary, file.bands, file.critical_cap) == (RULES.vocabulary, "audit_score", 100)
    assert (file.too_thin.most_not_applicable, file.too_thin.least_weight) == (1, 1)
    assert (file.frame.kind, file.frame.months, file.frame.months_before_end) == ("started", 3, 0)
    assert file.frame.source == "product"
    assert file.facts == RULES.facts


def test_a_question_that_is_asked_always_has_its_prompts_and_one_judgement(bank: Bank) -> None:
    own = OWN.questions["domain_two", "2.2.1"]
    found = section(bank, "2.2.1")
    assert list(found) == [*(f"P2_2_1_{prompt.ordinal}" for prompt in own.prompts), "J2_2_1"]
    first, judged = found["P2_2_1_1"], found["J2_2_1"]
    assert (first.text, first.scale, first.applies, first.weight, first.judges) == (
        own.prompts[0].short, "prompt", "always", 0, "",
    )  # fmt: skip
    assert (first.source, first.evidence) == (
        f"Prompt 2.2.1 {own.prompts[0].letter}",
        "Informs the judgement; prompts are not averaged",
    )
    assert (judged.text, judged.scale, judged.applies, judged.weight, judged.judges) == (
        own.short, "sufficient", "always", 1, "2.2.1",
    )  # fmt: skip
    assert (judged.source, judged.guidance) == ("Key question 2.2.1", RULES.guidance["2.2.1"])
    assert judged.evidence == "The rationale, from the evidence of the whole case"
    assert (judged.justifies, judged.applies_in_words) == ("", "")


def test_a_question_about_safety_leaves_cases_at_low_risk(bank: Bank) -> None:
    for question in section(bank, "2.2.3").values():
        assert question.applies == "(above_low_risk)"
        assert question.applies_in_words == "Asked when the risk of serious harm is not low"


def test_a_standard_about_some_cases_is_asked_of_them_alone(bank: Bank) -> None:
    assert {each.applies for each in section(bank, "2.1.1").values()} == {"(court_report)"}
    assert {each.applies for each in section(bank, "2.7.1").values()} == {"(victim_contact)"}


def test_a_marked_prompt_has_both_conditions_in_their_order(bank: Bank) -> None:
    starred = next(
        each for each in OWN.questions["domain_two", "2.4.3"].prompts if each.applies == "rehabilitative"
    )
    found = section(bank, "2.4.3")[f"P2_4_3_{starred.ordinal}"]
    assert found.applies == "(above_low_risk) and (rehabilitative)"
    assert found.applies_in_words == (
        "Asked when the risk of serious harm is not low and the case has a rehabilitative requirement"
    )
    after = next(
        each for each in OWN.questions["domain_two", "2.4.1"].prompts if each.applies == "post_custody"
    )
    assert section(bank, "2.4.1")[f"P2_4_1_{after.ordinal}"].applies == "(after_custody)"


def test_progress_is_judged_or_else_both_justifications_of_stability(bank: Bank) -> None:
    found = [each for each in section(bank, "2.6.1").values() if each.judges]
    assert [(each.id, each.scale, each.applies, each.justifies, each.weight) for each in found] == [
        ("J2_6_1", "outcome", "(not stability)", "", 1),
        ("J2_6_1_1", "justified", "(stability)", RULES.outcomes.justifications[0].id, 1),
        ("J2_6_1_2", "justified", "(stability)", RULES.outcomes.justifications[1].id, 1),
    ]
    assert [each.text for each in found[1:]] == [each.text for each in RULES.outcomes.justifications]


def changed(**prompt: str) -> StandardsDocument:
    """The document whose first prompt of 2.2.1 is printed otherwise."""

    def other(each: DocumentPrompt) -> DocumentPrompt:
        return each.model_copy(update=prompt)

    def in_question(question):  # type: ignore[no-untyped-def]
        prompts = (other(question.prompts[0]), *question.prompts[1:])
        return question.model_copy(update={"prompts": prompts}) if question.number == "2.2.1" else question

    levels = tuple(
        level.model_copy(
            update={
                "standards": tuple(
                    each.model_copy(update={"questions": tuple(map(in_question, each.questions))})
                    for each in level.standards
                )
            }
        )
        for level in DOCUMENT.levels
    )
    return DOCUMENT.model_copy(update={"levels": levels})


@pytest.mark.parametrize(
    ("printed", "applies"),
    [
        ({"mark": "*"}, "(rehabilitative)"),
        ({"mark": "**"}, "(rehabilitative)"),
        ({"mark": "†"}, "always"),
        ({"only_for": "POST-CUSTODY CASES"}, "(after_custody)"),
        ({"only_for": "Cases of women"}, "always"),
        ({"mark": "*", "only_for": "post-custody cases only"}, "(rehabilitative) and (after_custody)"),
    ],
)
def test_signs_and_words_of_the_document_say_which_cases(printed: dict[str, str], applies: str) -> None:
    bank = case_bank(changed(**printed), OWN, edition="1.1", rules=RULES)
    assert section(bank, "2.2.1")["P2_2_1_1"].applies == applies


def test_a_document_without_the_level_makes_no_bank() -> None:
    levels = tuple(level for level in DOCUMENT.levels if level.id != RULES.level)
    with pytest.raises(DefinitionError) as refused:
        case_bank(DOCUMENT.model_copy(update={"levels": levels}), OWN, edition="1.1", rules=RULES)
    assert str(refused.value) == f"standards: {RULES.level}: the document has no such level"


def test_what_the_bank_may_not_be_is_told_in_its_name() -> None:
    with pytest.raises(DefinitionError, match=r"^INSPECTION/one: edition: "):
        case_bank(DOCUMENT, OWN, edition="one", rules=RULES)


def test_editions_of_case_assessment_are_in_order(tmp_path: Path) -> None:
    raw = read_yaml(DATA)[0]
    path = tmp_path / "cases.yaml"
    days = [date(year, 1, 1) for year in range(2021, 2030)]
    path.write_text(yaml.safe_dump([raw | {"valid_from": day} for day in days]), encoding="utf-8")
    assert [each.valid_from for each in load_case_assessment(path)] == days
    other = tmp_path / "twice.yaml"
    other.write_text(yaml.safe_dump([raw | {"valid_from": days[0]}] * 2), encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_case_assessment(other)
    said = f"twice.yaml: valid_from: editions overlap or are out of order: {[days[0]] * 2}"
    assert str(refused.value) == said
