"""Months, quarters, performance years and the business days of England and Wales.

Source of the arithmetic: the measure definitions, common rule 1 (business days, clamped months).
Nothing here reads a clock or knows a holiday: the calendar is handed in.
"""

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Self

_MONTH_TEXT = re.compile(r"(\d{4})-(0[1-9]|1[0-2])\Z", re.ASCII)
_SATURDAY = 5


@dataclass(frozen=True, order=True, slots=True)
class Month:
    """A calendar month; ordered by time; written `YYYY-MM`."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not (1 <= self.number <= 12 and 1 <= self.year <= 9999):
            raise ValueError(
                f"no such month: year {self.year}, month {self.number}; expected a month 1 to 12"
            )

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `YYYY-MM`; any other text raises ValueError."""
        found = _MONTH_TEXT.match(text)
        if found is None:
            raise ValueError(f"month {text!r} is not a month; expected YYYY-MM such as 2024-05")
        return cls(int(found[1]), int(found[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The month that holds the day."""
        return cls(day.year, day.month)

    @property
    def first_on(self) -> date:
        return date(self.year, self.number, 1)

    @property
    def last_on(self) -> date:
        return date(self.year, self.number, monthrange(self.year, self.number)[1])

    def plus(self, months: int) -> "Month":
        """The month so many months later (earlier when negative)."""
        years, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(years, index + 1)

    def next(self) -> "Month":
        return self.plus(1)

    def previous(self) -> "Month":
        return self.plus(-1)

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.number:02d}"


def months_between(first: Month, last: Month) -> Iterator[Month]:
    """Every month from first to last, both included; none when last is before first."""
    month = first
    while month <= last:
        yield month
        month = month.next()


@dataclass(frozen=True, order=True, slots=True)
class Quarter:
    """A calendar quarter; ordered by time; written `YYYY-Qn` with n from 1 (January to March) to 4."""

    year: int
    number: int

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 4:
            raise ValueError(f"no such quarter: {self.number}; expected 1 to 4")

    @classmethod
    def of(cls, month: Month) -> Self:
        """The quarter that holds the month."""
        return cls(month.year, (month.number + 2) // 3)

    @property
    def months(self) -> tuple[Month, Month, Month]:
        first = Month(self.year, self.number * 3 - 2)
        return first, first.next(), first.plus(2)

    @property
    def first_on(self) -> date:
        return self.months[0].first_on

    @property
    def last_on(self) -> date:
        return self.months[2].last_on

    def next(self) -> "Quarter":
        return Quarter.of(self.months[2].next())

    def __str__(self) -> str:
        return f"{self.year:04d}-Q{self.number}"


@dataclass(frozen=True, order=True, slots=True)
class PerformanceYear:
    """April to March, as the statistics are published (consultation, section 2); written `2024-25`."""

    starts_in: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2024-25`; any other text, such as `2024-26`, raises ValueError."""
        found = re.match(r"(\d{4})-(\d{2})\Z", text, re.ASCII)
        if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
            raise ValueError(f"{text!r} is no performance year; expected April to March such as 2024-25")
        return cls(int(found[1]))

    @property
    def first_on(self) -> date:
        return date(self.starts_in, 4, 1)

    @property
    def last_on(self) -> date:
        return date(self.starts_in + 1, 3, 31)

    @property
    def months(self) -> tuple[Month, ...]:
        return tuple(months_between(Month.of(self.first_on), Month.of(self.last_on)))

    def __str__(self) -> str:
        return f"{self.starts_in}-{(self.starts_in + 1) % 100:02d}"


def performance_year(day: date) -> PerformanceYear:
    """The performance year (April to March) that holds the day."""
    return PerformanceYear(day.year if day.month >= 4 else day.year - 1)


def add_months(day: date, months: int) -> date:
    """The same day so many months later (earlier when negative), clamped to the end of the month.

    30 November plus three months is 28 February, or 29 in a leap year (common rule 1).
    """
    month = Month.of(day).plus(months)
    return date(month.year, month.number, min(day.day, month.last_on.day))


class OutsideCalendar(ValueError):
    """A day that the business-day calendar does not cover: no answer is better than a wrong one."""


@dataclass(frozen=True)
class BusinessCalendar:
    """Business days: Monday to Friday, less the holidays; answers only from first_on to last_on.

    names: holiday -> its name, for explanations; may leave days out.
    """

    holidays: frozenset[date]
    first_on: date
    last_on: date
    names: Mapping[date, str] = field(default_factory=dict)

    @cached_property
    def _business_days(self) -> tuple[date, ...]:
        length = (self.last_on - self.first_on).days + 1
        days = (self.first_on + timedelta(days=n) for n in range(length))
        return tuple(day for day in days if day.weekday() < _SATURDAY and day not in self.holidays)

    def is_business_day(self, day: date) -> bool:
        self._require(day)
        return day.weekday() < _SATURDAY and day not in self.holidays

    def add_business_days(self, day: date, count: int) -> date:
        """The count-th business day after the day, which is day 0 whether or not it is a business day.

        Raises ValueError for a count below 1, OutsideCalendar when the answer is not covered.
        """
        if count < 1:
            raise ValueError(f"business days to add: found {count}, expected 1 or more")
        self._require(day)
        at = bisect_right(self._business_days, day) + count - 1
        if at >= len(self._business_days):
            raise OutsideCalendar(
                f"{count} business days after {day} lie after {self.last_on}, the calendar's end"
            )
        return self._business_days[at]

    def business_days_between(self, after: date, until: date) -> int:
        """How many business days lie after the first day up to and including the second; never negative.

        For display only. A clock is judged by its due date: a Saturday after a Friday due date
        lies no business day later and is late all the same (common rule 2).
        """
        self._require(after)
        self._require(until)
        days = self._business_days
        return max(0, bisect_right(days, until) - bisect_right(days, after))

    def skipped_days(self, day: date, due: date) -> tuple[tuple[date, str], ...]:
        """The days after the first up to the due day that do not count, each with why, in order."""
        self._require(day)
        self._require(due)
        days = (day + timedelta(days=n) for n in range(1, (due - day).days + 1))
        return tuple((each, self._why(each)) for each in days if not self.is_business_day(each))

    def _why(self, day: date) -> str:
        name = self.names.get(day, "bank holiday") if day in self.holidays else ""
        weekend = {5: "Saturday", 6: "Sunday"}.get(day.weekday(), "")
        return name or weekend

    def _require(self, day: date) -> None:
        if not self.first_on <= day <= self.last_on:
            raise OutsideCalendar(
                f"{day} is outside the business-day calendar, from {self.first_on} to {self.last_on}; "
                "add the bank holidays of more years"
            )
