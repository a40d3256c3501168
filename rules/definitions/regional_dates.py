"""The days on which single regions began a national change, where they differ from the edition's own."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType

from rules.definitions.files import DefinitionError, Fault, read_csv
from rules.definitions.geography import load_geography

FOLDER = Path(__file__).resolve().parent.parent / "data" / "regional_dates"
COLUMNS = ["region", "starts_on", "source"]


@cache
def load_regional_dates(name: str, folder: Path = FOLDER) -> Mapping[str, date]:
    """A region's code -> its own day; empty while every region follows the edition.

    `name`: of the file, without its ending. Raises DefinitionError with every fault, file and line.
    """
    path = folder / f"{name}.csv"
    if not path.is_file():
        raise DefinitionError([Fault(path.name, "file", "found none, expected the dates of the regions")])
    found: dict[str, date] = {}
    faults: list[Fault] = []
    for line, row in read_csv(path, COLUMNS):
        said = _fault(row, found)
        if said:
            faults.append(Fault(path.name, f"line {line}", said))
        else:
            found[row["region"]] = date.fromisoformat(row["starts_on"])
    if faults:
        raise DefinitionError(faults)
    return MappingProxyType(found)


def _fault(row: Mapping[str, str], earlier: Mapping[str, date]) -> str:
    known = [region.code for region in load_geography().regions]
    if row["region"] not in known:
        return f"region: found {row['region']!r}, expected one of {', '.join(known)}"
    if row["region"] in earlier:
        return f"region: {row['region']} is listed twice"
    try:
        date.fromisoformat(row["starts_on"])
    except ValueError:
        return f"starts_on: found {row['starts_on']!r}, expected a day as YYYY-MM-DD"
    return "" if row["source"] else "source: expected the document that gives the region's day"
