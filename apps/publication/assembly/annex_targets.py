"""The table of annex G: each measure's baseline, and what the region is held to as each plan year ends."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from apps.performance.queries.targets import targets_in_force
from apps.publication.assembly.measures import YearsOfMeasures
from apps.publication.assembly.periods import WHOLE_YEAR
from apps.publication.grids import Column, Grid, Kind, Row, Value, of_figure, of_number
from rules.definitions.measures import load_measures
from rules.definitions.targets import TargetKind, TargetValue
from rules.periods import Month, PerformanceYear
from rules.tables.regional import NOT_AVAILABLE

KINDS = {
    TargetKind.END_STATE: "End state",
    TargetKind.INTERIM: "Step on the way",
    TargetKind.DEMO: "Made up for the demonstration",
}


# Measure -> for each plan year its target in percent and what kind of target it is; None: none is set.
Held = Mapping[str, Sequence[Sequence[str] | None]]


def targets_of(region: str, plan_years: Sequence[PerformanceYear], *, demo: bool) -> Held:
    """What the region is held to in March of each plan year, measure by measure, as plain JSON."""
    targets = targets_in_force()
    ends = [year.months[-1] for year in plan_years]
    found = {
        measure: [targets.on(measure, region, month, demo=demo) for month in ends]
        for measure in load_measures()
    }
    return {measure: [_plain(value) for value in values] for measure, values in found.items()}


def _plain(value: TargetValue | None) -> list[str] | None:
    return None if value is None else [f"{value.percent:f}", value.kind.value]


def targets_grid(years: YearsOfMeasures, held: Held, plan_years: Sequence[PerformanceYear]) -> Grid:
    """rows: measure; columns: the baseline's rate, then the target in March of each plan year."""
    ends = [year.months[-1] for year in plan_years]
    rows, cells = [], {}
    for now, _ in years:
        measure = now.measure
        rows.append(Row(measure.id, f"{measure.id.replace('_', ' ')} {measure.title}"))
        values = held.get(measure.id, [None] * len(ends))
        cells[measure.id, "baseline"] = of_figure(now.shown[WHOLE_YEAR].rate)
        cells |= {(measure.id, f"to-{end}"): _percent(value) for end, value in zip(ends, values, strict=True)}
        cells[measure.id, "kind"] = Value(words=_kind(values))
    return Grid(
        key="targets",
        kind="targets",
        title="Measures, their baseline and their targets over the plan",
        row_heading="Measure",
        rows=rows,
        columns=_columns(str(years[0][0].year) if years else "", ends),
        cells=cells,
        notes=("A target is met when the share of cases that met the measure is at least the target.",),
    )


def _columns(baseline: str, ends: Sequence[Month]) -> list[Column]:
    of_years = [Column(f"to-{end}", f"Target, March {end.year} (%)", Kind.PERCENT) for end in ends]
    first = Column("baseline", f"Baseline {baseline} (%)".replace("  ", " "), Kind.PERCENT)
    return [first, *of_years, Column("kind", "What the target is", Kind.WORDS)]


def _percent(value: Sequence[str] | None) -> Value:
    return Value(symbol=NOT_AVAILABLE) if value is None else of_number(Decimal(value[0]))


def _kind(values: Sequence[Sequence[str] | None]) -> str:
    """What the targets of the years are, each kind once: "Step on the way, then end state"."""
    kinds = list(dict.fromkeys(KINDS[TargetKind(value[1])] for value in values if value is not None))
    if not kinds:
        return "No target is set"
    return ", then ".join([kinds[0], *(kind.lower() for kind in kinds[1:])])
