"""The standards in the product's own short words: what is in them, and which faults refuse a file."""

import copy
from collections import Counter

import pytest

from rules.definitions.files import DefinitionError, validated
from rules.definitions.standards import (
    PromptKey,
    Rating,
    Standards,
    build_standards,
    fingerprint,
    load_standards,
    newest_standards,
)

OF_2021 = load_standards()[0]


def _raw():
    return copy.deepcopy(OF_2021.model_dump(mode="json"))


def _faults(raw, file="2021-08.yaml"):
    with pytest.raises(DefinitionError) as caught:
        build_standards(raw, file=file)
    return [str(fault) for fault in caught.value.faults]


def _level(raw, level_id):
    return next(level for level in raw["levels"] if level["id"] == level_id)


def _question(raw, level_id, number):
    standards = _level(raw, level_id)["standards"]
    return next(
        question
        for standard in standards
        for question in standard["key_questions"]
        if question["number"] == number
    )


def test_every_prompt_of_the_published_annexe_has_short_words():
    standards = [standard for level in OF_2021.levels for standard in level.standards]
    assert (len(standards), len(OF_2021.questions), len(OF_2021.prompts)) == (15, 41, 182)
    assert Counter(key.level for key in OF_2021.prompts) == {
        "regional": 41,
        "domain_one": 61,
        "domain_two": 80,
    }


def test_nine_prompts_need_a_requirement_and_three_a_release_from_custody():
    found = {}
    for key, prompt in OF_2021.prompts.items():
        found.setdefault(prompt.applies, []).append(f"{key.question}{prompt.letter}")
    starred = "2.3.2a 2.4.2d 2.4.2e 2.4.2g 2.4.3b 2.4.3e 2.4.3f 2.5.2a 2.5.3c"
    assert found["rehabilitative"] == starred.split()
    assert found["post_custody"] == ["2.4.1a", "2.4.2a", "2.4.3a"]
    assert len(found["always"]) == 182 - 9 - 3


def test_four_key_questions_are_about_the_safety_of_others():
    safety = [number for (_, number), question in OF_2021.questions.items() if question.safety]
    assert safety == ["2.2.3", "2.3.3", "2.4.3", "2.5.3"]


def test_nine_standards_of_a_unit_are_rated_and_outcomes_and_victim_work_are_not():
    rated = {standard.number: standard.rating for standard in OF_2021.inspecting("unit")}
    assert [number for number, rating in rated.items() if rating is Rating.EVIDENCE] == [
        "1.1", "1.2", "1.3", "1.4",
    ]  # fmt: skip
    assert [number for number, rating in rated.items() if rating is Rating.CASES] == [
        "2.1", "2.2", "2.3", "2.4", "2.5",
    ]  # fmt: skip
    assert (rated["2.6"], rated["2.7"]) == (Rating.BASELINE, Rating.APART)
    assert {standard.rating for standard in OF_2021.inspecting("region")} == {Rating.NONE}


def test_the_prompts_that_share_a_letter_are_told_apart_by_their_place():
    fourth, fifth = (OF_2021.prompts[PromptKey("regional", "1.2.4", place)] for place in (4, 5))
    assert fourth.letter == fifth.letter == "d"
    assert fourth.short != fifth.short


def test_the_contradiction_of_the_source_is_noted_at_both_prompts():
    note = next(note for note in OF_2021.notes if note.id == "workforce")
    for key in note.concerns:
        assert "diverse" in OF_2021.prompts[PromptKey.parse(key)].short


@pytest.mark.parametrize("standards", load_standards(), ids=lambda standards: standards.edition)
def test_short_words_are_short_and_no_question(standards):
    for key, prompt in standards.prompts.items():
        assert len(prompt.short.split()) <= 10, key
        assert "?" not in prompt.short, key


@pytest.mark.parametrize("standards", load_standards(), ids=lambda standards: standards.edition)
def test_every_wording_has_its_print(standards):
    assert all(prompt.wording for prompt in standards.prompts.values())
    assert all(question.wording for question in standards.questions.values())


def test_standards_survive_storage_whole():
    assert validated(Standards, OF_2021.model_dump(mode="json"), file="stored") == OF_2021
    assert newest_standards() in load_standards()


def test_a_key_survives_being_written():
    for key in OF_2021.prompts:
        assert PromptKey.parse(str(key)) == key


