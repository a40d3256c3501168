"""Where each delivery unit's tile lies on a map-like grid of equal squares: rules/data/geography/tiles.csv.

Source: product. Columns run east and rows south; a region's tiles touch each other, roughly where its units
lie. It is no map: distances and sizes mean nothing.
"""

from collections import Counter
from functools import cache
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from rules.definitions.files import Definition, DefinitionError, Fault, read_csv
from rules.definitions.geography import load_geography

PATH = Path(__file__).resolve().parent.parent / "data" / "geography" / "tiles.csv"
Place = Annotated[int, Field(ge=0, le=30)]


class Tile(Definition):
    """`column`, `row`: from 0, the top left."""

    unit: str
    column: Place
    row: Place


@cache
def load_tiles(path: Path = PATH) -> tuple[Tile, ...]:
    """A tile for each delivery unit, by region and number. Raises DefinitionError with every fault found."""
    tiles, faults = [], []
    for line, row in read_csv(path, list(Tile.model_fields)):
        try:
            tiles.append(Tile.model_validate_strings(row))
        except ValidationError as error:
            faults.append(Fault(path.name, f"line {line}", str(error.errors()[0]["msg"])))
    faults += _layout_faults(tiles, path.name) if not faults else []
    if faults:
        raise DefinitionError(faults)
    return tuple(tiles)


def _layout_faults(tiles: list[Tile], file: str) -> list[Fault]:
    known = {unit.code for unit in load_geography().units}
    listed = Counter(tile.unit for tile in tiles)
    faults = [
        Fault(file, unit, "no such unit, or one without a tile") for unit in sorted(known ^ set(listed))
    ]
    faults += [Fault(file, unit, f"has {n} tiles") for unit, n in listed.items() if n > 1]
    places = Counter((tile.column, tile.row) for tile in tiles)
    return faults + [Fault(file, f"{place}", f"{n} tiles share it") for place, n in places.items() if n > 1]
