"""Disclosure control: which cells of a table must stay empty so that no small count can be worked out.

A table is a set of counts and the sums that tie them (units add up to the region, quarters to the year,
met plus missed to counted). Counts within the rule's bounds are suppressed first; then further cells, until
nobody who knows every published number and every sum can derive a suppressed one. The attacker assumed here
also knows that counts are whole, that no count is negative, and that a suppressed cell is never zero.
"""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, milp

from rules.definitions.disclosure import DisclosureEdition

# Compared from left to right: what weighs most stands first.
Price = tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Total:
    """`whole` is the sum of `parts`, and every reader knows it."""

    whole: Hashable
    parts: tuple[Hashable, ...]

    @property
    def members(self) -> tuple[Hashable, ...]:
        return (self.whole, *self.parts)


@dataclass(frozen=True, kw_only=True)
class Protection:
    """`primary`: small counts; `secondary`: cells emptied so that the small ones stay unknown.

    `hidden` is both. Latent cells are never among them: they are not published in any case.
    """

    primary: frozenset[Hashable]
    secondary: frozenset[Hashable]

    @property
    def hidden(self) -> frozenset[Hashable]:
        return self.primary | self.secondary


def protect(
    counts: Mapping[Hashable, int],
    totals: Sequence[Total],
    *,
    edition: DisclosureEdition,
    latent: Collection[Hashable] = (),
    already: Collection[Hashable] = (),
    known: Collection[Hashable] = (),
    cost: Mapping[Hashable, Price] | None = None,
) -> Protection:
    """Which of the `counts` to suppress.

    `latent`: counts that no table prints but that bound the printed ones, such as misses; small ones are
    protected just the same where the edition says so. `already`: cells that another table of the same counts
    suppresses, and that stay so; a zero among them is printed. `known`: cells that another table prints:
    emptying them here would keep nobody from reading them there, so they stay and cover nothing. `cost`:
    what it costs a reader to lose a cell (default: its value); the cheapest cell that helps is emptied.
    Raises ValueError when a total does not add up or a count is negative.
    """
    _check(counts, totals)
    latent, known = frozenset(latent), frozenset(known)
    small = frozenset(key for key, value in counts.items() if edition.suppresses(value)) - known
    if not edition.misses_are_counts:
        small -= latent
    primary = small - latent
    hidden = set(primary) | {key for key in already if counts[key] > 0 and key not in known}
    price = {key: (value,) for key, value in counts.items()} | dict(cost or {})
    told = _told_elsewhere(counts, totals, latent, known)
    while exposed := (derivable(counts, totals, hidden=hidden, latent=latent) - told) & (small | hidden):
        hidden.add(_cheapest_cover(counts, totals, exposed, hidden | latent | known, price))
    return Protection(primary=primary, secondary=frozenset(hidden) - primary)


def _told_elsewhere(
    counts: Mapping[Hashable, int],
    totals: Sequence[Total],
    latent: frozenset[Hashable],
    known: frozenset[Hashable],
) -> frozenset[Hashable]:
    """What follows from the known cells alone, whatever else is emptied."""
    if not known:
        return frozenset()
    others = {key for key, value in counts.items() if value > 0 and key not in known | latent}
    return derivable(counts, totals, hidden=others, latent=latent)


def derivable(
    counts: Mapping[Hashable, int],
    totals: Sequence[Total],
    *,
    hidden: Collection[Hashable],
    latent: Collection[Hashable] = (),
) -> frozenset[Hashable]:
    """The unpublished cells that have one possible value only, given everything that is published."""
    exposed: set[Hashable] = set()
    unknown = set(hidden) | set(latent)
    for cells in _linked(unknown, totals):
        exposed |= _Attack(counts, totals, cells, frozenset(hidden)).exposed()
    return frozenset(exposed)


