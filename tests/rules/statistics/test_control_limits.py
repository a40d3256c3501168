"""Control limits of funnel plots and p-charts against worked examples, and by their own definition."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rules.statistics.control_limits import ACTION, WARNING, Limits, binomial_limits, spread, three_sigma


def test_a_p_chart_has_the_limits_of_the_textbook() -> None:
    # Montgomery, example 7.1: orange juice cans, 347 of 1,500 nonconforming, samples of 50.
    limits = three_sigma(50, Fraction(347, 1500))
    found = [end.scaleb(-2).quantize(Decimal("0.0001")) for end in (limits.low, limits.high)]
    assert found == [Decimal("0.0524"), Decimal("0.4102")]


def test_limits_of_a_p_chart_stay_within_the_possible() -> None:
    assert three_sigma(4, Fraction(95, 100)).high == 100
    assert three_sigma(4, Fraction(5, 100)).low == 0


@pytest.mark.parametrize("bad", [(0, Fraction(1, 2)), (5, Fraction(3, 2))])
def test_limits_of_nothing_are_refused(bad: tuple[int, Fraction]) -> None:
    with pytest.raises(ValueError, match="expected 1 or more and a share"):
        binomial_limits(*bad, WARNING)
    with pytest.raises(ValueError, match="expected 1 or more and a share"):
        three_sigma(*bad)


@given(st.integers(1, 600), st.integers(1, 99), st.sampled_from([WARNING, ACTION]))
def test_a_count_lies_outside_exactly_when_chance_alone_would_seldom_bring_it(
    size: int, percent: int, confidence: Fraction
) -> None:
    limits = binomial_limits(size, Fraction(percent, 100), confidence)
    tail = float((1 - confidence) / 2)
    chance = stats.binom(size, percent / 100)
    for met in {0, size, int(limits.low * size / 100), int(limits.high * size / 100) + 1} & set(
        range(size + 1)
    ):
        seldom = min(chance.cdf(met), chance.sf(met - 1))
        if abs(seldom - tail) > 1e-9:
            assert limits.hold(met, size) == (seldom > tail)


@pytest.mark.parametrize("centre", [0, 1])
def test_around_nothing_and_everything_nobody_can_differ(centre: int) -> None:
    limits = binomial_limits(7, Fraction(centre), ACTION)
    assert (limits.low, limits.high) == (100 * centre, 100 * centre)


def test_wider_limits_hold_more() -> None:
    narrow, wide = (binomial_limits(80, Fraction(7, 10), level) for level in (WARNING, ACTION))
    assert wide.low < narrow.low < 70 < narrow.high < wide.high


def test_groups_that_differ_by_chance_alone_have_a_spread_about_one() -> None:
    found = spread([(40, 100), (60, 100), (50, 100)], Fraction(1, 2))
    assert found is not None
    # Distances of two standard errors, two and none: (4 + 4 + 0) / 2 degrees of freedom.
    assert found[0] == 4
    assert found[1] == pytest.approx(stats.chi2.sf(8, 2))


@pytest.mark.parametrize(("groups", "centre"), [([(1, 2)], Fraction(1, 2)), ([(0, 2), (0, 3)], Fraction(0))])
def test_one_group_or_no_variance_has_no_spread(groups: list[tuple[int, int]], centre: Fraction) -> None:
    assert spread(groups, centre) is None


def test_two_groups_are_enough_for_a_spread() -> None:
    # (10/100 off by 0.1 twice)^2: 0.01 x 100 / 0.25 = 4 each, 8 with one degree of freedom
    found = spread([(40, 100), (60, 100)], Fraction(1, 2))
    assert found is not None
    assert found[0] == 8


@pytest.mark.parametrize("centre", [Fraction(0), Fraction(1)])
def test_around_none_and_all_nothing_can_differ(centre: Fraction) -> None:
    assert spread([(0, 100), (100, 100)], centre) is None


def test_where_nothing_met_is_no_rare_chance_the_limit_is_nothing() -> None:
    # Of three around a half, none is met by chance in one of eight, all in as many.
    limits = binomial_limits(3, Fraction(1, 2), WARNING)
    assert (limits.low, limits.high) == (0, 100)


def test_a_limit_lies_between_the_counts_in_proportion_to_their_chances() -> None:
    # Of six around a half: none in 1/64 and at most one in 7/64, so 0.025 lies 0.9 of the way down from one.
    limits = binomial_limits(6, Fraction(1, 2), WARNING)
    low = (1 - (Fraction(7, 64) - Fraction(25, 1000)) / Fraction(6, 64)) * 100 / 6
    assert float(limits.low) == pytest.approx(float(low))
    assert float(limits.high) == pytest.approx(100 - float(low))


def test_one_case_that_nearly_always_meets_may_miss() -> None:
    # Missed in one of a hundred, less than 0.025: the limit lies that much above none, of a step of 0.99.
    limits = binomial_limits(1, Fraction(99, 100), WARNING)
    assert float(limits.low) == pytest.approx(100 * (1 - 0.975 / 0.99))
    assert limits.high == 100


def test_a_limit_holds_the_share_that_lies_on_it() -> None:
    limits = Limits(low=Decimal(25), high=Decimal(50))
    assert [limits.hold(met, 100) for met in (24, 25, 50, 51)] == [False, True, True, False]


@pytest.mark.parametrize("bad", [(-1, Fraction(1, 2)), (5, Fraction(-1, 100)), (5, Fraction(101, 100))])
def test_a_centre_is_a_share_and_a_group_has_one_case_or_more(bad: tuple[int, Fraction]) -> None:
    for limits in (lambda: binomial_limits(*bad, WARNING), lambda: three_sigma(*bad)):
        with pytest.raises(ValueError, match=f"size {bad[0]} and centre {bad[1]}: expected 1 or more"):
            limits()


def test_one_case_and_a_centre_at_either_end_have_limits() -> None:
    assert three_sigma(1, Fraction(1, 2)).low == 0
    assert [
        (three_sigma(1, centre).low, three_sigma(1, centre).high) for centre in (Fraction(0), Fraction(1))
    ] == [
        (0, 0),
        (100, 100),
    ]
    assert binomial_limits(1, Fraction(1, 2), WARNING).high == 100


def test_limits_are_told_to_forty_digits() -> None:
    limits = three_sigma(7, Fraction(1, 3))
    assert len(limits.high.as_tuple().digits) == 40
    assert (Fraction("0.95"), Fraction("0.998")) == (WARNING, ACTION)


def test_three_groups_have_two_degrees_of_freedom() -> None:
    found = spread([(1, 4), (2, 4), (4, 4)], Fraction(7, 12))
    assert found is not None
    # (1/3)^2 + (1/12)^2 + (5/12)^2 = 42/144, times 4 over 35/144: 168/35, halved
    assert found[0] == Fraction(84, 35)
    assert found[1] == pytest.approx(stats.chi2.sf(168 / 35, 2))
