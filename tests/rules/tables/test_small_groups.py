"""Groups that are hidden, and those hidden with them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.tables.small_groups import hidden_groups

FEWEST = 5


@pytest.mark.parametrize(
    ("sizes", "hidden"),
    [
        ({"a": 9, "b": 5}, ""),
        ({"a": 6, "b": 4, "c": 9}, "ab"),
        ({"a": 4, "b": 3, "c": 9}, "ab"),
        # One and two are three together: subtraction would tell of three people.
        ({"a": 1, "b": 2, "c": 9, "d": 30}, "abc"),
        ({"a": 1, "b": 3, "c": 9, "d": 9}, "abc"),
        ({"a": 3, "b": 20}, "ab"),
        ({"a": 3}, "a"),
        ({"a": 0, "b": 7}, ""),
        ({"a": 0, "b": 3, "c": 7}, "bc"),
        ({}, ""),
    ],
)
def test_a_small_group_takes_others_with_it(sizes: dict[str, int], hidden: str) -> None:
    assert hidden_groups(sizes, fewest=FEWEST) == set(hidden)


@given(st.dictionaries(st.sampled_from("abcdefg"), st.integers(0, 30)))
def test_subtracting_the_shown_from_the_whole_tells_of_no_small_group(sizes: dict[str, int]) -> None:
    hidden = hidden_groups(sizes, fewest=FEWEST)
    shown = {name for name, size in sizes.items() if size} - hidden
    left = sum(sizes.values()) - sum(sizes[name] for name in shown)
    assert all(sizes[name] >= FEWEST for name in shown)
    assert left == 0 or (not shown or (left >= FEWEST and len(hidden) > 1))
