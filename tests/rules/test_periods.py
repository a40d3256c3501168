"""Months, quarters, performance years and business days."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.definitions.calendar import load_calendar
from rules.periods import (
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


def test_a_century_turns_within_a_performance_year() -> None:
    assert PerformanceYear.parse("1999-00") == PerformanceYear(1999)


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


def test_a_clock_of_no_days_is_refused() -> None:
    with pytest.raises(ValueError, match="expected 1 or more"):
        CALENDAR.add_business_days(date(2024, 3, 4), 0)
