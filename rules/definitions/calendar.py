"""Loads the business-day calendar of England and Wales from its list of bank holidays."""

from datetime import date
from functools import cache
from pathlib import Path

from rules.definitions.files import DefinitionError, Fault, read_csv
from rules.periods import BusinessCalendar

_FILE = Path(__file__).resolve().parent.parent / "data" / "calendar" / "bank_holidays_england_and_wales.csv"
_COLUMNS = ["holiday_on", "name", "kind", "source"]
_KINDS = ["moved", "one_off", "usual"]
# New Year's Day, Good Friday, Easter Monday, two in May, one in August, two at Christmas.
_FEWEST_A_YEAR = 8


@cache
def load_calendar(path: Path = _FILE) -> BusinessCalendar:
    """The calendar from the first to the last year that the file lists in full.

    Raises DefinitionError with every fault: a column, a date, a duplicate, a weekend, an unsourced day,
    a year with fewer than the eight usual holidays.
    """
    faults: list[Fault] = []
    names: dict[date, str] = {}
    for line, row in read_csv(path, _COLUMNS):
        said = _fault_of(row, names)
        if said:
            faults.append(Fault(path.name, f"line {line}", said))
        else:
            names[date.fromisoformat(row["holiday_on"])] = row["name"]
    faults += _short_years(path, names)
    if faults:
        raise DefinitionError(faults)
    first_on, last_on = date(min(names).year, 1, 1), date(max(names).year, 12, 31)
    return BusinessCalendar(frozenset(names), first_on, last_on, names)


def _fault_of(row: dict[str, str], seen: dict[date, str]) -> str:
    try:
        day = date.fromisoformat(row["holiday_on"])
    except ValueError:
        return f"holiday_on: found {row['holiday_on']!r}, expected a date YYYY-MM-DD"
    if day in seen:
        return f"holiday_on: {day} is listed twice"
    if day.weekday() > 4:
        return f"holiday_on: {day} is a weekend day; expected the day that is not worked"
    if row["kind"] not in _KINDS:
        return f"kind: found {row['kind']!r}, expected one of {_KINDS}"
    return "" if row["name"] and row["source"] else "name and source: each must be given"


def _short_years(path: Path, names: dict[date, str]) -> list[Fault]:
    if not names:
        return [Fault(path.name, "", "no bank holiday; expected at least one year")]
    years = range(min(names).year, max(names).year + 1)
    counts = {year: sum(day.year == year for day in names) for year in years}
    return [
        Fault(path.name, str(year), f"found {count} bank holidays, expected at least {_FEWEST_A_YEAR}")
        for year, count in counts.items()
        if count < _FEWEST_A_YEAR
    ]
