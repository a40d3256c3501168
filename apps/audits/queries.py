"""Reads of audit rounds: the frame before the draw, progress, the score, and what is locked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import Count, Q, QuerySet

from apps.assessments.draws import FrameCase
from apps.assessments.models import Assignment, SampledCase, Substitution
from apps.assessments.scoring_answers import results_that_score
from apps.audits.frames import STRATA_LABELS, build_frame
from apps.audits.models import AuditRound, AuditScore
from apps.organisation.access import Scope
from apps.organisation.models import User
from rules.definitions.bands import BandScale, load_bands
from rules.scoring.bands import Banded, band_of
from rules.scoring.score import RoundScore, Stratum, score_round

STRATA_CHOICES = tuple(STRATA_LABELS)


def rounds_in(scope: Scope) -> QuerySet[AuditRound]:
    """The rounds of the regions in scope, newest first."""
    rounds = AuditRound.objects.select_related("region", "edition", "sample", "score")
    return rounds if scope.all_regions else rounds.filter(region__in=scope.region_codes)


def frame_of(audit_round: AuditRound) -> list[FrameCase]:
    """The cases from which the round draws: live before the draw, frozen after it."""
    if audit_round.sample_id:
        return [
            FrameCase(
                case_id=row.case_id,
                person_id=row.person_id,
                kind=row.kind,
                unit=row.unit_code,
                level=row.level,
                practitioner_code=row.practitioner_code,
                manager_code=row.manager_code,
            )
            for row in audit_round.sample.cases.order_by("case_id")
        ]
    return build_frame(audit_round)


@dataclass(frozen=True)
class AuditorProgress:
    auditor: User
    assigned: int
    submitted: int

    @property
    def left(self) -> int:
        return self.assigned - self.submitted


def progress_by_auditor(audit_round: AuditRound) -> list[AuditorProgress]:
    """How far each auditor is, by name."""
    counts = (
        audit_round.assignments.filter(auditor__isnull=False)
        .order_by()
        .values("auditor")
        .annotate(assigned=Count("id"), submitted=Count("id", filter=Q(submitted_at__isnull=False)))
    )
    by_auditor = {row["auditor"]: row for row in counts}
    people = User.objects.filter(pk__in=by_auditor).order_by("first_name", "last_name", "username")
    return [
        AuditorProgress(user, by_auditor[user.pk]["assigned"], by_auditor[user.pk]["submitted"])
        for user in people
    ]


def unassigned(audit_round: AuditRound) -> QuerySet[SampledCase]:
    """Sampled cases that nobody marks: every auditor of the round holds, supervises or knows them."""
    sampled = SampledCase.objects.filter(sample=audit_round.sample_id, standing=SampledCase.Standing.SAMPLED)
    held = audit_round.assignments.filter(auditor__isnull=False)
    return sampled.exclude(pk__in=held.values("sampled_case"))


def substitutions_of(audit_round: AuditRound) -> list[Substitution]:
    """The round's replaced cases with what took their places, in order of time."""
    made = Substitution.objects.filter(replaced__sample=audit_round.sample_id)
    return list(made.select_related("replaced__stratum", "replaced__sample", "substitute", "by"))


@dataclass(frozen=True)
class ScoredCase:
    """A submitted case with the result that counts: after adjudication where there was one."""

    assignment: Assignment
    result: Mapping[str, Any]

    def percent(self, *, cap: int | None = None) -> Fraction:
        """The case's score; with a cap, a failed critical question holds it there."""
        exact = Fraction(self.result["percent"])
        return min(exact, Fraction(cap)) if cap is not None and self.result["critical_failures"] else exact


@dataclass(frozen=True)
class Standing:
    """Where a round stands on the cases submitted so far."""

    score: RoundScore | None
    banded: Banded | None
    scored: tuple[ScoredCase, ...]
    thin: tuple[ScoredCase, ...]
    waiting: int
    capped: Fraction | None

    @property
    def submitted(self) -> int:
        return len(self.scored) + len(self.thin)


def standing_of(audit_round: AuditRound) -> Standing:
    """The score on the submitted cases; `capped` lets a failed critical question hold a case at the cap."""
    cases = submitted_cases(audit_round)
    scored = tuple(case for case in cases if case.result["percent"] is not None)
    score = score_round(_strata(audit_round, scored))
    capped = score_round(_strata(audit_round, scored, cap=audit_round.edition.definition.file.critical_cap))
    return Standing(
        score=score,
        banded=band_of(score.percent, scale_of(audit_round)) if score else None,
        scored=scored,
        thin=tuple(case for case in cases if case.result["percent"] is None),
        waiting=audit_round.assignments.filter(submitted_at__isnull=True, auditor__isnull=False).count()
        + unassigned(audit_round).count(),
        capped=capped.percent if capped else None,
    )


def submitted_cases(audit_round: AuditRound) -> tuple[ScoredCase, ...]:
    """The cases that are submitted, each with the result that counts."""
    marks = list(
        audit_round.assignments.filter(submitted_at__isnull=False).select_related(
            "sampled_case__stratum", "auditor", "edition"
        )
    )
    results = results_that_score(marks)
    return tuple(ScoredCase(mark, results[mark.pk]) for mark in marks)


def scale_of(audit_round: AuditRound) -> BandScale:
    return load_bands(audit_round.edition.definition.file.bands)


def _strata(
    audit_round: AuditRound, scored: Sequence[ScoredCase], *, cap: int | None = None
) -> list[Stratum]:
    scores: dict[int, list[Fraction]] = {}
    for case in scored:
        scores.setdefault(case.assignment.sampled_case.stratum_id, []).append(case.percent(cap=cap))
    return [
        Stratum(stratum.name, stratum.frame_size, tuple(scores.get(stratum.pk, ())))
        for stratum in (audit_round.sample.strata.all() if audit_round.sample_id else ())
    ]


@dataclass(frozen=True, kw_only=True)
class LockedScore:
    """A published score, as it was when it was locked. `score` is exact, in percent."""

    measure: str
    title: str
    edition: str
    region_code: str
    score: Fraction
    shown: Decimal
    rounded: int
    band: str
    band_name: str
    low: Decimal | None
    high: Decimal | None
    scored: int
    too_thin: int
    sampled: int
    frame_size: int
    window_first_on: date
    window_last_on: date
    drawn_on: date
    locked_at: datetime
    demo: bool


def locked_scores(region_code: str, up_to: date) -> list[LockedScore]:
    """The scores of a region locked on or before a day, newest first; none gives an empty list.

    Scores of single contracts are left out: a region has several, and none of them is the region's figure.
    """
    found = AuditScore.objects.filter(
        region_code=region_code, locked_at__date__lte=up_to, round__contract_id=""
    )
    return [_locked(row) for row in found.select_related("round__edition")]


def _locked(row: AuditScore) -> LockedScore:
    same = ("measure", "edition", "region_code", "shown", "rounded", "band", "band_name", "low", "high")
    counts = ("scored", "too_thin", "sampled", "frame_size", "drawn_on", "locked_at", "demo")
    return LockedScore(
        title=row.round.edition.title,
        score=row.exact,
        window_first_on=row.round.window_first_on,
        window_last_on=row.round.window_last_on,
        **{name: getattr(row, name) for name in same + counts},
    )
