from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.tables.rounding import half_up, percentage_points, rate, rate_percent


def test_halves_go_up_exactly():
    assert half_up(Fraction(145, 20), 1) == Decimal("7.3")
    assert str(half_up(Fraction(5, 2), 0)) == "3"
    assert str(half_up(Fraction(7), 1)) == "7.0"


def test_halves_of_negative_changes_go_away_from_zero():
    assert half_up(Fraction(-145, 20), 1) == Decimal("-7.3")


def test_a_change_that_rounds_to_nothing_has_no_minus_sign():
    assert str(half_up(Fraction(-1, 1000), 1)) == "0.0"


def test_negative_places_are_refused():
    with pytest.raises(ValueError, match="expected 0 or more"):
        half_up(Fraction(1), -1)


def test_no_denominator_gives_no_rate():
    assert rate_percent(0, 0) is None
    assert rate(0, 0) is None


def test_a_rate_is_shown_to_one_decimal():
    assert str(rate_percent(39, 60)) == "65.0"
    assert str(rate_percent(1, 8)) == "12.5"
    assert str(rate_percent(2, 3)) == "66.7"


def test_counts_that_cannot_be_counts_are_refused():
    for counts in ((-1, 3), (4, 3)):
        with pytest.raises(ValueError, match="expected 0 <= numerator <= denominator"):
            rate_percent(*counts)


def test_a_change_comes_from_unrounded_rates():
    # Rounded first, 66.7 - 33.3 would be 33.4.
    assert percentage_points(Fraction(2, 3), Fraction(1, 3)) == Decimal("33.3")


@given(st.fractions(min_value=-200, max_value=200), st.integers(0, 4))
def test_the_rounded_value_is_never_more_than_half_a_unit_away(value, places):
    assert abs(Fraction(half_up(value, places)) - value) <= Fraction(1, 2 * 10**places)
