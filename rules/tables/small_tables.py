"""Which groups of which places can be told apart when every place and all places together are shown."""

from collections.abc import Hashable, Iterable, Mapping

Cell = tuple[Hashable, str]


def told_apart_in_places(sizes: Mapping[Hashable, Mapping[str, int]], *, fewest: int) -> frozenset[Cell]:
    """The (place, group) cells that may be shown; a cell of nobody is among them.

    sizes: place -> group -> people. Cells of fewer than `fewest` people are withheld. A place's total and a
    group's total over all places are known to everybody, so wherever a line of either kind has something
    withheld, it withholds at least two cells and `fewest` people: the smallest cells that are still shown go
    with it, until that holds for every line or a line has nothing left to show.
    """
    people = {(place, group): size for place, row in sizes.items() for group, size in row.items() if size}
    shown = {cell for cell, size in people.items() if size >= fewest}
    lines = _lines(people)
    changed = True
    while changed:
        changed = False
        for line in lines:
            while _gives_away(line, shown, people, fewest) and (left := shown.intersection(line)):
                shown.remove(min(left, key=lambda cell: (people[cell], repr(cell))))
                changed = True
    nobody = {(place, group) for place, row in sizes.items() for group, size in row.items() if not size}
    return frozenset(shown | nobody)


def _lines(cells: Iterable[Cell]) -> list[list[Cell]]:
    """Every place and every group with its cells."""
    lines: dict[tuple[str, Hashable], list[Cell]] = {}
    for cell in cells:
        lines.setdefault(("place", cell[0]), []).append(cell)
        lines.setdefault(("group", cell[1]), []).append(cell)
    return list(lines.values())


def _gives_away(line: list[Cell], shown: set[Cell], people: Mapping[Cell, int], fewest: int) -> bool:
    withheld = [people[cell] for cell in line if cell not in shown]
    return bool(withheld) and (len(withheld) < 2 or sum(withheld) < fewest)
