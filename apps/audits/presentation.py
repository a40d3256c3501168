"""Scores and bands in words."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from apps.audits.levels import NationScore
from apps.audits.models import AuditRound
from apps.audits.queries import Standing, scale_of
from apps.audits.unit_scores import UnitScore
from rules.scoring.bands import Banded, band_of, bands_touched
from rules.statistics.intervals import Interval
from rules.statistics.rounding import half_up

SMALLEST_SHOWN = Decimal("0.1")


@dataclass(frozen=True)
class ScoreText:
    """A score as pages print it; empty texts for what is not there yet."""

    percent: str
    whole: int
    band: str
    band_id: str
    means: str
    interval: str
    touched: str
    distance: str
    capped: str
    few: bool


def standing_text(audit_round: AuditRound, standing: Standing) -> ScoreText | None:
    """The score on the cases submitted so far; None before the first scored case."""
    if standing.score is None or standing.banded is None:
        return None
    return _text(
        audit_round,
        standing.score.percent,
        standing.banded,
        standing.score.interval,
        standing.capped,
        standing.score.scored,
    )


def nation_text(audit_round: AuditRound, nation: NationScore) -> ScoreText:
    """The nation's score; `audit_round`: one of those that make it up, whose scale of bands holds."""
    found = nation.combined
    return _text(audit_round, found.percent, nation.banded, found.interval, None, found.scored)


def unit_text(audit_round: AuditRound, unit: UnitScore) -> ScoreText | None:
    """A delivery unit's score; None where too few of its cases were scored to show one."""
    if unit.score is None or unit.banded is None:
        return None
    return _text(audit_round, unit.score.percent, unit.banded, unit.score.interval, None, unit.scored)


def locked_text(audit_round: AuditRound) -> ScoreText:
    """The published score, from what was locked."""
    score = audit_round.score
    interval = None if score.low is None else Interval(score.low, score.high)
    capped = score.detail.get("capped")
    return _text(
        audit_round,
        score.exact,
        band_of(score.exact, scale_of(audit_round)),
        interval,
        Fraction(capped) if capped else None,
        score.scored,
    )


def _text(
    audit_round: AuditRound,
    percent: Fraction,
    banded: Banded,
    interval: Interval | None,
    capped: Fraction | None,
    scored: int,
) -> ScoreText:
    scale = scale_of(audit_round)
    touched = bands_touched(interval, scale) if interval else ()
    return ScoreText(
        percent=f"{half_up(percent, 1)}%",
        whole=banded.whole,
        band=banded.band.name,
        band_id=banded.band.id,
        means=banded.band.means,
        interval=interval_text(interval),
        touched=", ".join(band.name for band in touched) if len(touched) > 1 else "",
        distance=_distance(banded),
        capped="" if capped is None or capped == percent else f"{half_up(capped, 1)}%",
        few=scored < scale.interval_compulsory_below,
    )


def interval_text(interval: Interval | None) -> str:
    """76.0% to 86.6%; empty without one."""
    return f"{half_up(interval.low, 1)}% to {half_up(interval.high, 1)}%" if interval else ""


def _distance(banded: Banded) -> str:
    if banded.next_band is None or banded.points_to_next is None:
        return ""
    points = half_up(banded.points_to_next, 1)
    shown = f"{points} points" if points >= SMALLEST_SHOWN else "less than 0.1 points"
    return f"{shown} below {banded.next_band.name} ({banded.next_band.starts_at}% after rounding)"


def percent_text(percent: Fraction, interval: Interval | None) -> str:
    """A score with its interval in one line: 81.3% (76.0% to 86.6%)."""
    said = f"{half_up(percent, 1)}%"
    return f"{said} ({interval_text(interval)})" if interval else said
