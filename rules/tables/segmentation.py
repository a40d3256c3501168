"""People counted in segments: each belongs to one row of a table, or is none of those that it is about."""

from collections import Counter
from collections.abc import Iterable, Mapping

from rules.definitions.segmentation import SegmentationEdition, SegmentRow, SegmentTable

# field -> what is recorded of it: one value, several (requirements), or nothing.
Recorded = Mapping[str, frozenset[str]]


def row_of(table: SegmentTable, recorded: Recorded) -> str:
    """The first row whose conditions all hold, else the rest."""
    return next((row.id for row in table.rows if _holds(row, recorded)), table.rest.id)


def _holds(row: SegmentRow, recorded: Recorded) -> bool:
    return all(recorded.get(field, frozenset()) & set(values) for field, values in row.when.items())


def counted(edition: SegmentationEdition, people: Iterable[tuple[Recorded, int]]) -> dict[str, Counter[str]]:
    """Table -> row -> people. `people`: what is recorded, and of how many that is so."""
    found: dict[str, Counter[str]] = {table.id: Counter() for table in edition.tables}
    first = edition.tables[0]
    for recorded, number in people:
        place = row_of(first, recorded)
        for table in edition.tables:
            if not table.of_rows or place in table.of_rows:
                found[table.id][row_of(table, recorded)] += number
    return found
