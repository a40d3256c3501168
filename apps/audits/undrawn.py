"""A round before its draw: a lead changes its plan or withdraws it, and what was planned stays on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from apps.assessments.actions import Refused
from apps.audits.actions import CONTRACT_COLUMNS, RoundPlan, check_plan, plan_trace
from apps.audits.frames import STRATA_LABELS
from apps.audits.models import AuditRound
from apps.caseload.contracts import Contract
from apps.organisation.actions import record
from apps.organisation.models import RecordedAction, Region, User

_CHANGEABLE = ("region", "window_first_on", "window_last_on", "size", "seed", "due_on")
# What the trace of a plan calls its parts, in words.
PARTS = {
    "region": "Region",
    "window": "Window",
    "size": "Cases to sample",
    "seed": "Seed",
    "strata": "Shared out by",
    "due_on": "Score by",
    "auditors": "Auditors",
}
OPENED, CHANGED, WITHDRAWN, PUT_OFF = "open_round", "change_round", "withdraw_round", "extend_deadline"


@dataclass(frozen=True)
class PlanStep:
    """One thing that was done to the plan of a round: what changed, as (part, before, after)."""

    what: str
    at: datetime
    by: User | None
    reason: str
    changes: tuple[tuple[str, str, str], ...]


def plan_of(audit_round: AuditRound) -> RoundPlan:
    """The plan of a round as it stands, for a change of some of it."""
    contract = {name: getattr(audit_round, name) for name in CONTRACT_COLUMNS}
    return RoundPlan(
        edition=audit_round.edition,
        strata_columns=tuple(audit_round.strata_columns),
        auditors=tuple(audit_round.auditors.order_by("pk")),
        group=audit_round.group,
        contract=Contract(region_code=audit_round.region_id, **contract) if audit_round.contract_id else None,
        **{name: getattr(audit_round, name) for name in _CHANGEABLE},
    )


@transaction.atomic
def change_round(audit_round: AuditRound, plan: RoundPlan, *, by: User, reason: str) -> AuditRound:
    """Give an undrawn round another plan: region, window, size, seed, strata, deadline or auditors.

    Raises Refused once it is drawn or withdrawn, without a reason, for a plan that cannot work, says nothing
    new, or is another round's already. Its bank and contract never change: that would be another round.
    """
    held = _hold(audit_round, reason)
    before = plan_trace(plan_of(held))
    if (plan.edition, plan.contract) != (held.edition, plan_of(held).contract):
        raise Refused("A round keeps its bank and its contract: withdraw it and open another")
    check_plan(plan)
    after = plan_trace(plan)
    if after == before:
        raise Refused("Nothing is different: change something, or leave the round as it is")
    _store(held, plan)
    record(CHANGED, by=by, subject=held, before=before, after=after, reason=reason.strip())
    return held


@transaction.atomic
def withdraw_round(audit_round: AuditRound, *, by: User, reason: str) -> AuditRound:
    """Give an undrawn round up: it is never drawn, and another may be opened in its place. Raises Refused."""
    held = _hold(audit_round, reason)
    held.state = AuditRound.State.WITHDRAWN
    held.save(update_fields=["state"])
    record(
        WITHDRAWN,
        by=by,
        subject=held,
        before={"state": "open"},
        after={"state": "withdrawn"},
        reason=reason.strip(),
    )
    return held


def history_of(audit_round: AuditRound) -> list[PlanStep]:
    """What was done to the plan of a round, in order of time."""
    found = RecordedAction.objects.filter(
        subject_type=AuditRound._meta.label_lower,
        subject_id=str(audit_round.pk),
        verb__in=(OPENED, CHANGED, WITHDRAWN, PUT_OFF),
    )
    return [_step(row) for row in found.select_related("by").order_by("at", "pk")]


_IN_WORDS = {OPENED: "Opened", CHANGED: "Changed", WITHDRAWN: "Withdrawn", PUT_OFF: "Deadline put off"}


def _step(row: RecordedAction) -> PlanStep:
    before, after = row.before or {}, row.after or {}
    changes = tuple(
        (label, _shown(part, before.get(part)), _shown(part, after[part]))
        for part, label in PARTS.items()
        if row.verb != OPENED and part in after and after[part] != before.get(part)
    )
    return PlanStep(_IN_WORDS[row.verb], row.at, row.by, row.reason, changes)


def _shown(part: str, value: Any) -> str:
    """A part of a recorded plan in words; what an older trace does not hold is empty."""
    if value is None:
        return ""
    if part == "due_on":
        return _day(value)
    if part == "window":
        return " to ".join(_day(each) for each in value)
    if part == "strata":
        return ", ".join(STRATA_LABELS[each] for each in value) or "nothing: one pool"
    if part == "region":
        return str(Region.objects.get(code=value))
    return ", ".join(value) if part == "auditors" else str(value)


def _day(iso: str) -> str:
    day = date.fromisoformat(iso)
    return f"{day.day} {day:%B %Y}"


def _hold(audit_round: AuditRound, reason: str) -> AuditRound:
    """The round, its row locked. Raises Refused when it is past changing, or without a reason."""
    held = AuditRound.objects.select_for_update(of=("self",)).select_related("edition", "region", "group")
    held = held.get(pk=audit_round.pk)
    if held.state == AuditRound.State.WITHDRAWN:
        raise Refused("This round was withdrawn")
    if held.state != AuditRound.State.OPEN:
        raise Refused("This round is drawn: its plan stays as it was")
    if not reason.strip():
        raise Refused("Give a reason")
    return held


def _store(held: AuditRound, plan: RoundPlan) -> None:
    values: Mapping[str, Any] = {name: getattr(plan, name) for name in _CHANGEABLE}
    for name, value in (values | {"strata_columns": list(plan.strata_columns)}).items():
        setattr(held, name, value)
    try:
        with transaction.atomic():
            held.save()
    except IntegrityError as error:
        raise Refused("There is a round of this bank for this place and window already") from error
    held.auditors.set(plan.auditors)
