import pytest

from rules.definitions.files import DefinitionError
from rules.definitions.geography import load_geography
from rules.definitions.tiles import PATH, Tile, load_tiles


def touching(tile: Tile, others: list[Tile]) -> list[Tile]:
    return [one for one in others if abs(one.column - tile.column) <= 1 and abs(one.row - tile.row) <= 1]


@pytest.mark.parametrize("region", [one.code for one in load_geography().regions])
def test_the_tiles_of_a_region_touch_each_other(region):
    waiting = [tile for tile in load_tiles() if tile.unit[0] == region]
    reached = [waiting.pop()]
    for tile in reached:
        near = touching(tile, waiting)
        reached += near
        waiting = [one for one in waiting if one not in near]
    assert waiting == []


def test_every_unit_has_one_tile_and_north_lies_above_south():
    tiles = {tile.unit: tile for tile in load_tiles()}
    assert len(tiles) == 108
    assert tiles["A31"].row < tiles["J33"].row < tiles["E4"].row
    assert tiles["G59"].column < tiles["D9"].column


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("A25,9,2\n", "", "A25: no such unit, or one without a tile"),
        ("A25,9,2", "A26,9,2", "A26: has 2 tiles"),
        ("A25,9,2", "A25,10,1", "2 tiles share it"),
        ("A25,9,2", "A25,east,2", "line 2"),
    ],
)
def test_a_faulty_layout_is_refused(tmp_path, old, new, fault):
    path = tmp_path / "tiles.csv"
    path.write_text(PATH.read_text().replace(old, new))
    with pytest.raises(DefinitionError, match=fault):
        load_tiles(path)


def test_units_without_a_tile_are_told_in_order(tmp_path):
    path = tmp_path / "tiles.csv"
    path.write_text("".join(PATH.read_text().splitlines(keepends=True)[:1]))
    with pytest.raises(DefinitionError) as refused:
        load_tiles(path)
    units = [fault.key for fault in refused.value.faults]
    assert units == sorted(units)
    assert len(units) == 108
