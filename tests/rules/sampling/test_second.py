"""Which cases are marked a second time."""

from datetime import date
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from rules.definitions.second_marks import SecondMarks, load_second_marks
from rules.sampling.second import chosen_for_second, second_marks_of, second_order_key

RULE = load_second_marks().on(date(2026, 4, 1))


@pytest.mark.parametrize(
    ("sampled", "expected"), [(0, 0), (4, 4), (6, 6), (32, 6), (60, 6), (61, 7), (100, 10), (101, 11)]
)
def test_a_tenth_is_marked_twice_at_least_six_at_most_all(sampled: int, expected: int) -> None:
    assert second_marks_of(RULE, sampled=sampled) == expected


def test_the_order_is_that_of_the_hash_of_seed_second_and_case() -> None:
    assert second_order_key("s", "C1") == sha256(b"s|second|C1").hexdigest()
    cases = [f"C{number}" for number in range(40)]
    by_hand = sorted(cases, key=lambda case: sha256(f"s|second|{case}".encode()).hexdigest())
    assert chosen_for_second(RULE, seed="s", sampled=cases) == by_hand[:6]


@given(st.sets(st.text("abc", min_size=1, max_size=4), max_size=30), st.text(max_size=5))
def test_the_choice_does_not_hang_on_the_order_of_the_sample(cases: set[str], seed: str) -> None:
    chosen = chosen_for_second(RULE, seed=seed, sampled=sorted(cases))
    assert chosen == chosen_for_second(RULE, seed=seed, sampled=sorted(cases, reverse=True))
    assert len(set(chosen)) == len(chosen) == second_marks_of(RULE, sampled=len(cases))


def test_editions_out_of_order_are_refused() -> None:
    shipped = load_second_marks()
    with pytest.raises(ValidationError, match="in order of valid_from"):
        SecondMarks.model_validate(shipped.model_dump() | {"editions": [RULE.model_dump()] * 2})


def test_a_draw_before_the_first_edition_takes_the_first() -> None:
    assert load_second_marks().on(date(2020, 1, 1)) == load_second_marks().editions[0]
