"""The list of bank holidays and what its loader refuses."""

from datetime import date
from pathlib import Path

import holidays
import pytest

from rules.definitions.calendar import load_calendar
from rules.definitions.files import DefinitionError

HEADER = "holiday_on,name,kind,source\n"
# Eight days of one year, the fewest; the 1st is a Friday, the 4th to the 8th are Monday to Friday.
EIGHT = HEADER + "".join(f"2024-03-{day:02},X,usual,Y\n" for day in (1, 4, 5, 6, 7, 8, 11, 13))


def written(folder: Path, text: str) -> Path:
    path = folder / "holidays.csv"
    path.write_text(text, encoding="utf-8")
    return path


def faults_of(folder: Path, text: str) -> list[str]:
    with pytest.raises(DefinitionError) as refused:
        load_calendar(written(folder, text))
    return [str(fault) for fault in refused.value.faults]


def test_a_second_source_names_the_same_days() -> None:
    calendar = load_calendar()
    years = range(calendar.first_on.year, calendar.last_on.year + 1)
    theirs = holidays.country_holidays("GB", subdiv="ENG", years=years)
    # The library lists the weekend day as well as the day that is not worked in its place.
    assert {day for day in theirs if day.weekday() < 5} == set(calendar.holidays)


def test_the_calendar_covers_whole_years() -> None:
    calendar = load_calendar()
    assert (calendar.first_on, calendar.last_on) == (date(2014, 1, 1), date(2030, 12, 31))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "day,name\n",
            ["header: found ['day', 'name'], expected ['holiday_on', 'name', 'kind', 'source']"],
        ),
        (
            HEADER + "2024-02-30,X,usual,Y\n",
            [
                "line 2: holiday_on: found '2024-02-30', expected a date YYYY-MM-DD",
                "no bank holiday; expected at least one year",
            ],
        ),
        (HEADER, ["no bank holiday; expected at least one year"]),
        (
            HEADER + "2024-03-01,X,usual,Y\n2026-03-02,X,usual,Y\n",
            [
                f"{year}: found {n} bank holidays, expected at least 8"
                for year, n in ((2024, 1), (2025, 0), (2026, 1))
            ],
        ),
    ],
)
def test_a_faulty_list_is_refused(text: str, said: list[str], tmp_path: Path) -> None:
    assert faults_of(tmp_path, text) == [f"holidays.csv: {each}" for each in said]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("2024-03-01,X,usual,Y", "holiday_on: 2024-03-01 is listed twice"),
        (
            "2024-03-02,X,usual,Y",
            "holiday_on: 2024-03-02 is a weekend day; expected the day that is not worked",
        ),
        (
            "2024-03-03,X,usual,Y",
            "holiday_on: 2024-03-03 is a weekend day; expected the day that is not worked",
        ),
        ("2024-03-12,X,rare,Y", "kind: found 'rare', expected one of ['moved', 'one_off', 'usual']"),
        ("2024-03-12,X,usual,", "name and source: each must be given"),
        ("2024-03-12,,usual,Y", "name and source: each must be given"),
    ],
)
def test_a_faulty_day_is_told_with_its_line(row: str, said: str, tmp_path: Path) -> None:
    assert faults_of(tmp_path, EIGHT + row + "\n") == [f"holidays.csv: line 10: {said}"]


def test_eight_days_of_three_kinds_make_a_year(tmp_path: Path) -> None:
    calendar = load_calendar(
        written(tmp_path, EIGHT.replace("usual", "moved", 1).replace("usual", "one_off", 1))
    )
    assert (calendar.first_on, calendar.last_on) == (date(2024, 1, 1), date(2024, 12, 31))
    assert calendar.names[date(2024, 3, 1)] == "X"
    assert len(calendar.holidays) == 8
