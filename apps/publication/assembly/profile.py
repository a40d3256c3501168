"""The region at a glance: its units and the people supervised on the last day of the year."""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from apps.caseload.supervised import Supervised
from apps.organisation.models import ProbationDeliveryUnit, Region
from apps.publication.grids import Column, Grid, Kind, Row, Value, of_figure
from rules.definitions.disclosure import DisclosureEdition
from rules.definitions.profile import NOT_RECORDED, CaseloadProfile, Characteristic, age_on
from rules.facts import UNALLOCATED
from rules.tables.disclosure import Total
from rules.tables.regional import Figure, publish_profile, share

ALL = "all"
UNIT = "unit"
AUTHORITIES = Column("authorities", "Local authorities covered", Kind.WORDS)
PEOPLE = Column("people", "People supervised", Kind.COUNT)
SHARE = Column("share", "Share (%)", Kind.PERCENT)


@dataclass(frozen=True, kw_only=True)
class _Counted:
    """(breakdown, value) -> people as they may be printed."""

    shown: dict[Hashable, Figure]

    def cells(self, breakdown: str, value: str, row: str) -> dict[tuple[str, str], Value]:
        people, everybody = self.shown[breakdown, value], self.shown[ALL, ALL]
        return {(row, "people"): of_figure(people), (row, "share"): of_figure(share(people, everybody))}

    def total(self) -> dict[tuple[str, str], Value]:
        """The row of everybody."""
        everybody = self.shown[ALL, ALL]
        return {(ALL, "people"): of_figure(everybody), (ALL, "share"): of_figure(share(everybody, everybody))}


@dataclass(frozen=True, kw_only=True)
class Profile:
    """The people of a region in groups. Keys of counts: (characteristic, value), (UNIT, code), (ALL, ALL)."""

    region: Region
    day: date
    units: Sequence[ProbationDeliveryUnit]
    characteristics: Sequence[Characteristic]
    groups: Mapping[str, Counter[str]]
    everybody: int

    @property
    def listed(self) -> dict[str, list[str]]:
        """Characteristic -> its values, printed or not."""
        values = {one.id: [*one.values, NOT_RECORDED] for one in self.characteristics}
        values[UNIT] = sorted({unit.code for unit in self.units} | set(self.groups[UNIT]))
        return values

    @property
    def counts(self) -> dict[Hashable, int]:
        each = {
            (name, value): self.groups[name][value]
            for name, listed in self.listed.items()
            for value in listed
        }
        return {**each, (ALL, ALL): self.everybody}

    @property
    def totals(self) -> list[Total]:
        """Each characteristic adds up to everybody."""
        return [
            Total(whole=(ALL, ALL), parts=tuple((name, value) for value in listed))
            for name, listed in self.listed.items()
        ]

    def grids(self, shown: dict[Hashable, Figure]) -> list[Grid]:
        """The units with their authorities and people, then a table for each characteristic."""
        counted = _Counted(shown=shown)
        tables = [_characteristic_grid(one, self.groups[one.id], counted) for one in self.characteristics]
        return [_units_grid(self.region, self.units, self.groups[UNIT], counted, self.day), *tables]


def profile_of(
    region: Region, people: Sequence[Supervised], day: date, *, profile: CaseloadProfile
) -> Profile:
    """The region's people on the day, counted."""
    characteristics = [*profile.characteristics, profile.by_age]
    groups = {
        one.id: Counter(_group(profile, one, person, day) for person in people) for one in characteristics
    }
    groups[UNIT] = Counter(person.unit for person in people)
    return Profile(
        region=region,
        day=day,
        units=list(region.units.prefetch_related("authorities")),
        characteristics=characteristics,
        groups=groups,
        everybody=len(people),
    )


def profile_grids(
    region: Region,
    people: Sequence[Supervised],
    day: date,
    *,
    profile: CaseloadProfile,
    edition: DisclosureEdition,
) -> list[Grid]:
    """The units with their authorities and people, then a table for each characteristic.

    All of them share one total, so one protection covers them together.
    """
    found = profile_of(region, people, day, profile=profile)
    return found.grids(publish_profile(found.counts, found.totals, edition=edition))


def _group(profile: CaseloadProfile, one: Characteristic, person: Supervised, day: date) -> str:
    if one == profile.by_age:
        return profile.age_group(age_on(person.born_on, day))
    return profile.group(one, getattr(person, one.id))


def _units_grid(
    region: Region,
    units: Sequence[ProbationDeliveryUnit],
    found: Counter[str],
    counted: _Counted,
    day: date,
) -> Grid:
    rows, cells = [], {}
    for unit in units:
        rows.append(Row(unit.code, unit.name))
        cells[unit.code, "authorities"] = Value(words=_authorities(unit, day))
        cells |= counted.cells(UNIT, unit.code, unit.code)
    for code in sorted(set(found) - {unit.code for unit in units}):
        rows.append(Row(code, "No delivery unit" if code == UNALLOCATED else code))
        cells[code, "authorities"] = Value(words="None")
        cells |= counted.cells(UNIT, code, code)
    rows.append(Row(ALL, region.name, emphasis=True))
    cells[ALL, "authorities"] = Value(words="All of the above")
    return Grid(
        key="delivery-units",
        kind="places",
        title=f"Delivery units and people supervised on {_in_words(day)}",
        row_heading="Delivery unit",
        rows=rows,
        columns=(AUTHORITIES, PEOPLE, SHARE),
        cells=cells | counted.total(),
    )


def _authorities(unit: ProbationDeliveryUnit, day: date) -> str:
    """Those covered on the day: "Gwynedd; part of Conwy"."""
    covered = [
        one
        for one in unit.authorities.all()
        if one.valid_from <= day and (one.valid_to is None or one.valid_to >= day)
    ]
    names = [
        f"part of {one.authority}" if one.extent == one.Extent.PART else one.authority for one in covered
    ]
    return "; ".join(names) or "Not listed"


def _characteristic_grid(one: Characteristic, found: Counter[str], counted: _Counted) -> Grid:
    labels = dict(one.values)
    if found[NOT_RECORDED]:
        labels[NOT_RECORDED] = "Not recorded"
    listed = [value for value in labels if found[value] or not value.isdigit()]
    cells = counted.total()
    for value in listed:
        cells |= counted.cells(one.id, value, value)
    return Grid(
        key=f"people-{one.id}",
        kind="profile",
        title=f"People supervised, by {one.title.lower()}",
        row_heading=one.title,
        rows=[*(Row(value, labels[value]) for value in listed), Row(ALL, "Everybody", emphasis=True)],
        columns=(PEOPLE, SHARE),
        cells=cells,
    )


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
