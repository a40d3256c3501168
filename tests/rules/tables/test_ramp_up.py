"""Ramp-up targets: quartiles of the regions and the path from a baseline to the end state."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.periods import Month
from rules.tables.ramp_up import Goal, Quartiles, needs_steps, path, quartiles

GOAL = Goal(
    percent=Decimal(90),
    from_month=Month(2027, 4),
    steps=3,
    step_months=3,
    rounded_to=Decimal("0.5"),
    tolerance=Decimal(2),
    direction="higher",
)


def test_quartiles_lie_between_neighbours_in_proportion() -> None:
    # 10, 20, 30, 40: the lower quartile is three quarters of the way from the first to the second.
    found = quartiles([Fraction(n) for n in (40, 10, 30, 20)])
    assert found == Quartiles(lower=Fraction(35, 2), median=Fraction(25), upper=Fraction(65, 2))


def test_one_region_is_its_own_quartiles() -> None:
    assert quartiles([Fraction(1, 3)]) == Quartiles(
        lower=Fraction(1, 3), median=Fraction(1, 3), upper=Fraction(1, 3)
    )


def test_no_region_has_no_quartiles() -> None:
    with pytest.raises(ValueError, match="found no rate"):
        quartiles([])


def test_a_path_rises_in_equal_parts_and_ends_in_the_end_state() -> None:
    found = path(Fraction(70), GOAL)
    assert [(str(s.first_month), str(s.last_month), str(s.percent)) for s in found] == [
        ("2026-07", "2026-09", "75.0"),
        ("2026-10", "2026-12", "80.0"),
        ("2027-01", "2027-03", "85.0"),
        ("2027-04", "None", "90"),
    ]


def test_a_step_is_rounded_half_up_to_what_was_asked() -> None:
    # 71 and a quarter of 19 is 75.75: half way between 75.5 and 76.0.
    assert str(path(Fraction(71), GOAL)[0].percent) == "76.0"


def test_a_region_near_the_end_state_needs_no_steps() -> None:
    assert not needs_steps(Fraction(88), GOAL)
    assert needs_steps(Fraction(8799, 100), GOAL)
    found = path(Fraction(88), GOAL)
    assert [(str(step.first_month), step.last_month, step.percent) for step in found] == [
        ("2026-07", None, Decimal(90))
    ]


def test_where_lower_is_better_the_path_falls() -> None:
    goal = replace(GOAL, percent=Decimal(5), direction="lower")
    assert [str(step.percent) for step in path(Fraction(21), goal)] == ["17.0", "13.0", "9.0", "5"]
    assert not needs_steps(Fraction(4), goal)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"percent": Decimal(101)}, "end state"),
        ({"steps": 0}, "0 steps"),
        ({"step_months": 0}, "0 months"),
        ({"rounded_to": Decimal(0)}, "rounding"),
        ({"tolerance": Decimal(-1)}, "tolerance"),
    ],
)
def test_a_goal_that_cannot_be_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(GOAL, **change)


@given(
    st.fractions(0, 100),
    st.integers(1, 8),
    st.integers(1, 12),
    st.sampled_from(["0.1", "0.5", "1", "5"]),
    st.integers(0, 100),
    st.sampled_from(["higher", "lower"]),
)
def test_steps_follow_each_other_and_never_turn_back(
    baseline: Fraction, steps: int, months: int, rounded: str, end: int, direction: str
) -> None:
    goal = replace(
        GOAL,
        steps=steps,
        step_months=months,
        rounded_to=Decimal(rounded),
        percent=Decimal(end),
        direction=direction,
    )
    found = path(baseline, goal)
    percents = [step.percent for step in found]
    assert percents == sorted(percents, reverse=direction == "lower")
    assert percents[-1] == end
    for before, after in pairwise(found):
        assert before.last_month is not None
        assert before.last_month.plus(1) == after.first_month
    assert found[-1].last_month is None


@pytest.mark.parametrize(
    ("rates", "lower", "median", "upper"),
    [
        ((10, 20), Fraction(25, 2), Fraction(15), Fraction(35, 2)),
        ((30, 10, 20), Fraction(15), Fraction(20), Fraction(25)),
        ((10, 20, 30, 40, 50), Fraction(20), Fraction(30), Fraction(40)),
        ((1, 2, 4, 8, 16, 32), Fraction(5, 2), Fraction(6), Fraction(14)),
    ],
)
def test_quartiles_of_any_number_of_regions(
    rates: tuple[int, ...], lower: Fraction, median: Fraction, upper: Fraction
) -> None:
    found = quartiles([Fraction(rate) for rate in rates])
    assert (found.lower, found.median, found.upper) == (lower, median, upper)


@pytest.mark.parametrize(
    "change",
    [
        {"percent": Decimal(0)},
        {"percent": Decimal(100)},
        {"steps": 1},
        {"step_months": 1},
        {"rounded_to": Decimal("0.1")},
        {"rounded_to": Decimal(10)},
        {"tolerance": Decimal(0)},
    ],
)
def test_a_goal_at_its_limits_is_taken(change: dict[str, object]) -> None:
    assert replace(GOAL, **change) != GOAL


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"percent": Decimal(-1)}, "end state: found -1, expected 0 to 100"),
        ({"percent": Decimal("100.1")}, "end state: found 100.1, expected 0 to 100"),
        ({"steps": 0}, "found 0 steps of 3 months, expected 1 or more"),
        ({"steps": 0, "step_months": 0}, "found 0 steps of 0 months, expected 1 or more"),
        ({"rounded_to": Decimal("10.5")}, "rounding: found 10.5, expected more than 0 and at most 10"),
        ({"tolerance": Decimal("-0.1")}, "tolerance: found -0.1, expected 0 or more"),
    ],
)
def test_a_goal_beyond_its_limits_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        replace(GOAL, **change)


def test_the_first_step_comes_into_force_all_steps_before_the_end_state() -> None:
    assert GOAL.first_month == Month(2026, 7)
    assert replace(GOAL, steps=1, step_months=1).first_month == Month(2027, 3)
    assert replace(GOAL, steps=2, step_months=5).first_month == Month(2026, 6)


def test_where_lower_is_better_short_is_above_the_end_state() -> None:
    goal = replace(GOAL, percent=Decimal(10), direction="lower")
    assert not needs_steps(Fraction(12), goal)
    assert needs_steps(Fraction(1201, 100), goal)
    assert not needs_steps(Fraction(0), goal)
    assert not needs_steps(Fraction(100), GOAL)


@pytest.mark.parametrize(
    ("baseline", "end", "direction", "first"),
    [
        (Fraction(86), "89.5", "higher", "87.0"),
        (Fraction(84), "88.2", "higher", "85.0"),
        (Fraction(20), "12", "lower", "18.0"),
    ],
)
def test_an_interim_target_is_a_multiple_of_what_was_asked(
    baseline: Fraction, end: str, direction: str, first: str
) -> None:
    goal = replace(GOAL, percent=Decimal(end), direction=direction)
    assert str(path(baseline, goal)[0].percent) == first


@pytest.mark.parametrize(("direction", "baseline", "end"), [("higher", 70, "74.9"), ("lower", 10, "5.2")])
def test_a_rounded_step_never_lies_beyond_the_end_state(direction: str, baseline: int, end: str) -> None:
    goal = replace(GOAL, percent=Decimal(end), rounded_to=Decimal(10), direction=direction)
    found = path(Fraction(baseline), goal)
    assert [str(step.percent) for step in found] == {
        "higher": ["70", "70", "70", "74.9"],
        "lower": ["10", "10", "10", "5.2"],
    }[direction]
    close = replace(
        goal, percent=Decimal("78") if direction == "higher" else Decimal("2"), tolerance=Decimal(0)
    )
    nearest = Fraction(close.percent) + (-1 if direction == "higher" else 1)
    assert path(nearest, close)[0].percent == close.percent
