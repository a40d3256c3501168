"""Who marks which case, worked by hand."""

from hashlib import sha256

from rules.sampling.allocate import allocate
from rules.sampling.assign import share_out
from rules.sampling.draw import draw, drawn_csv, frame_hash

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
