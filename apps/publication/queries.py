"""Reads of frozen figures, narrowed to what the viewer may see."""

from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from apps.organisation.access import Scope
from apps.publication.grids import Column, Row
from apps.publication.models import FrozenFigures, StatisticalTable, TableCell


def figures_for(scope: Scope) -> QuerySet[FrozenFigures]:
    """The frozen figures of the regions that the scope covers whole, the newest first."""
    figures = FrozenFigures.objects.select_related("region", "extract", "run", "frozen_by")
    return figures if scope.all_regions else figures.filter(region__in=scope.region_codes)


@dataclass(frozen=True, kw_only=True)
class TableShown:
    """A frozen table with its cells at hand.

    `lines`: each row with its (cell, column) pairs; `turned`: each column with its cells, row by row.
    """

    table: StatisticalTable
    cells: dict[tuple[str, str], TableCell]

    @property
    def lines(self) -> list[tuple[Row, list[tuple[TableCell, Column]]]]:
        columns = self.table.column_list
        return [
            (row, [(self.cells[row.key, column.key], column) for column in columns])
            for row in self.table.row_list
        ]

    @property
    def turned(self) -> list[tuple[Column, list[TableCell]]]:
        rows = self.table.row_list
        return [
            (column, [self.cells[row.key, column.key] for row in rows]) for column in self.table.column_list
        ]

    def cell(self, row: str, column: str) -> TableCell:
        """Raises KeyError when the table has no such crossing."""
        return self.cells[row, column]


def table_of(figures: FrozenFigures, key: str) -> TableShown | None:
    """One table of the figures by its key; None: they have no such table."""
    table = figures.tables.filter(key=key).first()
    if table is None:
        return None
    return TableShown(table=table, cells={(cell.row, cell.column): cell for cell in table.cells.all()})


def tables_of(figures: FrozenFigures) -> list[TableShown]:
    """Every table of the figures, in order, with its cells; two queries."""
    tables = figures.tables.order_by("position").prefetch_related(
        Prefetch("cells", TableCell.objects.order_by("id"))
    )
    return [
        TableShown(table=table, cells={(cell.row, cell.column): cell for cell in table.cells.all()})
        for table in tables
    ]
