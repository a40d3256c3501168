"""A table as it will be frozen: rows, columns, and for each crossing a number, words or a symbol."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from enum import StrEnum

from rules.tables.regional import Figure


class Kind(StrEnum):
    """What a column holds, and so how many decimals it prints."""

    COUNT = "count"
    PERCENT = "percent"
    WHOLE_PERCENT = "whole_percent"
    POINTS = "points"
    RATIO = "ratio"
    WORDS = "words"


PLACES = {Kind.COUNT: 0, Kind.PERCENT: 1, Kind.WHOLE_PERCENT: 0, Kind.POINTS: 1, Kind.RATIO: 2, Kind.WORDS: 0}


@dataclass(frozen=True)
class Column:
    key: str
    label: str
    kind: Kind

    @property
    def places(self) -> int:
        return PLACES[self.kind]


@dataclass(frozen=True)
class Row:
    """`emphasis`: a total. `short`: the label on a chart's axis, the label itself when empty."""

    key: str
    label: str
    short: str = ""
    emphasis: bool = False


@dataclass(frozen=True, kw_only=True)
class Value:
    """One cell: exactly one of a number, words or a symbol."""

    number: Decimal | None = None
    words: str = ""
    symbol: str = ""

    def __post_init__(self) -> None:
        filled = [self.number is not None, self.words != "", self.symbol != ""]
        if sum(filled) != 1:
            raise ValueError(f"a cell holds one of number, words and symbol: found {self}")


def of_figure(figure: Figure) -> Value:
    return Value(number=figure.value, symbol=figure.symbol)


def of_number(number: int | Decimal) -> Value:
    return Value(number=Decimal(number))


@dataclass(frozen=True, kw_only=True)
class Grid:
    """A whole table. `cells` maps (row key, column key) to its value; every crossing is filled.

    `key` names it in addresses and files, `measure` the measure it is about (empty: none).
    """

    key: str
    kind: str
    title: str
    rows: Sequence[Row]
    columns: Sequence[Column]
    cells: Mapping[tuple[str, str], Value]
    measure: str = ""
    row_heading: str = ""
    notes: Sequence[str] = field(default_factory=tuple)

    def __post_init__(self) -> None:
        expected = {(row.key, column.key) for row in self.rows for column in self.columns}
        if set(self.cells) != expected or len(expected) != len(self.rows) * len(self.columns):
            odd = sorted(set(self.cells) ^ expected)
            raise ValueError(f"table {self.key}: cells and crossings differ at {odd[:5]}")

    @property
    def shape(self) -> dict[str, list[dict[str, object]]]:
        """Rows and columns as plain data."""
        return {
            "rows": [asdict(row) for row in self.rows],
            "columns": [{**asdict(column), "kind": column.kind.value} for column in self.columns],
        }


def in_order(grids: Sequence[Grid]) -> list[Grid]:
    """As the annual report prints them, numbered without a gap, and then those that its files hold alone.

    Not printed are tables without rows and, of equality, those of single measures.
    """
    return sorted(grids, key=lambda grid: (not grid.rows, grid.kind == "equality" and bool(grid.measure)))


def in_order_of_annexes(grids: Sequence[Grid]) -> list[Grid]:
    """Likewise for annexes, which print of equality the groups of each measure that have a rate to print."""
    return sorted(grids, key=lambda grid: not _has_a_group_to_print(grid))


def _has_a_group_to_print(grid: Grid) -> bool:
    if grid.kind != "equality" or not grid.measure:
        return bool(grid.rows)
    return any(grid.cells[row.key, "rate"].number is not None for row in grid.rows)
