"""Windows counted from the draw, and when a round is finished at its pace."""

from datetime import date

import pytest

from rules.definitions.banks import FrameRule
from rules.definitions.calendar import load_calendar
from rules.sampling.pace import expected_finish
from rules.sampling.windows import frame_window

CALENDAR = load_calendar()


def _rule(months, before):
    return FrameRule(kind="started", months=months, months_before_end=before, text="x", source="product")


@pytest.mark.parametrize(
    ("rule", "drawn_on", "window"),
    [
        (_rule(6, 0), date(2026, 3, 31), (date(2025, 10, 1), date(2026, 3, 31))),
        (_rule(3, 6), date(2026, 3, 31), (date(2025, 7, 1), date(2025, 9, 30))),
        (_rule(3, 6), date(2026, 6, 15), (date(2025, 9, 16), date(2025, 12, 15))),
        (_rule(6, 0), date(2026, 6, 30), (date(2026, 1, 1), date(2026, 6, 30))),
        (_rule(3, 6), date(2026, 6, 30), (date(2025, 10, 1), date(2025, 12, 31))),
        (_rule(6, 0), date(2026, 8, 31), (date(2026, 3, 1), date(2026, 8, 31))),
    ],
)
def test_a_window_is_counted_back_from_the_draw(rule, drawn_on, window):
    assert frame_window(rule, drawn_on=drawn_on) == window


def _finish(submitted, left, today=date(2026, 7, 10), began_on=date(2026, 7, 6)):
    return expected_finish(submitted=submitted, left=left, began_on=began_on, today=today, calendar=CALENDAR)


def test_the_rest_goes_on_at_the_pace_so_far():
    # drawn on Monday: 8 cases in four business days, so 4 more take two, Monday and Tuesday
    assert _finish(8, 4) == date(2026, 7, 14)
    assert _finish(1, 1) == date(2026, 7, 16)


def test_part_of_a_day_is_a_day():
    assert _finish(8, 1) == date(2026, 7, 13)


def test_on_the_day_of_the_draw_one_day_has_been_worked():
    assert _finish(2, 4, today=date(2026, 7, 6)) == date(2026, 7, 8)


def test_before_the_first_case_there_is_no_pace_and_after_the_last_no_wait():
    assert _finish(0, 4) is None
    assert _finish(4, 0) == date(2026, 7, 10)
