"""The tables of the measures: one of all, and for each its quarters, its delivery units and its gaps."""

from collections.abc import Mapping, Sequence

from apps.performance.queries.breaks import break_across
from apps.performance.queries.figures import Figure as Counted
from apps.publication.assembly.periods import WHOLE_YEAR, YearOfMeasure
from apps.publication.grids import Column, Grid, Kind, Row, Value, of_figure, of_number
from rules.definitions.disclosure import DisclosureEdition
from rules.periods import PerformanceYear
from rules.tables.regional import NOT_APPLICABLE, NOT_AVAILABLE, SUPPRESSED, Shown, change

COUNTED = Column("counted", "Cases counted", Kind.COUNT)
MET = Column("met", "Met", Kind.COUNT)
RATE = Column("rate", "Rate (%)", Kind.PERCENT)
LOW = Column("low", "95% interval from", Kind.PERCENT)
HIGH = Column("high", "95% interval to", Kind.PERCENT)
TARGET = Column("target", "Target (%)", Kind.PERCENT)
VERDICT = Column("verdict", "Target met", Kind.WORDS)
CHANGE = Column("change", "Change on last year (points)", Kind.POINTS)
RATES = (COUNTED, MET, RATE, LOW, HIGH)
JUDGED = (*RATES, TARGET, VERDICT, CHANGE)
GAPS = (
    COUNTED,
    Column("not_recorded", "Not recorded", Kind.COUNT),
    Column("not_recorded_share", "Share not recorded (%)", Kind.PERCENT),
    Column("excluded", "Excluded", Kind.COUNT),
    Column("exception", "Exceptions", Kind.COUNT),
    Column("pending", "Not yet due", Kind.COUNT),
)

YearsOfMeasures = Sequence[tuple[YearOfMeasure, YearOfMeasure | None]]


def summary_grid(years: YearsOfMeasures, year: PerformanceYear) -> Grid:
    """rows: measure, columns: the year's figures."""
    cells: dict[tuple[str, str], Value] = {}
    for now, before in years:
        cells |= _cells(now.measure.id, now, before, WHOLE_YEAR, JUDGED)
    rows = [
        Row(now.measure.id, f"{now.measure.id.replace('_', ' ')} {now.measure.title}") for now, _ in years
    ]
    return Grid(
        key="measures",
        kind="summary",
        title=f"Every measure, {year}",
        row_heading="Measure",
        rows=rows,
        columns=JUDGED,
        cells=cells,
    )


def quarters_grid(now: YearOfMeasure, before: YearOfMeasure | None) -> Grid:
    """rows: last year's quarters and year, then this year's; columns: figures against target."""
    rows: list[Row] = []
    cells: dict[tuple[str, str], Value] = {}
    for one, earlier in ([(before, None)] if before else []) + [(now, before)]:
        for key in [*one.quarters, WHOLE_YEAR]:
            row = _period_row(one, key)
            rows.append(row)
            cells |= _cells(row.key, one, earlier, key, JUDGED)
    return Grid(
        key=f"{_slug(now)}-quarters",
        kind="quarters",
        measure=now.measure.id,
        title=f"{now.measure.title}, by quarter",
        row_heading="Period",
        rows=rows,
        columns=JUDGED,
        cells=cells,
        notes=_notes(now, before),
    )


def units_grid(now: YearOfMeasure) -> Grid:
    """rows: delivery unit, then the region; columns: the year's counts, rate and interval."""
    rows, cells = [], {}
    for place, _ in now.units:
        rows.append(Row(place.code, place.name))
        cells |= _cells(place.code, now, None, f"unit:{place.code}", RATES)
    rows.append(Row("region", "Region", emphasis=True))
    cells |= _cells("region", now, None, WHOLE_YEAR, RATES)
    return Grid(
        key=f"{_slug(now)}-units",
        kind="units",
        measure=now.measure.id,
        title=f"{now.measure.title}, by delivery unit, {now.year}",
        row_heading="Delivery unit",
        rows=rows,
        columns=RATES,
        cells=cells,
    )


