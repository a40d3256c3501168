"""The tables of equality monitoring: what was found, each disparity, and every measure by group."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from apps.organisation.models import Region
from apps.performance.models import MeasureRun
from apps.performance.queries.equality import EqualityOfPlace, GroupRow, equality_of, reading_of
from apps.performance.queries.places import place_of
from apps.publication.assembly.equality_parts import Part, YearsOfMeasures, parts_of, printed_whole
from apps.publication.grids import Column, Grid, Kind, Row, Value, of_number
from rules.definitions.disclosure import DisclosureEdition
from rules.definitions.equality import COMBINED, group_words, monitoring_on
from rules.definitions.measures import MeasureDefinition
from rules.definitions.profile import NOT_RECORDED
from rules.periods import PerformanceYear
from rules.statistics.rounding import half_up, rate_percent
from rules.statistics.two_shares import Tally
from rules.tables.disparity import Verdict
from rules.tables.disparity_words import VERDICTS, correction_in_words, helped, plain
from rules.tables.regional import NOT_APPLICABLE, SUPPRESSED

KIND = "equality"
EVERY = "all"
FIGURES = (
    Column("rate", "Rate (%)", Kind.PERCENT),
    Column("rest_rate", "Rate of the rest (%)", Kind.PERCENT),
    Column("difference", "Difference (points)", Kind.POINTS),
    Column("low", "Difference, 95% from", Kind.POINTS),
    Column("high", "Difference, 95% to", Kind.POINTS),
    Column("relative", "Relative rate", Kind.RATIO),
    Column("relative_low", "Relative rate, 95% from", Kind.RATIO),
    Column("relative_high", "Relative rate, 95% to", Kind.RATIO),
    Column("verdict", "Verdict", Kind.WORDS),
)
BY_GROUP = (Column("counted", "Cases counted", Kind.COUNT), Column("met", "Met", Kind.COUNT), *FIGURES)
NAMES = (Column("group", "Group", Kind.WORDS), Column("measure", "Measure", Kind.WORDS))
DISPARITIES = (*NAMES, Column("counted", "Cases counted", Kind.COUNT), *FIGURES)
FOUND = (
    Column("compared", "Comparisons", Kind.COUNT),
    *(Column(str(verdict), VERDICTS[verdict], Kind.COUNT) for verdict in Verdict),
    Column("suppressed", "Suppressed", Kind.COUNT),
    Column("not_recorded_share", "Cases not recorded (%)", Kind.PERCENT),
)
WORDS_ONLY = (*NAMES, Column("verdict", "Verdict", Kind.WORDS))
_EMPTY = Value(symbol=NOT_APPLICABLE)
_HIDDEN = Value(symbol=SUPPRESSED)


def equality_grids(
    region: Region,
    year: PerformanceYear,
    run: MeasureRun,
    years: YearsOfMeasures,
    *,
    edition: DisclosureEdition,
) -> list[Grid]:
    """What was found, every disparity, disparities of combined groups in words, and each measure by group.

    `years`: the measures' figures of the year as the same document prints them: a measure whose whole is
    suppressed there is left out here. Empty for a run that was not told apart.
    """
    reading = reading_of(run)
    if reading is None or str(year) not in reading.years:
        return []
    found = equality_of(reading, place_of(region, None), year)
    parts = list(parts_of(found, printed_whole(years), edition))
    return [
        _found_grid(parts, found),
        _disparities_grid(parts, year, edition),
        _combined_grid(found, {part.measure.id for part in parts}, year),
        *_measure_grids(parts, year, edition),
    ]


def equality_details(region: Region, year: PerformanceYear, run: MeasureRun) -> dict[str, Any]:
    """The words beside the tables, as plain JSON; empty for a run that was not told apart."""
    reading = reading_of(run)
    if reading is None or str(year) not in reading.years:
        return {}
    found, rules = equality_of(reading, place_of(region, None), year), monitoring_on(year.last_on)
    return {
        "from": rules.valid_from.isoformat(),
        "level_percent": plain(rules.level * 100),
        "correction": correction_in_words(rules),
        "family": rules.family,
        "least_points": plain(rules.least_points),
        "sources": [rules.source],
        "help": {VERDICTS[verdict]: words for verdict, words in helped(rules).items()},
        "not_collected": [one.model_dump() for one in rules.not_collected],
        "not_compared": [
            {"measure": one.measure.id, "title": one.measure.title, "why": one.why}
            for one in found.not_compared
        ],
        "cohorts": [one.model_dump() for one in rules.cohorts],
    }


def _found_grid(parts: Sequence[Part], found: EqualityOfPlace) -> Grid:
    """rows: characteristic, columns: how many comparisons say what."""
    rows, cells = [], {}
    for one in found.characteristics:
        mine = [part for part in parts if part.characteristic.id == one.id]
        if mine:
            rows.append(Row(one.id, one.title))
            cells |= {(one.id, column): value for column, value in _found(mine).items()}
    if rows:
        rows.append(Row(EVERY, "All characteristics", emphasis=True))
        cells |= {(EVERY, column): value for column, value in _found_of_all(parts).items()}
    return Grid(
        key=KIND,
        kind=KIND,
        title=f"Equality of service: what was found, {found.year}",
        row_heading="Characteristic",
        rows=rows,
        columns=FOUND,
        cells=cells,
        notes=(
            "Each group of each measure against everybody else whose group is known.",
            f"{correction_in_words(found.rules)} Allowed for together: {found.rules.family}.",
            f"A difference below {plain(found.rules.least_points)} percentage points is no disparity.",
        ),
    )


def _found(parts: Sequence[Part]) -> dict[str, Value]:
    verdicts = Counter(part.verdict(group) for part in parts for group in part.rows)
    unknown = [part for part in parts if NOT_RECORDED not in part.shown.hidden]
    missing = sum(part.cases.get(NOT_RECORDED, Tally()).counted for part in unknown)
    everybody = sum(tally.counted for part in unknown for tally in part.cases.values())
    share = rate_percent(missing, everybody)
    return {
        "compared": of_number(verdicts.total()),
        **{str(verdict): of_number(verdicts[verdict]) for verdict in Verdict},
        "suppressed": of_number(verdicts[None]),
        "not_recorded_share": _EMPTY if share is None else of_number(share),
    }


def _found_of_all(parts: Sequence[Part]) -> dict[str, Value]:
    """The comparisons of all characteristics; of cases no share, since each counts once a characteristic."""
    return _found(parts) | {"not_recorded_share": _EMPTY}


def _disparities_grid(parts: Sequence[Part], year: PerformanceYear, edition: DisclosureEdition) -> Grid:
    """rows: disparities, the worse before the better, the largest first. None: a table without rows."""
    found = [
        (part, row)
        for part in parts
        for group, row in part.rows.items()
        if (verdict := part.verdict(group)) is not None and verdict.is_disparity
    ]
    found.sort(key=lambda pair: _attention(pair[1]))
    rows, cells = [], {}
    for part, row in found:
        key = f"{part.measure.id}/{part.characteristic.id}/{row.compared.group}"
        rows.append(Row(key, f"{_shown_id(part.measure)}: {row.words}"))
        cells |= {(key, name): value for name, value in _names(row).items()}
        values = _counts(part, row.compared.group, edition) | _values(part, row.compared.group)
        cells |= {(key, column.key): values[column.key] for column in DISPARITIES[len(NAMES) :]}
    return Grid(
        key="equality-disparities",
        kind=KIND,
        title=f"Disparities between groups of people, {year}",
        row_heading="Disparity",
        rows=rows,
        columns=DISPARITIES,
        cells=cells,
        notes=("A disparity is a question to answer: the figures do not say why groups differ.",),
    )


def _attention(row: GroupRow) -> tuple[bool, Decimal]:
    difference = row.compared.difference
    size = half_up(abs(difference.points), 6) if difference else Decimal(0)
    return row.compared.verdict is Verdict.BETTER, -size


def _combined_grid(found: EqualityOfPlace, measures: set[str], year: PerformanceYear) -> Grid:
    """rows: disparities of combined groups, in words alone: their counts would tell small groups apart."""
    listed = [
        row
        for row in found.rows
        if row.characteristic.id == COMBINED
        and row.measure.id in measures
        and row.compared.verdict.is_disparity
    ]
    listed.sort(key=_attention)
    rows, cells = [], {}
    for row in listed:
        key = f"{row.measure.id}/{row.compared.group}"
        rows.append(Row(key, f"{_shown_id(row.measure)}: {row.words}"))
        words = _names(row) | {"verdict": Value(words=VERDICTS[row.compared.verdict])}
        cells |= {(key, name): value for name, value in words.items()}
    title = next(one.title for one in found.characteristics if one.id == COMBINED)
    return Grid(
        key="equality-intersections",
        kind=KIND,
        title=f"Disparities of combined groups ({title.lower()}), {year}",
        row_heading="Disparity",
        rows=rows,
        columns=WORDS_ONLY,
        cells=cells,
        notes=("Words alone: the counts of combined groups would let small groups be worked out.",),
    )


def _names(row: GroupRow) -> dict[str, Value]:
    return {
        "group": Value(words=f"{row.characteristic.title}: {row.words}"),
        "measure": Value(words=row.measure.title),
    }


def _measure_grids(
    parts: Sequence[Part], year: PerformanceYear, edition: DisclosureEdition
) -> Iterator[Grid]:
    by_measure: dict[str, list[Part]] = defaultdict(list)
    for part in parts:
        by_measure[part.measure.id].append(part)
    for mine in by_measure.values():
        yield _measure_grid(mine, year, edition)


def _measure_grid(parts: Sequence[Part], year: PerformanceYear, edition: DisclosureEdition) -> Grid:
    """rows: the groups of each characteristic and people of no group; columns: cases and comparison."""
    measure, rows, cells = parts[0].measure, [], {}
    for part in parts:
        for group, words in group_words(part.characteristic).items():
            if group in part.cases:
                key = f"{part.characteristic.id}/{group}"
                rows.append(Row(key, f"{part.characteristic.title}: {words}", short=words))
                values = _counts(part, group, edition) | _values(part, group)
                cells |= {(key, column.key): values[column.key] for column in BY_GROUP}
    better = "Lower is better." if measure.direction == "lower" else "Higher is better."
    return Grid(
        key=f"{KIND}-{measure.id.lower().replace('_', '-')}",
        kind=KIND,
        measure=measure.id,
        title=f"{measure.title}, by group of people, {year}",
        row_heading="Group",
        rows=rows,
        columns=BY_GROUP,
        cells=cells,
        notes=(better, "The rest: everybody else whose group is known."),
    )


def _counts(part: Part, group: str, edition: DisclosureEdition) -> dict[str, Value]:
    if group in part.shown.hidden:
        return {"counted": _HIDDEN, "met": _HIDDEN}
    tally = part.cases[group]
    return {
        "counted": of_number(edition.rounded(tally.counted)),
        "met": of_number(edition.rounded(tally.met)),
    }


def _values(part: Part, group: str) -> dict[str, Value]:
    """Everything but the counts; of people in no group a rate alone."""
    names = [column.key for column in FIGURES]
    if group in part.shown.hidden:
        return dict.fromkeys(names, _HIDDEN)
    percent = rate_percent(part.cases[group].met, part.cases[group].counted)
    own = {"rate": _EMPTY if percent is None else of_number(percent)}
    row = part.rows.get(group)
    if row is None:
        return dict.fromkeys(names, _EMPTY) | own
    if not part.shown.rest_is_known:
        return dict.fromkeys(names, _HIDDEN) | own
    return _compared(row) | own


def _compared(row: GroupRow) -> dict[str, Value]:
    one, difference, relative = row.compared, row.compared.difference, row.compared.relative
    rest = rate_percent(one.rest.met, one.rest.counted)
    figures: dict[str, Decimal | None] = {
        "rest_rate": rest,
        "difference": half_up(difference.points, 1) if difference else None,
        "low": half_up(difference.low, 1) if difference else None,
        "high": half_up(difference.high, 1) if difference else None,
        "relative": half_up(relative.value, 2) if relative else None,
        "relative_low": half_up(relative.low, 2) if relative else None,
        "relative_high": half_up(relative.high, 2) if relative else None,
    }
    values = {name: _EMPTY if figure is None else of_number(figure) for name, figure in figures.items()}
    return values | {"verdict": Value(words=VERDICTS[one.verdict])}


def _shown_id(measure: MeasureDefinition) -> str:
    return measure.id.replace("_", " ")
