"""What an annex says: its frozen tables, charts of them, and the plan's words as they were copied."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from apps.planning.shapes import AwardShown, PlanContent
from apps.publication.grids import Column, Row
from apps.publication.models import MEANINGS, SHORTHAND, FrozenFigures, TableCell
from apps.publication.queries import TableShown, tables_of
from apps.reports import drawings as annual_drawings
from apps.reports.annexes import drawings, words
from apps.reports.annexes.words import Words
from apps.reports.content import Chart
from apps.reports.drawings import Drawn
from rules.tables.provision import Verdict

# A row of a table with its cells and their columns.
Line = tuple[Row, list[tuple[TableCell, Column]]]
TITLES: Mapping[str, str] = {
    "A": "Caseload profile and needs",
    "B": "Evidence and performance baseline",
    "C": "Priorities and milestones",
    "D": "Delivery agreements and commissioned services",
    "E": "Equality analysis",
    "F": "Delivery units and local authorities covered",
    "G": "Measures and targets the plan is judged by",
}


@dataclass(frozen=True, kw_only=True)
class Award:
    """An award with its criteria and what came of it."""

    award: AwardShown
    criteria: Words
    impact: Words

    @property
    def is_judged(self) -> bool:
        """Whether anybody has judged it by any criterion."""
        return any(one.verdict for one in self.award.criteria)


@dataclass(frozen=True, kw_only=True)
class Part:
    """One annex. `tables`: its own, by key with underscores (templates read them); `charts` likewise."""

    letter: str
    tables: Mapping[str, TableShown]
    charts: Mapping[str, Chart]
    words: Mapping[str, Words]
    awards: Sequence[Award] = ()

    @property
    def title(self) -> str:
        return TITLES[self.letter]

    @property
    def template(self) -> str:
        return f"print/annex/v1/{self.letter.lower()}.html"

    def of_kind(self, kind: str) -> list[TableShown]:
        return [shown for shown in self.tables.values() if shown.table.kind == kind]

    @property
    def segments(self) -> list[TableShown]:
        return self.of_kind("segment")

    @property
    def profiles(self) -> list[TableShown]:
        return self.of_kind("profile")

    @property
    def equality(self) -> list[TableShown]:
        """What was found, over all measures; the groups of each measure follow them."""
        return [shown for shown in self.of_kind("equality") if not shown.table.measure]

    @property
    def equality_by_measure(self) -> list[tuple[TableShown, list[Line]]]:
        """Each measure's table with the groups that have a rate to print; a table without one is left out."""
        found = [(shown, _with_a_rate(shown)) for shown in self.of_kind("equality") if shown.table.measure]
        return [(shown, lines) for shown, lines in found if lines]


@dataclass(frozen=True, kw_only=True)
class AnnexContent:
    """One annex or all of them, ready for the template: nothing is computed after this."""

    figures: FrozenFigures
    plan: PlanContent
    on: date | None
    parts: Sequence[Part]
    tables: Mapping[str, TableShown]

    @property
    def details(self) -> Mapping[str, Any]:
        return self.figures.details

    @property
    def symbols(self) -> list[tuple[str, str]]:
        """The symbols that the tables use, each with its meaning."""
        used = {cell.symbol for shown in self.tables.values() for cell in shown.cells.values() if cell.symbol}
        used |= {"c"} if self._suppresses_words else set()
        return [(SHORTHAND[symbol], meaning) for symbol, meaning in MEANINGS.items() if symbol in used]

    @property
    def _suppresses_words(self) -> bool:
        reached = any(one.is_suppressed for award in self.plan.awards for one in award.impact)
        return reached or any(row.capacity is None for row in self.plan.provision)


def _with_a_rate(shown: TableShown) -> list[Line]:
    return [(row, cells) for row, cells in shown.lines if not shown.cell(row.key, "rate").symbol]


class _Numbering:
    """Hands out figure numbers in the order of the document."""

    def __init__(self) -> None:
        self.last = 0

    def charts(self, drawn: Mapping[str, tuple[Drawn | None, TableShown]]) -> dict[str, Chart]:
        return {name: self._chart(one, table) for name, (one, table) in drawn.items() if one is not None}

    def _chart(self, drawn: Drawn, table: TableShown) -> Chart:
        self.last += 1
        return Chart(number=self.last, title=drawn.title, key=drawn.key, svg=drawn.svg, table=table)


def annex_content(figures: FrozenFigures, plan: PlanContent) -> AnnexContent:
    """Everything that the annexes of the figures print."""
    tables = {shown.table.key: shown for shown in tables_of(figures)}
    numbering = _Numbering()
    parts = []
    for letter, keys in sorted(figures.details["annexes"].items()):
        mine = {key: tables[key] for key in keys}
        parts.append(
            Part(
                letter=letter,
                tables={key.replace("-", "_"): shown for key, shown in mine.items()},
                charts=numbering.charts(_drawn(letter, mine, figures)),
                words=_words(letter, plan, mine),
                awards=_awards(plan) if letter == "D" else (),
            )
        )
    on = figures.details["on"]
    return AnnexContent(
        figures=figures,
        plan=plan,
        on=date.fromisoformat(on) if on else None,
        parts=parts,
        tables=tables,
    )


def _drawn(
    letter: str, tables: Mapping[str, TableShown], figures: FrozenFigures
) -> dict[str, tuple[Drawn | None, TableShown]]:
    """The charts of an annex, each with the table that holds its numbers."""
    details = figures.details
    match letter:
        case "A":
            return {"needs": (drawings.needs(tables["needs"]), tables["needs"])}
        case "B":
            overview = annual_drawings.overview(tables["measures"], details["baseline"])
            return {"overview": (overview, tables["measures"])}
        case "D":
            by_unit = tables["verdicts-by-unit"]
            return {"tiles": (drawings.gaps_by_unit(by_unit), by_unit)}
        case "F":
            units = tables["delivery-units"]
            return {"tiles": (drawings.where_units_lie(units, details["region"]["name"]), units)}
        case "G":
            return {"targets": (drawings.targets(tables["targets"]), tables["targets"])}
    return {}


def _words(letter: str, plan: PlanContent, tables: Mapping[str, TableShown]) -> dict[str, Words]:
    match letter:
        case "C":
            coming, *later = plan.years
            return {
                "priorities": words.priorities(plan),
                "handed_down": words.handed_down(plan),
                "schedule": words.schedule(plan),
                "coming": words.milestones(plan.milestones, [coming]),
                "later": words.milestones(plan.milestones, later),
            }
        case "D":
            return {
                "agreements": words.agreements(plan),
                "provided": words.provided(plan),
                "gaps": words.found_by_need(tables["provision"], Verdict.GAP),
                "duplicates": words.found_by_need(tables["provision"], Verdict.DUPLICATE),
                "awards": words.awards(plan),
            }
        case "G":
            return {"aims": words.aims(plan.milestones)}
    return {}


def _awards(plan: PlanContent) -> list[Award]:
    return [Award(award=one, criteria=words.criteria(one), impact=words.impact(one)) for one in plan.awards]
