"""How places vary among each other and one place over time, against what chance alone would bring."""

from collections.abc import Sequence
from dataclasses import dataclass

from apps.performance.models import MeasureRun
from apps.performance.queries.breaks import breaks_within
from apps.performance.queries.cells import Series, breakdown, series
from apps.performance.queries.figures import Figure
from apps.performance.queries.places import ENGLAND_AND_WALES, NATION, REGION, Place, parts_of
from rules.definitions.breaks import break_in_words
from rules.definitions.measures import Edition
from rules.periods import Month
from rules.tables.funnel import Funnel, FunnelGroup, funnel
from rules.tables.p_chart import ChartedPeriod, Period, Stretch, p_chart

REGIONS, UNITS = "regions", "units"
PARTS = ((REGIONS, "Regions"), (UNITS, "Delivery units"))


@dataclass(frozen=True, kw_only=True)
class FunnelRow:
    place: Place
    figure: Figure
    group: FunnelGroup


@dataclass(frozen=True, kw_only=True)
class PlacesFunnel:
    """Places of one kind, in order of their codes; `funnel` is None where `refusal` says why."""

    rows: Sequence[FunnelRow]
    funnel: Funnel | None
    refusal: str = ""


def funnel_of(
    run: MeasureRun, within: Place, *, parts: str, measure: str, first: Month, last: Month
) -> PlacesFunnel:
    """The regions (`parts`) of the nation, or the delivery units of the nation or of one region.

    Cases without a unit belong to no place and are left out of both the points and the centre.
    """
    found = _parts(run, within, parts, measure=measure, first=first, last=last)
    refusal = _refusal([figure for _, figure in found])
    if refusal:
        return PlacesFunnel(rows=(), funnel=None, refusal=refusal)
    counts = {place.code: (one.counts.numerator, one.counts.denominator) for place, one in found}
    drawn = funnel(counts)
    if drawn is None:
        return PlacesFunnel(rows=(), funnel=None, refusal="No place counted a case in these months.")
    rows = [
        FunnelRow(place=place, figure=one, group=group)
        for (place, one), group in zip(found, drawn.groups, strict=True)
    ]
    return PlacesFunnel(rows=rows, funnel=drawn)


def _parts(
    run: MeasureRun, within: Place, parts: str, *, measure: str, first: Month, last: Month
) -> list[tuple[Place, Figure]]:
    wholes = [within]
    if parts == UNITS and within.kind == NATION:
        wholes = parts_of(ENGLAND_AND_WALES)
    found = [
        pair for whole in wholes for pair in breakdown(run, whole, measure=measure, first=first, last=last)
    ]
    return [(place, one) for place, one in found if place.has_page]


def parts_within(place: Place) -> tuple[str, ...]:
    """What a funnel of the place can be made of; nothing of a delivery unit."""
    return {NATION: (REGIONS, UNITS), REGION: (UNITS,)}.get(place.kind, ())


def _refusal(figures: Sequence[Figure]) -> str:
    if not figures:
        return "There is nothing to compare here."
    if figures[0].measure.aggregation == "cumulative":
        return "This measure is a count against a fixed figure and has no rate to compare."
    broken = breaks_within(figures)
    if broken:
        return f"{break_in_words(broken[0])} Choose months on one side of it."
    if not all(figure.is_complete for figure in figures):
        return "The period is not over, or the run did not judge all of its months."
    return ""


@dataclass(frozen=True, kw_only=True)
class OverTimeRow:
    """One period: its figure, its limits, and the break (an edition) that it begins with, if any."""

    figure: Figure
    charted: ChartedPeriod
    broken: Edition | None


@dataclass(frozen=True, kw_only=True)
class OverTime:
    """A measure's periods in order, with the stretches between breaks that they belong to."""

    series: Series
    rows: Sequence[OverTimeRow]
    stretches: Sequence[Stretch]


def over_time(
    run: MeasureRun, place: Place, *, measure: str, first: Month, last: Month, period: str
) -> OverTime | None:
    """The p-chart of a measure in a place; None where it was not measured in these months."""
    found = series(run, place, first=first, last=last, period=period, measure=measure)
    if not found or found[0].measure.aggregation == "cumulative":
        return None
    marked = found[0].marked
    stretches = p_chart([_period(one, broken) for one, broken in marked])
    charted = [one for stretch in stretches for one in stretch.periods]
    rows = [
        OverTimeRow(figure=one, charted=drawn, broken=broken)
        for (one, broken), drawn in zip(marked, charted, strict=True)
    ]
    return OverTime(series=found[0], rows=rows, stretches=stretches)


def _period(figure: Figure, broken: Edition | None) -> Period:
    return Period(
        label=figure.label,
        numerator=figure.counts.numerator,
        denominator=figure.counts.denominator,
        counts=figure.is_complete and figure.has_rate,
        break_before=broken is not None,
    )
