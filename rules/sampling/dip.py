"""Which assessed cases of an inspection are checked: a draw for each assessor that anyone can repeat."""

from collections.abc import Collection, Mapping
from hashlib import sha256
from math import ceil

from rules.definitions.inspection_quality import DipRule


def dip_order_key(seed: str, case_id: str) -> str:
    """The hexadecimal SHA-256 of the UTF-8 text `SEED|dip|case_id`, which orders an assessor's cases."""
    return sha256(f"{seed}|dip|{case_id}".encode()).hexdigest()


def dip_number(rule: DipRule, *, locked: int) -> int:
    """How many of an assessor's `locked` cases: the share rounded up, the least number, at most all."""
    return min(locked, max(rule.at_least_per_assessor, ceil(rule.share * locked)))


def drawn_for_dip(
    rule: DipRule, *, seed: str, locked: Mapping[str, Collection[str]], before: Collection[str] = ()
) -> dict[str, list[str]]:
    """assessor -> the case ids drawn now, in the order of the draw.

    locked: assessor -> case ids of the locked assessments. `before`: cases that earlier draws took; they
    count, so that a later draw only adds what cases locked since then make due.
    """
    return {who: _drawn(rule, seed, cases, before) for who, cases in sorted(locked.items())}


def _drawn(rule: DipRule, seed: str, cases: Collection[str], before: Collection[str]) -> list[str]:
    left = sorted(set(cases) - set(before), key=lambda case: (dip_order_key(seed, case), case))
    held = len(set(cases) & set(before))
    return left[: max(0, dip_number(rule, locked=len(set(cases))) - held)]
