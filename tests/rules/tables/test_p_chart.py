"""A p-chart: limits around each stretch's own centre, and no average over a break."""

from fractions import Fraction

from rules.tables.p_chart import Period, Signal, p_chart


def period(met: int, size: int, *, counts: bool = True, after_break: bool = False) -> Period:
    return Period(label="month", numerator=met, denominator=size, counts=counts, break_before=after_break)


def test_the_centre_is_all_that_was_counted_in_the_stretch() -> None:
    (stretch,) = p_chart([period(8, 10), period(20, 40)])
    assert stretch.centre == Fraction(28, 50)


def test_a_month_beyond_three_standard_errors_is_unusual() -> None:
    usual = [period(80, 100)] * 9
    (stretch,) = p_chart([*usual, period(60, 100), period(97, 100)])
    assert [one.signal for one in stretch.periods[-2:]] == [Signal.UNUSUALLY_LOW, Signal.UNUSUALLY_HIGH]
    assert {one.signal for one in stretch.periods[:-2]} == {Signal.USUAL}


def test_each_side_of_a_break_has_its_own_centre() -> None:
    before, after = p_chart([period(80, 100), period(80, 100), period(50, 100, after_break=True)])
    assert (before.centre, after.centre) == (Fraction(80, 100), Fraction(50, 100))
    assert after.periods[0].signal is Signal.USUAL


def test_a_month_that_is_not_over_has_no_limits_and_moves_no_centre() -> None:
    (stretch,) = p_chart([period(80, 100), period(0, 50, counts=False), period(0, 0)])
    assert stretch.centre == Fraction(80, 100)
    assert [one.signal for one in stretch.periods] == [
        Signal.USUAL,
        Signal.NOT_JUDGED,
        Signal.NOT_JUDGED,
    ]


def test_a_stretch_without_a_rate_has_no_centre() -> None:
    (stretch,) = p_chart([period(0, 0)])
    assert stretch.centre is None
    assert p_chart([]) == []


def test_few_periods_are_said_to_be_few() -> None:
    (short,), (long,) = p_chart([period(5, 10)] * 7), p_chart([period(5, 10)] * 8)
    assert (short.is_short, long.is_short) == (True, False)
