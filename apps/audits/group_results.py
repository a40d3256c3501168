"""A round's scored cases by who the people are: groups too small are hidden, the others compared in words."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction
from typing import Any

from apps.audits.queries import ScoredCase
from rules.definitions.audit_characteristics import AuditCharacteristics
from rules.definitions.profile import Characteristic
from rules.definitions.small_numbers import SmallNumbers
from rules.statistics.intervals import Interval, mean_interval
from rules.statistics.means import MeanDifference, difference_of_means, estimate
from rules.statistics.multiple import holm
from rules.tables.small_groups import told_apart

NOT_RECORDED = "Not recorded"
NOT_FROZEN = "Not recorded in this sample"  # drawn before samples froze more than age and sex


class Verdict(StrEnum):
    """What a comparison of a group with all other cases says."""

    LOWER = "Disparity: scored lower"
    HIGHER = "Disparity: scored higher"
    NONE = "No evidence of disparity"
    TOO_FEW = "Too few to say"


@dataclass(frozen=True, kw_only=True)
class Group:
    """Some scored cases: their unweighted mean score with its t interval.

    All but the name is None for a group that is hidden. `against_rest`: the group's mean less that of all
    other cases; None where either has too few, and for those of whom nothing is recorded.
    """

    name: str
    count: int | None = None
    mean: Fraction | None = None
    interval: Interval | None = None
    against_rest: MeanDifference | None = None
    verdict: Verdict | None = None


@dataclass(frozen=True, kw_only=True)
class CharacteristicGroups:
    """One characteristic; `is_frozen`: whether any case of the sample says it."""

    title: str
    groups: tuple[Group, ...]
    is_frozen: bool


_Grouped = Mapping[str, Sequence[Fraction]]


def by_characteristic(
    cases: Sequence[ScoredCase], *, told_by: AuditCharacteristics, rules: SmallNumbers
) -> list[CharacteristicGroups]:
    """The scored cases of a round by age and by every characteristic that the sample froze.

    Words are adjusted for all the comparisons together (Holm), so that a page of many groups does not find
    a disparity by looking often.
    """
    found = [_groups(title, grouped, rules) for title, grouped in _told_apart(cases, told_by)]
    chances = holm([_chance(group) for one in found for group in one.groups])
    adjusted = iter(chances)
    return [
        replace(one, groups=tuple(_judged(group, next(adjusted), rules) for group in one.groups))
        for one in found
    ]


def _told_apart(
    cases: Sequence[ScoredCase], told_by: AuditCharacteristics
) -> Iterator[tuple[str, dict[str, list[Fraction]]]]:
    yield "Age", _grouped(cases, lambda case: _age(case, told_by), told_by.age_groups)
    for one in told_by.characteristics:
        order = tuple(one.values.values())
        yield one.title, _grouped(cases, lambda case, one=one: _value(case, one, told_by), order)


def _grouped(
    cases: Sequence[ScoredCase], name: Callable[[ScoredCase], str], order: Sequence[str]
) -> dict[str, list[Fraction]]:
    """In the order of printing; groups of nobody are left out."""
    found: dict[str, list[Fraction]] = defaultdict(list)
    for case in cases:
        found[name(case)].append(case.percent())
    return {each: found[each] for each in (*order, NOT_RECORDED, NOT_FROZEN) if each in found}


def _snapshot(case: ScoredCase) -> Mapping[str, Any]:
    snapshot: Mapping[str, Any] = case.assignment.sampled_case.snapshot
    return snapshot


def _age(case: ScoredCase, told_by: AuditCharacteristics) -> str:
    age = _snapshot(case).get("person", {}).get("age")
    return told_by.age_group(age) if isinstance(age, int) else NOT_RECORDED


def _value(case: ScoredCase, characteristic: Characteristic, told_by: AuditCharacteristics) -> str:
    snapshot = _snapshot(case)
    # Every sample knows the sex, which its auditor reads; the rest only those drawn since it is frozen.
    recorded = {"sex": snapshot.get("person", {}).get("sex")} | snapshot.get("characteristics", {})
    if characteristic.id not in recorded:
        return NOT_FROZEN
    return told_by.group(characteristic, recorded[characteristic.id]) or NOT_RECORDED


def _groups(title: str, grouped: _Grouped, rules: SmallNumbers) -> CharacteristicGroups:
    sizes = {name: len(scores) for name, scores in grouped.items()}
    shown = told_apart(sizes, tuple(sizes), fewest=rules.fewest_in_a_group)
    groups = tuple(_group(name, grouped, rules) if name in shown else Group(name=name) for name in grouped)
    return CharacteristicGroups(title=title, groups=groups, is_frozen=set(grouped) != {NOT_FROZEN})


def _group(name: str, grouped: _Grouped, rules: SmallNumbers) -> Group:
    own = grouped[name]
    rest = [score for other, scores in grouped.items() if other != name for score in scores]
    found = estimate(own)
    if found is None:  # an edition of the rules that showed a single case could not tell its mean
        return Group(name=name)
    return Group(
        name=name,
        count=len(own),
        mean=found.mean,
        interval=mean_interval(found.mean, found.variance, found.degrees),
        against_rest=_compared(name, own, rest, rules),
    )


def _compared(
    name: str, own: Sequence[Fraction], rest: Sequence[Fraction], rules: SmallNumbers
) -> MeanDifference | None:
    if name in (NOT_RECORDED, NOT_FROZEN) or min(len(own), len(rest)) < rules.fewest_compared:
        return None
    first, second = estimate(rest), estimate(own)
    return difference_of_means(first, second) if first and second else None


def _chance(group: Group) -> float | None:
    return group.against_rest.chance if group.against_rest else None


def _judged(group: Group, chance: float | None, rules: SmallNumbers) -> Group:
    if group.count is None or group.name in (NOT_RECORDED, NOT_FROZEN):
        return group
    return replace(group, verdict=_verdict(group, chance, rules))


def _verdict(group: Group, chance: float | None, rules: SmallNumbers) -> Verdict:
    if group.against_rest is None or chance is None:
        return Verdict.TOO_FEW
    if chance >= rules.level:
        return Verdict.NONE
    return Verdict.LOWER if group.against_rest.points < 0 else Verdict.HIGHER
