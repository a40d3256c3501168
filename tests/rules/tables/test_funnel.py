"""A funnel: who stands outside the limits of chance, and whether chance alone is still the measure."""

from fractions import Fraction
from math import nextafter

import pytest

from rules.statistics.control_limits import ACTION, WARNING, binomial_limits, spread
from rules.tables import funnel as module
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


def standings(counts: dict[str, tuple[int, int]]) -> dict[str, Standing]:
    found = funnel(counts)
    assert found is not None
    return {group.key: group.standing for group in found.groups}


def test_a_group_may_stand_outside_either_pair_of_limits_on_either_side() -> None:
    # Around four in five, 100 cases have a standard error of four points.
    few = {"low_alarm": 65, "low_alert": 71, "within": 77, "high_alert": 89, "high_alarm": 95}
    found = standings({"all": (8000, 10_000)} | {key: (met, 100) for key, met in few.items()})
    assert {key: found[key] for key in few} == {key: Standing(key) for key in few}


def test_a_share_on_a_limit_stands_within_it() -> None:
    # Of three around a half, all or none is no rare chance: the limits are 0 and 100.
    found = standings({"all": (500, 1000), "none": (0, 3), "every": (3, 3)})
    assert (found["none"], found["every"]) == (Standing.WITHIN, Standing.WITHIN)
    # Of seven, none is rarer than one in twenty and not than one in five hundred.
    found = standings({"all": (500, 1000), "none": (0, 7), "every": (7, 7)})
    assert (found["none"], found["every"]) == (Standing.LOW_ALERT, Standing.HIGH_ALERT)


def test_the_words_of_a_standing_are_those_that_pages_know() -> None:
    names = ["low_alarm", "low_alert", "within", "high_alert", "high_alarm", "not_counted"]
    assert [each.value for each in Standing] == names


def test_each_group_has_its_counts_and_the_limits_of_its_size() -> None:
    found = funnel({"A": (3, 5), "B": (300, 500)})
    assert found is not None
    group = found.groups[0]
    assert (group.key, group.numerator, group.denominator) == ("A", 3, 5)
    assert group.limits is not None
    assert group.limits.size == 5
    assert group.limits.warning == binomial_limits(5, Fraction(3, 5), WARNING)
    assert group.limits.action == binomial_limits(5, Fraction(3, 5), ACTION)
    assert found.curve[0] == group.limits


def test_limits_are_drawn_closer_together_where_they_bend() -> None:
    found = funnel({"A": (5, 10), "B": (0, 0), "C": (500, 1000)})
    assert found is not None
    sizes = [limit.size for limit in found.curve]
    assert len(sizes) == 41
    # A tenth power of a hundred every four points: 10, 16, 25, 40, 63, 100 ... 1000
    assert sizes[::4] == [10, 16, 25, 40, 63, 100, 158, 251, 398, 631, 1000]


def test_a_spread_is_too_great_where_chance_would_seldom_bring_it(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = {"A": (40, 100), "B": (60, 100)}
    found = spread(list(counts.values()), Fraction(1, 2))
    assert found is not None
    for seldom, overdispersed in ((found[1], False), (nextafter(found[1], 1), True)):
        monkeypatch.setattr(module, "SELDOM", seldom)
        drawn = funnel(counts)
        assert drawn is not None
        assert drawn.overdispersed is overdispersed


@pytest.mark.parametrize(("met", "overdispersed"), [((43, 57), True), ((44, 56), False)])
def test_once_in_twenty_is_seldom(met: tuple[int, int], overdispersed: bool) -> None:
    # Seven of a hundred either side of a half: 3.92 with one degree of freedom, beyond 3.84; six: 2.88.
    drawn = funnel({"A": (met[0], 100), "B": (met[1], 100)})
    assert drawn is not None
    assert drawn.overdispersed is overdispersed


def test_around_a_share_that_nobody_leaves_there_is_no_spread() -> None:
    drawn = funnel({"A": (0, 5), "B": (0, 9)})
    assert drawn is not None
    assert (drawn.centre, drawn.dispersion, drawn.overdispersed) == (0, None, False)
    assert [group.standing for group in drawn.groups] == [Standing.WITHIN] * 2
