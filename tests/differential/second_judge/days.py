"""Days as the second judge counts them: business days by way of the `holidays` library, months by hand."""

import calendar
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import holidays

ONE_DAY = timedelta(days=1)
_BANK_HOLIDAYS = holidays.country_holidays("GB", subdiv="ENG", years=range(2010, 2036))
_LONDON = ZoneInfo("Europe/London")


def is_business_day(day: date) -> bool:
    return day.weekday() < 5 and day not in _BANK_HOLIDAYS


@cache
def business_days_after(day: date, number: int) -> date:
    """The Nth business day after a day, which itself is day 0."""
    while number > 0:
        day += ONE_DAY
        if is_business_day(day):
            number -= 1
    return day


def months_after(day: date, number: int) -> date:
    """The same day some months later or, where that month is shorter, its last day."""
    month = day.year * 12 + day.month - 1 + number
    year, index = divmod(month, 12)
    return date(year, index + 1, min(day.day, calendar.monthrange(year, index + 1)[1]))


def first_of_month(day: date) -> date:
    return day.replace(day=1)


def last_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])


def midnight_before(day: date) -> datetime:
    """00:00 of the day, on a clock in England and Wales."""
    return datetime.combine(day, time())


def midnight_after(day: date) -> datetime:
    """The end of the day."""
    return datetime.combine(day + ONE_DAY, time())


def london_day(instant: datetime) -> date:
    """The date in London at an instant; a wall clock's own date."""
    return instant.astimezone(_LONDON).date() if instant.tzinfo else instant.date()


def month_name(day: date) -> str:
    return f"{day:%Y-%m}"
