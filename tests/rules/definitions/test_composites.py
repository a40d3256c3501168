"""A measure made of others: what its file must say, and the mean of its parts."""

import shutil
from fractions import Fraction
from pathlib import Path

import pytest

from rules.definitions.composites import load_composites, mean_of_rates
from rules.definitions.files import DefinitionError
from rules.definitions.measures import MEASURES

PARTS = ("OM041A", "OM041B", "OM046")


def folder(tmp_path: Path, change: tuple[str, str], *, name: str = "OM0041") -> Path:
    """The shipped composite and its parts, with one text of the composite's file changed."""
    for part in PARTS:
        shutil.copytree(MEASURES / part, tmp_path / part)
    text = (MEASURES / "OM0041" / "composite.yaml").read_text(encoding="utf-8")
    assert change[0] in text
    (tmp_path / name).mkdir()
    (tmp_path / name / "composite.yaml").write_text(text.replace(*change), encoding="utf-8")
    return tmp_path


def test_the_shipped_composite_names_its_parts() -> None:
    assert load_composites()["OM0041"].parts == PARTS


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("OM041B, OM046", "OM041B, OM999"), "parts: found OM999, expected a measure that is judged"),
        (("OM041B, OM046", "OM041B, OM041B"), "parts: a part is listed twice"),
        (("direction: higher", "direction: lower"), "parts: a part's direction differs"),
        (("[OM041A, OM041B, OM046]", "[OM041A]"), "parts: Tuple should have at least 2 items"),
        (("status: composite", "status: judged"), "status"),
    ],
)
def test_a_composite_that_cannot_be_is_refused(change: tuple[str, str], said: str, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as refused:
        load_composites(folder(tmp_path, change))
    assert [str(fault).startswith("OM0041/composite.yaml: ") for fault in refused.value.faults] == [True]
    assert said in str(refused.value)


def test_a_composite_in_the_folder_of_another_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="id: found OM0041, expected OM0042"):
        load_composites(folder(tmp_path, ("id:", "id:"), name="OM0042"))


def test_two_parts_are_enough(tmp_path: Path) -> None:
    there = folder(tmp_path, ("[OM041A, OM041B, OM046]", "[OM041A, OM041B]"))
    assert load_composites(there)["OM0041"].parts == ("OM041A", "OM041B")


def test_each_part_weighs_the_same() -> None:
    assert mean_of_rates([(1, 2), (3, 4), (10, 10)]) == Fraction(3, 4)
    assert mean_of_rates([(0, 1)]) == 0


@pytest.mark.parametrize("parts", [[], [(1, 2), (0, 0)]])
def test_without_a_rate_in_one_part_there_is_none(parts: list[tuple[int, int]]) -> None:
    assert mean_of_rates(parts) is None
