"""Intervals against the check vectors of the design, and what must hold for any counts."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from rules.statistics import intervals
from rules.statistics.intervals import Interval
from rules.statistics.rounding import half_up


def _one_decimal(interval: Interval | None) -> tuple[str, str]:
    assert interval is not None
    return str(half_up(interval.low, 1)), str(half_up(interval.high, 1))


@pytest.mark.parametrize(
    ("met", "of", "low", "high"),
    [(39, 60, "52.4", "75.8"), (30, 60, "37.7", "62.3"), (0, 5, "0.0", "43.4")],
)
def test_wilson_gives_the_design_s_vectors(met, of, low, high):
    assert _one_decimal(intervals.wilson(met, of)) == (low, high)


def test_the_exact_interval_gives_the_design_s_vector():
    assert _one_decimal(intervals.exact(39, 60)) == ("51.6", "76.9")


def test_a_sample_from_a_small_frame_has_a_narrower_interval():
    assert _one_decimal(intervals.wilson_finite(30, 60, 95)) == ("42.4", "57.6")


def test_a_sample_of_everyone_has_no_error():
    assert intervals.wilson_finite(3, 4, 4) == Interval(Decimal(75), Decimal(75))


@pytest.mark.parametrize("interval", [intervals.wilson, intervals.exact])
def test_nobody_counted_gives_no_interval(interval):
    assert interval(0, 0) is None


def test_nobody_sampled_gives_no_interval():
    assert intervals.wilson_finite(0, 0, 10) is None


@pytest.mark.parametrize(("met", "of"), [(-1, 5), (6, 5), (1, 0)])
def test_counts_that_cannot_be_are_refused(met, of):
    with pytest.raises(ValueError, match=f"found {met} of {of}"):
        intervals.wilson(met, of)


def test_a_sample_larger_than_its_population_is_refused():
    with pytest.raises(ValueError, match="sample of 6 from 5"):
        intervals.wilson_finite(1, 6, 5)


def test_the_exact_interval_reaches_the_ends():
    assert intervals.exact(0, 5).low == 0
    assert intervals.exact(5, 5).high == 100


def test_t_with_many_degrees_of_freedom_comes_close_to_the_normal():
    assert half_up(intervals.t_quantile(1), 3) == Decimal("12.706")
    assert half_up(intervals.t_quantile(10), 3) == Decimal("2.228")
    assert half_up(intervals.t_quantile(10**6), 3) == half_up(intervals.normal_quantile(), 3)


def test_t_needs_a_degree_of_freedom():
    with pytest.raises(ValueError, match="expected 1 or more"):
        intervals.t_quantile(0)


def test_the_mean_s_interval_is_clipped_to_percent():
    assert intervals.mean_interval(Fraction(95), Fraction(25), 4).high == 100
    assert intervals.mean_interval(Fraction(2), Fraction(25), 4).low == 0


def test_a_mean_without_variance_is_a_point():
    assert intervals.mean_interval(Fraction(145, 2), Fraction(0), 2) == Interval(
        Decimal("72.5"), Decimal("72.5")
    )


def test_a_negative_variance_is_refused():
    with pytest.raises(ValueError, match="variance"):
        intervals.mean_interval(Fraction(50), Fraction(-1), 3)


counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@given(counts)
def test_every_interval_holds_its_share(case):
    met, of = case
    share = intervals.decimal_of(Fraction(100 * met, of))
    for interval in (intervals.wilson(met, of), intervals.exact(met, of)):
        assert Decimal(0) <= interval.low <= share + Decimal("1e-9")
        assert share - Decimal("1e-9") <= interval.high <= Decimal(100)


@given(counts)
def test_wilson_mirrors_when_met_and_missed_change_places(case):
    met, of = case
    one, other = intervals.wilson(met, of), intervals.wilson(of - met, of)
    assert abs(one.low + other.high - 100) < Decimal("1e-9")


@given(counts, st.integers(0, 300))
def test_a_larger_frame_never_narrows_the_interval(case, extra):
    met, of = case
    smaller = intervals.wilson_finite(met, of, of + extra)
    larger = intervals.wilson_finite(met, of, of + extra + 1)
    assert larger.high - larger.low >= smaller.high - smaller.low - Decimal("1e-9")


LEVELS = [Fraction(80, 100), Fraction(95, 100), Fraction(998, 1000)]
CASES = [(1, 7), (6, 7), (39, 60), (1, 400), (200, 400)]


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize(("met", "of"), CASES)
def test_intervals_of_any_confidence_are_those_of_a_second_reckoning(met, of, level):
    for ours, method in ((intervals.wilson, "wilson"), (intervals.exact, "exact")):
        found = ours(met, of, level)
        theirs = stats.binomtest(met, of).proportion_ci(float(level), method=method)
        assert (float(found.low), float(found.high)) == pytest.approx((100 * theirs.low, 100 * theirs.high))


@pytest.mark.parametrize("level", LEVELS)
def test_a_mean_s_interval_is_that_of_a_second_reckoning(level):
    found = intervals.mean_interval(Fraction(145, 2), Fraction(9, 4), 6, level)
    theirs = stats.t.interval(float(level), 6, loc=72.5, scale=1.5)
    assert (float(found.low), float(found.high)) == pytest.approx(theirs)


def test_a_sample_of_a_frame_counts_as_a_larger_one():
    # 60 of 95: 60 x 94 / 35 cases without end
    found = intervals.wilson_finite(30, 60, 95, Fraction(95, 100))
    size, z = 60 * 94 / 35, float(intervals.normal_quantile())
    reach = z * (0.25 / size + z * z / (4 * size * size)) ** 0.5 / (1 + z * z / size)
    assert (float(found.low), float(found.high)) == pytest.approx((50 - 100 * reach, 50 + 100 * reach))


def test_a_fraction_is_told_to_forty_digits():
    assert intervals.decimal_of(Fraction(1, 3)) == Decimal("0." + "3" * 40)
    assert Fraction(19, 20) == intervals.CONFIDENCE


def test_limits_are_told_to_forty_digits():
    found = intervals.wilson(1, 3)
    assert {len(end.as_tuple().digits) for end in (found.low, found.high)} <= {39, 40}
    end = intervals.mean_interval(Fraction(1, 3) * 100, Fraction(2), 5).high
    assert len(end.as_tuple().digits) in (39, 40)


@pytest.mark.parametrize("interval", [intervals.exact, lambda met, of: intervals.wilson_finite(met, of, 99)])
@pytest.mark.parametrize(("met", "of"), [(-1, 5), (6, 5)])
def test_no_interval_takes_counts_that_cannot_be(interval, met, of):
    with pytest.raises(ValueError, match=f"found {met} of {of}, expected 0 <= numerator <= denominator"):
        interval(met, of)


@pytest.mark.parametrize(("met", "low", "high"), [(0, 0, None), (5, None, 100)])
def test_the_ends_are_exactly_nothing_and_everything(met, low, high):
    for found in (intervals.wilson(met, 5), intervals.wilson_finite(met, 5, 9), intervals.exact(met, 5)):
        assert low is None or found.low == low
        assert high is None or found.high == high
