"""What a lead does with a round: open it, draw, lock its score."""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from apps.assessments import actions as marking
from apps.assessments import draws
from apps.assessments.actions import Refused
from apps.assessments.casefile import snapshot
from apps.assessments.models import Assignment, BankEdition, SampledCase
from apps.assessments.second_marks import assign_second_marks
from apps.audits.frames import REFERRAL, audited_days
from apps.audits.locking import reasons_not_to_lock
from apps.audits.models import AuditRound, AuditScore, RoundGroup
from apps.audits.queries import STRATA_CHOICES, Standing, frame_of, scale_of, standing_of
from apps.audits.workload import load_beside
from apps.caseload.contracts import Contract
from apps.caseload.models import Extract
from apps.caseload.queries import live_extract, person_events
from apps.organisation.access import can, scope_for
from apps.organisation.actions import record
from apps.organisation.models import Region, User
from rules.sampling.allocate import SampleTooSmall
from rules.sampling.frames import FrameError
from rules.scoring.bands import bands_touched
from rules.statistics.rounding import half_up

_PLAIN = ("region", "edition", "window_first_on", "window_last_on", "size", "seed", "due_on", "group")
CONTRACT_COLUMNS = ("contract_id", "supplier_code", "supplier_name", "service")
SHOWN_PLACES = 2  # of a locked score; its exact fraction is kept beside it


@dataclass(frozen=True, kw_only=True)
class RoundPlan:
    """What a lead decides when a round is opened. Both days of the window are inclusive.

    `contract`: of which a round of commissioned services is; other banks have none.
    """

    region: Region
    edition: BankEdition
    window_first_on: date
    window_last_on: date
    size: int
    seed: str
    strata_columns: tuple[str, ...]
    due_on: date
    auditors: tuple[User, ...]
    contract: Contract | None = None
    group: RoundGroup | None = None

    @property
    def contract_values(self) -> dict[str, str]:
        """The contract as a round keeps it; empty without one."""
        return {name: getattr(self.contract, name) for name in CONTRACT_COLUMNS} if self.contract else {}


@transaction.atomic
def open_round(plan: RoundPlan, *, by: User | None) -> AuditRound:
    """Open a round. Raises Refused when the plan cannot work or that round exists already."""
    check_plan(plan)
    try:
        with transaction.atomic():
            made = AuditRound.objects.create(
                opened_by=by,
                strata_columns=list(plan.strata_columns),
                **{name: getattr(plan, name) for name in _PLAIN},
                **plan.contract_values,
            )
    except IntegrityError as error:
        raise Refused("There is a round of this bank for this place and window already") from error
    made.auditors.set(plan.auditors)
    record("open_round", by=by, subject=made, after=plan_trace(plan))
    return made


def check_plan(plan: RoundPlan) -> None:
    """Raises Refused for a plan that cannot work."""
    if plan.window_last_on < plan.window_first_on:
        raise Refused("The window ends before it begins")
    unknown = set(plan.strata_columns) - set(STRATA_CHOICES)
    if unknown:
        raise Refused(f"The frame has no column {', '.join(sorted(unknown))}")
    if not plan.seed.strip():
        raise Refused("Give a seed, so that anyone can repeat the draw")
    _check_frame(plan)
    _check_auditors(plan)


def _check_frame(plan: RoundPlan) -> None:
    rule = plan.edition.definition.file.frame
    if (rule.kind == REFERRAL) != (plan.contract is not None):
        wanted = "one contract" if rule.kind == REFERRAL else "a region, not a contract"
        raise Refused(f"{plan.edition.bank} is audited for {wanted}")
    if plan.contract and plan.contract.region_code != plan.region.code:
        raise Refused(f"{plan.contract.contract_id} is not a contract of {plan.region}")


def _check_auditors(plan: RoundPlan) -> None:
    if not plan.auditors:
        raise Refused("Choose at least one auditor")
    outside = ", ".join(str(user) for user in plan.auditors if not may_mark(user, plan.region.code))
    if outside:
        raise Refused(f"Not auditors of this region: {outside}")
    partial = ", ".join(
        str(user) for user in plan.auditors if plan.contract and _is_party(user, plan.contract)
    )
    if partial:
        raise Refused(f"Manage this contract or work for its supplier: {partial}")


def _is_party(user: User, contract: Contract) -> bool:
    """Whether the user sees the contract as its manager or supplier: an auditor is neither."""
    scope = scope_for(user, "view_contract_results")
    return contract.region_code in scope.region_codes or contract.supplier_code == scope.supplier_code


def may_mark(user: User, region_code: str) -> bool:
    """Whether the user's roles let them score cases of the region."""
    return can(user, "mark_audits") and scope_for(user, "mark_audits").sees_region(region_code)


def plan_trace(plan: RoundPlan) -> dict[str, Any]:
    """A plan as the trail keeps it, a JSON value."""
    return {
        "region": plan.region.code,
        "contract": plan.contract.contract_id if plan.contract else "",
        "bank": str(plan.edition),
        "window": [plan.window_first_on.isoformat(), plan.window_last_on.isoformat()],
        "size": plan.size,
        "seed": plan.seed,
        "strata": list(plan.strata_columns),
        "due_on": plan.due_on.isoformat(),
        "auditors": sorted(user.username for user in plan.auditors),
    }


