"""A unit's rating as JSON values and as lines for a person. Percentages to two decimals."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from rules.definitions.rating_rules import RatingBand
from rules.scoring.key_questions import KeyQuestionResult
from rules.scoring.ratings import RatedBy, Rating, StandardRating, band_tops
from rules.statistics.rounding import half_up

PLACES = 2
BY_WORDS = {
    RatedBy.JUDGEMENTS: "lowest key question",
    RatedBy.DIRECTLY: "rated from evidence",
    RatedBy.PANEL: "the panel's decision",
}
OutcomeCounts = Mapping[str, Mapping[str, int]]


def as_json(rating: Rating, outcomes: OutcomeCounts) -> dict[str, Any]:
    """The rating as JSON values; null is unrated or unknown, never zero."""
    return {
        "rules": rating.rules.id,
        "key_questions": {each.number: _question_json(each) for each in rating.key_questions},
        "outcomes": {number: dict(counts) for number, counts in outcomes.items()},
        "standards": {each.standard.number: _standard_json(each) for each in rating.standards},
        "missing": list(rating.missing),
        "total": rating.total,
        "maximum": rating.maximum,
        "overall": _name(rating.overall),
        "overall_bands": _band_ranges(rating),
    }


def _question_json(result: KeyQuestionResult) -> dict[str, Any]:
    counts, interval = result.counts, result.interval
    return {
        "yes": counts.yes,
        "no": counts.no,
        "na": counts.not_applicable,
        "left_out_low_risk": counts.left_out,
        "percentage": _shown(counts.percent),
        "exact_percentage": None if counts.percent is None else str(counts.percent),
        "rounded": result.whole,
        "band": _name(result.band),
        "interval": [_shown(interval.low), _shown(interval.high)] if interval else None,
    }


def _standard_json(rated: StandardRating) -> dict[str, Any]:
    return {
        "name": rated.standard.name,
        "rated": rated.standard.rated,
        "counts": rated.standard.counts,
        "rating": _name(rated.band),
        "score": rated.score,
        "by": rated.by and rated.by.value,
        "rating_before_panel": _name(rated.before_panel),
        "lowest": list(rated.lowest),
        "discretion": bool(rated.reasons),
        "reasons": [each.sentence for each in rated.reasons],
    }


def _name(band: RatingBand | None) -> str | None:
    return band.name if band else None


def _shown(value: Fraction | Decimal | None) -> float | None:
    return None if value is None else float(half_up(value, PLACES))


def _band_ranges(rating: Rating) -> dict[str, list[int]]:
    """Band -> its lowest and highest total, worst band first."""
    ranges, start = {}, 0
    for band, top in band_tops(rating.rules):
        ranges[band.name] = [start, top]
        start = top + 1
    return ranges


def as_text(rating: Rating, outcomes: OutcomeCounts) -> str:
    """The rating as lines for a person."""
    lines = [f"{rating.rules.title} ({rating.rules.id})", ""]
    lines += [_question_line(each) for each in rating.key_questions if each.counts.judged]
    for number, counts in outcomes.items():
        shown = ", ".join(f"{name.replace('_', ' ')} {count}" for name, count in counts.items())
        lines.append(f"{number}  {shown}")
    lines.append("")
    for each in rating.standards:
        lines += _standard_lines(each)
    return "\n".join([*lines, "", _overall_line(rating)])


def _question_line(result: KeyQuestionResult) -> str:
    counts, interval = result.counts, result.interval
    band = f", {result.band.name}" if result.band else ", not rated"
    share = f"{_shown(counts.percent)}%, rounded {result.whole}"
    line = f"{result.number}  yes {counts.yes}, no {counts.no}  {share}"
    reach = f"  95% interval {_shown(interval.low)}% to {_shown(interval.high)}%" if interval else ""
    left = f"  {counts.left_out} at low risk left out" if counts.left_out else ""
    return f"{line}{band}{reach}{left}"


def _standard_lines(rated: StandardRating) -> list[str]:
    standard = rated.standard
    if rated.band is None or rated.by is None:
        word = "collected, not rated" if standard.rated == "collected" else "no rating"
        return [f"{standard.number} {standard.name}: {word}"]
    points = f"{rated.score} points" if rated.score != 1 else "1 point"
    counted = points if rated.score is not None else "stands apart"
    lines = [f"{standard.number} {standard.name}: {rated.band.name}, {counted} ({BY_WORDS[rated.by]})"]
    if rated.by is RatedBy.PANEL and rated.before_panel:
        lines.append(f"    without the panel {rated.before_panel.name}")
    return lines + [f"    a panel may consider discretion: {each.sentence}" for each in rated.reasons]


def _overall_line(rating: Rating) -> str:
    if rating.total is None or rating.overall is None:
        return f"No overall rating: {', '.join(rating.missing)} not rated"
    return f"Total {rating.total} of {rating.maximum}: {rating.overall.name}"
