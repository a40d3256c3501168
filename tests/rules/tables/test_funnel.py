"""A funnel: who stands outside the limits of chance, and whether chance alone is still the measure."""

from fractions import Fraction

from rules.tables.funnel import Standing, funnel


def test_the_centre_is_the_sum_of_all_and_no_mean_of_rates() -> None:
    found = funnel({"A": (1, 10), "B": (90, 90)})
    assert found is not None
    assert found.centre == Fraction(91, 100)


def test_a_group_far_from_the_rest_stands_outside_and_the_others_within() -> None:
    found = funnel({"A": (80, 100), "B": (82, 100), "C": (78, 100), "D": (50, 100), "E": (0, 0)})
    assert found is not None
    assert [group.standing for group in found.groups] == [
        Standing.WITHIN,
        Standing.HIGH_ALERT,
        Standing.WITHIN,
        Standing.LOW_ALARM,
        Standing.NOT_COUNTED,
    ]
    assert found.groups[-1].limits is None


def test_groups_that_differ_more_than_chance_are_said_to() -> None:
    apart = funnel({"A": (20, 100), "B": (80, 100), "C": (50, 100)})
    alike = funnel({"A": (49, 100), "B": (51, 100), "C": (50, 100)})
    assert apart is not None
    assert alike is not None
    assert (apart.overdispersed, alike.overdispersed) == (True, False)
    assert apart.dispersion == 36


def test_nothing_counted_makes_no_funnel() -> None:
    assert funnel({"A": (0, 0)}) is None
    assert funnel({}) is None


def test_one_group_has_a_place_but_no_spread() -> None:
    found = funnel({"A": (3, 5)})
    assert found is not None
    assert (found.dispersion, found.overdispersed) == (None, False)


def test_limits_are_drawn_from_the_smallest_group_to_the_largest() -> None:
    found = funnel({"A": (3, 5), "B": (300, 500)})
    assert found is not None
    sizes = [limit.size for limit in found.curve]
    assert (sizes[0], sizes[-1]) == (5, 500)
    assert sizes == sorted(set(sizes))
    widths = [limit.action.high - limit.action.low for limit in found.curve]
    assert widths[0] > widths[-1]
