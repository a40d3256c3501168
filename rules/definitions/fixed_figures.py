"""Fixed figures that counts are held against: a number for a region and a span of the year, with its dates.

Source: agreement of 2014, annex 1.6: two figures for each count, June to March and the full year.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from functools import cache
from pathlib import Path

from rules.definitions.files import DefinitionError, Fault, read_csv
from rules.periods import Month, PerformanceYear, months_between, performance_year

_FOLDER = Path(__file__).resolve().parent.parent / "data" / "targets" / "fixed_figures"
_COLUMNS = ["measure", "region", "span", "valid_from", "valid_to", "figure", "source"]


class CountingSpan(StrEnum):
    """The months of a year from April that a figure counts. Both end on 31 March, when the verdict falls."""

    JUNE_TO_MARCH = "june_to_march"
    FULL_YEAR = "full_year"

    @property
    def label(self) -> str:
        return "June to March" if self is CountingSpan.JUNE_TO_MARCH else "April to March"

    def months(self, year: PerformanceYear) -> tuple[Month, ...]:
        """The months that count: ten, or all twelve."""
        left_out = 2 if self is CountingSpan.JUNE_TO_MARCH else 0
        return year.months[left_out:]


@dataclass(frozen=True, slots=True)
class FixedFigure:
    """A count to reach by 31 March in one region. In force for a year when it covers the span's first day."""

    measure: str
    region: str
    span: CountingSpan
    valid_from: date
    valid_to: date | None
    figure: int
    source: str

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    def months_to(self, month: Month) -> tuple[Month, ...]:
        """The months from the span's first to this one, none before it begins."""
        first = self.span.months(performance_year(month.first_on))[0]
        return tuple(months_between(first, month))

    def profile(self, month: Month) -> Fraction:
        """What would be reached by the end of a month if every month brought the same: indicative only.

        figure x months elapsed / 10 (June to March) or 12; exact; 0 before the span begins.
        """
        span = self.span.months(performance_year(month.first_on))
        return Fraction(self.figure * len(self.months_to(month)), len(span))


def figures_for(measure_id: str, region_code: str, month: Month) -> list[FixedFigure]:
    """The figures that a region's count is held against in the year of a month, the part of a year first."""
    year = performance_year(month.first_on)
    return [
        figure
        for figure in load_fixed_figures()
        if (figure.measure, figure.region) == (measure_id, region_code)
        and figure.covers(figure.span.months(year)[0].first_on)
    ]


@cache
def load_fixed_figures(folder: Path = _FOLDER) -> tuple[FixedFigure, ...]:
    """Every fixed figure of the data files. Raises DefinitionError with every fault, file and line."""
    found: list[FixedFigure] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.csv")):
        for line, row in read_csv(path, _COLUMNS):
            said = _fault(row)
            if said:
                faults.append(Fault(path.name, f"line {line}", said))
            else:
                found.append(_figure(row))
    faults += _overlaps(found)
    if faults:
        raise DefinitionError(faults)
    return tuple(
        sorted(found, key=lambda each: (each.measure, each.region, list(CountingSpan).index(each.span)))
    )


def _fault(row: dict[str, str]) -> str:
    try:
        found = _figure(row)
    except ValueError as error:
        return f"{error}; found {row}"
    if found.figure < 1:
        return f"figure: found {found.figure}, expected 1 or more"
    if found.valid_to is not None and found.valid_to < found.valid_from:
        return f"valid_to: found {found.valid_to}, expected a day not before {found.valid_from}"
    given = found.measure and found.region and found.source
    return "" if given else "measure, region and source: each must be given"


def _figure(row: dict[str, str]) -> FixedFigure:
    return FixedFigure(
        measure=row["measure"],
        region=row["region"],
        span=CountingSpan(row["span"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        valid_to=date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        figure=int(row["figure"]),
        source=row["source"],
    )


def _overlaps(figures: Sequence[FixedFigure]) -> Iterable[Fault]:
    last: dict[tuple[str, str, CountingSpan], FixedFigure] = {}
    for figure in sorted(figures, key=lambda each: each.valid_from):
        key = (figure.measure, figure.region, figure.span)
        if key in last and last[key].covers(figure.valid_from):
            where = f"{figure.measure} {figure.region} {figure.span}"
            yield Fault("fixed figures", where, f"two figures in force on {figure.valid_from}")
        last[key] = figure
