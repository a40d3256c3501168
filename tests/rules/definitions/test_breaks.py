"""Which editions of a measure set apart those that judged."""

from types import SimpleNamespace

import pytest

from rules.definitions.breaks import break_in_words, breaks_between
from rules.definitions.measures import MeasureDefinition, load_measures

BEFORE, AFTER = load_measures()["SL007"].editions


def with_editions(*broken: bool) -> SimpleNamespace:
    """A measure of as many editions, each with a break or without."""
    editions = [
        BEFORE.model_copy(
            update={
                "valid_from": BEFORE.valid_from.replace(year=2022 + number),
                "break_reason": "Counted anew." if is_broken else None,
            }
        )
        for number, is_broken in enumerate(broken)
    ]
    return SimpleNamespace(editions=tuple(editions))


@pytest.mark.parametrize(
    ("broken", "judged", "found"),
    [
        ((False, True), (), []),
        ((False, True), (0,), []),
        ((False, True), (1,), []),  # its own first day is no break of what it alone judged
        ((False, True), (0, 1), [1]),
        ((False, True), (1, 0, 1), [1]),
        ((False, False), (0, 1), []),
        ((False, True, False), (0, 2), [1]),  # the one between judged nothing here, and still sets them apart
        ((False, True, True), (0, 2), [1, 2]),
        ((False, True, False), (1, 2), []),
    ],
)
def test_editions_either_side_of_a_break_are_apart(
    broken: tuple[bool, ...], judged: tuple[int, ...], found: list[int]
) -> None:
    measure = with_editions(*broken)
    assert breaks_between(measure, [measure.editions[one] for one in judged]) == [
        measure.editions[one] for one in found
    ]


def test_the_break_is_told_with_its_day_and_reason() -> None:
    assert isinstance(load_measures()["SL007"], MeasureDefinition)
    assert break_in_words(AFTER).startswith("There is a break in this measure on 1 May 2024. ")
    assert AFTER.break_reason is not None
    assert break_in_words(AFTER).endswith(AFTER.break_reason)
