"""From a finding to an action and its end. Every step stays; two people at once come one after the other."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from apps.assessments.actions import Refused
from apps.assessments.models import Assignment
from apps.audits.finding_queries import owners_for
from apps.audits.models import ActionStep, AuditRound, Finding, ImprovementAction
from apps.organisation.actions import record
from apps.organisation.models import User

Kind, State = ActionStep.Kind, ImprovementAction.State


class ActionChanged(Exception):
    """Somebody else has taken a step since the page was loaded; nothing of this one was kept."""


@transaction.atomic
def raise_finding(
    audit_round: AuditRound,
    *,
    question: str,
    kind: str,
    words: str,
    by: User,
    assignment: Assignment | None = None,
    unit: str = "",
) -> Finding:
    """Write down what a question showed, of one case or of the round.

    A finding on a case belongs to the case's delivery unit. Raises Refused for a question that the bank does
    not have, and for a case that is of another round or not submitted.
    """
    if question not in audit_round.edition.definition.questions:
        raise Refused(f"This bank has no question {question}")
    if assignment is not None:
        _check_case(audit_round, assignment)
        unit = assignment.sampled_case.unit_code
    made = Finding.objects.create(
        round=audit_round,
        assignment=assignment,
        question=question,
        kind=kind,
        words=words,
        region_code=audit_round.region_id,
        unit_code=unit,
        raised_by=by,
    )
    record("raise_finding", by=by, subject=made, after=_described_finding(made))
    return made


def _check_case(audit_round: AuditRound, assignment: Assignment) -> None:
    if assignment.sampled_case.sample_id != audit_round.sample_id:
        raise Refused("This case belongs to another round")
    if not assignment.is_submitted:
        raise Refused("Submit the case before you raise a finding on it")


@transaction.atomic
def withdraw_finding(finding: Finding, *, reason: str, by: User) -> Finding:
    """Take a finding back; it stays listed as withdrawn. Raises Refused when an action is open on it."""
    finding = Finding.objects.select_for_update().get(pk=finding.pk)
    if finding.is_withdrawn:
        return finding
    if finding.actions.filter(state=State.OPEN).exists():
        raise Refused("An action is open on this finding: end or drop it first")
    finding.withdrawn_at, finding.withdrawn_by = timezone.now(), by
    finding.withdrawn_reason = reason
    finding.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record("withdraw_finding", by=by, subject=finding, reason=reason)
    return finding


@transaction.atomic
def open_action(
    findings: Sequence[Finding], *, what: str, why: str, owner: User, due_on: date, by: User, on: date
) -> ImprovementAction:
    """Agree on what is done about findings, who does it and by when. `on`: today.

    Raises Refused without findings, for findings of several regions or withdrawn ones, for a day that is
    over, and for an owner who may not answer for the place.
    """
    place = _place_of(findings)
    _check_day(due_on, on)
    _check_owner(owner, place, on)
    made = ImprovementAction.objects.create(
        region_code=place[0],
        unit_code=place[1],
        what=what,
        owner=owner,
        due_on=due_on,
        opened_by=by,
    )
    made.findings.set(findings)
    _keep_step(made, Kind.OPENED, words=why, by=by, before=None)
    return made


def _place_of(findings: Sequence[Finding]) -> tuple[str, str]:
    """The region of the findings, and their delivery unit where they share one."""
    if not findings:
        raise Refused("Choose at least one finding")
    if any(finding.is_withdrawn for finding in findings):
        raise Refused("One of these findings was withdrawn")
    regions = {finding.region_code for finding in findings}
    if len(regions) > 1:
        raise Refused("These findings belong to several regions: open an action in each")
    units = {finding.unit_code for finding in findings}
    return regions.pop(), units.pop() if len(units) == 1 else ""


def _check_day(due_on: date, on: date) -> None:
    if due_on < on:
        raise Refused("The day must be today or later")


def _check_owner(owner: User, place: tuple[str, str], on: date) -> None:
    if owner not in owners_for(region=place[0], unit=place[1], on=on):
        raise Refused(f"{owner} may not answer for this place. Choose somebody else")


def add_evidence(action: ImprovementAction, *, seen: int, words: str, by: User) -> ImprovementAction:
    """What was done so far and where that can be seen. Raises ActionChanged, Refused."""
    return _step(action, Kind.EVIDENCE, seen=seen, words=words, by=by)


def finish(action: ImprovementAction, *, seen: int, words: str, by: User, on: date) -> ImprovementAction:
    """The action is done, with its evidence. Raises ActionChanged, Refused."""
    return _step(action, Kind.DONE, seen=seen, words=words, by=by, state=State.DONE, done_on=on)


def drop(action: ImprovementAction, *, seen: int, words: str, by: User) -> ImprovementAction:
    """The action will not be done, and why. Raises ActionChanged, Refused."""
    return _step(action, Kind.DROPPED, seen=seen, words=words, by=by, state=State.DROPPED)


def reopen(
    action: ImprovementAction, *, seen: int, words: str, due_on: date, by: User, on: date
) -> ImprovementAction:
    """An action that is done or dropped goes on. Raises ActionChanged, Refused."""
    _check_day(due_on, on)
    return _step(
        action, Kind.REOPENED, seen=seen, words=words, by=by, state=State.OPEN, done_on=None, due_on=due_on
    )


def move(
    action: ImprovementAction, *, seen: int, words: str, due_on: date, by: User, on: date
) -> ImprovementAction:
    """Another day, with its reason. Raises ActionChanged, Refused."""
    _check_day(due_on, on)
    return _step(action, Kind.MOVED, seen=seen, words=words, by=by, due_on=due_on)


def hand_over(
    action: ImprovementAction, *, seen: int, words: str, owner: User, by: User, on: date
) -> ImprovementAction:
    """Somebody else goes on with it. Raises ActionChanged, Refused."""
    _check_owner(owner, (action.region_code, action.unit_code), on)
    return _step(action, Kind.HANDED_OVER, seen=seen, words=words, by=by, owner=owner)


@transaction.atomic
def _step(
    action: ImprovementAction, kind: str, *, seen: int, words: str, by: User, **changes: Any
) -> ImprovementAction:
    current = ImprovementAction.objects.select_for_update().get(pk=action.pk)
    if current.version != seen:
        raise ActionChanged
    if current.is_open == (kind == Kind.REOPENED):
        raise Refused("This action is open already" if current.is_open else "This action is ended: reopen it")
    before = _described(current)
    for name, value in changes.items():
        setattr(current, name, value)
    current.version += 1
    current.save(update_fields=[*changes, "version"])
    _keep_step(current, kind, words=words, by=by, before=before)
    return current


def _keep_step(
    action: ImprovementAction, kind: str, *, words: str, by: User, before: dict[str, Any] | None
) -> None:
    ActionStep.objects.create(
        action=action,
        number=action.version,
        kind=kind,
        words=words,
        owner=action.owner,
        due_on=action.due_on,
        by=by,
    )
    verb = f"{kind}_improvement_action"
    record(verb, by=by, subject=action, before=before, after=_described(action), reason=words)


def _described(action: ImprovementAction) -> dict[str, Any]:
    return {
        "what": action.what,
        "state": str(action.state),
        "owner": action.owner.username,
        "due_on": action.due_on.isoformat(),
        "findings": list(action.findings.order_by("pk").values_list("pk", flat=True)),
    }


def _described_finding(finding: Finding) -> dict[str, Any]:
    same = ("question", "kind", "words", "region_code", "unit_code", "round_id", "assignment_id")
    return {name: getattr(finding, name) for name in same}
