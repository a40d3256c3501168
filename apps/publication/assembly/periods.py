"""The periods of a report: the quarters of a performance year and the year itself, this one and the last."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from apps.performance.models import MeasureRun
from apps.performance.queries import Series, series
from apps.performance.queries.catalogue import current_frameworks
from apps.performance.queries.cells import QUARTERLY
from apps.performance.queries.figures import Counts as VerdictCounts
from apps.performance.queries.figures import Figure as Counted
from apps.performance.queries.places import Place
from rules.definitions.disclosure import DisclosureEdition
from rules.definitions.measures import MeasureDefinition
from rules.periods import PerformanceYear, Quarter
from rules.tables.disclosure import Total
from rules.tables.regional import NOT_APPLICABLE, Counts, Figure, Shown, publish

WHOLE_YEAR = "year"


@dataclass(frozen=True, kw_only=True)
class YearOfMeasure:
    """One measure in one region and year: what was counted, and what of it may be printed.

    Keys of both: the quarter ("2025-Q2"), "unit:" with the unit's code, or "year".
    """

    measure: MeasureDefinition
    year: PerformanceYear
    counted: Mapping[str, Counted]
    shown: Mapping[str, Shown]
    units: Sequence[tuple[Place, Counted]]

    @property
    def places_that_counted(self) -> list[Place]:
        """The units with any case of the measure, a part without a unit among them."""
        return [place for place, figure in self.units if any(vars(figure.counts).values())]

    @property
    def quarters(self) -> list[str]:
        return [key for key in self.counted if key != WHOLE_YEAR]


def years_of(run: MeasureRun, place: Place, year: PerformanceYear) -> list[Series]:
    """Every measure of the run that was valid in the year: its quarters in order, and the year as total.

    A historic framework is left out: it rates nobody today.
    """
    months = year.months
    return series(
        run, place, first=months[0], last=months[-1], period=QUARTERLY, frameworks=current_frameworks()
    )


def counts_of(found: VerdictCounts) -> Counts:
    """The counts that a rate and its quality are told from."""
    return Counts(counted=found.denominator, met=found.numerator, not_recorded=found.not_recorded)


def suppressed_year(
    whole: Series,
    parts: Sequence[tuple[Place, Counted]],
    year: PerformanceYear,
    *,
    edition: DisclosureEdition,
) -> YearOfMeasure:
    """The measure's year with its quarters and units in one protection, for they share a total."""
    counted = {str(Quarter.of(figure.months[0])): figure for figure in whole.figures} | {
        WHOLE_YEAR: whole.total
    }
    units = {f"unit:{place.code}": figure for place, figure in parts}
    counts = {key: counts_of(figure.counts) for key, figure in (counted | units).items()}
    breakdowns = [
        Total(whole=WHOLE_YEAR, parts=tuple(keys))
        for keys in (_quarters_of_the_year(whole, list(counted)), list(units))
        if keys
    ]
    shown = publish(counts, breakdowns, edition=edition)
    unbroken = {
        key: _without_rate(value) if (counted | units)[key].broken_by else value
        for key, value in shown.items()
    }
    return YearOfMeasure(measure=whole.measure, year=year, counted=counted, shown=unbroken, units=parts)


def _quarters_of_the_year(whole: Series, keys: Sequence[str]) -> list[str]:
    """The quarters that make the year: all of them; of a rolling measure the last one, which is the year."""
    quarters = [key for key in keys if key != WHOLE_YEAR]
    return quarters[-1:] if whole.measure.aggregation == "latest" else quarters


def _without_rate(shown: Shown) -> Shown:
    """Counts of two editions that must not be added make no rate."""
    none = Figure(symbol=NOT_APPLICABLE)
    return replace(shown, rate=none, low=none, high=none, exact=None)
