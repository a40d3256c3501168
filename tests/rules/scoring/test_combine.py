"""Several rounds' scores as one."""

from fractions import Fraction

import pytest

from rules.scoring.combine import Part, combine


def _part(percent, *, frame=100, variance=4, scored=20, strata=2):
    known = None if variance is None else Fraction(variance)
    return Part(frame_size=frame, percent=Fraction(percent), variance=known, scored=scored, strata=strata)


def test_parts_weigh_as_much_as_their_frames():
    made = combine([_part(80, frame=300), _part(60)])
    assert (made.percent, made.frame_size, made.scored) == (Fraction(75), 400, 40)


def test_one_part_keeps_its_score_and_its_interval():
    made = combine([_part("145/2")])
    # the variance 4 is a standard error of 2; t(0.975, 18) = 2.1009
    assert made.percent == Fraction(145, 2)
    assert [round(float(edge), 2) for edge in (made.interval.low, made.interval.high)] == [68.3, 76.7]


def test_two_equal_parts_halve_the_variance():
    made = combine([_part(70), _part(80)])
    # a standard error of 2 / sqrt(2); t(0.975, 36) = 2.0281
    assert round(float(made.interval.high) - 75, 3) == 2.868


def test_without_one_variance_or_any_freedom_there_is_no_interval():
    assert combine([_part(70), _part(80, variance=None)]).interval is None
    assert combine([_part(70, scored=2, strata=2)]).interval is None


def test_one_degree_of_freedom_is_enough_for_an_interval():
    made = combine([_part(50, variance="1/10000", scored=3, strata=2)])
    # a standard error of 0.01; t(0.975, 1) = 12.706
    assert round(float(made.interval.high), 3) == 50.127


def test_unequal_parts_add_up_their_variances_by_the_squares_of_their_weights():
    made = combine([_part(70, frame=300), _part(80, variance=16)])
    # 9/16 x 4 + 1/16 x 16 = 3.25; t(0.975, 36) = 2.0281
    assert round(float(made.interval.high - made.interval.low) / 2, 3) == 3.656


def test_nothing_cannot_be_combined():
    with pytest.raises(ValueError, match="found none"):
        combine([])