def _check(counts: Mapping[Hashable, int], totals: Sequence[Total]) -> None:
    negative = [key for key, value in counts.items() if value < 0]
    if negative:
        raise ValueError(f"counts cannot be negative: {negative}")
    for total in totals:
        found, expected = sum(counts[part] for part in total.parts), counts[total.whole]
        if found != expected:
            raise ValueError(f"{total.whole}: the parts add up to {found}, the total says {expected}")


def _cheapest_cover(
    counts: Mapping[Hashable, int],
    totals: Sequence[Total],
    exposed: Collection[Hashable],
    settled: Collection[Hashable],
    price: Mapping[Hashable, Price],
) -> Hashable:
    """The next cell to empty: one that shares a sum with an exposed cell, else one of any linked sum.

    `settled`: cells that are unpublished already, or known. Zeros are left alone: they are published as what
    they are. A cell always exists, for when all cells of linked sums are unknown, any multiple of the true
    table fits them as well; what follows from known cells is not exposed here.
    """
    near = [total for total in totals if not set(total.members).isdisjoint(exposed)]
    for sums in (near, totals):
        candidates = {
            key for total in sums for key in total.members if counts[key] > 0 and key not in settled
        }
        if candidates:
            return min(candidates, key=lambda key: (price[key], repr(key)))
    raise AssertionError("a table with every count unknown cannot be solved, yet it was")


def _linked(unknown: Collection[Hashable], totals: Sequence[Total]) -> list[list[Hashable]]:
    """Unknown cells in groups that share sums. A cell outside every sum cannot be derived and is left out."""
    groups: list[set[Hashable]] = []
    for total in totals:
        mine = set(total.members) & set(unknown)
        if not mine:
            continue
        touching = [group for group in groups if not group.isdisjoint(mine)]
        groups = [group for group in groups if group.isdisjoint(mine)]
        groups.append(mine.union(*touching))
    return [sorted(group, key=repr) for group in groups]


class _Attack:
    """Looks for other tables that fit all that is published: a cell that differs in one of them is safe.

    Works on differences from the true table (integers d with A d = 0), one whole-number programme at a time.
    """

    def __init__(
        self,
        counts: Mapping[Hashable, int],
        totals: Sequence[Total],
        cells: list[Hashable],
        hidden: frozenset[Hashable],
    ) -> None:
        self.cells = cells
        place = {key: index for index, key in enumerate(cells)}
        rows = [_row(total, place) for total in totals if not place.keys().isdisjoint(total.members)]
        self.sums = LinearConstraint(np.array(rows), 0, 0)
        values = np.array([counts[key] for key in cells])
        # A suppressed cell is never zero; a latent one may be. The room upwards lets the table double.
        least = np.array([1.0 if key in hidden else 0.0 for key in cells])
        self.lower, self.upper = least - values, np.full(len(cells), values.max() + 2)

    def exposed(self) -> set[Hashable]:
        open_cells = set(range(len(self.cells)))
        for index in range(len(self.cells)):
            for larger in (True, False):
                if index in open_cells:
                    open_cells -= self._differing(index, larger=larger)
        return {self.cells[index] for index in open_cells}

    def _differing(self, index: int, *, larger: bool) -> set[int]:
        """The cells that differ in a fitting table where cell `index` is larger, or else smaller."""
        lower, upper = self.lower.copy(), self.upper.copy()
        if larger:
            lower[index] = 1
        else:
            upper[index] = -1
        if lower[index] > upper[index]:
            return set()
        # Pushing every cell towards change settles most of the others in the same run.
        goal = np.resize([-1.0, 1.0], len(lower))
        found = milp(
            goal, constraints=self.sums, bounds=Bounds(lower, upper), integrality=np.ones(len(lower))
        )
        if found.x is None:
            return set()
        return set(np.flatnonzero(np.rint(found.x)).tolist())


def _row(total: Total, place: Mapping[Hashable, int]) -> list[int]:
    row = [0] * len(place)
    for key, sign in ((total.whole, -1), *((part, 1) for part in total.parts)):
        if key in place:
            row[place[key]] += sign
    return row
