"""A reproduced round as JSON values and as lines for a person. Scores in percent to two decimals."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from rules.scoring.reproduction import Reproduced, ReproducedCase
from rules.statistics.rounding import half_up

PLACES = 2
SMALLEST_SHOWN = Fraction(1, 100)


def as_json(found: Reproduced) -> dict[str, Any]:
    """Cases and round as JSON values. Scores in percent to two decimals; the exact fraction beside them."""
    return {
        "bank": found.bank.id,
        "edition": found.bank.edition,
        "cases": [_case_json(case) for case in found.cases],
        "round": _round_json(found),
    }


def _case_json(case: ReproducedCase) -> dict[str, Any]:
    percent = case.score.percent
    return {
        "case_id": case.case_id,
        "stratum": case.stratum,
        "score": _shown(percent),
        "exact_score": None if percent is None else str(percent),
        "too_thin": case.score.thin is not None,
        "why_too_thin": case.score.thin and case.score.thin.value,
        "applicable_weight": case.score.asked_weight,
        "counted_weight": case.score.weight,
        "no_evidence": case.score.no_evidence,
        "critical_failures": list(case.score.critical_failures),
        "hidden_answers": list(case.ignored),
    }


def _round_json(found: Reproduced) -> dict[str, Any]:
    score, banded = found.score, found.banded
    interval = score.interval if score else None
    return {
        "cases": len(found.cases),
        "scored": score.scored if score else 0,
        "too_thin": sum(case.score.thin is not None for case in found.cases),
        "score": _shown(score.percent) if score else None,
        "exact_score": str(score.percent) if score else None,
        "rounded": banded.whole if banded else None,
        "band": banded.band.name if banded else None,
        "interval": [_shown(interval.low), _shown(interval.high)] if interval else None,
        "bands_touched": [band.name for band in found.touched],
        "next_band": banded.next_band.name if banded and banded.next_band else None,
        "points_to_next_band": _shown(banded.points_to_next) if banded else None,
        "capped_score": _shown(found.capped.percent) if found.capped else None,
        "strata": [
            {"stratum": each.name, "frame_size": each.frame_size, "scored": len(each.scores)}
            for each in (score.strata if score else ())
        ],
    }


def _shown(value: Fraction | Decimal | None) -> float | None:
    return None if value is None else float(half_up(value, PLACES))


def as_text(found: Reproduced) -> str:
    """Cases and round as lines for a person."""
    lines = [f"{found.bank.id} {found.bank.file.title}, edition {found.bank.edition}", ""]
    lines += [_case_line(case) for case in found.cases]
    lines += ["", *_round_lines(found)]
    return "\n".join(lines)


def _case_line(case: ReproducedCase) -> str:
    score = case.score
    shown = (
        f"too thin to score ({score.thin})" if score.percent is None else f"{half_up(score.percent, PLACES)}%"
    )
    ignored = f"; does not apply: {', '.join(case.ignored)}" if case.ignored else ""
    weight = f"weight {score.weight} of {score.asked_weight}"
    return f"{case.case_id}  {case.stratum}  {shown}  {weight}{ignored}"


def _round_lines(found: Reproduced) -> list[str]:
    score, banded = found.score, found.banded
    thin = sum(case.score.thin is not None for case in found.cases)
    cases = "1 case" if len(found.cases) == 1 else f"{len(found.cases)} cases"
    counts = f"{cases}, {score.scored if score else 0} scored, {thin} too thin to score"
    if score is None or banded is None:
        return [counts, "No case could be scored: the round has no score"]
    shown = f"Score {half_up(score.percent, PLACES)}% (exactly {score.percent})"
    lines = [counts, f"{shown}, rounded {banded.whole}: {banded.band.name}"]
    if score.interval:
        low, high = half_up(score.interval.low, PLACES), half_up(score.interval.high, PLACES)
        touched = ", ".join(band.name for band in found.touched)
        lines.append(f"95% interval {low}% to {high}%, touches {touched}")
    if banded.next_band is not None and banded.points_to_next is not None:
        lines.append(f"{distance_text(banded.points_to_next)} below {banded.next_band.name}")
    if found.capped and found.capped.percent != score.percent:
        lines.append(
            f"With failed critical questions holding a case at {found.bank.file.critical_cap}: "
            f"{half_up(found.capped.percent, PLACES)}%"
        )
    return lines


def distance_text(points: Fraction) -> str:
    """The distance to the next band in words; what would print as nothing says so."""
    return f"{half_up(points, PLACES)} points" if points >= SMALLEST_SHOWN else "less than 0.01 points"
