"""Calibration exercises: several auditors mark the same cases, and see afterwards where they differed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from apps.assessments import draws
from apps.assessments.actions import Refused
from apps.assessments.comparing import close_comparison
from apps.assessments.models import Assignment, Sample, SampledCase
from apps.assessments.second_marks import make_marking
from apps.audits.actions import freeze
from apps.audits.models import AuditRound, CalibrationExercise
from apps.audits.queries import frame_of
from apps.caseload.models import Extract
from apps.caseload.queries import live_extract
from apps.organisation.access import can, scope_for
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.sampling.draw import order_key


@dataclass(frozen=True, kw_only=True)
class CalibrationPlan:
    """What a lead decides. The cases are reserves of the round's frame, the first by hash of the seed."""

    title: str
    size: int
    seed: str
    auditors: tuple[User, ...]
    due_on: date


@transaction.atomic
def open_calibration(audit_round: AuditRound, plan: CalibrationPlan, *, by: User) -> CalibrationExercise:
    """Draw the cases and give every auditor each of them, but those that they hold, supervise or know.

    Raises Refused for fewer than two auditors, for a round that is not drawn or has too few reserves,
    without a live extract, and for a case that fewer than two of the auditors may mark.
    """
    # Locked, so that no reserve becomes a substitute while it is being drawn for the exercise.
    audit_round = AuditRound.objects.select_for_update().get(pk=audit_round.pk)
    extract = _check(audit_round, plan)
    sample = draws.draw_sample(
        _cases(audit_round, plan),
        plan=_draw_plan(audit_round, plan, extract),
        freeze=lambda case: freeze(case, audit_round, extract),
        by=by,
    )
    made = CalibrationExercise.objects.create(
        title=plan.title, edition=audit_round.edition, sample=sample, opened_by=by
    )
    for case in sample.cases.all():
        _give(case, made, plan.auditors, by=by)
    names = [user.username for user in plan.auditors]
    record("open_calibration", by=by, subject=made, after={"size": plan.size, "auditors": names})
    return made


@transaction.atomic
def close_calibration(exercise: CalibrationExercise, *, by: User) -> CalibrationExercise:
    """Compare what was submitted; whoever has not submitted a case is out of it. A second call changes
    nothing."""
    held = CalibrationExercise.objects.select_for_update().get(pk=exercise.pk)
    if held.closed_at is not None:
        return held
    marks = held.assignments.select_related("edition").order_by("sampled_case_id", "mark")
    for mark in marks.distinct("sampled_case_id"):  # one of each case
        close_comparison(mark, by=by)
    held.closed_at, held.closed_by = timezone.now(), by
    held.save(update_fields=["closed_at", "closed_by"])
    record("close_calibration", by=by, subject=held)
    return held


def may_take_part(user: User, region_code: str) -> bool:
    return can(user, "mark_audits") and scope_for(user, "mark_audits").sees_region(region_code)


def _check(audit_round: AuditRound, plan: CalibrationPlan) -> Extract:
    if len(plan.auditors) < 2:
        raise Refused("Choose at least two auditors: one alone has nobody to compare with")
    outside = [str(user) for user in plan.auditors if not may_take_part(user, audit_round.region_id)]
    if outside:
        raise Refused(f"Not auditors of this region: {', '.join(outside)}")
    if audit_round.sample_id is None:
        raise Refused("Draw the round first: the cases come from its reserves")
    extract = live_extract()
    if extract is None:
        raise Refused("Put an extract live first: the cases are read from the caseload")
    return extract


def _cases(audit_round: AuditRound, plan: CalibrationPlan) -> list[draws.FrameCase]:
    """The first reserves by hash of the seed: nobody has marked them, and nobody picks them.

    They take no case's place later (see `substitutions.next_reserve`).
    """
    reserves = set(
        audit_round.sample.cases.filter(standing=SampledCase.Standing.RESERVE).values_list(
            "case_id", flat=True
        )
    )
    if not 0 < plan.size <= len(reserves):
        raise Refused(f"Choose 1 to {len(reserves)} cases: so many are in reserve")
    cases = [case for case in frame_of(audit_round) if case.case_id in reserves]
    return sorted(cases, key=lambda case: (order_key(plan.seed, case.case_id), case.case_id))[: plan.size]


def _draw_plan(audit_round: AuditRound, plan: CalibrationPlan, extract: Extract) -> draws.DrawPlan:
    return draws.DrawPlan(
        title=f"Calibration: {plan.title}",
        purpose=Sample.Purpose.CALIBRATION,
        region_code=audit_round.region_id,
        size=plan.size,
        seed=plan.seed,
        strata_columns=(),
        window_first_on=audit_round.window_first_on,
        window_last_on=audit_round.window_last_on,
        due_on=plan.due_on,
        extract_sha256=extract.sha256,
        extract_as_at=extract.as_at,
        demo=extract.demo,
    )


def _give(case: SampledCase, exercise: CalibrationExercise, auditors: Sequence[User], *, by: User) -> None:
    """Each auditor has one number throughout the exercise, so that pairs can be followed over cases."""
    made: list[Assignment] = [
        make_marking(case, edition=exercise.edition, mark=number, auditor=user, by=by)
        for number, user in enumerate(auditors, start=Assignment.FIRST_MARK)
        if not draws.is_barred(user, case)
    ]
    if len(made) < 2:
        raise Refused(
            f"Fewer than two of the auditors may mark {case.case_id}: the others hold or supervise it"
        )
