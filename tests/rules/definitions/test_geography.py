"""The regions, delivery units and authorities of the operating model."""

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from rules.definitions.files import DefinitionError
from rules.definitions.geography import DATA, load_geography


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return copytree(DATA, tmp_path / "geography")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(folder: Path) -> str:
    with pytest.raises(DefinitionError) as refused:
        load_geography(folder)
    return str(refused.value)


def test_there_are_twelve_regions_and_108_units() -> None:
    geography = load_geography()
    assert "".join(region.code for region in geography.regions) == "ABCDEFGHIJKL"
    assert sorted(unit.number for unit in geography.units) == list(range(1, 109))


def test_units_keep_the_numbers_and_names_of_annex_c() -> None:
    names = {unit.code: unit.name for unit in load_geography().units}
    assert names["H103"] == "North Wales"
    assert names["A25"] == "County Durham and Darlington"
    assert names["L102"] == "Barking, Dagenham and Havering"
    assert names["I70"] == "Birmingham North, East and Solihull"


def test_wrexham_is_placed_in_north_wales_though_annex_c_left_it_out() -> None:
    (wrexham,) = [row for row in load_geography().coverage if row.authority == "Wrexham"]
    assert (wrexham.unit, wrexham.source) == ("H103", "S 674")


@pytest.mark.parametrize(
    ("authority", "units"),
    [
        ("Ribble Valley", {"K51", "K52"}),
        ("Liverpool", {"K46", "K47"}),
        ("Manchester", {"J33", "J34"}),
        ("Birmingham", {"I70", "I71"}),
    ],
)
def test_a_split_authority_is_a_part_in_each_of_its_units(authority: str, units: set[str]) -> None:
    rows = [row for row in load_geography().coverage if row.authority == authority]
    assert {row.unit for row in rows} == units
    assert {row.extent for row in rows} == {"part"}


def test_the_doubled_postcode_of_liverpool_is_told_in_both_units() -> None:
    notes = [row.note for row in load_geography().coverage if row.authority == "Liverpool"]
    assert all("L16 is printed under both" in note for note in notes)


def test_everything_is_valid_from_the_first_day_of_the_unified_service() -> None:
    geography = load_geography()
    rows = [*geography.regions, *geography.units, *geography.coverage]
    assert {row.valid_from for row in rows} == {date(2021, 6, 26)}
    assert not geography.units[0].is_valid_on(date(2021, 6, 25))
    assert geography.units[0].is_valid_on(date(2021, 6, 26))


def test_a_unit_whose_code_is_not_its_region_and_number_is_refused(folder: Path) -> None:
    edit(folder / "units.csv", "H103,103,H", "H103,103,K")
    assert "H103: the code must be" in faults_of(folder)


def test_a_missing_unit_is_refused(folder: Path) -> None:
    edit(folder / "units.csv", "H103,103,H,North Wales,2021-06-26,,T 3624,product\n", "")
    found = faults_of(folder)
    assert "[103]" in found
    assert "H103: no such unit" in found


def test_an_authority_whole_in_two_units_is_refused(folder: Path) -> None:
    edit(folder / "coverage.csv", "K46,Liverpool,part", "K46,Liverpool,whole")
    assert "Liverpool: whole in K46" in faults_of(folder)


def test_every_bad_cell_is_told_with_its_line_and_field(folder: Path) -> None:
    edit(folder / "units.csv", "A25,25,A,County Durham and Darlington,2021-06-26", "A25,x,A,,2021-02-30")
    found = faults_of(folder)
    assert "units.csv: line 2, number" in found
    assert "units.csv: line 2, name" in found
    assert "units.csv: line 2, valid_from" in found
