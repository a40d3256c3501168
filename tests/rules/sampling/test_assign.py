"""Who marks which case, worked by hand."""

from fractions import Fraction
from hashlib import sha256

from rules.sampling.allocate import allocate
from rules.sampling.assign import share_out
from rules.sampling.draw import ALGORITHM, draw, drawn_csv, frame_hash, shown_weight

FREE: frozenset[str] = frozenset()


def test_whoever_has_nothing_yet_comes_before_whoever_has_one() -> None:
    assert share_out({"C": FREE}, ["ann", "ben"], {"ann": 1}) == {"C": "ben"}


def test_a_case_that_few_may_take_is_placed_first() -> None:
    shared = share_out({"C1": FREE, "C2": frozenset({"ben"})}, ["ann", "ben"])
    assert shared == {"C1": "ben", "C2": "ann"}
    assert list(shared) == ["C1", "C2"]


def test_each_case_weighs_one() -> None:
    # Ann has none and takes the first; then both have one, and she stands first in the list.
    shared = share_out({"C1": FREE, "C2": FREE, "C3": FREE}, ["ann", "ben"], {"ben": 1})
    assert shared == {"C1": "ann", "C2": "ann", "C3": "ben"}


def test_the_largest_fraction_may_be_that_of_the_largest_stratum() -> None:
    # 10 x 58/100 = 5.8 and 10 x 42/100 = 4.2
    assert allocate({"a": 58, "b": 42}, 10) == {"a": 6, "b": 4}


def test_a_frame_is_known_by_the_hash_of_its_text() -> None:
    assert frame_hash("case_id\nÉ1\n") == sha256("case_id\nÉ1\n".encode()).hexdigest()


def test_a_draw_s_file_names_its_columns() -> None:
    header = drawn_csv(draw({"C1": "a", "C2": "a"}, size=2, seed="s")).splitlines()[0]
    assert header == "case_id,stratum,place,sampled_or_reserve,weight"


def test_a_draw_s_file_is_the_same_on_every_machine() -> None:
    rows = draw({"C1": "a", "C2": "a", "C3": "a"}, size=2, seed="s")
    assert drawn_csv(rows) == (
        "case_id,stratum,place,sampled_or_reserve,weight\n"
        + "".join(f"{row.case_id},a,{row.place},sampled,1.5\n" for row in rows[:2])
        + f"{rows[2].case_id},a,3,reserve,\n"
    )
    assert [row.place for row in rows] == [1, 2, 3]


def test_the_order_of_this_draw_has_a_name_that_never_changes() -> None:
    assert ALGORITHM == "sha256-order-1"


def test_a_weight_is_printed_with_twelve_digits() -> None:
    assert shown_weight(Fraction(1, 3)) == "0.333333333333"
    assert shown_weight(Fraction(2_000_000, 3)) == "666666.666667"
    assert shown_weight(None) == ""


def test_a_stratum_without_cases_gives_none() -> None:
    assert allocate({"a": 0}, 0) == {"a": 0}
    assert allocate({"a": 0, "b": 9}, 4) == {"a": 0, "b": 4}


def test_two_strata_are_raised_from_whoever_has_the_most() -> None:
    # 8 x 90/100 = 7.2, three times 8 x 3/100 = 0.24 and 8 x 1/100: 7, then the spare place to one of a third
    assert allocate({"big": 90, "b": 3, "c": 3, "d": 3, "one": 1}, 9) == {
        "big": 2,
        "b": 2,
        "c": 2,
        "d": 2,
        "one": 1,
    }
    # Equals give in the order of their names: 10 x 48/100 = 4.8 each, 10 x 2/100 = 0.2 twice
    assert allocate({"b": 48, "a": 48, "x": 2, "y": 2}, 10) == {"a": 3, "b": 3, "x": 2, "y": 2}
    assert allocate({"b": 48, "a": 48, "x": 2, "y": 1}, 10) == {"a": 3, "b": 4, "x": 2, "y": 1}
