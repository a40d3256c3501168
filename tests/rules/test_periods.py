"""Months, quarters, performance years and business days."""

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.definitions.calendar import load_calendar
from rules.periods import (
    BusinessCalendar,
    Month,
    OutsideCalendar,
    PerformanceYear,
    Quarter,
    add_months,
    months_between,
    performance_year,
)

CALENDAR = load_calendar()
DAYS = st.dates(date(2015, 1, 1), date(2029, 12, 31))


@pytest.mark.parametrize("text", ["2024-13", "2024-00", "2024-5", "24-05", "2024-05-01", "", "２０２４-05"])
def test_a_month_is_written_in_one_way_only(text: str) -> None:
    with pytest.raises(ValueError, match="expected YYYY-MM"):
        Month.parse(text)


def test_a_month_reads_as_it_is_written() -> None:
    assert str(Month.parse("2024-02")) == "2024-02"
    assert Month.parse("2024-02").last_on == date(2024, 2, 29)


@pytest.mark.parametrize(("year", "number"), [(1, 1), (9999, 12)])
def test_a_month_is_one_that_a_date_can_have(year: int, number: int) -> None:
    assert Month(year, number).first_on == date(year, number, 1)


@pytest.mark.parametrize(("year", "number"), [(2024, 0), (2024, 13), (0, 6), (10_000, 6), (0, 0)])
def test_a_month_outside_the_calendar_is_none(year: int, number: int) -> None:
    with pytest.raises(ValueError, match=f"year {year}, month {number}; expected a month 1 to 12"):
        Month(year, number)


@pytest.mark.parametrize("number", [0, 5])
def test_a_year_has_four_quarters(number: int) -> None:
    with pytest.raises(ValueError, match=f"no such quarter: {number}; expected 1 to 4"):
        Quarter(2024, number)


def test_months_order_by_time_and_step_over_the_year() -> None:
    assert Month(2023, 12) < Month(2024, 1)
    assert Month(2023, 12).next() == Month(2024, 1)
    assert Month(2024, 1).previous() == Month(2023, 12)


def test_a_span_of_months_includes_both_ends() -> None:
    assert [str(m) for m in months_between(Month(2023, 11), Month(2024, 1))] == [
        "2023-11",
        "2023-12",
        "2024-01",
    ]
    assert list(months_between(Month(2024, 2), Month(2024, 1))) == []


def test_a_quarter_holds_three_months() -> None:
    assert str(Quarter.of(Month(2024, 3))) == "2024-Q1"
    assert Quarter(2024, 2).first_on == date(2024, 4, 1)
    assert Quarter(2024, 2).last_on == date(2024, 6, 30)
    assert Quarter(2024, 4).next() == Quarter(2025, 1)


def test_every_month_is_in_the_quarter_that_holds_it() -> None:
    for quarter in (Quarter(2024, number) for number in (1, 2, 3, 4)):
        assert [Quarter.of(month) for month in quarter.months] == [quarter] * 3
    assert [Quarter.of(Month(2024, number)).number for number in range(1, 13)] == [1] * 3 + [2] * 3 + [
        3
    ] * 3 + [4] * 3
    assert [month.number for month in Quarter(2024, 3).months] == [7, 8, 9]
    assert Quarter(987, 1).next() == Quarter(987, 2)
    assert str(Quarter(987, 1)) == "0987-Q1"
    assert Quarter(2023, 4) < Quarter(2024, 1)


def test_a_month_of_an_early_year_is_written_with_four_digits() -> None:
    assert str(Month(987, 6)) == "0987-06"
    assert Month.of(date(2024, 2, 29)) == Month(2024, 2)
    assert Month(2024, 2).plus(-26) == Month(2021, 12)
    assert Month(2024, 2).plus(23) == Month(2026, 1)


def test_the_performance_year_runs_from_april_to_march() -> None:
    assert performance_year(date(2025, 3, 31)) == PerformanceYear(2024)
    assert performance_year(date(2025, 4, 1)) == PerformanceYear(2025)
    assert str(PerformanceYear(2024)) == "2024-25"
    assert PerformanceYear.parse("2024-25").last_on == date(2025, 3, 31)
    assert len(PerformanceYear(2024).months) == 12


@pytest.mark.parametrize("text", ["2024-26", "2024/25", "2024", "2024-2025"])
def test_a_performance_year_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="expected April to March"):
        PerformanceYear.parse(text)


def test_a_performance_year_has_its_first_and_last_day_and_twelve_months() -> None:
    year = PerformanceYear(2024)
    assert (year.first_on, year.last_on) == (date(2024, 4, 1), date(2025, 3, 31))
    assert (str(year.months[0]), str(year.months[-1])) == ("2024-04", "2025-03")
    assert [performance_year(date(2024, month, 1)).starts_in for month in range(1, 13)] == [2023] * 3 + [
        2024
    ] * 9


