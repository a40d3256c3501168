"""Reads of frozen figures, narrowed to what the viewer may see, and of the caseload that is to be frozen."""

from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Prefetch, QuerySet

from apps.organisation.access import Scope
from apps.publication.grids import Column, Row
from apps.publication.models import FrozenFigures, StatisticalTable, TableCell


@dataclass(frozen=True, kw_only=True)
class Supervised:
    """A person on a day, as the profile counts them. None: not recorded."""

    unit: str
    supervision: str
    born_on: date
    sex: str | None
    ethnicity: str | None
    risk: str | None


# Place: the period with the latest start, then the lowest code (measures, rule 8). Risk: the newest sentence.
SUPERVISED = """
SELECT placed.unit_code, placed.kind, people.date_of_birth, people.sex, people.ethnicity,
       (SELECT sentences.risk_of_serious_harm FROM caseload_sentences sentences
         WHERE sentences.person_id = placed.person_id AND sentences.sentenced_on <= %(day)s
         ORDER BY sentences.sentenced_on DESC, sentences.sentence_id DESC LIMIT 1)
  FROM (SELECT DISTINCT ON (person_id) person_id, region_code, unit_code, kind
          FROM caseload_supervision_periods
         WHERE start_on <= %(day)s AND (end_on IS NULL OR end_on >= %(day)s)
         ORDER BY person_id, start_on DESC, unit_code, period_id) placed
  JOIN caseload_people people USING (person_id)
 WHERE placed.region_code = %(region)s
 ORDER BY placed.person_id
"""


def supervised_on(day: date, region_code: str) -> list[Supervised]:
    """Everybody with an open supervision period in the region on the day, each person once."""
    with connection.cursor() as cursor:
        cursor.execute(SUPERVISED, {"day": day, "region": region_code})
        return [
            Supervised(unit=unit, supervision=kind, born_on=born, sex=sex, ethnicity=ethnicity, risk=risk)
            for unit, kind, born, sex, ethnicity, risk in cursor.fetchall()
        ]


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


def tables_of(figures: FrozenFigures) -> list[TableShown]:
    """Every table of the figures, in order, with its cells; two queries."""
    tables = figures.tables.order_by("position").prefetch_related(
        Prefetch("cells", TableCell.objects.order_by("id"))
    )
    return [
        TableShown(table=table, cells={(cell.row, cell.column): cell for cell in table.cells.all()})
        for table in tables
    ]
