"""Cells of a run added up: months into quarters, units into places. Counts are added, never rates."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet, Sum

from apps.performance.models import MeasureCell, MeasureRun
from apps.performance.queries.breaks import marked
from apps.performance.queries.catalogue import in_catalogue_order
from apps.performance.queries.figures import COUNTED, Counts, Figure, added_up, months_counted
from apps.performance.queries.places import REGION, Place, parts_of
from apps.performance.queries.progress import Progress, progress_of
from apps.performance.queries.targets import targets_in_force
from rules.definitions.measures import Edition, MeasureDefinition, load_measures
from rules.definitions.targets import Targets
from rules.periods import Month, Quarter, months_between, performance_year

MONTHLY = "month"
QUARTERLY = "quarter"


@dataclass(frozen=True, kw_only=True)
class Series:
    """One measure in one place: a figure for each period in order, and one for all of them together."""

    measure: MeasureDefinition
    place: Place
    figures: Sequence[Figure]
    total: Figure

    @cached_property
    def marked(self) -> list[tuple[Figure, Edition | None]]:
        """Each figure with the edition whose break it begins with or holds within itself; else None."""
        return marked(self.figures)


@dataclass(frozen=True, kw_only=True)
class _Cell:
    edition: str
    counts: Counts


@dataclass(frozen=True, kw_only=True)
class _Source:
    """What every figure of one question is told from: a run, and the targets in force."""

    run: MeasureRun
    targets: Targets


# measure -> month -> what each edition counted
_Months = Mapping[str, Mapping[Month, Sequence[_Cell]]]


def cells_for(
    run: MeasureRun, measure: str | None = None, region: str | None = None, unit: str | None = None
) -> QuerySet[MeasureCell]:
    """The run's cells, a row for each measure, edition, month, region and unit; None leaves a filter out."""
    wanted = {"measure": measure, "region": region, "unit": unit}
    return MeasureCell.objects.filter(run=run, **{name: value for name, value in wanted.items() if value})


def series(
    run: MeasureRun,
    place: Place,
    *,
    first: Month,
    last: Month,
    period: str,
    measure: str | None = None,
    frameworks: Collection[str] | None = None,
) -> list[Series]:
    """Every measure of the run (or the one named) in a place, by month or by quarter, from first to last.

    frameworks: which ones to show; None for all.

    Quarters that lie only partly in the range hold the months in the range and are not complete.
    """
    rows = cells_for(run, measure).filter(place.cell_filter)
    found = _by_month(rows, first, last)
    measures = in_catalogue_order(name for name in run.measures if measure in (None, name))
    source = _Source(run=run, targets=targets_in_force())
    return [
        _series(source, place, one, found.get(one.id, {}), first=first, last=last, period=period)
        for one in measures
        if last.last_on >= one.valid_from and (frameworks is None or one.framework in frameworks)
    ]


def figure(run: MeasureRun, place: Place, *, measure: str, first: Month, last: Month) -> Figure:
    """The measure in one place over the whole range as one figure; zeros where nothing was counted."""
    rows = cells_for(run, measure).filter(place.cell_filter)
    source = _Source(run=run, targets=targets_in_force())
    counted = _by_month(rows, first, last).get(measure, {})
    return _figure(source, place, load_measures()[measure], counted, list(months_between(first, last)))


def breakdown(
    run: MeasureRun, place: Place, *, measure: str, first: Month, last: Month
) -> list[tuple[Place, Figure]]:
    """The measure in each part of the place over the whole range, parts in order of their code.

    Cases without a unit are a part of their own, left out when there are none.
    """
    definition = load_measures()[measure]
    rows = cells_for(run, measure).filter(place.cell_filter)
    by_part = _by_part(rows, place.parts_kind, first, last)
    source, found = _Source(run=run, targets=targets_in_force()), []
    for part in parts_of(place):
        counted = by_part.get(part.code, {})
        figure = _figure(source, part, definition, counted, list(months_between(first, last)))
        if part.has_page or any(vars(figure.counts).values()):
            found.append((part, figure))
    return found


