"""Regions that begin a national change on a day of their own."""

from datetime import date
from pathlib import Path

import pytest

from rules.definitions import measures
from rules.definitions.files import DefinitionError
from rules.definitions.measures import measure
from rules.definitions.regional_dates import load_regional_dates

OWN = {"A": date(2024, 6, 7), "B": date(2024, 4, 1)}


@pytest.fixture
def own_dates(monkeypatch: pytest.MonkeyPatch) -> None:
    """The North East began on 7 June 2024, Yorkshire and the Humber earlier than the edition itself."""
    monkeypatch.setattr(measures, "load_regional_dates", lambda name: OWN)


def test_no_region_has_a_day_of_its_own_until_one_is_configured() -> None:
    assert load_regional_dates("probation_reset") == {}


def test_a_region_keeps_the_earlier_edition_until_its_own_day(own_dates: None) -> None:
    sl016 = measure("SL016")
    before, after = sl016.editions
    assert [sl016.on(date(2024, 6, day), "A") for day in (6, 7)] == [before, after]
    assert [sl016.on(date(2024, month, 30), "H") for month in (4, 5)] == [before, after]
    assert sl016.last_day_of(before) == date(2024, 6, 6)


def test_a_monthly_measure_follows_from_the_first_whole_month(own_dates: None) -> None:
    sl007 = measure("SL007")
    before, after = sl007.editions
    assert [sl007.on(date(2024, *day), "A") for day in ((6, 30), (7, 31))] == [before, after]
    assert sl007.starts_on(after, "A") == date(2024, 7, 1)


def test_no_region_begins_before_the_edition_does(own_dates: None) -> None:
    sl016 = measure("SL016")
    assert sl016.starts_on(sl016.editions[1], "B") == date(2024, 5, 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("region,starts_on\n", "header"),
        ("region,starts_on,source\nZ,2024-06-07,S\n", "found 'Z'"),
        ("region,starts_on,source\nA,soon,S\n", "found 'soon'"),
        ("region,starts_on,source\nA,2024-06-07,\n", "expected the document"),
        ("region,starts_on,source\nA,2024-06-07,S\nA,2024-06-08,S\n", "listed twice"),
    ],
)
def test_a_faulty_file_is_refused(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "reset.csv").write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=said):
        load_regional_dates("reset", tmp_path)


def test_a_file_that_an_edition_names_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="found none"):
        load_regional_dates("elsewhere", tmp_path)


def test_each_region_has_its_day_and_every_faulty_line_is_told(tmp_path: Path) -> None:
    path = tmp_path / "reset.csv"
    path.write_text("region,starts_on,source\nB,2024-06-07,S\nA,2024-05-01,S\n", encoding="utf-8")
    assert list(load_regional_dates("reset", tmp_path).items()) == [
        ("B", date(2024, 6, 7)),
        ("A", date(2024, 5, 1)),
    ]
    rows = ["A,2024-05-01,S", "A,2024-05-01,S", "M,2024-05-01,S", "B,may,S", "C,2024-05-01,"]
    (tmp_path / "faulty.csv").write_text("\n".join(["region,starts_on,source", *rows]), encoding="utf-8")
    with pytest.raises(DefinitionError) as refused:
        load_regional_dates("faulty", tmp_path)
    letters = ", ".join("ABCDEFGHIJKL")
    assert [str(fault) for fault in refused.value.faults] == [
        "faulty.csv: line 3: region: A is listed twice",
        f"faulty.csv: line 4: region: found 'M', expected one of {letters}",
        "faulty.csv: line 5: starts_on: found 'may', expected a day as YYYY-MM-DD",
        "faulty.csv: line 6: source: expected the document that gives the region's day",
    ]
    with pytest.raises(DefinitionError) as missing:
        load_regional_dates("nowhere", tmp_path)
    assert str(missing.value) == "nowhere.csv: file: found none, expected the dates of the regions"
