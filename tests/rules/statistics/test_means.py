"""The difference of two means, against scipy's own Welch test, and Holm's adjustment."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rules.statistics.differences import Difference
from rules.statistics.means import Estimate, MeanDifference, difference_of_means, estimate
from rules.statistics.multiple import holm

# scipy warns of values that are all the same, where its own arithmetic in floats fails.
values = st.lists(st.integers(0, 100), min_size=2, max_size=12).filter(lambda found: len(set(found)) > 1)


def exact(numbers: list[int]) -> list[Fraction]:
    return [Fraction(number) for number in numbers]


@given(values, values)
def test_it_agrees_with_welch_s_test(first: list[int], second: list[int]) -> None:
    one, other = estimate(exact(first)), estimate(exact(second))
    assert one is not None
    assert other is not None
    found = difference_of_means(one, other)
    assert found is not None
    expected = stats.ttest_ind(second, first, equal_var=False)
    interval = expected.confidence_interval(0.95)
    assert found.chance == pytest.approx(expected.pvalue, abs=1e-9)
    assert float(found.low) == pytest.approx(interval.low, abs=1e-6)
    assert float(found.high) == pytest.approx(interval.high, abs=1e-6)
    assert found.is_clear == (found.chance < 0.05)


def test_one_case_shows_no_spread_and_equal_cases_no_chance() -> None:
    assert estimate([Fraction(80)]) is None
    same = estimate([Fraction(80)] * 4)
    assert same is not None
    assert difference_of_means(same, same) is None


def test_holm_s_adjustment_on_his_textbook_s_kind_of_example() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([0.01, None, 0.04]) == [0.02, None, 0.04]
    assert holm([]) == []


@given(st.lists(st.floats(0, 1), max_size=8))
def test_holm_never_lowers_a_chance_nor_turns_their_order(chances: list[float]) -> None:
    adjusted = holm(chances)
    assert all(new is not None and old <= new <= 1 for old, new in zip(chances, adjusted, strict=True))
    pairs = sorted(zip(chances, adjusted, strict=True))
    assert [new for _, new in pairs] == sorted(new for _, new in pairs if new is not None)


@pytest.mark.parametrize(
    ("low", "high", "is_clear"), [(0, 1, False), (-1, 0, False), (1, 2, True), (-2, -1, True), (-1, 1, False)]
)
def test_an_interval_that_ends_at_zero_holds_it(low: int, high: int, is_clear: bool) -> None:
    found = MeanDifference(points=Fraction(0), low=Decimal(low), high=Decimal(high), chance=0.5)
    assert found.is_clear is is_clear
    assert Difference(points=Fraction(0), low=Decimal(low), high=Decimal(high)).is_clear is is_clear


def test_a_mean_has_the_variance_of_its_estimator() -> None:
    found = estimate([Fraction(1), Fraction(2), Fraction(6)])
    # (4 + 1 + 9) / 2 between the values, a third of that for their mean
    assert found == Estimate(mean=Fraction(3), variance=Fraction(7, 3), degrees=2)
    assert estimate([Fraction(1), Fraction(1)]) == Estimate(mean=Fraction(1), variance=Fraction(0), degrees=1)


def test_it_agrees_at_another_confidence_and_where_one_side_alone_spreads() -> None:
    one, other = estimate(exact([1, 2, 6, 9])), estimate(exact([4, 4, 4]))
    assert one is not None
    assert other is not None
    found = difference_of_means(one, other, Fraction(80, 100))
    assert found is not None
    expected = stats.t.interval(0.80, 3, loc=-0.5, scale=float(one.variance) ** 0.5)
    assert (float(found.low), float(found.high)) == pytest.approx(expected)
    assert found.points == Fraction(-1, 2)
    assert len(found.high.as_tuple().digits) in (39, 40)