def _by_month(rows: QuerySet[MeasureCell], first: Month, last: Month) -> _Months:
    found: dict[str, dict[Month, list[_Cell]]] = defaultdict(lambda: defaultdict(list))
    for row in _sums(rows, first, last, "measure"):
        found[row["measure"]][Month.parse(row["period"])].append(_cell(row))
    return found


def _by_part(rows: QuerySet[MeasureCell], kind: str, first: Month, last: Month) -> _Months:
    found: dict[str, dict[Month, list[_Cell]]] = defaultdict(lambda: defaultdict(list))
    for row in _sums(rows, first, last, kind):
        found[row[kind]][Month.parse(row["period"])].append(_cell(row))
    return found


def _sums(rows: QuerySet[MeasureCell], first: Month, last: Month, by: str) -> Iterable[dict[str, object]]:
    # A count cumulates from the start of its year, which lies before the first month asked for.
    since = performance_year(first.first_on).months[0]
    within = rows.filter(period__gte=str(since), period__lte=str(last))
    grouped = within.order_by().values(by, "period", "edition")
    return grouped.annotate(**{f"{name}_sum": Sum(name) for name in COUNTED})


def _cell(row: Mapping[str, object]) -> _Cell:
    counts = Counts(**{name: row[f"{name}_sum"] for name in COUNTED})
    return _Cell(edition=row["edition"], counts=counts)


def _series(
    source: _Source,
    place: Place,
    measure: MeasureDefinition,
    counted: Mapping[Month, Sequence[_Cell]],
    *,
    first: Month,
    last: Month,
    period: str,
) -> Series:
    # Nothing is published before the measure's valid-from: those months are not even empty rows.
    held = [month for month in months_between(first, last) if month.last_on >= measure.valid_from]
    return Series(
        measure=measure,
        place=place,
        figures=[_figure(source, place, measure, counted, months) for months in _periods(held, period)],
        total=_figure(source, place, measure, counted, held),
    )


def _periods(months: Sequence[Month], period: str) -> Iterator[list[Month]]:
    """The months one by one, or the whole quarters that they touch."""
    if period == MONTHLY:
        yield from ([month] for month in months)
        return
    for quarter in dict.fromkeys(Quarter.of(month) for month in months):
        yield list(quarter.months)


def _figure(
    source: _Source,
    place: Place,
    measure: MeasureDefinition,
    counted: Mapping[Month, Sequence[_Cell]],
    months: Sequence[Month],
) -> Figure:
    run, region = source.run, place.region_code or None
    first, last = Month.parse(run.first_month), Month.parse(run.last_month)
    basis = months_counted(measure, months, first=first, last=last)
    cells = [cell for month in basis for cell in counted.get(month, ())]
    return Figure(
        measure=measure,
        months=months,
        judged=[month for month in months if first <= month <= last],
        counted=basis,
        counts=added_up(cell.counts for cell in cells),
        editions=_editions(measure, cells, basis, place.region_code),
        targets=[source.targets.on(measure.id, region, month, demo=run.extract.demo) for month in basis],
        as_at=run.as_at,
        progress=_progress(run, place, measure, counted, basis),
    )


def _progress(
    run: MeasureRun,
    place: Place,
    measure: MeasureDefinition,
    counted: Mapping[Month, Sequence[_Cell]],
    basis: Sequence[Month],
) -> list[Progress]:
    """Of a count only. It ends with the last month judged: what follows is not zero but unknown."""
    if measure.aggregation != "cumulative":
        return []
    first, last = max(Month.parse(run.first_month), Month.of(measure.valid_from)), Month.parse(run.last_month)
    met = {month: sum(cell.counts.numerator for cell in cells) for month, cells in counted.items()}
    region = place.region_code if place.kind == REGION else ""
    judged = set(months_between(first, last))
    return progress_of(measure.id, region, min(basis[-1], last), met, judged=judged, as_at=run.as_at)


def _editions(
    measure: MeasureDefinition, cells: Sequence[_Cell], months: Sequence[Month], region: str
) -> list[Edition]:
    """Those that judged something; of an empty period the one in force at its end."""
    names = {cell.edition for cell in cells}
    if not names:
        in_force = measure.on(months[-1].last_on, region)
        return [in_force] if in_force else []
    return [edition for edition in measure.editions if edition.name in names]
