"""Scores of one bank and window at every level, as a page and as files."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from apps.audits.levels import Audited, NationScore, audited, nation_score, rounds_of
from apps.audits.models import AuditRound
from apps.audits.presentation import ScoreText, locked_text, nation_text, unit_text
from apps.audits.queries import submitted_cases
from apps.audits.unit_scores import UnitScore, unit_scores
from apps.audits.views.access import readable_rounds
from apps.organisation.access import needs, scope_for
from apps.organisation.downloads import table_response
from rules.statistics.rounding import half_up

COLUMNS = (
    "level",
    "place",
    "bank",
    "edition",
    "window_first_on",
    "window_last_on",
    "frame_size",
    "sampled",
    "scored",
    "too_thin",
    "score_percent",
    "low_percent",
    "high_percent",
    "rounded",
    "band",
    "bands_touched",
    "next_band",
    "score_exact",
)
EXACT = 2  # decimals of a printed percentage; the exact fraction stands beside it


@require_safe
@needs("view_audit_results")
def scores(request: HttpRequest) -> HttpResponse:
    """One bank and window: the nation where the viewer sees all of it, and each region with its band."""
    choices, chosen = _choice(request)
    rounds = rounds_of(readable_rounds(request), chosen) if chosen else []
    nation = _nation(request, rounds)
    context = {
        "choices": choices,
        "chosen": chosen,
        "nation": nation,
        "nation_text": nation_text(rounds[0], nation) if nation else None,
        "sees_nation": scope_for(request.user, "view_audit_results").all_regions,
        "rows": [(one, one.score, locked_text(one)) for one in rounds],
        "query": request.GET.urlencode(),
    }
    return render(request, "audits/scores.html", context)


@require_safe
@needs("view_audit_results")
def scores_table(request: HttpRequest, kind: str = "csv") -> HttpResponseBase:
    """The same scores with every delivery unit, a line for each level and place."""
    _, chosen = _choice(request)
    rounds = rounds_of(readable_rounds(request), chosen) if chosen else []
    return table_response(
        kind,
        name=f"probity-scores-{chosen.key if chosen else 'none'}",
        title=f"Scores of {chosen.bank} {chosen.title}" if chosen else "Scores",
        columns=COLUMNS,
        rows=_lines(request, rounds),
    )


def _choice(request: HttpRequest) -> tuple[list[Audited], Audited | None]:
    choices = audited(readable_rounds(request))
    asked = request.GET.get("of", "")
    return choices, next((one for one in choices if one.key == asked), next(iter(choices), None))


def _nation(request: HttpRequest, rounds: list[AuditRound]) -> NationScore | None:
    """None for whoever sees a part of the nation: their regions are not the nation."""
    return nation_score(rounds) if scope_for(request.user, "view_audit_results").all_regions else None


def _lines(request: HttpRequest, rounds: list[AuditRound]) -> Iterator[dict[str, Any]]:
    nation = _nation(request, rounds)
    if nation is not None:
        level = "regions_so_far" if nation.missing else "nation"
        yield _line(level, "all", rounds[0]) | _nation_values(rounds[0], nation)
    for one in rounds:
        yield _line("region", one.region_id, one) | _region_values(one)
        for unit in unit_scores(one, submitted_cases(one)):
            yield _line("unit", unit.unit, one) | _unit_values(one, unit)


def _line(level: str, place: str, one: AuditRound) -> dict[str, Any]:
    return dict.fromkeys(COLUMNS) | {
        "level": level,
        "place": place,
        "bank": one.edition.bank,
        "edition": one.edition.edition,
        "window_first_on": one.window_first_on,
        "window_last_on": one.window_last_on,
    }


def _nation_values(one: AuditRound, nation: NationScore) -> dict[str, Any]:
    interval, text = nation.combined.interval, nation_text(one, nation)
    return {
        "edition": None,
        "frame_size": nation.combined.frame_size,
        "sampled": nation.sampled,
        "scored": nation.combined.scored,
        "too_thin": nation.too_thin,
        "score_percent": half_up(nation.combined.percent, EXACT),
        "low_percent": half_up(interval.low, EXACT) if interval else None,
        "high_percent": half_up(interval.high, EXACT) if interval else None,
        "score_exact": str(nation.combined.percent),
        **_band_values(text),
    }


def _region_values(one: AuditRound) -> dict[str, Any]:
    score = one.score
    return {
        "frame_size": score.frame_size,
        "sampled": score.sampled,
        "scored": score.scored,
        "too_thin": score.too_thin,
        "score_percent": score.shown,
        "low_percent": score.low,
        "high_percent": score.high,
        "score_exact": score.score,
        **_band_values(locked_text(one)),
    }


def _unit_values(one: AuditRound, unit: UnitScore) -> dict[str, Any]:
    counts = {name: getattr(unit, name) for name in ("frame_size", "sampled", "scored", "too_thin")}
    text = unit_text(one, unit)
    if unit.score is None or text is None:
        return counts
    interval = unit.score.interval
    return counts | {
        "score_percent": half_up(unit.score.percent, EXACT),
        "low_percent": half_up(interval.low, EXACT) if interval else None,
        "high_percent": half_up(interval.high, EXACT) if interval else None,
        "score_exact": str(unit.score.percent),
        **_band_values(text),
    }


def _band_values(text: ScoreText) -> dict[str, Any]:
    return {
        "rounded": text.whole,
        "band": text.band,
        "bands_touched": text.touched or text.band,
        "next_band": text.distance,
    }
