"""The rows of one person as case files read them: by table, those that stand, within the audited days."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

_LONDON = ZoneInfo("Europe/London")
Row = Mapping[str, Any]
Tables = Mapping[str, Iterable[Row]]
Event = tuple[date, str, str]  # on, what, detail


@dataclass(frozen=True)
class Window:
    """The days that an audit looks at, both inclusive."""

    first_on: date
    last_on: date

    def holds(self, day: date | None) -> bool:
        return day is not None and self.first_on <= day <= self.last_on

    def meets(self, start_on: date, end_on: date | None) -> bool:
        """Whether a period, open-ended when `end_on` is None, has a day in the window."""
        return start_on <= self.last_on and (end_on is None or end_on >= self.first_on)


def rows_of(tables: Tables, table: str) -> Iterable[Row]:
    return tables.get(table, ())


def row_of(tables: Tables, table: str, **key: str) -> Row | None:
    """The row of a table with this id; None where there is none."""
    ((column, value),) = key.items()
    return next((row for row in rows_of(tables, table) if row[column] == value), None)


def standing(tables: Tables, table: str) -> Iterator[Row]:
    """The versions of appointments that still stand: neither superseded nor cancelled."""
    return (row for row in rows_of(tables, table) if not row["superseded_at"] and not row["cancelled_at"])


def day_of(moment: datetime) -> date:
    """The day in England and Wales on which an instant fell."""
    return moment.astimezone(_LONDON).date()


def words(code: str) -> str:
    """A code of the extract as words: rehabilitation_activity becomes Rehabilitation activity."""
    return code.replace("_", " ").capitalize()


def age_on(day: date, born: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def whole_months(first_on: date, last_on: date) -> int:
    """Months that were completed by the last day; 0 when it lies before the first."""
    months = (last_on.year - first_on.year) * 12 + last_on.month - first_on.month
    return max(0, months - (last_on.day < first_on.day))
