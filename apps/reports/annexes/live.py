"""Need by delivery unit as it stands today, for the page: judged and suppressed by the annex's own rules."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.caseload.queries import live_extract
from apps.organisation.models import Region
from apps.planning.protection import protected_provision
from apps.planning.queries import provision_of
from apps.publication.assembly.annex_people import Asked, caseload_of
from apps.publication.assembly.annex_provision import Matrix, matrix_of
from apps.publication.grids import Row
from apps.publication.models import SHORTHAND
from apps.reports.annexes import drawings
from apps.reports.drawings import Drawn
from charts import SCREEN
from rules.definitions.disclosure import load_disclosure
from rules.tables.provision import WORDS, Verdict, places_of
from rules.tables.regional import Figure

COLUMNS = ("unit", "delivery_unit", "need", "people", "agreements", "places_a_year", "verdict")


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One need in one unit. `people`, `places`: as printed; `hidden`: the reader asked for other verdicts."""

    unit: Row
    asked: Asked
    verdict: Verdict
    people: str
    agreements: int
    places: str
    hidden: bool

    @property
    def words(self) -> str:
        return WORDS[self.verdict]


@dataclass(frozen=True, kw_only=True)
class Provision:
    """The matrix of a region on a day. `as_at`: the day of its caseload."""

    region: Region
    on: date
    as_at: date
    matrix: Matrix
    columns: Sequence[Asked]
    verdict: str

    @property
    def lines(self) -> list[tuple[Row, list[Cell]]]:
        """Each unit with its cells."""
        return [(unit, [self._cell(unit, one) for one in self.columns]) for unit in self.matrix.units]

    def _cell(self, unit: Row, asked: Asked) -> Cell:
        key = unit.key, asked.id
        serving = self.matrix.serving.get(key, ())
        verdict = self.matrix.verdicts[key]
        return Cell(
            unit=unit,
            asked=asked,
            verdict=verdict,
            people=_printed(self.matrix.caseload.demand(asked.id, f"unit:{unit.key}")),
            agreements=len({one.agreement for one in serving}),
            places=_places(places_of(serving)),
            hidden=bool(self.verdict) and verdict != self.verdict,
        )

    @property
    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One line for each cell that the reader asked for, for a spreadsheet."""
        for unit, cells in self.lines:
            for cell in cells:
                if not cell.hidden:
                    values = (cell.people, cell.agreements, cell.places, cell.words)
                    yield dict(zip(COLUMNS, (unit.key, unit.label, cell.asked.title, *values), strict=True))

    @property
    def counts(self) -> list[tuple[str, int]]:
        """Each verdict's word with how many cells of the columns have it."""
        found = [cell.verdict for _, cells in self.lines for cell in cells]
        return [(WORDS[one], found.count(one)) for one in Verdict]

    @property
    def chart(self) -> Drawn:
        """One need's verdicts on the tiles of all 108 units, or how many gaps each unit has."""
        if len(self.columns) == 1:
            return self._chart_of(self.columns[0])
        gaps = {unit.key: self.matrix.counts(unit.key)[Verdict.GAP] for unit in self.matrix.units}
        labels = {unit.key: unit.label for unit in self.matrix.units}
        return drawings.gaps_on_tiles(gaps, labels, see="The table above holds the verdicts.", frame=SCREEN)

    def _chart_of(self, asked: Asked) -> Drawn:
        verdicts = {unit.key: self.matrix.verdicts[unit.key, asked.id] for unit in self.matrix.units}
        told = "; ".join(f"{unit.label} {WORDS[verdicts[unit.key]].lower()}" for unit in self.matrix.units)
        title = f"{asked.title}: how it is provided for"
        return drawings.verdicts_of_need(verdicts, title, f"{told}.", frame=SCREEN)


def provision_today(region: Region, on: date, *, need: str = "", verdict: str = "") -> Provision | None:
    """The region's provision on a day; None without a live extract. `need`, `verdict`: only those, "" all."""
    extract = live_extract()
    if extract is None:
        return None
    edition = load_disclosure().on(extract.as_at)
    caseload = caseload_of(region, extract.as_at, edition=edition)
    matrix = matrix_of(caseload, protected_provision(provision_of(region, on), on))
    columns = [one for one in matrix.columns if not need or one.id == need]
    return Provision(
        region=region, on=on, as_at=extract.as_at, matrix=matrix, columns=columns, verdict=verdict
    )


def _places(places: int | None) -> str:
    return SHORTHAND["c"] if places is None else f"{places:,}"


def _printed(figure: Figure) -> str:
    return SHORTHAND[figure.symbol] if figure.value is None else f"{figure.value:,}"
