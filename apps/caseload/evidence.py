"""Who the people of a place are, for readers from outside: counts of everybody supervised there on a day."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from fractions import Fraction

from apps.caseload.supervised import Supervised, supervised_on
from apps.organisation.evidence import EvidenceTable
from apps.organisation.models import ProbationDeliveryUnit, Region
from rules.definitions.profile import NOT_RECORDED, CaseloadProfile, Characteristic, age_on, load_profile
from rules.statistics.rounding import half_up

COLUMNS = ("Group", "People", "Share of all (%)")


def profile_tables(region: Region, unit: ProbationDeliveryUnit | None, on: date) -> list[EvidenceTable]:
    """A table for each characteristic of the profile: the people supervised in the place on the day."""
    people = supervised_on(on, region.pk)
    here = [person for person in people if unit is None or person.unit == unit.pk]
    if not here:
        note = f"Nobody is supervised here on {on.day} {on:%B %Y}."
        return [EvidenceTable(id="profile", title="People on probation", notes=(note,))]
    profile = load_profile()
    everything = [*profile.characteristics, profile.by_age]
    return [_table(profile, one, here, on) for one in everything]


def _table(
    profile: CaseloadProfile, one: Characteristic, people: Sequence[Supervised], on: date
) -> EvidenceTable:
    found = Counter(_group(profile, one, person, on) for person in people)
    words = {**one.values, NOT_RECORDED: "Not recorded"}
    rows = tuple(
        (label, str(found[value]), str(half_up(Fraction(100 * found[value], len(people)), 1)))
        for value, label in words.items()
    )
    return EvidenceTable(
        id=f"profile_{one.id}",
        title=f"People on probation: {one.title.lower()}",
        notes=(f"{len(people)} people supervised on {on.day} {on:%B %Y}.",),
        columns=COLUMNS,
        rows=rows,
    )


def _group(profile: CaseloadProfile, one: Characteristic, person: Supervised, on: date) -> str:
    if one == profile.by_age:
        return profile.age_group(age_on(person.born_on, on))
    return profile.group(one, getattr(person, one.id))
