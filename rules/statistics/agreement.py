"""How far markers of the same cases agree, beyond the share that agrees by chance.

An item is one question of one case; it holds the category that each marker chose, None where a marker
left it out. Four figures stand together, since each misleads alone: with one answer nearly always right,
kappa is near 0 while markers agree on nine items in ten. All of them are exact fractions.
Sources: Cohen (1960); Light (1971) for kappa of more than two; Krippendorff (2004), nominal data;
Gwet (2008), first-order agreement coefficient.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

Category = Hashable
Item = Sequence[Category | None]

NOTHING_TWICE = "nothing was marked by two markers"
ONE_ANSWER = "only one answer was ever given, so chance alone would always agree"
ONE_ANSWER_OF_TWO = "two of the markers only ever gave one and the same answer"
NEVER_TOGETHER = "two of the markers have no item in common"


@dataclass(frozen=True)
class Coefficient:
    """A figure from -1 to 1, or None with the reason in words."""

    value: Fraction | None
    missing: str = ""


@dataclass(frozen=True)
class Agreement:
    """The four figures of one set of items.

    items: those with two marks or more; marks: how many marks they hold; prevalence: category -> its
    share of these marks, the most frequent first; empty without items.
    """

    items: int
    marks: int
    percent: Coefficient
    kappa: Coefficient
    alpha: Coefficient
    ac1: Coefficient
    prevalence: Mapping[Category, Fraction]


def agreement(items: Sequence[Item]) -> Agreement:
    """The figures over items that all hold one place a marker, in the same order.

    Items with fewer than two marks are left out. Raises ValueError for items of different lengths.
    """
    if len({len(item) for item in items}) > 1:
        raise ValueError(f"items: found {sorted({len(i) for i in items})} places, expected one number")
    paired = [item for item in items if len(_marks(item)) > 1]
    if not paired:
        none = Coefficient(None, NOTHING_TWICE)
        return Agreement(0, 0, none, none, none, none, {})
    marks = Counter(mark for item in paired for mark in _marks(item))
    return Agreement(
        items=len(paired),
        marks=marks.total(),
        percent=Coefficient(_observed(paired)),
        kappa=_kappa(paired),
        alpha=_alpha(paired, marks),
        ac1=_ac1(paired),
        prevalence={each: Fraction(count, marks.total()) for each, count in _by_count(marks)},
    )


def _marks(item: Item) -> list[Category]:
    return [mark for mark in item if mark is not None]


def _by_count(marks: Counter[Category]) -> list[tuple[Category, int]]:
    return sorted(marks.items(), key=lambda pair: (-pair[1], str(pair[0])))


def _agreeing(item: Item) -> Fraction:
    """The share of an item's pairs of marks that agree."""
    marks = _marks(item)
    same = sum(count * (count - 1) for count in Counter(marks).values())
    return Fraction(same, len(marks) * (len(marks) - 1))


def _observed(items: Sequence[Item]) -> Fraction:
    return sum((_agreeing(item) for item in items), Fraction(0)) / len(items)


def _beyond_chance(observed: Fraction, chance: Fraction) -> Fraction:
    return (observed - chance) / (1 - chance)


def _kappa(items: Sequence[Item]) -> Coefficient:
    """Cohen's kappa; of more than two markers the mean over their pairs, when each pair has one."""
    found = [
        _cohen([(item[one], item[other]) for item in items])
        for one, other in combinations(range(len(items[0])), 2)
    ]
    missing = next((each.missing for each in found if each.missing), "")
    if missing:
        alone = missing == ONE_ANSWER and len(found) > 1
        return Coefficient(None, ONE_ANSWER_OF_TWO if alone else missing)
    values = [each.value for each in found if each.value is not None]
    return Coefficient(sum(values, Fraction(0)) / len(values))


def _cohen(pairs: Sequence[tuple[Category | None, Category | None]]) -> Coefficient:
    both = [(one, other) for one, other in pairs if one is not None and other is not None]
    if not both:
        return Coefficient(None, NEVER_TOGETHER)
    first, second = Counter(one for one, _ in both), Counter(other for _, other in both)
    chance = Fraction(sum(first[each] * second[each] for each in first), len(both) ** 2)
    if chance == 1:
        return Coefficient(None, ONE_ANSWER)
    observed = Fraction(sum(one == other for one, other in both), len(both))
    return Coefficient(_beyond_chance(observed, chance))


def _alpha(items: Sequence[Item], marks: Counter[Category]) -> Coefficient:
    """1 - observed over expected disagreement, every item weighing by its marks."""
    total = marks.total()
    if len(marks) == 1:
        return Coefficient(None, ONE_ANSWER)
    apart = sum((len(_marks(item)) * (1 - _agreeing(item)) for item in items), Fraction(0)) / total
    chance = 1 - Fraction(sum(count * (count - 1) for count in marks.values()), total * (total - 1))
    return Coefficient(1 - apart / chance)


def _ac1(items: Sequence[Item]) -> Coefficient:
    """Chance is the mean over categories of share x (1 - share), over the categories that were used."""
    shares: dict[Category, Fraction] = {}
    for item in items:
        marks = _marks(item)
        for category, count in Counter(marks).items():
            shares[category] = shares.get(category, Fraction(0)) + Fraction(count, len(marks) * len(items))
    if len(shares) == 1:
        return Coefficient(None, ONE_ANSWER)
    chance = sum((share * (1 - share) for share in shares.values()), Fraction(0)) / (len(shares) - 1)
    return Coefficient(_beyond_chance(_observed(items), chance))
