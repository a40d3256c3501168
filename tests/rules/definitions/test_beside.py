"""Measures of timeliness beside the banks of audits."""

from datetime import date
from pathlib import Path

import pytest

from rules.definitions.banks import load_banks
from rules.definitions.beside import DATA, beside_on, load_beside
from rules.definitions.files import DefinitionError


def test_the_measures_of_the_same_work_come_first_and_each_once() -> None:
    rules = beside_on(date(2026, 3, 31))
    found = rules.in_order("QM102")
    assert found[:2] == ("SL010", "SL007")
    assert sorted(found) == sorted(rules.timeliness)
    assert rules.in_order("CRS_QM1") == rules.timeliness
    assert rules.is_same_work("QM102", "SL010")
    assert not rules.is_same_work("QM102", "SL031")


def test_every_bank_that_is_paired_exists() -> None:
    assert set(load_beside()[0].same_work) <= {bank.file.id for bank in load_banks()}


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("timeliness: [SL004,", "timeliness: [SL999,", "SL999, expected measures"),
        ("QM34: [SL031]", "QM34: [SL033]", "expected some of timeliness"),
    ],
)
def test_faults_are_told(tmp_path: Path, old: str, new: str, problem: str) -> None:
    path = tmp_path / "beside.yaml"
    text = DATA.read_text().replace(old, new)
    path.write_text(text.replace("[SL006, SL004,", "[SL006,") if "SL999" in new else text)
    with pytest.raises(DefinitionError, match=problem):
        load_beside(path)
