"""A p-chart: limits around each stretch's own centre, and no average over a break."""

from fractions import Fraction

from rules.statistics.control_limits import three_sigma
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


def test_a_period_without_a_rate_breaks_no_stretch_and_has_its_centre() -> None:
    (stretch,) = p_chart([period(0, 0), period(80, 100), period(9, 10, counts=False)])
    assert [one.centre for one in stretch.periods] == [Fraction(4, 5)] * 3
    assert [one.limits for one in stretch.periods] == [None, three_sigma(100, Fraction(4, 5)), None]
    assert [one.period.denominator for one in stretch.periods] == [0, 100, 10]


def test_periods_that_are_not_over_are_charted_without_a_centre() -> None:
    (stretch,) = p_chart([period(8, 10, counts=False), period(0, 0, counts=False)])
    assert stretch.centre is None
    assert [(one.centre, one.limits, one.signal) for one in stretch.periods] == [
        (None, None, Signal.NOT_JUDGED)
    ] * 2


def test_a_break_at_the_first_period_makes_no_empty_stretch() -> None:
    stretches = p_chart([period(5, 10, after_break=True), period(5, 10), period(5, 10, after_break=True)])
    assert [len(stretch.periods) for stretch in stretches] == [2, 1]


def test_a_period_breaks_nothing_unless_it_is_said() -> None:
    assert Period(label="month", numerator=1, denominator=2, counts=True).break_before is False


def test_periods_that_were_not_judged_make_no_stretch_longer() -> None:
    (stretch,) = p_chart([*[period(5, 10)] * 7, period(5, 10, counts=False)])
    assert stretch.is_short


def test_the_words_of_a_signal_are_those_that_pages_know() -> None:
    assert [each.value for each in Signal] == ["unusually_low", "usual", "unusually_high", "not_judged"]
