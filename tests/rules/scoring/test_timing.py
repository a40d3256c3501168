"""What two moments answer, at the edges of their limits."""

from datetime import date, datetime, timedelta

import pytest

from rules.definitions.banks import TimeLimit
from rules.periods import BusinessCalendar
from rules.scoring.timing import Judged, Moments, OutOfOrder, due_of, judge_pair, judge_pairs

EASTER = frozenset({date(2026, 4, 3), date(2026, 4, 6)})
CALENDAR = BusinessCalendar(EASTER, date(2026, 1, 1), date(2026, 12, 31))
FRIDAY_NOON = datetime(2026, 3, 20, 12)


def limit(amount: int, unit: str = "business_days") -> TimeLimit:
    return TimeLimit.model_validate(
        {
            "id": "x",
            "starts": "Failure",
            "ends": "Follow-up",
            "amount": amount,
            "unit": unit,
            "source": "product",
        }
    )


@pytest.mark.parametrize(
    ("amount", "unit", "due"),
    [
        (24, "hours", datetime(2026, 3, 21, 12)),
        (0, "hours", FRIDAY_NOON),
        (3, "days", date(2026, 3, 23)),
        (0, "days", date(2026, 3, 20)),
        (1, "business_days", date(2026, 3, 23)),
        (0, "business_days", date(2026, 3, 20)),
    ],
)
def test_a_limit_ends_at_a_moment_or_on_a_day(amount: int, unit: str, due: object) -> None:
    assert due_of(limit(amount, unit), FRIDAY_NOON, CALENDAR) == due


def test_without_a_beginning_only_what_was_never_done_is_answered() -> None:
    assert judge_pair(limit(1), Moments(done=FRIDAY_NOON), CALENDAR) is None
    assert judge_pair(limit(1), Moments(never_done=True), CALENDAR) == Judged("not_done", None)


def test_what_is_not_done_yet_is_not_answered() -> None:
    assert judge_pair(limit(1), Moments(FRIDAY_NOON), CALENDAR) is None


@pytest.mark.parametrize(
    ("amount", "unit", "skipped"), [(1, "business_days", 2), (3, "days", 0), (72, "hours", 0)]
)
def test_only_a_clock_of_business_days_skips_days(amount: int, unit: str, skipped: int) -> None:
    judged = judge_pair(limit(amount, unit), Moments(FRIDAY_NOON, FRIDAY_NOON), CALENDAR)
    assert judged is not None
    assert (judged.answer, len(judged.skipped)) == ("on_time", skipped)


def test_a_day_in_time_lasts_until_its_end() -> None:
    late_on_monday = datetime(2026, 3, 23, 23, 59)
    for after, answer in ((timedelta(0), "on_time"), (timedelta(minutes=1), "late")):
        judged = judge_pair(limit(1), Moments(FRIDAY_NOON, late_on_monday + after), CALENDAR)
        assert judged is not None
        assert judged.answer == answer


def test_a_deed_on_the_day_before_is_out_of_order_and_named_with_both_ends() -> None:
    with pytest.raises(OutOfOrder, match="“Follow-up” lies before “Failure”"):
        judge_pair(limit(2, "days"), Moments(FRIDAY_NOON, datetime(2026, 3, 19, 23, 59)), CALENDAR)


def test_alternatives_count_only_where_something_was_entered() -> None:
    limits = (limit(1), limit(1))
    late = Moments(FRIDAY_NOON, datetime(2026, 3, 24))
    assert judge_pairs(limits, (late, Moments()), CALENDAR, alternatives=True) == "late"
    assert judge_pairs(limits, (late, Moments()), CALENDAR) is None
    assert judge_pairs(limits, (late, Moments(FRIDAY_NOON)), CALENDAR, alternatives=True) is None


def test_all_late_is_late_and_there_must_be_as_many_pairs_as_limits() -> None:
    late = Moments(FRIDAY_NOON, datetime(2026, 3, 24))
    assert judge_pairs((limit(1), limit(1)), (late, late), CALENDAR) == "late"
    with pytest.raises(ValueError, match="shorter"):
        judge_pairs((limit(1), limit(1)), (late,), CALENDAR)
