"""Files of targets with one fault each: refused at load, with file, line, found and expected."""

import shutil
from pathlib import Path

import pytest

from rules.definitions.files import DefinitionError
from rules.definitions.targets import load_targets

BAD = Path(__file__).resolve().parents[2] / "bad_definitions" / "targets"
REFUSED = {
    "day_that_is_none": "line 2",
    "end_before_start": "found 2024-03-31, expected a day not before 2024-04-01",
    "no_source": "measure and source: each must be given",
    "percent_out_of_range": "percent: found 101, expected 0 to 100",
    "two_faults_at_once": "line 3",
    "two_in_force_at_once": "SL004 H interim: two targets in force on 2024-06-30",
    "unknown_column": "expected ['measure', 'region', 'valid_from'",
    "unknown_kind": "hoped_for",
}


def test_every_bad_file_is_tried() -> None:
    assert {path.stem for path in BAD.glob("*.csv")} == set(REFUSED)


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_a_faulty_target_is_refused_with_what_is_wrong(name: str, tmp_path: Path) -> None:
    shutil.copy(BAD / f"{name}.csv", tmp_path)
    with pytest.raises(DefinitionError) as refused:
        load_targets(tmp_path)
    assert REFUSED[name] in str(refused.value)


def test_every_faulty_line_is_told_at_once(tmp_path: Path) -> None:
    shutil.copy(BAD / "two_faults_at_once.csv", tmp_path)
    with pytest.raises(DefinitionError) as refused:
        load_targets(tmp_path)
    assert [fault.key for fault in refused.value.faults] == ["line 2", "line 3"]
