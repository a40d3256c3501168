"""Provision of many regions together, from the annex D that each built last: nothing is counted anew."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.organisation.models import Region
from apps.publication.grids import Row
from apps.publication.queries import TableShown, table_of
from apps.reports.annexes import drawings
from apps.reports.drawings import Drawn
from apps.reports.kinds import Key
from apps.reports.models import ReportEdition
from charts import SCREEN
from rules.tables.provision import WORDS, Verdict

COLUMNS = ("region", "unit", "delivery_unit", "need", "verdict", "frozen_on")
HOLD_IT = (Key.ANNEX_D, Key.PLAN_WITH_ANNEXES)
_VERDICTS: Mapping[str, Verdict] = {words: verdict for verdict, words in WORDS.items()}


@dataclass(frozen=True, kw_only=True)
class RegionFrozen:
    """A region with the verdicts that its newest built annex D holds: (unit, need) -> verdict."""

    region: Region
    edition: ReportEdition
    units: Sequence[Row]
    needs: Mapping[str, str]
    verdicts: Mapping[tuple[str, str], Verdict]

    @property
    def day(self) -> date:
        """The day of its agreements."""
        return date.fromisoformat(self.edition.content["on"])

    def count(self, need: str, verdict: Verdict) -> int:
        """Units of the region where the need has that verdict."""
        return sum(self.verdicts.get((unit.key, need)) == verdict for unit in self.units)


@dataclass(frozen=True, kw_only=True)
class NationShown:
    """The regions that have an annex D for plans from `year`, and those that have none. need: "" for all."""

    year: str
    regions: Sequence[RegionFrozen]
    missing: Sequence[Region]
    need: str

    @property
    def needs(self) -> dict[str, str]:
        """Every need or cohort that any region judged: id -> title."""
        return {need: title for one in self.regions for need, title in one.needs.items()}

    @property
    def columns(self) -> list[tuple[str, str]]:
        return [(need, title) for need, title in self.needs.items() if self.need in ("", need)]

    @property
    def lines(self) -> list[tuple[RegionFrozen, list[int]]]:
        """Each region with the number of its units that have a gap, need by need."""
        return [(one, [one.count(need, Verdict.GAP) for need, _ in self.columns]) for one in self.regions]

    @property
    def rows(self) -> Iterator[Mapping[str, Any]]:
        """One line for each need in each unit, for a spreadsheet."""
        for one in self.regions:
            for unit in one.units:
                for need, title in self.columns:
                    if found := one.verdicts.get((unit.key, need)):
                        values = (one.region.name, unit.key, unit.label, title, WORDS[found], one.day)
                        yield dict(zip(COLUMNS, values, strict=True))

    @property
    def chart(self) -> Drawn:
        """One need's verdicts on the tiles of all 108 units, or how many gaps each unit has."""
        if self.need:
            return self._chart_of_need(self.needs[self.need])
        gaps, labels = {}, {}
        for one in self.regions:
            for unit in one.units:
                gaps[unit.key] = sum(one.verdicts.get((unit.key, need)) == Verdict.GAP for need in one.needs)
                labels[unit.key] = unit.label
        return drawings.gaps_on_tiles(gaps, labels, see="The download holds the verdicts.", frame=SCREEN)

    def _chart_of_need(self, title: str) -> Drawn:
        found = {
            unit: verdict for one in self.regions for (unit, need), verdict in one.verdicts.items()
            if need == self.need
        }  # fmt: skip
        named = {unit.key: unit.label for one in self.regions for unit in one.units}
        told = "; ".join(f"{named[unit]} {WORDS[verdict].lower()}" for unit, verdict in found.items())
        return drawings.verdicts_of_need(found, f"{title}: how it is provided for", f"{told}.", frame=SCREEN)


def provision_of_nation(regions: Sequence[Region], year: str, *, need: str = "") -> NationShown:
    """What the regions' newest annexes D for plans from the year say; an unknown need is all of them."""
    found = {region.pk: _frozen(region, year) for region in regions}
    there = [one for one in found.values() if one is not None]
    known = {each for one in there for each in one.needs}
    return NationShown(
        year=year,
        regions=there,
        missing=[one for one in regions if found[one.pk] is None],
        need=need if need in known else "",
    )


def _frozen(region: Region, year: str) -> RegionFrozen | None:
    built = ReportEdition.objects.filter(
        report__region=region, report__year=year, report__kind__in=HOLD_IT,
        state=ReportEdition.State.BUILT, figures__isnull=False,
    )  # fmt: skip
    edition = built.select_related("figures").order_by("-finished_at", "-pk").first()
    table = table_of(edition.figures, "provision") if edition and edition.figures else None
    return _read(region, edition, table) if edition and table else None


def _read(region: Region, edition: ReportEdition, shown: TableShown) -> RegionFrozen:
    needs = {column.key: column.label for column in shown.table.column_list}
    return RegionFrozen(
        region=region,
        edition=edition,
        units=shown.table.row_list,
        needs=needs,
        verdicts={at: _VERDICTS[cell.words] for at, cell in shown.cells.items() if cell.words in _VERDICTS},
    )
