"""When a round is finished at its pace so far, worked by hand: Monday 4 to Friday 8 March 2024."""

from datetime import date

import pytest

from rules.definitions.calendar import load_calendar
from rules.sampling.pace import expected_finish

MONDAY, WEDNESDAY, FRIDAY = date(2024, 3, 4), date(2024, 3, 6), date(2024, 3, 8)


@pytest.mark.parametrize(
    ("submitted", "left", "today", "finish"),
    [
        (0, 5, FRIDAY, None),
        (0, 0, FRIDAY, FRIDAY),
        (9, 0, FRIDAY, FRIDAY),
        (4, 4, FRIDAY, date(2024, 3, 14)),  # 4 business days for 4: 4 more to Thursday
        (4, 2, FRIDAY, date(2024, 3, 12)),
        (4, 3, WEDNESDAY, FRIDAY),  # 2 days for 4: 3 take 1.5, which is 2
        (1, 1, FRIDAY, date(2024, 3, 14)),
        (3, 6, MONDAY, WEDNESDAY),  # the day of the draw counts as one
    ],
)
def test_the_pace_so_far_goes_on(submitted: int, left: int, today: date, finish: date | None) -> None:
    found = expected_finish(
        submitted=submitted, left=left, began_on=MONDAY, today=today, calendar=load_calendar()
    )
    assert found == finish
