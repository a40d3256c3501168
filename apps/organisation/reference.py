"""Brings the regions, delivery units and authorities of the data files into the database."""

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar

from django.db import transaction

from apps.organisation.models import CoveredAuthority, Dated, ProbationDeliveryUnit, Region
from rules.definitions.geography import CoverageRow, RegionRow, UnitRow, load_geography

D = TypeVar("D", bound=Dated)


@dataclass(frozen=True, kw_only=True)
class Loaded:
    """What became of one kind of row."""

    what: str
    total: int
    added: int
    changed: int
    ended: int


@transaction.atomic
def load_reference(*, on: date) -> list[Loaded]:
    """Make the database say what the files say; a row that left the files ends on the day before `on`.

    Nothing is deleted, and a second call changes nothing. Raises DefinitionError for bad files.
    """
    geography = load_geography()
    return [
        _bring_in("regions", [_region(row) for row in geography.regions], key=lambda r: r.code, on=on),
        _bring_in("delivery units", [_unit(row) for row in geography.units], key=lambda u: u.code, on=on),
        _bring_in("authorities", [_covered(row) for row in geography.coverage], key=_coverage_key, on=on),
    ]


def _region(row: RegionRow) -> Region:
    source = (
        row.name_source if row.name_source == row.code_source else f"{row.name_source}, {row.code_source}"
    )
    return Region(
        code=row.code, name=row.name, valid_from=row.valid_from, valid_to=row.valid_to, source=source
    )


def _unit(row: UnitRow) -> ProbationDeliveryUnit:
    return ProbationDeliveryUnit(
        code=row.code,
        name=row.name,
        region_id=row.region,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=f"{row.name_source}; code: {row.code_source}",
    )


def _covered(row: CoverageRow) -> CoveredAuthority:
    return CoveredAuthority(
        unit_id=row.unit,
        authority=row.authority,
        extent=row.extent,
        note=row.note,
        valid_from=row.valid_from,
        valid_to=row.valid_to,
        source=row.source,
    )


def _coverage_key(row: CoveredAuthority) -> Hashable:
    return row.unit_id, row.authority, row.valid_from


def _bring_in(what: str, wanted: Sequence[D], *, key: Callable[[D], Hashable], on: date) -> Loaded:
    model = type(wanted[0])
    fields = [field.attname for field in model._meta.concrete_fields if field.attname != "id"]
    present = {key(row): row for row in model.objects.all()}
    added = [row for row in wanted if key(row) not in present]
    changed = [row for row in wanted if _takes_over(row, present.get(key(row)), fields)]
    files = {key(row) for row in wanted}
    ended = [row for row in present.values() if key(row) not in files and row.valid_to is None]
    for row in ended:
        row.valid_to = on - timedelta(days=1)
    model.objects.bulk_create(added)
    model.objects.bulk_update([*changed, *ended], [f for f in fields if f != model._meta.pk.attname])
    return Loaded(what=what, total=len(wanted), added=len(added), changed=len(changed), ended=len(ended))


def _takes_over(row: Dated, old: Dated | None, fields: list[str]) -> bool:
    """Whether the file's row differs from the one that is there, whose identity it then takes."""
    if old is None or all(getattr(row, field) == getattr(old, field) for field in fields):
        return False
    row.pk = old.pk
    return True
