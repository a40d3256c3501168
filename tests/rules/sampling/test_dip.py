"""Which assessed cases are checked: each assessor's share, by a hash that anyone can repeat."""

from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.definitions.inspection_quality import quality_rules_on
from rules.sampling.dip import dip_number, dip_order_key, drawn_for_dip

RULE = quality_rules_on(date(2026, 9, 7)).dip_sample
CASES = [f"C{number}" for number in range(30)]


@pytest.mark.parametrize(("locked", "expected"), [(0, 0), (1, 1), (2, 2), (20, 2), (21, 3), (100, 10)])
def test_a_tenth_of_an_assessors_cases_is_checked_at_least_two_at_most_all(
    locked: int, expected: int
) -> None:
    assert dip_number(RULE, locked=locked) == expected


def test_the_order_is_that_of_the_hash_of_seed_dip_and_case() -> None:
    assert dip_order_key("s", "C1") == sha256(b"s|dip|C1").hexdigest()
    by_hand = sorted(CASES, key=lambda case: sha256(f"s|dip|{case}".encode()).hexdigest())
    assert drawn_for_dip(RULE, seed="s", locked={"ann": CASES}) == {"ann": by_hand[:3]}


def test_every_assessor_has_a_draw_of_their_own() -> None:
    drawn = drawn_for_dip(RULE, seed="s", locked={"ben": CASES[:4], "ann": CASES[4:5], "cid": []})
    assert [(who, len(cases)) for who, cases in drawn.items()] == [("ann", 1), ("ben", 2), ("cid", 0)]


@given(st.integers(0, 30), st.text("xyz", max_size=3))
def test_a_later_draw_adds_only_what_is_due_since(locked_first: int, seed: str) -> None:
    early = drawn_for_dip(RULE, seed="s", locked={"ann": CASES[:locked_first]})["ann"]
    late = drawn_for_dip(RULE, seed=seed, locked={"ann": CASES}, before=early)["ann"]
    assert not set(early) & set(late)
    assert len(early) + len(late) == dip_number(RULE, locked=len(CASES))
