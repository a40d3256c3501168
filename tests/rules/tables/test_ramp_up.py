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
