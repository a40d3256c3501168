"""The region's people in the annexes of its plan: in segments, by need, by need and delivery unit.

All of it goes into one protection with the tables of the annual report, which hold the same people.
"""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from apps.caseload.described import Described, Traits, described_on
from apps.organisation.models import Region
from apps.publication.assembly.profile import ALL, Profile, profile_of
from rules.definitions.disclosure import DisclosureEdition
from rules.definitions.planning_needs import NeedsEdition, needs_on
from rules.definitions.profile import AGE, CaseloadProfile, age_on, load_profile
from rules.definitions.provision import ProvisionEdition, Sign, provision_on
from rules.definitions.segmentation import SegmentationEdition, SegmentTable, segmentation_on
from rules.tables.disclosure import Total
from rules.tables.provision import Person, has_need
from rules.tables.regional import NOT_APPLICABLE, NOT_AVAILABLE, Figure, publish_profile
from rules.tables.segmentation import Recorded, counted

EVERYONE = "everyone"
WITH, WITHOUT, NOT_RECORDED = "with", "without", "not_recorded"
ANSWERS = {True: WITH, False: WITHOUT, None: NOT_RECORDED}


@dataclass(frozen=True)
class Asked:
    """A need that services are provided for, or a cohort. `expected`: every unit should provide for it."""

    id: str
    title: str
    expected: bool


def asked_of(needs: NeedsEdition) -> list[Asked]:
    """Every need, then every cohort but everybody."""
    each = [Asked(one.id, one.title, one.expected) for one in needs.needs]
    return each + [Asked(one.id, one.title, expected=True) for one in needs.cohorts if one.id != EVERYONE]


@dataclass(frozen=True, kw_only=True)
class Caseload:
    """The people supervised on a day, counted, and what of the counts may be printed.

    Keys of `shown`: those of Profile, (table, row) of the segments, (need, "with" | "without" |
    "not_recorded") and (need, "unit:" with the unit's code), needs as "need:accommodation".
    """

    profile: Profile
    segments: SegmentationEdition
    rule: ProvisionEdition
    asked: Sequence[Asked]
    shown: Mapping[Hashable, Figure]

    def demand(self, need: str, part: str) -> Figure:
        """The people with a need: WITH and the like, or "unit:H103".

        `x` for a need that cannot be told, `z` for what another table holds: who is not of a cohort.
        """
        missing = NOT_APPLICABLE if need in self.rule.demand_of else NOT_AVAILABLE
        return self.shown.get((f"need:{need}", part), Figure(symbol=missing))

    @property
    def unit_codes(self) -> list[str]:
        """The region's units, then whatever else people are placed in."""
        codes = [unit.code for unit in self.profile.units]
        return codes + sorted(set(self.profile.groups["unit"]) - set(codes))


def caseload_of(region: Region, day: date, *, edition: DisclosureEdition) -> Caseload:
    """The region's people on the day, protected together with what the annual report prints of them."""
    people = described_on(day, region.pk)
    profile = profile_of(region, [one.supervised for one in people], day, profile=load_profile())
    segments, rule = segmentation_on(day), provision_on(day)
    rest = _Rest(profile, people, segments, rule)
    before = publish_profile(profile.counts, profile.totals, edition=edition)
    shown = publish_profile(
        profile.counts | rest.counts, [*profile.totals, *rest.totals], edition=edition, before=before
    )
    asked = asked_of(needs_on(day))
    return Caseload(profile=profile, segments=segments, rule=rule, asked=asked, shown=shown)


def recorded_of(traits: Traits) -> Recorded:
    """What is recorded of a person, for the segments."""
    single = {
        "kind": traits.kind,
        "sentence_type": traits.sentence_type,
        "offence_group": traits.offence_group,
        "reoffending_band": traits.reoffending_band,
        "sex": traits.sex,
        "ethnicity": traits.ethnicity,
    }
    known = {field: frozenset({value}) for field, value in single.items() if value is not None}
    return known | {"requirements": traits.requirements}


class _Rest:
    """Counts and sums beyond the annual report's, in the keys of Caseload."""

    def __init__(
        self,
        profile: Profile,
        people: Sequence[Described],
        segments: SegmentationEdition,
        rule: ProvisionEdition,
    ) -> None:
        self.profile = profile
        self.characteristics = {one.id for one in profile.characteristics}
        self.counts: dict[Hashable, int] = {}
        self.totals: list[Total] = []
        found = counted(segments, ((recorded_of(one.traits), 1) for one in people))
        for table in segments.tables:
            self._add_segments(table, found[table.id], segments.tables[0])
        persons = [_person(one, profile.day, rule, load_profile()) for one in people]
        for demand in rule.demand:
            self._add_need(f"need:{demand.need}", demand.signs, persons)

    def _add_segments(self, table: SegmentTable, found: Counter[str], first: SegmentTable) -> None:
        keys = [(table.id, row) for row in table.labels]
        self.counts |= {key: found[key[1]] for key in keys}
        self.totals.append(Total(whole=self._base(table, first), parts=tuple(keys)))
        for row in table.rows:
            if len(row.when) == 1:
                ((field, values),) = row.when.items()
                self._tie((table.id, row.id), field, values)

    def _base(self, table: SegmentTable, first: SegmentTable) -> Hashable:
        """Whom the table is about, as one count: everybody, or some rows of the first table together."""
        if not table.of_rows:
            return ALL, ALL
        whole, parts = base_of(table), tuple((first.id, row) for row in table.of_rows)
        self.counts[whole] = sum(self.counts[part] for part in parts)
        self.totals.append(Total(whole=whole, parts=parts))
        return whole

    def _add_need(self, key: str, signs: Sequence[Sign], persons: Sequence[Person]) -> None:
        answers = [(person.unit, ANSWERS[has_need(person, signs)]) for person in persons]
        whole = Counter(answer for _, answer in answers)
        units = Counter(unit for unit, answer in answers if answer == WITH)
        parts = [(key, f"unit:{code}") for code in self.profile.listed["unit"]]
        self.counts |= {part: units[part[1].removeprefix("unit:")] for part in parts}
        self.counts[key, WITH] = whole[WITH]
        self.totals.append(Total(whole=(key, WITH), parts=tuple(parts)))
        if not self._tie((key, WITH), signs[0].field, signs[0].values):
            self.counts |= {(key, answer): whole[answer] for answer in ANSWERS.values()}
            self.totals.append(Total(whole=(ALL, ALL), parts=tuple((key, one) for one in ANSWERS.values())))

    def _tie(self, key: Hashable, field: str, values: Iterable[str]) -> bool:
        """Whether these are people whom the annual report counts under another name; then both are tied.

        The rest of them is in that report's table: printed twice, nothing would be left to suppress with.
        """
        parts = tuple((field, value) for value in values)
        is_counted = field in self.characteristics and key not in parts
        if is_counted:
            self.totals.append(Total(whole=key, parts=parts))
        return is_counted


def base_of(table: SegmentTable) -> Hashable:
    """The key of everybody whom a table of some rows only is about."""
    return "+".join(table.of_rows), ALL


def _person(one: Described, day: date, rule: ProvisionEdition, profile: CaseloadProfile) -> Person:
    single = {
        "accommodation": one.accommodation,
        "employment": one.employment,
        "sex": one.traits.sex,
        "ethnicity": one.traits.ethnicity,
        AGE: profile.age_group(age_on(one.born_on, day)),
    }
    known = {
        field: frozenset({value})
        for field, value in single.items()
        if value is not None and value not in rule.not_recorded
    }
    return Person(unit=one.unit, recorded=known | {"requirements": one.traits.requirements})
