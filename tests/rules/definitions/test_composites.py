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


def test_every_fault_of_a_composite_is_told_at_once(tmp_path: Path) -> None:
    there = folder(tmp_path, ("[OM041A, OM041B, OM046]", "[OM041A, OM999, OM998, OM999]"), name="OM0042")
    (tmp_path / "OM0040").mkdir()
    (tmp_path / "OM0040" / "composite.yaml").write_text("id: OM0040\n", encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_composites(there)
    said = [str(fault) for fault in refused.value.faults]
    assert said[0] == "OM0040/composite.yaml: title: Field required"
    assert said[-5:] == [
        "OM0042/composite.yaml: parts: found OM999, expected a measure that is judged",
        "OM0042/composite.yaml: parts: found OM998, expected a measure that is judged",
        "OM0042/composite.yaml: parts: found OM999, expected a measure that is judged",
        "OM0042/composite.yaml: parts: a part is listed twice",
        "OM0042/composite.yaml: id: found OM0041, expected OM0042",
    ]


def test_a_part_of_another_direction_is_told(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError) as refused:
        load_composites(folder(tmp_path, ("direction: higher", "direction: lower")))
    said = "OM0041/composite.yaml: parts: a part's direction differs from the composite's"
    assert [str(fault) for fault in refused.value.faults] == [said]


@pytest.mark.parametrize("name", ["om0041", "1OM", "OM-1"])
def test_a_composite_has_the_id_of_a_measure(name: str, tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="id: String should match pattern"):
        load_composites(folder(tmp_path, ("id: OM0041", f"id: {name}")))


def test_composites_are_found_in_the_order_of_their_ids(tmp_path: Path) -> None:
    there = folder(tmp_path, ("id:", "id:"))
    text = (there / "OM0041" / "composite.yaml").read_text(encoding="utf-8")
    for letter in "GBECAFHD":
        (there / letter).mkdir()
        (there / letter / "composite.yaml").write_text(text.replace("OM0041", letter, 1), encoding="utf-8")
    assert list(load_composites(there)) == [*"ABCDEFGH", "OM0041"]
