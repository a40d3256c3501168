"""Whether a measure differs between groups of people: each group against the rest, in words.

A comparison needs people on both sides, a difference that chance seldom brings (after the correction for all
comparisons told together), and one that is large enough to matter. Which is better says the measure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from rules.definitions.equality import Monitoring
from rules.definitions.profile import NOT_RECORDED
from rules.statistics.differences import Difference, newcombe_of
from rules.statistics.multiple import benjamini_hochberg, holm
from rules.statistics.ratios import Ratio, relative_rate
from rules.statistics.two_shares import Chance, Tally, chance_of_difference

CORRECTIONS = {"benjamini_hochberg": benjamini_hochberg, "holm": holm}


class Verdict(StrEnum):
    """In the order of what needs attention."""

    WORSE = "worse"
    BETTER = "better"
    NONE = "none"
    TOO_FEW = "too_few"

    @property
    def is_disparity(self) -> bool:
        return self in (Verdict.WORSE, Verdict.BETTER)


class Because(StrEnum):
    """Why a verdict is what it is."""

    BEYOND_CHANCE = "beyond_chance"  # seldom chance, and large enough to matter
    SMALL = "small"  # seldom chance, but less than matters
    CHANCE = "chance"  # chance alone may have brought it, and the interval is narrow enough to say so
    FEW_PEOPLE = "few_people"  # of the group
    FEW_OTHERS = "few_others"  # of the rest
    FEW_EXPECTED = "few_expected"  # so few met or missed cases that the test does not hold
    WIDE = "wide"  # nothing found, and a disparity could lie unseen in the interval


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One group of one characteristic against everybody else whose group is known.

    `difference` (percentage points) and `relative`: the group's rate less, and divided by, that of the rest;
    None where either counted nothing, the ratio also where the rest's rate is 0. `chance`: before the
    correction, None where too few people are compared. `mirrors`: of two groups each is the other's rest, so
    that the second is the first comparison again and no further one.
    """

    group: str
    own: Tally
    rest: Tally
    difference: Difference | None
    relative: Ratio | None
    chance: Chance | None
    mirrors: bool = False
    too_few: Because | None = None
    adjusted: float | None = None
    verdict: Verdict = Verdict.TOO_FEW
    because: Because = Because.FEW_PEOPLE


def compare_groups(
    tallies: Mapping[str, Tally], groups: Sequence[str], *, rules: Monitoring
) -> list[Compared]:
    """Each of the groups (in the order given) that counted a case; not yet judged.

    `tallies`: group -> cases, those of no group (`not_recorded`, who prefer not to say) among them: they are
    in nobody's rest. A group that is the only one with cases is compared with nobody, and too few.
    """
    outside = {NOT_RECORDED, *rules.in_no_group}
    counted = [name for name in groups if name not in outside and tallies.get(name, Tally()).counted]
    everybody = [tallies[name] for name in counted]
    found = []
    for place, name in enumerate(counted):
        rest = sum((own for other, own in enumerate(everybody) if other != place), start=Tally())
        mirrors = len(counted) == 2 and place == 1
        found.append(_compared(name, tallies[name], rest, mirrors=mirrors, rules=rules))
    return found


def _compared(name: str, own: Tally, rest: Tally, *, mirrors: bool, rules: Monitoring) -> Compared:
    few = _too_few(own, rest, rules)
    if not rest.counted:
        return Compared(
            group=name, own=own, rest=rest, difference=None, relative=None, chance=None, too_few=few
        )
    one, other = (rest.share, rest.size), (own.share, own.size)
    return Compared(
        group=name,
        own=own,
        rest=rest,
        difference=newcombe_of(one, other),
        relative=relative_rate(one, other),
        chance=None if few else chance_of_difference(rest, own),
        mirrors=mirrors,
        too_few=few,
    )


def _too_few(own: Tally, rest: Tally, rules: Monitoring) -> Because | None:
    if own.people < rules.fewest_people:
        return Because.FEW_PEOPLE
    return Because.FEW_OTHERS if rest.people < rules.fewest_people else None


@dataclass(frozen=True, kw_only=True)
class Comparable:
    """The groups of one measure and characteristic, and which way the measure is better."""

    key: tuple[str, ...]
    lower_is_better: bool
    groups: Sequence[Compared]


def judged(family: Sequence[Comparable], *, rules: Monitoring) -> list[Comparable]:
    """All comparisons that are told together, each with its corrected chance and its verdict."""
    chances = [
        one.chance.chance if one.chance and not one.mirrors else None
        for each in family
        for one in each.groups
    ]
    adjusted = iter(CORRECTIONS[rules.correction](chances))
    return [_judged(each, [next(adjusted) for _ in each.groups], rules) for each in family]


def _judged(each: Comparable, adjusted: Sequence[float | None], rules: Monitoring) -> Comparable:
    found: list[Compared] = []
    for one, chance in zip(each.groups, adjusted, strict=True):
        known = found[0].adjusted if one.mirrors else chance
        verdict, because = _verdict(one, known, rules, lower_is_better=each.lower_is_better)
        found.append(replace(one, adjusted=known, verdict=verdict, because=because))
    return replace(each, groups=found)


def _verdict(
    one: Compared, adjusted: float | None, rules: Monitoring, *, lower_is_better: bool
) -> tuple[Verdict, Because]:
    if one.chance is None or one.difference is None or adjusted is None:
        return Verdict.TOO_FEW, one.too_few or Because.FEW_OTHERS
    seldom, points = adjusted < rules.level, one.difference.points
    if seldom and one.chance.fewest_expected < rules.fewest_expected:
        return Verdict.TOO_FEW, Because.FEW_EXPECTED
    if seldom and abs(points) >= rules.least_points:
        is_worse = (points > 0) == lower_is_better
        return (Verdict.WORSE if is_worse else Verdict.BETTER), Because.BEYOND_CHANCE
    if seldom:
        return Verdict.NONE, Because.SMALL
    if one.difference.high - one.difference.low > rules.widest_points:
        return Verdict.TOO_FEW, Because.WIDE
    return Verdict.NONE, Because.CHANCE
