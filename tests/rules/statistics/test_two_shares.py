"""Chances of two shares, cases of one person that go together, and ratios, against worked values."""

import math
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.statistics.differences import newcombe, newcombe_of
from rules.statistics.multiple import benjamini_hochberg, holm
from rules.statistics.ratios import relative_rate
from rules.statistics.two_shares import Tally, chance_of_difference, tally_of_cases

pairs = st.integers(1, 300).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


def tally(people: list[tuple[int, int]]) -> Tally:
    """Of people as (met, counted)."""
    return Tally(
        counted=sum(counted for _, counted in people),
        met=sum(met for met, _ in people),
        people=len(people),
        squared=sum(counted**2 for _, counted in people),
        met_squared=sum(met**2 for met, _ in people),
        crossed=sum(met * counted for met, counted in people),
    )


def test_the_chance_is_that_of_the_chi_squared_of_n_less_one() -> None:
    """9 of 10 against 3 of 10: chi-squared (ad - bc)^2 N / (mnrs) = 7.5, times 19/20 = 7.125."""
    found = chance_of_difference(tally_of_cases(3, 10), tally_of_cases(9, 10))
    assert found is not None
    assert found.fewest_expected == 4
    assert found.chance == pytest.approx(math.erfc(math.sqrt(7.125 / 2)))
    assert found.chance == pytest.approx(0.0076, abs=5e-5)  # chi-squared of 7.125, one degree of freedom


@pytest.mark.parametrize("met", [0, 7])
def test_two_shares_of_all_or_of_none_differ_by_chance_alone(met: int) -> None:
    found = chance_of_difference(tally_of_cases(met, 7), tally_of_cases(2 * met, 14))
    assert found is not None
    assert (found.chance, found.fewest_expected) == (1.0, 0)


def test_nothing_counted_has_no_chance() -> None:
    assert chance_of_difference(Tally(), tally_of_cases(1, 2)) is None


def test_counts_that_cannot_be_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        tally_of_cases(3, 2)


def test_people_who_always_fare_alike_are_worth_one_case_each() -> None:
    """Twenty people with twelve months each, ten all met, ten none: variance 240 x 36 / 240^2 x 20/19."""
    alike = tally([(12, 12)] * 10 + [(0, 12)] * 10)
    assert alike.size == 19
    assert tally([(12, 12)] * 10).size == 10  # all met: no variance tells, each person counts once


def test_people_whose_cases_have_nothing_in_common_lose_nothing() -> None:
    assert tally([(1, 2)] * 50).size == 100  # never more than the cases
    assert tally([(1, 1)] * 30 + [(0, 1)] * 10).size == 40


@given(st.lists(st.integers(1, 12).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), min_size=1))
def test_a_size_is_never_more_than_the_cases(people: list[tuple[int, int]]) -> None:
    one = tally(people)
    assert 1 <= one.size <= one.counted


@given(st.lists(st.tuples(st.just(1), st.integers(1, 5)), min_size=2))
def test_tallies_of_different_people_add_up(people: list[tuple[int, int]]) -> None:
    half = len(people) // 2
    assert tally(people[:half]) + tally(people[half:]) == tally(people)


@given(pairs, pairs)
def test_a_difference_of_plain_cases_is_newcombes(one: tuple[int, int], other: tuple[int, int]) -> None:
    sides = [(Fraction(*pair), Fraction(pair[1])) for pair in (one, other)]
    assert newcombe_of(*sides) == newcombe(one, other)


def test_a_relative_rate_of_large_samples_is_near_that_of_the_logarithm() -> None:
    """610 of 2,000 against 340 of 2,000: log ratio 0.5845, standard error 0.0597 (Katz)."""
    found = relative_rate((Fraction(340, 2000), Fraction(2000)), (Fraction(610, 2000), Fraction(2000)))
    assert found is not None
    assert found.value == Fraction(61, 34)
    assert float(found.low) == pytest.approx(math.exp(0.58451 - 1.95996 * 0.05974), rel=0.002)
    assert float(found.high) == pytest.approx(math.exp(0.58451 + 1.95996 * 0.05974), rel=0.002)


@given(pairs, pairs)
def test_a_relative_rate_lies_in_its_interval_and_turns_round(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    first, second = ((Fraction(*pair), Fraction(pair[1])) for pair in (one, other))
    found = relative_rate(first, second)
    if found is None:
        assert one[0] == 0
        return
    dust = Decimal("1e-20")
    assert found.low - dust <= Decimal(found.value.numerator) / found.value.denominator <= found.high + dust
    back = relative_rate(second, first)
    if back is not None:
        assert abs(found.low * back.high - 1) < dust  # the interval of the inverse is the inverse's


def test_a_share_of_nothing_has_no_size_to_tell_an_interval_from() -> None:
    with pytest.raises(ValueError, match="expected 0 to 1 of more than 0"):
        relative_rate((Fraction(1, 2), Fraction(0)), (Fraction(1, 2), Fraction(5)))


def test_the_false_discovery_rate_of_the_paper_lets_four_of_fifteen_through() -> None:
    """Benjamini and Hochberg (1995), section 3.1: fifteen chances, level 0.05: the first four."""
    told = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459]
    told += [0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0000]
    adjusted = benjamini_hochberg([None, *reversed(told)])
    assert adjusted[0] is None
    assert [one is not None and one < 0.05 for one in reversed(adjusted)] == [True] * 4 + [False] * 12
    assert [one is not None and one < 0.05 for one in holm(told)] == [True] * 3 + [False] * 12


@given(st.lists(st.floats(0, 1)))
def test_a_correction_keeps_the_order_and_never_lowers_a_chance(chances: list[float]) -> None:
    adjusted = benjamini_hochberg(chances)
    for chance, after in zip(chances, adjusted, strict=True):
        assert after is not None
        assert chance * (1 - 1e-12) <= after <= 1
    ordered = [after for _, after in sorted(zip(chances, adjusted, strict=True))]
    assert ordered == sorted(ordered)


def test_two_people_are_enough_to_tell_how_they_vary() -> None:
    """Three of four and one of four: variance 2 / 8^2 x 2/1 = 1/16, against 1/4: worth four cases."""
    assert tally([(3, 4), (1, 4)]).size == 4
    assert tally([(3, 4)]).size == 1


def test_a_relative_rate_of_very_many_cases_is_all_but_exact() -> None:
    half = Fraction(1, 2), Fraction(10**10)
    found = relative_rate(half, half)
    assert found is not None
    assert 1 - Decimal("0.0001") < found.low < 1 < found.high < 1 + Decimal("0.0001")


def test_two_people_who_never_fare_alike_are_worth_one_case_together() -> None:
    """All of twelve and none of twelve: variance 2 x 36 / 24^2 x 2/1 = 1/4, as of a single case."""
    assert tally([(12, 12), (0, 12)]).size == 1


def test_the_fewest_expected_are_those_of_the_smaller_side() -> None:
    """Of 110 cases 17 missed; of the ten of one side 17/11 would."""
    sides = tally_of_cases(3, 10), tally_of_cases(90, 100)
    for first, second in (sides, sides[::-1]):
        found = chance_of_difference(first, second)
        assert found is not None
        assert found.fewest_expected == Fraction(17, 11)
