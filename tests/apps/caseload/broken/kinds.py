"""What a broken extract is: how it is made and what must be found."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.apps.caseload.extracts import Draft

Found = tuple[str, str, str, str]  # file, row, field, code


@dataclass(frozen=True)
class Broken:
    """`make` writes the extract into a folder that exists and gives its path."""

    name: str
    make: Callable[[Path], Path]
    faults: list[Found]

    def __str__(self) -> str:
        return self.name


def edited(name: str, edit: Callable[[Draft], object], *faults: Found) -> Broken:
    """A folder whose draft was edited."""

    def make(folder: Path) -> Path:
        draft = Draft()
        edit(draft)
        return draft.write(folder / "extract")

    return Broken(name, make, list(faults))


def set_value(name: str, table: str, position: int, column: str, value: str, code: str) -> Broken:
    """One value replaced, one fault found: on its own line (the header is line 1)."""

    def edit(draft: Draft) -> None:
        draft.row(table, position)[column] = value

    return edited(name, edit, (f"{table}.csv", str(position + 2), column, code))
