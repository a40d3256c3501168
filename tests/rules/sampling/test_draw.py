"""The allocation and the seeded order, by example and for any frame."""

import csv
import io
from fractions import Fraction
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.sampling.allocate import SampleTooSmall, allocate, sample_size
from rules.sampling.assign import share_out
from rules.sampling.draw import Standing, draw, drawn_csv
from rules.sampling.frames import FrameError


def test_places_follow_the_frame_and_spare_ones_go_to_the_largest_fractions():
    # 10 x 50/97 = 5.15, 10 x 30/97 = 3.09, 10 x 17/97 = 1.75: floors 5, 3, 1 leave one for c
    assert allocate({"a": 50, "b": 30, "c": 17}, 10) == {"a": 5, "b": 3, "c": 2}


def test_equal_fractions_are_settled_by_the_stratum_s_text():
    assert allocate({"b": 10, "a": 10, "c": 10}, 10) == {"a": 4, "b": 3, "c": 3}


def test_a_small_stratum_is_raised_to_two_at_the_largest_one_s_cost():
    # 10 x 95/100 = 9.5 -> 9 or 10, 10 x 3/100 = 0.3, 10 x 2/100 = 0.2
    assert allocate({"big": 95, "few": 3, "two": 2}, 10) == {"big": 6, "few": 2, "two": 2}


def test_a_stratum_of_one_gives_its_one():
    assert allocate({"big": 99, "one": 1}, 10)["one"] == 1


def test_a_sample_as_large_as_the_frame_takes_everyone():
    assert allocate({"a": 3, "b": 1}, 4) == allocate({"a": 3, "b": 1}, 400) == {"a": 3, "b": 1}


def test_a_sample_that_cannot_show_spread_is_refused():
    with pytest.raises(SampleTooSmall, match="expected at least 5"):
        allocate({"a": 10, "b": 10, "c": 1}, 4)


frames = st.dictionaries(
    st.text("abcdef", min_size=1, max_size=3), st.integers(1, 60), min_size=1, max_size=8
)


@given(frames, st.integers(1, 300))
def test_every_allocation_fits_its_frame_and_adds_up(frame, size):
    least = sum(min(2, count) for count in frame.values())
    if size < least and size < sum(frame.values()):
        with pytest.raises(SampleTooSmall):
            allocate(frame, size)
        return
    places = allocate(frame, size)
    assert sum(places.values()) == min(size, sum(frame.values()))
    assert all(min(2, frame[name]) <= places[name] <= frame[name] for name in frame)


@pytest.mark.parametrize(("frame", "size"), [(60, 45), (80, 55), (100, 63), (150, 79)])
def test_the_helper_gives_the_design_s_sizes_at_80_percent(frame, size):
    assert sample_size(frame, confidence=Fraction(80, 100), margin=Fraction(5, 100)) == size


@pytest.mark.parametrize(("frame", "size"), [(100, 80), (1000, 278), (0, 0), (1, 1)])
def test_the_helper_gives_the_design_s_sizes_at_95_percent(frame, size):
    assert sample_size(frame, confidence=Fraction(95, 100), margin=Fraction(5, 100)) == size


def test_cases_are_ordered_by_the_hash_of_seed_and_case_id():
    drawn = draw(dict.fromkeys(("C1", "C2", "C3", "C4"), "all"), size=2, seed="2026-11")
    by_hash = sorted(("C1", "C2", "C3", "C4"), key=lambda c: sha256(f"2026-11|{c}".encode()).hexdigest())
    assert [row.case_id for row in drawn] == by_hash
    assert [row.standing for row in drawn] == [Standing.SAMPLED] * 2 + [Standing.RESERVE] * 2
    assert [row.weight for row in drawn] == [2, 2, None, None]


def test_another_seed_gives_another_order():
    frame = {f"C{n}": "all" for n in range(40)}
    assert draw(frame, size=5, seed="a") != draw(frame, size=5, seed="b")


@given(
    st.dictionaries(st.text(min_size=1, max_size=5), st.sampled_from("xyz"), min_size=6, max_size=40),
    st.text(),
)
def test_weights_of_the_sampled_add_up_to_the_frame(frame, seed):
    drawn = draw(frame, size=6, seed=seed)
    assert sum(row.weight for row in drawn if row.weight) == len(frame)
    assert sorted(row.case_id for row in drawn) == sorted(frame)


def test_the_order_of_the_rows_of_the_frame_does_not_matter():
    frame = {f"C{n}": "ab"[n % 2] for n in range(30)}
    assert draw(frame, size=8, seed="s") == draw(dict(reversed(frame.items())), size=8, seed="s")


def test_an_empty_frame_is_refused():
    with pytest.raises(FrameError, match="empty"):
        draw({}, size=1, seed="s")


def test_the_file_of_a_draw_has_one_row_a_case_and_no_weight_for_reserves():
    rows = list(
        csv.DictReader(io.StringIO(drawn_csv(draw({"A": "all", "B": "all", "C": "all"}, size=2, seed="1"))))
    )
    assert [row["sampled_or_reserve"] for row in rows] == ["sampled", "sampled", "reserve"]
    assert [row["weight"] for row in rows] == ["1.5", "1.5", ""]


def test_nobody_marks_a_case_from_which_they_are_barred_and_the_load_is_even():
    barred = {f"C{n}": frozenset({"ann"} if n < 4 else ()) for n in range(8)}
    shared = share_out(barred, ["ann", "ben"])
    assert all(shared[f"C{n}"] == "ben" for n in range(4))
    assert all(shared[f"C{n}"] == "ann" for n in range(4, 8))


def test_a_case_that_nobody_may_take_stays_open():
    assert share_out({"C": frozenset({"ann"})}, ["ann"]) == {"C": None}


def test_what_an_auditor_has_already_counts():
    assert share_out({"C": frozenset()}, ["ann", "ben"], {"ann": 3}) == {"C": "ben"}


@given(st.integers(0, 60), st.integers(1, 6))
def test_without_bars_no_two_auditors_differ_by_more_than_one(cases, auditors):
    names = [f"a{n}" for n in range(auditors)]
    shared = list(share_out({f"C{n}": frozenset() for n in range(cases)}, names).values())
    loads = [shared.count(name) for name in names]
    assert max(loads) - min(loads) <= 1