@transaction.atomic
def draw_round(audit_round: AuditRound, *, by: User | None) -> list[str]:
    """Freeze the frame, draw, and share the cases out; gives the cases that nobody may mark.

    A second draw is refused: a round is drawn once. Raises Refused, also for an empty frame or a size
    that cannot give every stratum two, or while no extract is live.
    """
    audit_round = AuditRound.objects.select_for_update().get(pk=audit_round.pk)
    if audit_round.state != AuditRound.State.OPEN:
        withdrawn = audit_round.state == AuditRound.State.WITHDRAWN
        raise Refused(f"This round was {'withdrawn' if withdrawn else 'drawn already'}")
    extract = live_extract()
    if extract is None:
        raise Refused("Put an extract live first: the frame is drawn from the caseload")
    try:
        sample = draws.draw_sample(
            frame_of(audit_round),
            plan=_draw_plan(audit_round, extract),
            freeze=lambda case: freeze(case, audit_round, extract),
            by=by,
        )
    except (FrameError, SampleTooSmall) as error:
        raise Refused(f"This sample cannot be drawn: {error}") from error
    audit_round.sample, audit_round.state = sample, AuditRound.State.DRAWN
    audit_round.save(update_fields=["sample", "state"])
    auditors = list(audit_round.auditors.all())
    load = load_beside(audit_round, auditors)
    _, left = draws.assign_cases(sample, edition=audit_round.edition, auditors=auditors, by=by, load=load)
    assign_second_marks(sample, edition=audit_round.edition, auditors=auditors, by=by)
    return [case.case_id for case in left]


def _draw_plan(audit_round: AuditRound, extract: Extract) -> draws.DrawPlan:
    return draws.DrawPlan(
        title=str(audit_round),
        region_code=audit_round.region_id,
        size=audit_round.size,
        seed=audit_round.seed,
        strata_columns=tuple(audit_round.strata_columns),
        window_first_on=audit_round.window_first_on,
        window_last_on=audit_round.window_last_on,
        due_on=audit_round.due_on,
        extract_sha256=extract.sha256,
        extract_as_at=extract.as_at,
        demo=extract.demo,
    )


def freeze(case: draws.FrameCase | SampledCase, audit_round: AuditRound, extract: Extract) -> dict[str, Any]:
    """What the live extract says of a case, for the days that the round looks at.

    A reserve that is taken in later is judged on the same days as the cases drawn before.
    """
    drawn_from = audit_round.sample.extract_as_at if audit_round.sample else extract.as_at
    window = audited_days(audit_round, as_at=drawn_from)
    tables = person_events(case.person_id)
    return snapshot(tables, case_id=case.case_id, kind=case.kind, window=window, as_at=extract.as_at)


@transaction.atomic
def reassign(assignment: Assignment, *, auditor: User, by: User, reason: str) -> Assignment:
    """Give a case to another auditor of its region who neither holds nor supervises it. Raises Refused."""
    case = assignment.sampled_case
    if not may_mark(auditor, case.sample.region_code):
        raise Refused(f"{auditor} is not an auditor of this region")
    if draws.is_barred(auditor, case):
        raise Refused(f"{auditor} holds or supervises this case or knows the person, and cannot mark it")
    return marking.reassign(assignment, auditor=auditor, by=by, reason=reason)


@transaction.atomic
def lock_score(audit_round: AuditRound, *, by: User | None) -> AuditScore:
    """Publish the round's score: from now on it never changes.

    Raises Refused with everything that is still to be done (see `locking`), or when no case could be
    scored. A second call gives the score that is locked.
    """
    audit_round = AuditRound.objects.select_for_update().get(pk=audit_round.pk)
    if audit_round.state == AuditRound.State.LOCKED:
        return audit_round.score
    reasons = reasons_not_to_lock(audit_round)
    if reasons:
        raise Refused(". ".join(reasons))
    standing = standing_of(audit_round)
    if standing.score is None or standing.banded is None:
        raise Refused("No case of this round could be scored, so there is nothing to publish")
    locked = AuditScore.objects.create(**_frozen(audit_round, standing), locked_by=by)
    audit_round.state = AuditRound.State.LOCKED
    audit_round.save(update_fields=["state"])
    record("lock_score", by=by, subject=audit_round, after={"score": locked.score, "band": locked.band})
    return locked


def _frozen(audit_round: AuditRound, standing: Standing) -> dict[str, Any]:
    sample, score, banded = audit_round.sample, standing.score, standing.banded
    interval = score.interval
    return {
        "round": audit_round,
        "measure": audit_round.edition.bank,
        "edition": audit_round.edition.edition,
        "region_code": audit_round.region_id,
        "score": str(score.percent),
        "shown": half_up(score.percent, SHOWN_PLACES),
        "rounded": banded.whole,
        "band": banded.band.id,
        "band_name": banded.band.name,
        "low": interval and half_up(interval.low, SHOWN_PLACES),
        "high": interval and half_up(interval.high, SHOWN_PLACES),
        "scored": len(standing.scored),
        "too_thin": len(standing.thin),
        "sampled": standing.submitted + standing.waiting,
        "frame_size": sum(stratum.frame_size for stratum in sample.strata.all()),
        "detail": _detail(audit_round, standing),
        "demo": sample.demo,
        "drawn_on": timezone.localdate(sample.drawn_at),
    }


def _detail(audit_round: AuditRound, standing: Standing) -> dict[str, Any]:
    score = standing.score
    touched = bands_touched(score.interval, scale_of(audit_round)) if score.interval else ()
    return {
        "strata": [
            asdict(stratum) | {"scores": [str(each) for each in stratum.scores]} for stratum in score.strata
        ],
        "variance": None if score.variance is None else str(score.variance),
        "bands_touched": [band.id for band in touched],
        "capped": None if standing.capped is None else str(standing.capped),
    }
