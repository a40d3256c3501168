"""The tables of annex F: the delivery units, and which of them serves which local authority."""

from collections import defaultdict
from datetime import date

from apps.organisation.models import CoveredAuthority
from apps.publication.assembly.annex_people import Caseload
from apps.publication.grids import Column, Grid, Kind, Row, Value

COLUMNS = (
    Column("units", "Delivery unit", Kind.WORDS),
    Column("extent", "How much of it", Kind.WORDS),
)


def places_grids(caseload: Caseload) -> list[Grid]:
    """The units with their people, as in the annual report, then the authorities."""
    units = next(one for one in caseload.profile.grids(dict(caseload.shown)) if one.kind == "places")
    return [units, authorities_grid(caseload)]


def authorities_grid(caseload: Caseload) -> Grid:
    """rows: local authority, by name; columns: the units that serve it, and whether whole or in part."""
    covered: dict[str, list[CoveredAuthority]] = defaultdict(list)
    for unit in caseload.profile.units:
        for one in unit.authorities.all():
            if _holds(one, caseload.profile.day):
                covered[one.authority].append(one)
    names = {unit.code: unit.name for unit in caseload.profile.units}
    ordered = sorted(covered)
    cells = {}
    for number, authority in enumerate(ordered):
        rows = covered[authority]
        cells[f"authority-{number}", "units"] = Value(words="; ".join(names[one.unit_id] for one in rows))
        cells[f"authority-{number}", "extent"] = Value(words=_extent(rows))
    return Grid(
        key="authorities",
        kind="words",
        title="Local authorities covered",
        row_heading="Local authority",
        rows=[Row(f"authority-{number}", authority) for number, authority in enumerate(ordered)],
        columns=COLUMNS,
        cells=cells,
    )


def _holds(one: CoveredAuthority, day: date) -> bool:
    return one.valid_from <= day and (one.valid_to is None or one.valid_to >= day)


def _extent(rows: list[CoveredAuthority]) -> str:
    if all(one.extent == one.Extent.WHOLE for one in rows):
        return "The whole"
    return "A part" if len(rows) == 1 else "A part each"
