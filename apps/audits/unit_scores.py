"""A round's score by delivery unit: the round's arithmetic over the unit's own part of frame and sample."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import Count

from apps.assessments.models import SampledCase
from apps.audits.models import AuditRound
from apps.audits.queries import ScoredCase, scale_of
from rules.definitions.bands import Band
from rules.definitions.small_numbers import small_numbers_on
from rules.scoring.bands import Banded, band_of, bands_touched
from rules.scoring.score import RoundScore, Stratum, score_round


@dataclass(frozen=True, kw_only=True)
class UnitScore:
    """One delivery unit in one round. `score`, `banded`: None where too few of its cases were scored to show
    a percentage; then `touched` is empty. Counts are of cases: scored, too thin to score, sampled, in the
    frame.
    """

    unit: str
    score: RoundScore | None
    banded: Banded | None
    touched: tuple[Band, ...]
    scored: int
    too_thin: int
    sampled: int
    frame_size: int


def unit_scores(audit_round: AuditRound, submitted: Iterable[ScoredCase]) -> list[UnitScore]:
    """Every delivery unit of the round's frame, by code; also those of which no case was drawn.

    `submitted`: the cases of the round as `queries.submitted_cases` gives them.

    The sampled cases of a unit within a stratum are a simple random sample of its cases there, so that the
    round's own formula holds with the unit's part of each stratum as the frame. An outsider gets the same
    from the unit's lines of the published files. Empty before the draw.
    """
    if not audit_round.sample_id:
        return []
    cases: dict[str, list[ScoredCase]] = defaultdict(list)
    for case in submitted:
        cases[case.assignment.sampled_case.unit_code].append(case)
    sampled = _sampled(audit_round)
    return [
        _unit_score(audit_round, unit, frame, cases.get(unit, []), sampled[unit])
        for unit, frame in sorted(_frames(audit_round).items())
    ]


def _frames(audit_round: AuditRound) -> dict[str, dict[tuple[int, str], int]]:
    """unit -> (key and name of the stratum) -> cases in the frame."""
    rows = SampledCase.objects.filter(sample=audit_round.sample_id).order_by()
    found: dict[str, dict[tuple[int, str], int]] = defaultdict(dict)
    for row in rows.values("unit_code", "stratum", "stratum__name").annotate(cases=Count("id")):
        found[row["unit_code"]][row["stratum"], row["stratum__name"]] = row["cases"]
    return found


def _sampled(audit_round: AuditRound) -> Counter[str]:
    standing = SampledCase.Standing.SAMPLED
    rows = SampledCase.objects.filter(sample=audit_round.sample_id, standing=standing)
    return Counter(rows.values_list("unit_code", flat=True))


def _unit_score(
    audit_round: AuditRound,
    unit: str,
    frame: dict[tuple[int, str], int],
    cases: list[ScoredCase],
    sampled: int,
) -> UnitScore:
    scored = [case for case in cases if case.result["percent"] is not None]
    shown = small_numbers_on(audit_round.window_last_on).shows_percent(len(scored))
    score = score_round(_strata(frame, scored)) if shown else None
    scale = scale_of(audit_round)
    return UnitScore(
        unit=unit,
        score=score,
        banded=band_of(score.percent, scale) if score else None,
        touched=bands_touched(score.interval, scale) if score and score.interval else (),
        scored=len(scored),
        too_thin=len(cases) - len(scored),
        sampled=sampled,
        frame_size=sum(frame.values()),
    )


def _strata(frame: dict[tuple[int, str], int], scored: list[ScoredCase]) -> list[Stratum]:
    scores: dict[int, list[Fraction]] = defaultdict(list)
    for case in scored:
        scores[case.assignment.sampled_case.stratum_id].append(case.percent())
    return [Stratum(name, size, tuple(scores.get(key, ()))) for (key, name), size in frame.items()]
