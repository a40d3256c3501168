"""Agreement between markers: published vectors, a slow second reckoning, and what cannot be said."""

from collections.abc import Sequence
from fractions import Fraction
from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.statistics.agreement import (
    NEVER_TOGETHER,
    NOTHING_TWICE,
    ONE_ANSWER,
    ONE_ANSWER_OF_TWO,
    agreement,
)
from rules.statistics.rounding import half_up

Items = list[tuple[str | None, ...]]


def two_by_two(yes_yes: int, yes_no: int, no_yes: int, no_no: int) -> Items:
    counts = (yes_yes, yes_no, no_yes, no_no)
    return [pair for count, pair in zip(counts, product("yn", repeat=2), strict=True) for _ in range(count)]


def figures(items: Sequence[tuple[str | None, ...]]) -> list[str]:
    found = agreement(items)
    values = (found.percent, found.kappa, found.alpha, found.ac1)
    return ["none" if each.value is None else str(half_up(each.value, 3)) for each in values]


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        ((54, 3, 3, 0), ["0.900", "-0.053", "-0.044", "0.890"]),
        ((27, 3, 3, 27), ["0.900", "0.800", "0.802", "0.800"]),
        ((40, 6, 4, 10), ["0.833", "0.556", "0.559", "0.733"]),
    ],
)
def test_two_markers_agree_as_the_design_says(counts: tuple[int, int, int, int], expected: list[str]) -> None:
    assert figures(two_by_two(*counts)) == expected


def test_the_figures_are_exact_fractions() -> None:
    found = agreement(two_by_two(40, 6, 4, 10))
    # chance of kappa: (46 x 44 + 14 x 16) / 3600; of AC1: 2 x 3/4 x 1/4
    assert found.percent.value == Fraction(5, 6)
    assert found.kappa.value == (Fraction(5, 6) - Fraction(2248, 3600)) / (1 - Fraction(2248, 3600))
    assert found.ac1.value == (Fraction(5, 6) - Fraction(3, 8)) / Fraction(5, 8)
    assert found.prevalence == {"y": Fraction(3, 4), "n": Fraction(1, 4)}
    assert (found.items, found.marks) == (60, 120)


def test_four_markers_of_twelve_units_give_krippendorffs_own_example() -> None:
    # Krippendorff (2011), Computing Krippendorff's alpha-reliability, example C: nominal alpha 0.743
    coders = ("123321412...", "1233224125.3", ".3332342251.", "12332441251.")
    items = [tuple(None if mark == "." else mark for mark in unit) for unit in zip(*coders, strict=True)]
    assert str(half_up(agreement(items).alpha.value, 3)) == "0.743"
    assert agreement(items).items == 11  # one unit was coded once


def test_kappa_of_more_than_two_markers_is_the_mean_over_their_pairs() -> None:
    items = [("a", "a", "b"), ("a", "b", "b"), ("b", "b", "b"), ("a", "a", "a"), ("b", "a", "b")]
    pairs = [[(item[one], item[other]) for item in items] for one, other in ((0, 1), (0, 2), (1, 2))]
    values = [agreement(pair).kappa.value for pair in pairs]
    assert agreement(items).kappa.value == sum(values, Fraction(0)) / 3


def test_without_an_item_marked_twice_nothing_can_be_said() -> None:
    for items in ([], [("a", None)], [(None, None)]):
        found = agreement(items)
        assert (found.items, found.prevalence) == (0, {})
        assert {each.missing for each in (found.percent, found.kappa, found.alpha, found.ac1)} == {
            NOTHING_TWICE
        }


def test_where_every_mark_is_the_same_only_the_share_can_be_said() -> None:
    found = agreement([("a", "a")] * 5)
    assert found.percent.value == 1
    assert [each.value for each in (found.kappa, found.alpha, found.ac1)] == [None] * 3
    assert {each.missing for each in (found.kappa, found.alpha, found.ac1)} == {ONE_ANSWER}


def test_two_of_three_markers_that_never_meet_have_no_kappa() -> None:
    found = agreement([("a", "b", None), ("b", "b", None), (None, "b", "a")])
    assert (found.kappa.value, found.kappa.missing) == (None, NEVER_TOGETHER)
    assert found.alpha.value is not None


def test_three_markers_of_whom_two_gave_one_answer_have_no_kappa() -> None:
    found = agreement([("a", "a", "b"), ("a", "a", "a")])
    assert (found.kappa.value, found.kappa.missing) == (None, ONE_ANSWER_OF_TWO)
    assert found.ac1.value is not None


def test_items_of_different_length_are_refused() -> None:
    with pytest.raises(ValueError, match="expected one number"):
        agreement([("a", "b"), ("a",)])


marks = st.sampled_from(["a", "b", "c", None])
many = st.integers(2, 4).flatmap(lambda n: st.lists(st.tuples(*[marks] * n), max_size=8))


@given(many)
def test_alpha_and_ac1_are_what_counting_pair_by_pair_gives(items: Items) -> None:
    found = agreement(items)
    assert found.alpha.value == _slow_alpha(items)
    assert found.ac1.value == _slow_ac1(items)


def _paired(items: Items) -> list[list[str]]:
    return [marks for item in items if len(marks := [mark for mark in item if mark]) > 1]


def _slow_alpha(items: Items) -> Fraction | None:
    """One minus observed over expected disagreement, from Krippendorff's coincidence matrix."""
    paired = _paired(items)
    values = [mark for item in paired for mark in item]
    matrix: dict[tuple[str, str], Fraction] = {}
    for item in paired:
        for pair in permutations(item, 2):
            matrix[pair] = matrix.get(pair, Fraction(0)) + Fraction(1, len(item) - 1)
    observed = sum((each for (one, other), each in matrix.items() if one != other), Fraction(0))
    expected = Fraction(sum(one != other for one, other in permutations(values, 2)))
    if not expected:
        return None
    return 1 - (len(values) - 1) * observed / expected


def _slow_ac1(items: Items) -> Fraction | None:
    paired = _paired(items)
    categories = sorted({mark for item in paired for mark in item})
    if len(categories) < 2:
        return None
    observed = sum(
        (
            Fraction(sum(a == b for a, b in permutations(item, 2)), len(item) * (len(item) - 1))
            for item in paired
        ),
        Fraction(0),
    ) / len(paired)
    shares = [
        sum((Fraction(item.count(each), len(item)) for item in paired), Fraction(0)) / len(paired)
        for each in categories
    ]
    chance = sum((share * (1 - share) for share in shares), Fraction(0)) / (len(categories) - 1)
    return (observed - chance) / (1 - chance)


@given(st.lists(st.tuples(marks, marks), max_size=12))
def test_two_markers_may_change_places(items: list[tuple[str | None, str | None]]) -> None:
    assert agreement(items) == agreement([(other, one) for one, other in items])


@given(many)
def test_no_figure_goes_beyond_one(items: Items) -> None:
    found = agreement(items)
    for each in (found.percent, found.kappa, found.alpha, found.ac1):
        assert each.value is None or each.value <= 1
        assert (each.value is None) == bool(each.missing)


def test_answers_of_equal_frequency_stand_in_the_order_of_their_texts() -> None:
    assert list(agreement([("b", "a"), ("c", "c")]).prevalence) == ["c", "a", "b"]
