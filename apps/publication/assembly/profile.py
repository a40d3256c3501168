"""The region at a glance: its units and the people supervised on the last day of the year."""

from collections import Counter
from collections.abc import Hashable, Sequence
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
    characteristics = [*profile.characteristics, profile.by_age]
    units = list(region.units.prefetch_related("authorities"))
    groups = {
        one.id: Counter(_group(profile, one, person, day) for person in people) for one in characteristics
    }
    groups[UNIT] = Counter(person.unit for person in people)
    counted = _Counted(shown=_publish(groups, characteristics, units, len(people), edition))
    tables = [_characteristic_grid(one, groups[one.id], counted) for one in characteristics]
    return [_units_grid(region, units, groups[UNIT], counted, day), *tables]


def _group(profile: CaseloadProfile, one: Characteristic, person: Supervised, day: date) -> str:
    if one == profile.by_age:
        return profile.age_group(age_on(person.born_on, day))
    return profile.group(one, getattr(person, one.id))


def _publish(
    groups: dict[str, Counter[str]],
    characteristics: Sequence[Characteristic],
    units: Sequence[ProbationDeliveryUnit],
    everybody: int,
    edition: DisclosureEdition,
) -> dict[Hashable, Figure]:
    values = {one.id: [*one.values, NOT_RECORDED] for one in characteristics}
    values[UNIT] = sorted({unit.code for unit in units} | set(groups[UNIT]))
    counts: dict[Hashable, int] = {
        (name, value): groups[name][value] for name, listed in values.items() for value in listed
    }
    counts[ALL, ALL] = everybody
    totals = [
        Total(whole=(ALL, ALL), parts=tuple((name, value) for value in listed))
        for name, listed in values.items()
    ]
    return publish_profile(counts, totals, edition=edition)


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
