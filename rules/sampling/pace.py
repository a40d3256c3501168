"""When a round will be finished if its auditors go on as they did."""

from datetime import date
from math import ceil

from rules.periods import BusinessCalendar


def expected_finish(
    *, submitted: int, left: int, began_on: date, today: date, calendar: BusinessCalendar
) -> date | None:
    """The business day on which the last case is submitted at the pace so far; None before the first one.

    The pace is cases a business day since the draw, the day of the draw and today counted once. With nothing
    left it is today. Raises OutsideCalendar where the calendar does not reach.
    """
    if left == 0:
        return today
    if submitted == 0:
        return None
    worked = max(1, calendar.business_days_between(began_on, today))
    return calendar.add_business_days(today, ceil(left * worked / submitted))
