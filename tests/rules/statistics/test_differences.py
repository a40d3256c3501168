"""The interval of a difference against the vectors of its source, and what must hold for any counts."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.statistics.differences import Difference, newcombe

counts = st.integers(1, 400).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole)))


@pytest.mark.parametrize(
    ("second", "first", "low", "high"),
    [
        ((56, 70), (48, 80), "0.0524", "0.3339"),
        ((9, 10), (3, 10), "0.1705", "0.8090"),
        ((6, 7), (2, 7), "0.0582", "0.8062"),
        ((5, 56), (0, 29), "-0.0381", "0.1926"),
        ((0, 10), (0, 20), "-0.1611", "0.2775"),
        ((0, 10), (0, 10), "-0.2775", "0.2775"),
        ((10, 10), (0, 20), "0.6791", "1.0000"),
        ((10, 10), (0, 10), "0.6075", "1.0000"),
    ],
)
def test_the_interval_is_the_one_of_newcombes_table(
    second: tuple[int, int], first: tuple[int, int], low: str, high: str
) -> None:
    found = newcombe(first, second)
    assert found is not None
    ends = [end.scaleb(-2).quantize(Decimal("0.0001")) for end in (found.low, found.high)]
    assert ends == [Decimal(low), Decimal(high)]


def test_an_interval_that_holds_zero_is_no_clear_difference() -> None:
    unclear, clear = newcombe((5, 56), (0, 29)), newcombe((48, 80), (56, 70))
    assert unclear is not None
    assert clear is not None
    assert (unclear.is_clear, clear.is_clear) == (False, True)


@pytest.mark.parametrize("pair", [((0, 0), (1, 2)), ((1, 2), (0, 0))])
def test_nothing_counted_on_one_side_is_no_difference(pair: tuple[tuple[int, int], tuple[int, int]]) -> None:
    assert newcombe(*pair) is None


def test_counts_that_cannot_be_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="3 of 2"):
        newcombe((3, 2), (1, 2))


@given(counts, counts)
def test_the_difference_lies_in_its_interval_and_turns_round_with_its_sides(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    there, back = newcombe(one, other), newcombe(other, one)
    assert there is not None
    assert back is not None
    assert -100 <= there.low <= float(there.points) + 1e-9
    assert float(there.points) - 1e-9 <= there.high <= 100
    assert there.points == -back.points
    assert abs(there.low + back.high) < Decimal("1e-25")
    assert there.is_clear == back.is_clear


@pytest.mark.parametrize(
    ("low", "high", "clear"),
    [("0", "5", False), ("-5", "0", False), ("0.01", "5", True), ("-5", "-0.01", True)],
)
def test_an_interval_that_ends_at_zero_holds_it(low: str, high: str, clear: bool) -> None:
    assert Difference(points=Fraction(1), low=Decimal(low), high=Decimal(high)).is_clear is clear