def gaps_grid(years: YearsOfMeasures, year: PerformanceYear, *, edition: DisclosureEdition) -> Grid:
    """rows: measure, columns: what was counted and what was not, for the year."""
    rows, cells = [], {}
    for now, _ in years:
        key = now.measure.id
        rows.append(Row(key, f"{key.replace('_', ' ')} {now.measure.title}"))
        cells |= {(key, column): value for column, value in _gaps(now, edition).items()}
    return Grid(
        key="data-quality",
        kind="gaps",
        title=f"What was counted and what was not, {year}",
        row_heading="Measure",
        rows=rows,
        columns=GAPS,
        cells=cells,
    )


def _slug(year: YearOfMeasure) -> str:
    return year.measure.id.lower().replace("_", "-")


def _period_row(year: YearOfMeasure, key: str) -> Row:
    if key == WHOLE_YEAR:
        return Row(str(year.year), f"Year {year.year}", emphasis=True)
    return Row(key, year.counted[key].label, short=year.counted[key].short_label)


def _cells(
    row: str, now: YearOfMeasure, before: YearOfMeasure | None, key: str, columns: Sequence[Column]
) -> dict[tuple[str, str], Value]:
    shown = now.shown[key]
    values = {
        "counted": of_figure(shown.counted),
        "met": of_figure(shown.met),
        "rate": of_figure(shown.rate),
        "low": of_figure(shown.low),
        "high": of_figure(shown.high),
    }
    if VERDICT in columns:
        values |= _judged(now.counted[key], shown) | {"change": _change(now, before, key)}
    return {(row, column.key): values[column.key] for column in columns}


def _judged(counted: Counted, shown: Shown) -> dict[str, Value]:
    """The target and whether it was met. A suppressed rate suppresses the verdict, which would bound it."""
    target = counted.target
    if target is None:
        words = "Target changed" if counted.target_changes else "No target set"
        return {"target": Value(symbol=NOT_APPLICABLE), "verdict": Value(words=words)}
    verdict = (
        Value(symbol=shown.rate.symbol) if shown.exact is None else Value(words="Yes" if target.met else "No")
    )
    return {"target": of_number(target.percent), "verdict": verdict}


def _change(now: YearOfMeasure, before: YearOfMeasure | None, key: str) -> Value:
    """Against the same period a year earlier; not applicable across a break."""
    earlier = _year_earlier(key)
    if before is None or earlier not in before.counted:
        return Value(symbol=NOT_AVAILABLE)
    if break_across((before.counted[earlier], now.counted[key])):
        return Value(symbol=NOT_APPLICABLE)
    return of_figure(change(now.shown[key], before.shown[earlier]))


def _year_earlier(key: str) -> str:
    """ "2025-Q2" -> "2024-Q2"; the year's own key stays."""
    if key == WHOLE_YEAR:
        return key
    year, _, quarter = key.partition("-")
    return f"{int(year) - 1}-{quarter}"


def _gaps(now: YearOfMeasure, edition: DisclosureEdition) -> Mapping[str, Value]:
    shown, counts = now.shown[WHOLE_YEAR], now.counted[WHOLE_YEAR].counts
    alone = {"excluded": counts.excluded, "exception": counts.exception, "pending": counts.pending}
    return {
        "counted": of_figure(shown.counted),
        "not_recorded": of_figure(shown.not_recorded),
        "not_recorded_share": of_figure(shown.not_recorded_share),
        # No printed sum holds these, so each is suppressed for its own size only.
        **{name: _count(value, edition) for name, value in alone.items()},
    }


def _count(value: int, edition: DisclosureEdition) -> Value:
    return Value(symbol=SUPPRESSED) if edition.suppresses(value) else of_number(edition.rounded(value))


def _notes(now: YearOfMeasure, before: YearOfMeasure | None) -> list[str]:
    """What a reader must know beside this table: whose targets, which editions, what must not be compared."""
    notes = []
    targets = [figure.target for figure in now.counted.values() if figure.target]
    if any(target.is_demo for target in targets):
        notes.append("The target is a demonstration value; the sources set none.")
    elif targets:
        notes.append(f"Source of the target: {targets[-1].source}.")
    else:
        notes.append("The sources set no target for this measure.")
    years = [one.counted[WHOLE_YEAR] for one in (before, now) if one]
    broken = break_across(years)
    if broken:
        began = f"{broken.valid_from.day} {broken.valid_from:%B %Y}"
        notes.append(
            f"A new edition began on {began}; periods on either side are not compared. {broken.break_reason}"
        )
    if before is None:
        notes.append("Last year was not judged in this run, so no change is shown.")
    return notes
