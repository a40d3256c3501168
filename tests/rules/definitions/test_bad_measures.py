"""Definitions with one fault each: refused at load, with the file, the field and what was expected.

The first line of each file in tests/bad_definitions/measures says what the refusal must say.
"""

import shutil
from pathlib import Path

import pytest

from rules.definitions.files import DefinitionError
from rules.definitions.measures import load_measures

BAD = Path(__file__).resolve().parents[2] / "bad_definitions" / "measures"


def folder_of(tmp_path: Path, bad: Path) -> Path:
    (tmp_path / "SL999").mkdir()
    shutil.copy(bad, tmp_path / "SL999" / "definition.yaml")
    return tmp_path


@pytest.mark.parametrize("bad", sorted(BAD.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_faulty_definition_is_refused_with_what_is_wrong(bad: Path, tmp_path: Path) -> None:
    said = bad.read_text(encoding="utf-8").splitlines()[0].removeprefix("# refused: ")
    with pytest.raises(DefinitionError) as refused:
        load_measures(folder_of(tmp_path, bad))
    assert said in str(refused.value)
    assert all(fault.file == "SL999/definition.yaml" for fault in refused.value.faults)


def test_every_fault_of_a_file_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as refused:
        load_measures(folder_of(tmp_path, BAD / "two_faults_at_once.yaml"))
    assert [fault.key for fault in refused.value.faults] == ["direction", "status"]


def test_the_faults_of_every_file_are_told_at_once(tmp_path: Path) -> None:
    for name, bad in (("SL998", "missing_key"), ("SL999", "unknown_key")):
        (tmp_path / name).mkdir()
        shutil.copy(BAD / f"{bad}.yaml", tmp_path / name / "definition.yaml")
    with pytest.raises(DefinitionError) as refused:
        load_measures(tmp_path)
    assert {fault.file for fault in refused.value.faults} >= {
        "SL998/definition.yaml",
        "SL999/definition.yaml",
    }
