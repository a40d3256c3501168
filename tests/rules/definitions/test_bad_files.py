"""Files of quality, eligibility and clocks with one fault each: refused with file, key and what was expected.

The first line of each file in tests/bad_definitions says what the refusal must say.
"""

import copy
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from rules.definitions.clocks import load_clocks_elsewhere
from rules.definitions.eligibility import load_criteria, load_reference
from rules.definitions.files import DefinitionError
from rules.definitions.measures import load_clocks
from rules.definitions.quality import load_items
from rules.definitions.quality_checks import DATA as CHECKS
from rules.definitions.quality_checks import load_quality_checks

BAD = Path(__file__).resolve().parents[2] / "bad_definitions"
# Of each folder: where its file lies when it is read, and who reads which part of that path.
Loader = Callable[[Path], object]
LOADERS: dict[str, tuple[str, Loader]] = {
    "quality_checks": ("checks.yaml", load_quality_checks),
    "quality_items": ("items.yaml", load_items),
    "eligibility_criteria": ("criteria/TSP.yaml", lambda path: load_criteria(path.parent)),
    "eligibility_reference": ("reference.yaml", load_reference),
    "clocks_elsewhere": ("elsewhere.yaml", load_clocks_elsewhere),
    "clocks": ("clocks/CLOCK_TEST/definition.yaml", lambda path: load_clocks(path.parent.parent)),
}
FILES = [file for folder in LOADERS for file in sorted((BAD / folder).glob("*.yaml"))]


def refusal(file: Path, tmp_path: Path) -> DefinitionError:
    place, load = LOADERS[file.parent.name]
    path = tmp_path / place
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copy(file, path)
    with pytest.raises(DefinitionError) as refused:
        load(path)
    assert any(fault.file.endswith(path.name) for fault in refused.value.faults)
    return refused.value


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_a_faulty_file_is_refused_with_what_is_wrong(file: Path, tmp_path: Path) -> None:
    said = file.read_text(encoding="utf-8").splitlines()[0].removeprefix("# refused: ")
    assert said in str(refusal(file, tmp_path))


@pytest.mark.parametrize("folder", LOADERS)
def test_every_fault_of_a_file_is_told_at_once(folder: str, tmp_path: Path) -> None:
    assert len(refusal(BAD / folder / "two_faults_at_once.yaml", tmp_path).faults) == 2


def test_the_faults_of_every_file_of_criteria_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "criteria").mkdir()
    (tmp_path / "criteria" / "BBR.yaml").write_text("programme: BBR\n", encoding="utf-8")
    said = str(refusal(BAD / "eligibility_criteria" / "number_out_of_range.yaml", tmp_path))
    assert "BBR.yaml: editions: Field required" in said
    assert "TSP.yaml: editions.0.eligible.1.at_least" in said


def test_measures_that_no_check_can_name_are_told_in_the_order_of_the_alphabet(tmp_path: Path) -> None:
    unknown = [f"SL99{number}" for number in range(3, 10)]
    raw = copy.deepcopy(yaml.safe_load(CHECKS.read_text(encoding="utf-8")))
    raw["checks"][0]["measures"] = ["SL004", *reversed(unknown)]
    raw["checks"][1]["id"] = raw["checks"][2]["id"]
    path = tmp_path / "checks.yaml"
    path.write_text(yaml.safe_dump(raw), encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_quality_checks(path)
    name = raw["checks"][0]["id"]
    assert [str(fault) for fault in refused.value.faults] == [
        f"checks.yaml: {raw['checks'][1]['id']}: given 2 times",
        *(f"checks.yaml: {name}: measure {each} is not in the catalogue" for each in unknown),
    ]


def test_the_shipped_checks_are_found_by_their_ids_in_the_order_of_the_file() -> None:
    raw = yaml.safe_load(CHECKS.read_text(encoding="utf-8"))
    assert list(load_quality_checks()) == [each["id"] for each in raw["checks"]]
    assert all(check.id == name for name, check in load_quality_checks().items())
