"""What a report says: the frozen tables in their chapters, with charts and checked sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from apps.publication.models import MEANINGS, SHORTHAND, FrozenFigures
from apps.publication.queries import TableShown, tables_of
from apps.reports import drawings, sentences
from apps.reports.sentences import Sentence
from charts import HALF_PRINT, Svg


@dataclass(frozen=True, kw_only=True)
class Chart:
    """`number` counts the figures of the document; the table beside it holds the same numbers."""

    number: int
    title: str
    key: str
    svg: Svg
    table: TableShown


@dataclass(frozen=True, kw_only=True)
class MeasureChapter:
    """One measure: its words, then its quarters and its delivery units (None when it has none)."""

    details: Mapping[str, Any]
    said: Sequence[Sentence]
    spread: Sequence[Sentence]
    quarters: TableShown
    quarters_chart: Chart | None
    units: TableShown | None
    units_chart: Chart | None


@dataclass(frozen=True, kw_only=True)
class Content:
    """A whole report, ready for its template: nothing is computed after this."""

    figures: FrozenFigures
    details: Mapping[str, Any]
    tables: Mapping[str, TableShown]
    lead: Sequence[Sentence]
    people: Sequence[Sentence]
    audits: Sequence[Sentence]
    gaps: Sequence[Sentence]
    overview_chart: Chart | None
    measures: Sequence[MeasureChapter]
    profiles: Sequence[TableShown] = field(default_factory=tuple)

    @property
    def first_on(self) -> date:
        return date.fromisoformat(self.details["year"]["first_on"])

    @property
    def last_on(self) -> date:
        return date.fromisoformat(self.details["year"]["last_on"])

    @property
    def units_table(self) -> TableShown:
        return self.tables["delivery-units"]

    @property
    def gaps_table(self) -> TableShown:
        return self.tables["data-quality"]

    @property
    def symbols(self) -> list[tuple[str, str]]:
        """The symbols that this report uses, each with its meaning."""
        used = {cell.symbol for shown in self.tables.values() for cell in shown.cells.values() if cell.symbol}
        return [(SHORTHAND[symbol], meaning) for symbol, meaning in MEANINGS.items() if symbol in used]


class _Numbering:
    """Hands out figure numbers in the order of the document."""

    def __init__(self) -> None:
        self.last = 0

    def chart(self, drawn: drawings.Drawn | None, table: TableShown) -> Chart | None:
        if drawn is None:
            return None
        self.last += 1
        return Chart(number=self.last, title=drawn.title, key=drawn.key, svg=drawn.svg, table=table)


def content_of(figures: FrozenFigures) -> Content:
    """Everything that the report prints. Raises SentenceWrong when a sentence and its figures disagree."""
    tables = {shown.table.key: shown for shown in tables_of(figures)}
    details, year = figures.details, figures.year
    numbering = _Numbering()
    last_on = date.fromisoformat(details["year"]["last_on"])
    overview = drawings.overview(tables["measures"], year)
    return Content(
        figures=figures,
        details=details,
        tables=tables,
        lead=sentences.checked(sentences.lead(tables, year), tables),
        people=sentences.checked(sentences.people(tables, in_words(last_on)), tables),
        audits=sentences.checked(sentences.audits(tables), tables),
        gaps=sentences.checked(sentences.gaps(tables), tables),
        overview_chart=numbering.chart(overview, tables["measures"]),
        measures=[_chapter(one, tables, year, numbering) for one in details["measures"]],
        profiles=[shown for shown in tables.values() if shown.table.kind == "profile"],
    )


def _chapter(
    details: Mapping[str, Any], tables: Mapping[str, TableShown], year: str, numbering: _Numbering
) -> MeasureChapter:
    of_measure = {
        shown.table.kind: shown for shown in tables.values() if shown.table.measure == details["id"]
    }
    quarters, units = of_measure["quarters"], of_measure.get("units")
    lower = details["direction"] == "lower"
    said = sentences.measure(tables, details["id"], year, year_before(year), lower_is_better=lower)
    spread = sentences.spread(units) if units else []
    return MeasureChapter(
        details=details,
        said=sentences.checked(said, tables),
        spread=sentences.checked(spread, tables),
        quarters=quarters,
        quarters_chart=numbering.chart(drawings.over_quarters(quarters, details, frame=HALF_PRINT), quarters),
        units=units,
        units_chart=numbering.chart(drawings.over_units(units, details, frame=HALF_PRINT), units)
        if units
        else None,
    )


def year_before(year: str) -> str:
    """ "2025-26" -> "2024-25"."""
    starts = int(year[:4]) - 1
    return f"{starts}-{(starts + 1) % 100:02d}"


def in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
