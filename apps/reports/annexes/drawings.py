"""Charts of the annexes' frozen tables: where units lie and how needs are provided for, needs, targets."""

from collections.abc import Mapping
from decimal import Decimal

from apps.publication.grids import Row
from apps.publication.models import TableCell
from apps.publication.queries import TableShown
from apps.reports.drawings import Drawn
from charts import PRINT, Bar, Frame, TileMark, TileStyle, bar_chart, palette, tile_chart
from rules.definitions.tiles import load_tiles
from rules.tables.provision import MEANINGS, WORDS, Verdict

OTHERS = "A unit of another region"
TILES = (
    "Each square is one of the 108 delivery units, roughly where it lies; all are drawn in one size."
    " It carries the unit’s code."
)
VERDICTS: Mapping[Verdict, tuple[str, str, str]] = {
    Verdict.GAP: ("G", palette.DARK_PINK, "#ffffff"),
    Verdict.SINGLE: ("S", palette.ORANGE, palette.TEXT),
    Verdict.DUPLICATE: ("D", palette.TURQUOISE, palette.TEXT),
    Verdict.ENOUGH: ("E", palette.DARK_BLUE, "#ffffff"),
    Verdict.NOT_KNOWN: ("?", palette.GRID, palette.TEXT),
}
# (at most so many gaps, what the key says, fill, ink)
GAPS = (
    (0, "No gap", palette.DARK_BLUE, "#ffffff"),
    (2, "1 or 2 gaps", palette.ORANGE, palette.TEXT),
    (None, "3 gaps or more", palette.DARK_PINK, "#ffffff"),
)


def gaps_by_unit(shown: TableShown, *, frame: Frame = PRINT) -> Drawn:
    """The number of needs with a gap in each unit of "verdicts-by-unit", on the tiles of all 108."""
    counts = {row.key: int(shown.cell(row.key, Verdict.GAP).value or 0) for row in _units(shown)}
    labels = {row.key: row.label for row in _units(shown)}
    return gaps_on_tiles(counts, labels, see=f"Table {shown.table.position} holds the figures.", frame=frame)


def gaps_on_tiles(counts: Mapping[str, int], labels: Mapping[str, str], *, see: str, frame: Frame) -> Drawn:
    """unit -> needs with a gap, unit -> its name, on the tiles of all 108. `see`: where the numbers are."""
    styles = {label: TileStyle(sign="", label=label, fill=fill, ink=ink) for _, label, fill, ink in GAPS}
    marks = [
        TileMark(
            column=tile.column,
            row=tile.row,
            code=tile.unit,
            style=_class_of(counts[tile.unit]) if tile.unit in counts else None,
            sign=str(counts[tile.unit]) if tile.unit in counts else "",
        )
        for tile in load_tiles()
    ]
    named = "; ".join(f"{labels[unit]} {gaps}" for unit, gaps in counts.items())
    title = "Needs with a gap in provision, by delivery unit"
    words = f"Needs with a gap in provision: {named}. {see}"
    svg = tile_chart(marks, styles, title, words, others=OTHERS, frame=frame)
    return Drawn(title=title, key=f"{TILES} The number in a square is that of its gaps.", svg=svg)


def _units(shown: TableShown) -> list[Row]:
    return [row for row in shown.table.row_list if not row.emphasis]


def _class_of(gaps: int) -> str:
    return next(label for most, label, *_ in GAPS if most is None or gaps <= most)


def verdicts_of_need(
    verdicts: Mapping[str, Verdict], title: str, description: str, *, frame: Frame = PRINT
) -> Drawn:
    """One need: unit -> how it is provided for there, on the tiles of all 108."""
    styles = {
        one.value: TileStyle(sign=sign, label=f"{WORDS[one]}: {MEANINGS[one]}", fill=fill, ink=ink)
        for one, (sign, fill, ink) in VERDICTS.items()
    }
    marks = [
        TileMark(column=tile.column, row=tile.row, code=tile.unit, style=verdicts.get(tile.unit))
        for tile in load_tiles()
    ]
    others = OTHERS if len(verdicts) < len(marks) else ""
    svg = tile_chart(marks, styles, title, description, others=others, frame=frame)
    return Drawn(title=title, key=TILES, svg=svg)


def where_units_lie(shown: TableShown, region: str, *, frame: Frame = PRINT) -> Drawn:
    """The units of the table "delivery-units" among all 108."""
    mine = {row.key for row in _units(shown)}
    styles = {"mine": TileStyle(sign="", label=region, fill=palette.DARK_BLUE)}
    marks = [
        TileMark(
            column=tile.column, row=tile.row, code=tile.unit, style="mine" if tile.unit in mine else None
        )
        for tile in load_tiles()
    ]
    names = ", ".join(row.label for row in _units(shown))
    title = f"The delivery units of {region} among the 108 of England and Wales"
    svg = tile_chart(marks, styles, title, f"{region}: {names}.", others=OTHERS, frame=frame)
    return Drawn(title=title, key=TILES, svg=svg)


def needs(shown: TableShown, *, frame: Frame = PRINT) -> Drawn | None:
    """People with each need that is told; None when no count is printed."""
    printed = [row for row in shown.table.row_list if shown.cell(row.key, "with").symbol != "x"]
    largest = max((shown.cell(row.key, "with").value or 0 for row in printed), default=0)
    if not largest:
        return None
    bars = [_bar(row.label, shown.cell(row.key, "with")) for row in printed]
    told = "; ".join(f"{bar.label} {bar.shown}" for bar in bars)
    title = "People with each need that the extract tells"
    words = f"{told}. Table {shown.table.position} holds the figures."
    svg = bar_chart(bars, title, words, largest=Decimal(largest), unit="", frame=frame)
    return Drawn(title=title, key="A bar ends at the number of people.", svg=svg)


def _bar(label: str, cell: TableCell) -> Bar:
    return Bar(label=label, value=cell.value, shown=cell.text)


def targets(shown: TableShown, *, frame: Frame = PRINT) -> Drawn | None:
    """The baseline of every measure with a target, beside the target at the end of the plan."""
    last = [column.key for column in shown.table.column_list if column.key.startswith("to-")][-1]
    rows = [row for row in shown.table.row_list if shown.cell(row.key, last).value is not None]
    if not rows:
        return None
    bars = [
        Bar(
            label=row.label,
            value=shown.cell(row.key, "baseline").value,
            shown=f"{shown.cell(row.key, 'baseline').text} to {shown.cell(row.key, last).text}",
            target=shown.cell(row.key, last).value,
        )
        for row in rows
    ]
    title = "Baseline of the measures and their target at the end of the plan"
    told = "; ".join(f"{bar.label} {bar.shown}" for bar in bars)
    words = f"Percentages, baseline to target: {told}. Table {shown.table.position} holds the figures."
    svg = bar_chart(bars, title, words, frame=frame)
    return Drawn(title=title, key="The short dashed marks are the targets.", svg=svg)
