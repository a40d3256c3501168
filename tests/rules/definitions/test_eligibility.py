"""Files of eligibility are refused with everything that is wrong with them."""

from pathlib import Path

import pytest

from rules.definitions.eligibility import FOLDER, load_criteria, load_reference
from rules.definitions.files import DefinitionError

CRITERIA = (FOLDER / "criteria" / "TSP.yaml").read_text(encoding="utf-8")
REFERENCE = (FOLDER / "reference.yaml").read_text(encoding="utf-8")


def refusal(folder: Path, text: str, name: str = "TSP.yaml") -> str:
    (folder / name).write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_criteria(folder)
    return str(refused.value)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("programme: TSP\n", "programme: TSP\nowner: somebody\n", "owner: Extra inputs are not permitted"),
        ("programme: TSP\n", "programme: TSP\nprogramme: TSP\n", "duplicate key 'programme' on line 2"),
        ("fact: offence_group", "fact: shoe_size", "fact: found shoe_size, expected one of offence_group"),
        ("one_of: [violence,", "one_of: [treason,", "one_of: found treason"),
        ("at_least: 7", "at_least: 7\n        at_most: 9", "exactly one of one_of, at_least and at_most"),
        ("at_least: 7", "one_of: [seven]", "weeks_left_after_programme is a number: use at_least"),
        ("fact: age_years", "fact: sex", "sex is a code: use one_of"),
        ("at_least: 18", "at_least: 1800", "Input should be less than or equal to 1000"),
        ("- id: age", "- id: basis", "criterion listed twice: basis"),
        ("{found} years old", "{years} years old", "found {years} in a sentence, expected {found}"),
        ("reason: time_left", "reason: tired", "reason: Input should be 'offence_group'"),
    ],
)
def test_a_faulty_file_of_criteria_is_refused(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in CRITERIA
    assert said in refusal(tmp_path, CRITERIA.replace(before, after, 1))


def test_every_fault_of_every_file_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "BBR.yaml").write_text("programme: BBR\n", encoding="utf-8")
    said = refusal(tmp_path, CRITERIA.replace("at_least: 7", "at_least: -7"))
    assert "BBR.yaml: editions: Field required" in said
    assert "TSP.yaml: editions.0.eligible.2.at_least" in said


def test_criteria_are_of_a_known_programme_and_in_its_file(tmp_path: Path) -> None:
    said = refusal(tmp_path, CRITERIA.replace("programme: TSP", "programme: KNITTING"))
    assert "found KNITTING, expected the file's name TSP" in said
    assert "KNITTING is not a programme of reference.yaml" in said


def test_editions_that_overlap_are_refused(tmp_path: Path) -> None:
    first = CRITERIA[CRITERIA.index("  - valid_from") :]
    assert "editions overlap or are out of order" in refusal(tmp_path, CRITERIA + first)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("to_points: 49", "to_points: 50", "each of 0 to 100 in exactly one band"),
        ("code: BBR", "code: TSP", "listed twice: TSP"),
        ("valid_to: 2022-03-31", "valid_to: 1999-03-31", "lies before valid_from"),
        ("    note: Withdrawn; it no longer exists.\n", "", "note: expected for a programme"),
        ("delivered_by: extremism_team", "delivered_by: nobody", "delivered_by"),
    ],
)
def test_a_faulty_reference_is_refused(tmp_path: Path, before: str, after: str, said: str) -> None:
    assert before in REFERENCE
    path = tmp_path / "reference.yaml"
    path.write_text(REFERENCE.replace(before, after, 1), encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_reference(path)
    assert said in str(refused.value)