@pytest.mark.parametrize(
    "text", ["", "regional", "regional.1", "regional.1.2.4.", "regional.1.2.4.d", ".1.2.4.1"]
)
def test_what_is_no_key_is_refused(text):
    with pytest.raises(ValueError, match="expected level, key question and place"):
        PromptKey.parse(text)


def test_a_print_is_blind_to_breaks_case_and_punctuation_and_to_nothing_else():
    assert fingerprint("Is the plan\n kept (well)?") == fingerprint("is the Plan kept well")
    assert fingerprint("Is the plan kept?") != fingerprint("Is a plan kept?")
    assert fingerprint(" …? ") == ""


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda raw: raw | {"colour": "red"}, "colour: Extra inputs are not permitted"),
        (lambda raw: raw | {"edition": "2022-01"}, "edition: found 2022-01, expected the name of its file"),
        (lambda raw: raw | {"levels": []}, "levels: Tuple should have at least 1 item"),
        (lambda raw: raw | {"levels": raw["levels"] * 2}, "levels.regional: appears more than once"),
        (
            lambda raw: raw | {"notes": [raw["notes"][1] | {"concerns": ["domain_two.2.9.9.1"]}]},
            "notes.safety.concerns: found domain_two.2.9.9.1, expected the key of a prompt",
        ),
    ],
)
def test_a_wrong_file_names_its_fault(change, fault):
    assert any(fault in found for found in _faults(change(_raw())))


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"number": "2.4.2"}, "domain_two.2.3.2.4.2: found a key question of another standard"),
        ({"number": "2.3.1"}, "domain_two.2.3.2.3.1: appears more than once"),
        ({"number": "2"}, "number: String should match pattern"),
        ({"prompts": []}, "prompts: Tuple should have at least 1 item"),
    ],
)
def test_a_wrong_key_question_names_its_fault(change, fault):
    raw = _raw()
    _question(raw, "domain_two", "2.3.2").update(change)
    assert any(fault in found for found in _faults(raw)), _faults(raw)


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"ordinal": 3}, "2.3.2.prompts: found ordinals [3, 2, 3], expected 1, 2, 3 and so on"),
        ({"applies": "sometimes"}, "2.3.2.1.applies: found 'sometimes', expected one of ['always'"),
        ({"short": ""}, "short: String should have at least 1 character"),
        ({"wording": "none"}, "wording: String should match pattern"),
    ],
)
def test_a_wrong_prompt_names_its_fault(change, fault):
    raw = _raw()
    _question(raw, "domain_two", "2.3.2")["prompts"][0].update(change)
    assert any(fault in found for found in _faults(raw)), _faults(raw)


def test_a_safety_question_belongs_to_a_standard_rated_from_cases():
    raw = _raw()
    _question(raw, "domain_one", "1.1.1")["safety"] = True
    assert any("1.1.1.safety: found a safety question" in found for found in _faults(raw))


def test_all_faults_are_told_at_once():
    raw = _raw()
    _question(raw, "domain_two", "2.3.2")["prompts"][0]["applies"] = "sometimes"
    _question(raw, "regional", "1.1.1")["prompts"][1]["ordinal"] = 7
    assert len(_faults(raw)) == 2


def test_unknown_prompts_and_doubled_words_are_told_in_the_order_of_the_alphabet():
    raw = _raw()
    unknown = [f"domain_two.9.9.9.{place}" for place in range(1, 8)]
    raw["notes"][0]["concerns"] = unknown[::-1]
    raw["notes"][1]["id"] = raw["notes"][0]["id"]
    name = raw["notes"][0]["id"]
    assert _faults(raw) == [
        f"2021-08.yaml: notes.{name}: appears more than once",
        *(
            f"2021-08.yaml: notes.{name}.concerns: found {key}, expected the key of a prompt"
            for key in unknown
        ),
    ]


def test_numbers_and_rules_stand_once():
    raw = _raw()
    raw["applicability"].append(raw["applicability"][0])
    _level(raw, "domain_two")["standards"][0]["number"] = "1.1"
    found = _faults(raw)
    assert f"2021-08.yaml: applicability.{raw['applicability'][0]['id']}: appears more than once" in found
    assert "2021-08.yaml: unit.1.1: appears more than once" in found


def test_a_level_is_found_by_its_id_and_a_print_has_half_a_hash():
    assert OF_2021.level("domain_two") is OF_2021.levels[-1]
    assert OF_2021.level("domain_three") is None
    assert len(fingerprint("Is the plan kept?")) == 32