def test_a_century_turns_within_a_performance_year() -> None:
    assert PerformanceYear.parse("1999-00") == PerformanceYear(1999)
    assert str(PerformanceYear(1999)) == "1999-00"
    assert str(PerformanceYear(2008)) == "2008-09"


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (date(2023, 11, 30), 3, date(2024, 2, 29)),
        (date(2022, 11, 30), 3, date(2023, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2024, 3, 31), -1, date(2024, 2, 29)),
        (date(2024, 1, 15), -1, date(2023, 12, 15)),
        (date(2024, 5, 31), 12, date(2025, 5, 31)),
    ],
)
def test_adding_months_clamps_to_the_end_of_the_month(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@pytest.mark.parametrize(
    "day",
    [date(2020, 5, 8), date(2022, 6, 2), date(2022, 6, 3), date(2022, 9, 19), date(2023, 5, 8)],
)
def test_moved_and_one_off_bank_holidays_are_not_worked(day: date) -> None:
    assert not CALENDAR.is_business_day(day)


@pytest.mark.parametrize("day", [date(2020, 5, 4), date(2022, 5, 30)])
def test_the_day_from_which_a_holiday_was_moved_is_worked(day: date) -> None:
    assert CALENDAR.is_business_day(day)


@pytest.mark.parametrize(
    ("day", "count", "due"),
    [
        (date(2024, 3, 4), 5, date(2024, 3, 11)),  # Monday to the next Monday
        (date(2024, 3, 9), 5, date(2024, 3, 15)),  # a Saturday is day 0
        (date(2024, 3, 8), 1, date(2024, 3, 11)),  # Friday to Monday
        (date(2024, 3, 27), 5, date(2024, 4, 5)),  # over Easter
        (date(2024, 3, 29), 1, date(2024, 4, 2)),  # Good Friday is day 0
        (date(2022, 6, 1), 1, date(2022, 6, 6)),  # over the Platinum Jubilee
        (date(2023, 12, 22), 4, date(2024, 1, 2)),  # 27, 28, 29 December and 2 January
    ],
)
def test_the_due_day_is_the_nth_business_day_after(day: date, count: int, due: date) -> None:
    assert CALENDAR.add_business_days(day, count) == due


@given(day=DAYS, count=st.integers(1, 60))
def test_so_many_business_days_lie_between_a_day_and_its_due_day(day: date, count: int) -> None:
    due = CALENDAR.add_business_days(day, count)
    assert CALENDAR.is_business_day(due)
    assert CALENDAR.business_days_between(day, due) == count


def test_the_saturday_after_a_friday_due_day_is_late_though_no_business_day_later() -> None:
    sentenced_on, saturday = date(2024, 3, 1), date(2024, 3, 9)
    due = CALENDAR.add_business_days(sentenced_on, 5)
    assert due == date(2024, 3, 8)
    assert CALENDAR.business_days_between(sentenced_on, saturday) == 5
    assert saturday > due


def test_skipped_days_are_named() -> None:
    assert CALENDAR.skipped_days(date(2024, 3, 28), date(2024, 4, 2)) == (
        (date(2024, 3, 29), "Good Friday"),
        (date(2024, 3, 30), "Saturday"),
        (date(2024, 3, 31), "Sunday"),
        (date(2024, 4, 1), "Easter Monday"),
    )


def test_outside_its_years_the_calendar_gives_no_answer() -> None:
    with pytest.raises(OutsideCalendar, match="2013-12-31"):
        CALENDAR.is_business_day(date(2013, 12, 31))
    with pytest.raises(OutsideCalendar, match="calendar's end"):
        CALENDAR.add_business_days(date(2030, 12, 30), 5)


WEEK = BusinessCalendar(frozenset({date(2024, 3, 6)}), date(2024, 3, 4), date(2024, 3, 10))


def test_the_first_and_the_last_day_of_a_calendar_are_answered() -> None:
    days = [date(2024, 3, day) for day in range(4, 11)]
    assert [WEEK.is_business_day(day) for day in days] == [True, True, False, True, True, False, False]


@pytest.mark.parametrize("day", [date(2024, 3, 3), date(2024, 3, 11)])
@pytest.mark.parametrize(
    "ask",
    [
        WEEK.is_business_day,
        lambda day: WEEK.add_business_days(day, 1),
        lambda day: WEEK.business_days_between(day, date(2024, 3, 8)),
        lambda day: WEEK.business_days_between(date(2024, 3, 4), day),
        lambda day: WEEK.skipped_days(day, date(2024, 3, 8)),
        lambda day: WEEK.skipped_days(date(2024, 3, 4), day),
    ],
)
def test_a_day_outside_the_calendar_is_named_with_its_ends(day: date, ask: Callable[[date], object]) -> None:
    said = f"{day} is outside the business-day calendar, from 2024-03-04 to 2024-03-10"
    with pytest.raises(OutsideCalendar, match=said):
        ask(day)


def test_the_last_business_day_of_a_calendar_can_be_due_and_none_after_it() -> None:
    assert WEEK.add_business_days(date(2024, 3, 4), 3) == date(2024, 3, 8)
    with pytest.raises(OutsideCalendar, match="4 business days after 2024-03-04 lie after 2024-03-10"):
        WEEK.add_business_days(date(2024, 3, 4), 4)


def test_no_business_day_lies_before_the_day_from_which_they_are_counted() -> None:
    assert WEEK.business_days_between(date(2024, 3, 8), date(2024, 3, 4)) == 0
    assert WEEK.business_days_between(date(2024, 3, 4), date(2024, 3, 4)) == 0
    assert WEEK.business_days_between(date(2024, 3, 4), date(2024, 3, 7)) == 2


def test_a_holiday_without_a_name_is_a_bank_holiday_and_weekend_days_have_their_own() -> None:
    assert WEEK.skipped_days(date(2024, 3, 4), date(2024, 3, 10)) == (
        (date(2024, 3, 6), "bank holiday"),
        (date(2024, 3, 9), "Saturday"),
        (date(2024, 3, 10), "Sunday"),
    )
    assert WEEK.skipped_days(date(2024, 3, 6), date(2024, 3, 8)) == ()


def test_a_clock_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 1 or more"):
        CALENDAR.add_business_days(date(2024, 3, 4), 0)
