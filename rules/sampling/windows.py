"""Which days a bank's frame looks back on, counted from the day of the draw."""

from datetime import date, timedelta

from rules.definitions.banks import FrameRule
from rules.periods import add_months


def frame_window(rule: FrameRule, *, drawn_on: date) -> tuple[date, date]:
    """The first and last day, both inclusive: `months` long, ended `months_before_end` before the draw.

    Drawn on 31 March 2026, "six to nine months before" is 1 July to 30 September 2025. Months are counted
    from the day after, so that a draw on the last day of a month looks back on whole months.
    """
    after = add_months(drawn_on + timedelta(days=1), -rule.months_before_end)
    return add_months(after, -rule.months), after - timedelta(days=1)
