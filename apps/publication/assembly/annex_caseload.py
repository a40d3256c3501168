"""The tables of annex A: the caseload in segments, beside England and Wales, and the needs it has."""

from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

from apps.caseload.described import Traits
from apps.publication.assembly.annex_people import (
    NOT_RECORDED,
    WITH,
    WITHOUT,
    Caseload,
    base_of,
    recorded_of,
)
from apps.publication.assembly.profile import ALL, PEOPLE, SHARE
from apps.publication.grids import Column, Grid, Kind, Row, Value, of_figure, of_number
from rules.definitions.segmentation import SegmentTable
from rules.tables.regional import NOT_APPLICABLE, NOT_AVAILABLE, Figure, share
from rules.tables.rounding import half_up
from rules.tables.segmentation import counted

NATION = Column("nation", "England and Wales (%)", Kind.WHOLE_PERCENT)
WHOLE_PERCENT = (
    "England and Wales is printed in whole percentages, so that no small count of a region can be worked out."
)
NEEDS = (
    Column("with", "People with the need", Kind.COUNT),
    Column("without", "Without", Kind.COUNT),
    Column("not_recorded", "Not recorded", Kind.COUNT),
    Column("share", "Share of those recorded (%)", Kind.PERCENT),
    Column("told_by", "Told by", Kind.WORDS),
)
MISSING = (Column("why", "Why the extract cannot tell", Kind.WORDS),)


def caseload_grids(caseload: Caseload, nation: Counter[Traits]) -> list[Grid]:
    """The segments, the people's other characteristics, what of the segments is missing, and their needs."""
    national = counted(caseload.segments, ((recorded_of(traits), n) for traits, n in nation.items()))
    first, *rest = caseload.segments.tables
    segments = [
        _segment_grid(caseload, first, national[first.id], (WHOLE_PERCENT,)),
        *(_segment_grid(caseload, table, national[table.id]) for table in rest),
    ]
    printed = {table.id for table in caseload.segments.tables}
    profiles = [
        grid
        for grid in caseload.profile.grids(dict(caseload.shown))
        if grid.kind == "profile" and grid.key.removeprefix("people-") not in printed
    ]
    return [*segments, *profiles, missing_grid(caseload), needs_grid(caseload)]


def _segment_grid(
    caseload: Caseload, table: SegmentTable, national: Counter[str], notes: tuple[str, ...] = ()
) -> Grid:
    rows = [Row(row, label) for row, label in table.labels.items()]
    whole = caseload.shown[base_of(table) if table.of_rows else (ALL, ALL)]
    cells: dict[tuple[str, str], Value] = {}
    for row in rows:
        figure = caseload.shown[table.id, row.key]
        cells |= _line(row.key, figure, whole) | {(row.key, "nation"): _national(national, row.key)}
    rows.append(Row(ALL, "All", emphasis=True))
    cells |= _line(ALL, whole, whole) | {(ALL, "nation"): _national(national, ALL)}
    return Grid(
        key=f"segment-{table.id}",
        kind="segment",
        title=table.title,
        row_heading=table.title.split(",")[0],
        rows=rows,
        columns=(PEOPLE, SHARE, NATION),
        cells=cells,
        notes=(table.note, *notes) if table.note else notes,
    )


def _line(row: str, figure: Figure, whole: Figure) -> dict[tuple[str, str], Value]:
    return {(row, "people"): of_figure(figure), (row, "share"): of_figure(share(figure, whole))}


def _national(national: Counter[str], row: str) -> Value:
    everybody = national.total()
    if not everybody:
        return Value(symbol=NOT_APPLICABLE)
    people = everybody if row == ALL else national[row]
    return of_number(half_up(Fraction(100 * people, everybody), 0))


def missing_grid(caseload: Caseload) -> Grid:
    """rows: what the agreement printed and no extract can fill; column: why."""
    missing = caseload.segments.missing
    return Grid(
        key="segment-missing",
        kind="words",
        title="Tables of the 2014 agreement that cannot be filled",
        row_heading="What the agreement showed",
        rows=[Row(one.id, one.label) for one in missing],
        columns=MISSING,
        cells={(one.id, "why"): Value(words=one.why) for one in missing},
    )


def needs_grid(caseload: Caseload) -> Grid:
    """rows: needs and cohorts; columns: people with it, without, not recorded, and how it is told."""
    cells: dict[tuple[str, str], Value] = {}
    for asked in caseload.asked:
        values = _need_values(caseload, asked.id)
        cells |= {(asked.id, column): value for column, value in values.items()}
    floors = [one.need for one in caseload.rule.demand if one.floor]
    return Grid(
        key="needs",
        kind="needs",
        title="People with a need that services are provided for",
        row_heading="Need or cohort",
        rows=[Row(one.id, one.title) for one in caseload.asked],
        columns=NEEDS,
        cells=cells,
        notes=_floor_notes(floors, {one.id: one.title for one in caseload.asked}),
    )


def _need_values(caseload: Caseload, need: str) -> Mapping[str, Value]:
    demand = caseload.rule.demand_of.get(need)
    if demand is None:
        why = caseload.rule.why_not_known.get(need, "No sign of it is defined.")
        unknown = Value(symbol=NOT_AVAILABLE)
        return {
            "with": unknown,
            "without": unknown,
            "not_recorded": unknown,
            "share": unknown,
            "told_by": Value(words=why),
        }
    found = {part: caseload.demand(need, part) for part in (WITH, WITHOUT, NOT_RECORDED)}
    return {part: of_figure(figure) for part, figure in found.items()} | {
        "share": of_figure(_share_of_recorded(found[WITH], found[WITHOUT])),
        "told_by": Value(words=demand.words),
    }


def _share_of_recorded(having: Figure, without: Figure) -> Figure:
    if having.value is None or without.value is None:
        return Figure(symbol=having.symbol or without.symbol)
    return share(having, Figure(value=having.value + without.value))


def _floor_notes(floors: list[str], titles: Mapping[str, str]) -> tuple[str, ...]:
    named = ", ".join(titles[need] for need in floors if need in titles)
    return (
        (f"At least so many, for others may have the need without such a record: {named}.",) if named else ()
    )
