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


def lines(folder: Path) -> list[str]:
    return faults_of(folder).splitlines()


def test_regions_may_be_listed_in_any_order(folder: Path) -> None:
    path = folder / "regions.csv"
    header, *rows = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text(header + "".join(reversed(rows)), encoding="utf-8")
    assert [region.code for region in load_geography(folder).regions] == list("LKJIHGFEDCBA")


def test_every_region_is_there_once(folder: Path) -> None:
    edit(folder / "regions.csv", "\nB,", "\nA,")
    assert lines(folder)[0] == ("regions.csv: code: found AACDEFGHIJKL, expected each of ABCDEFGHIJKL once")


def test_a_unit_belongs_to_a_region_that_is_there(folder: Path) -> None:
    edit(folder / "units.csv", "H103,103,H", "Z103,103,Z")
    assert lines(folder) == [
        "units.csv: Z103: the code must be the region's letter and the unit's number",
        "coverage.csv: H103: no such unit",
        "coverage.csv: Z103: serves no authority",
    ]


def test_a_unit_is_given_once_and_the_odd_numbers_are_told_in_order(folder: Path) -> None:
    edit(folder / "units.csv", "H104,104,H", "H103,103,H")
    edit(folder / "units.csv", "A25,25,A", "A200,200,A")
    assert lines(folder) == [
        "units.csv: H103: given twice",
        "units.csv: number: missing, or not between 1 and 108: [25, 104, 200]",
        "coverage.csv: A25: no such unit",
        "coverage.csv: H104: no such unit",
        "coverage.csv: A200: serves no authority",
    ]


def test_an_authority_that_one_unit_served_before_another_may_be_whole_in_both(folder: Path) -> None:
    path = folder / "coverage.csv"
    edit(path, "H103,Wrexham,whole,2021-06-26,,", "H103,Wrexham,whole,2021-06-26,2024-03-31,")
    path.write_text(
        path.read_text(encoding="utf-8") + "H104,Wrexham,whole,2024-04-01,,product,\n", encoding="utf-8"
    )
    rows = [row for row in load_geography(folder).coverage if row.authority == "Wrexham"]
    assert [row.is_valid_on(date(2024, 3, 31)) for row in rows] == [True, False]
    assert [row.is_valid_on(date(2024, 4, 1)) for row in rows] == [False, True]
    again = copytree(folder, folder.parent / "again")
    edit(again / "coverage.csv", "2021-06-26,2024-03-31,", "2021-06-26,,")
    assert lines(again) == [
        f"coverage.csv: Wrexham: whole in {unit}, yet another unit serves it too" for unit in ("H103", "H104")
    ]


def test_what_is_wrong_with_a_cell_is_told_with_file_line_and_field(folder: Path) -> None:
    edit(folder / "coverage.csv", "A25,County Durham,whole", "A25,County Durham,half")
    assert lines(folder) == ["coverage.csv: line 2, extent: Input should be 'whole' or 'part'"]
    edit(folder / "regions.csv", "code,name", "code,nome")
    assert lines(folder)[0].startswith("regions.csv: header: found ['code', 'nome'")
