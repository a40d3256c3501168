"""Which cases of a sample are marked a second time: a draw within the draw that anyone can repeat."""

from collections.abc import Iterable
from hashlib import sha256
from math import ceil

from rules.definitions.second_marks import SecondMarksEdition


def second_order_key(seed: str, case_id: str) -> str:
    """The hexadecimal SHA-256 of the UTF-8 text `SEED|second|case_id`, by which cases are ordered."""
    return sha256(f"{seed}|second|{case_id}".encode()).hexdigest()


def second_marks_of(rule: SecondMarksEdition, *, sampled: int) -> int:
    """How many of `sampled` cases: the share rounded up, the least number if that is more, at most all."""
    return min(sampled, max(rule.at_least, ceil(rule.share * sampled)))


def chosen_for_second(rule: SecondMarksEdition, *, seed: str, sampled: Iterable[str]) -> list[str]:
    """The case ids to be marked twice, in the order of the draw; none for an empty sample."""
    ordered = sorted(sampled, key=lambda case_id: (second_order_key(seed, case_id), case_id))
    return ordered[: second_marks_of(rule, sampled=len(ordered))]
