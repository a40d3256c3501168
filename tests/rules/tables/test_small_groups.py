"""Groups that are told apart, and those withheld with the small ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.tables.small_groups import told_apart

FEWEST = 5


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ({"a": 9, "b": 5}, "ab"),
        ({"a": 6, "b": 4, "c": 9}, "c"),
        ({"a": 4, "b": 3, "c": 9}, "c"),
        # One and two are three together: subtraction would tell of three people.
        ({"a": 1, "b": 2, "c": 9, "d": 30}, "d"),
        ({"a": 1, "b": 3, "c": 9, "d": 9}, "d"),
        ({"a": 3, "b": 20}, ""),
        ({"a": 3}, ""),
        ({"a": 0, "b": 7}, "b"),
        ({"a": 0, "b": 3, "c": 7}, ""),
        ({}, ""),
    ],
)
def test_a_small_group_takes_others_with_it(sizes: dict[str, int], shown: str) -> None:
    assert told_apart(sizes, tuple(sizes), fewest=FEWEST) == set(shown)


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 30)))
def test_subtracting_the_shown_from_the_whole_tells_of_no_small_group(sizes: dict[str, int]) -> None:
    shown = told_apart(sizes, tuple(sizes), fewest=FEWEST)
    rest = [size for name, size in sizes.items() if name not in shown and size]
    assert all(sizes[name] >= FEWEST for name in shown)
    assert not rest or not shown or (sum(rest) >= FEWEST and len(rest) > 1)


def test_those_of_no_listed_group_are_a_part_of_the_rest() -> None:
    assert told_apart({"a": 9, "b": 9, "not said": 2}, ("a", "b"), fewest=FEWEST) == {"b"}
    assert told_apart({"a": 9, "b": 9, "not said": 6}, ("a", "b"), fewest=FEWEST) == {"a", "b"}
