"""The list of bank holidays and what its loader refuses."""

from datetime import date
from pathlib import Path

import holidays
import pytest

from rules.definitions.calendar import load_calendar
from rules.definitions.files import DefinitionError

HEADER = "holiday_on,name,kind,source\n"


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
        ("day,name\n", "found columns"),
        (HEADER + "2024-02-30,X,usual,Y\n", "expected a date"),
        (HEADER + "2024-03-02,X,usual,Y\n", "is a weekend day"),
        (HEADER + "2024-03-01,X,usual,Y\n2024-03-01,X,usual,Y\n", "listed twice"),
        (HEADER + "2024-03-01,X,rare,Y\n", "expected one of"),
        (HEADER + "2024-03-01,X,usual,\n", "each must be given"),
        (HEADER + "2024-03-01,X,usual,Y\n", "found 1 bank holidays, expected at least 8"),
        (HEADER, "expected at least one year"),
    ],
)
def test_a_faulty_list_is_refused(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "holidays.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=said):
        load_calendar(path)
