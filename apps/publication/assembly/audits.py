"""The results of the audits that looked at the year."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from apps.audits.queries import LockedScore
from apps.publication.grids import Column, Grid, Kind, Row, Value, of_number
from rules.definitions.bands import load_bands
from rules.periods import PerformanceYear
from rules.scoring.bands import Banded, band_of
from rules.tables.regional import NOT_APPLICABLE, NOT_AVAILABLE, SUPPRESSED
from rules.tables.rounding import half_up

SCALE = "audit_score"
FEWEST_FOR_A_PERCENTAGE = 5
COLUMNS = (
    Column("window", "Events looked at", Kind.WORDS),
    Column("drawn", "Sample drawn on", Kind.WORDS),
    Column("frame", "Cases in the frame", Kind.COUNT),
    Column("sampled", "Cases sampled", Kind.COUNT),
    Column("scored", "Cases scored", Kind.COUNT),
    Column("too_thin", "Too thin to score", Kind.COUNT),
    Column("score", "Score (%)", Kind.PERCENT),
    Column("low", "95% interval from", Kind.PERCENT),
    Column("high", "95% interval to", Kind.PERCENT),
    Column("band", "Band", Kind.WORDS),
    Column("distance", "To the next band (points)", Kind.POINTS),
)


def scores_of_year(scores: Iterable[LockedScore], year: PerformanceYear) -> list[LockedScore]:
    """The newest score of each audit that looked at events up to a day of the year."""
    found: dict[str, LockedScore] = {}
    for score in scores:
        if year.first_on <= score.window_last_on <= year.last_on:
            kept = found.setdefault(score.measure, score)
            if score.locked_at > kept.locked_at:
                found[score.measure] = score
    return [found[measure] for measure in sorted(found)]


def audits_grid(scores: Iterable[LockedScore], year: PerformanceYear) -> Grid:
    """rows: audit, columns: sample, score, interval and band. No audit: a table without rows."""
    rows, cells = [], {}
    for score in scores:
        rows.append(Row(score.measure, f"{score.measure} {score.title}"))
        cells |= {(score.measure, column): value for column, value in _values(score).items()}
    return Grid(
        key="audits",
        kind="audits",
        title=f"Quality audits, {year}",
        row_heading="Audit",
        rows=rows,
        columns=COLUMNS,
        cells=cells,
    )


def _values(score: LockedScore) -> dict[str, Value]:
    banded = band_of(Fraction(score.score), load_bands(SCALE))
    too_few = score.scored < FEWEST_FOR_A_PERCENTAGE
    return {
        "window": Value(words=f"{_in_words(score.window_first_on)} to {_in_words(score.window_last_on)}"),
        "drawn": Value(words=_in_words(score.drawn_on)),
        "frame": of_number(score.frame_size),
        "sampled": of_number(score.sampled),
        "scored": of_number(score.scored),
        "too_thin": of_number(score.too_thin),
        # assessment.md, small numbers: below five cases no percentage, and so no band from one.
        "score": Value(symbol=SUPPRESSED) if too_few else of_number(half_up(Fraction(score.score), 1)),
        "low": _limit(score.low, too_few=too_few),
        "high": _limit(score.high, too_few=too_few),
        "band": Value(symbol=SUPPRESSED) if too_few else Value(words=score.band_name),
        "distance": _distance(banded, too_few=too_few),
    }


def _limit(limit: Decimal | None, *, too_few: bool) -> Value:
    if too_few:
        return Value(symbol=SUPPRESSED)
    return Value(symbol=NOT_AVAILABLE) if limit is None else of_number(half_up(limit, 1))


def _distance(banded: Banded, *, too_few: bool) -> Value:
    if too_few:
        return Value(symbol=SUPPRESSED)
    if banded.points_to_next is None:
        return Value(symbol=NOT_APPLICABLE)
    return of_number(half_up(banded.points_to_next, 1))


def _in_words(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
