"""What is done about a marked round before its score is published: second marks, decisions between markers,
reopening, senior sign-off.

Each action locks the round's row first, so that none of them can slip in beside the lock of its score.
"""

from django.db import transaction

from apps.assessments import actions as marking
from apps.assessments import adjudication, reopening
from apps.assessments.actions import Refused
from apps.assessments.adjudication import Decision
from apps.assessments.draws import is_barred
from apps.assessments.models import Adjudication, Assignment, Reopening, SampledCase
from apps.assessments.second_marks import assign_second_marks, pool
from apps.audits.locking import reasons_not_to_lock
from apps.audits.models import AuditRound, SignOff
from apps.audits.moderation_queries import SIGN_OFF, evidence_sha256
from apps.organisation.actions import record
from apps.organisation.models import User


@transaction.atomic
def choose_second_marks(audit_round: AuditRound, *, by: User) -> tuple[list[Assignment], list[SampledCase]]:
    """Give every chosen case that has none a second marker; gives them and the cases that nobody may take.

    Raises Refused before the draw and after the lock.
    """
    held = _hold(audit_round)
    auditors = list(held.auditors.filter(is_active=True))
    return assign_second_marks(held.sample, edition=held.edition, auditors=auditors, by=by)


@transaction.atomic
def reassign_second(
    audit_round: AuditRound, assignment: Assignment, *, auditor: User, by: User, reason: str
) -> Assignment:
    """Give a second marking that is not submitted to somebody else. Raises Refused, also for whoever may
    not mark the case."""
    held = _hold_with(audit_round, assignment)
    outside, own = pool(held.region_id, auditors=held.auditors.filter(is_active=True))
    if auditor not in [*outside, *own] or is_barred(auditor, assignment.sampled_case):
        raise Refused(f"{auditor} may not mark this case a second time")
    return marking.reassign(assignment, auditor=auditor, by=by, reason=reason)


@transaction.atomic
def adjudicate(
    audit_round: AuditRound, assignment: Assignment, decision: Decision, *, by: User
) -> Adjudication:
    """Decide between the markers of a case of the round. Raises Refused, also after the lock."""
    _hold_with(audit_round, assignment)
    return adjudication.adjudicate(assignment, decision, by=by)


@transaction.atomic
def reopen(audit_round: AuditRound, assignment: Assignment, *, by: User, reason: str) -> Reopening:
    """Open a case of the round again. Raises Refused, also after the lock."""
    _hold_with(audit_round, assignment)
    return reopening.reopen(assignment, by=by, reason=reason)


@transaction.atomic
def decline_to_reopen(audit_round: AuditRound, assignment: Assignment, *, by: User, reason: str) -> Reopening:
    """Leave a case closed that its marker asked to open. Raises Refused, also after the lock."""
    _hold_with(audit_round, assignment)
    return reopening.decline_to_reopen(assignment, by=by, reason=reason)


@transaction.atomic
def sign_off(audit_round: AuditRound, *, by: User, note: str = "") -> SignOff:
    """Sign off what every case scores now.

    Raises Refused for a marker of the round, while anything else stands against publishing the score,
    and after the lock.
    """
    held = _hold(audit_round)
    if is_marker(held, by):
        raise Refused("You marked cases of this round: somebody else has to sign it off")
    reasons = reasons_not_to_lock(held, without={SIGN_OFF})
    if reasons:
        raise Refused("The round cannot be signed off yet. " + ". ".join(reasons))
    made = SignOff.objects.create(round=held, by=by, note=note.strip(), evidence_sha256=evidence_sha256(held))
    record("sign_off_round", by=by, subject=held, after={"evidence_sha256": made.evidence_sha256})
    return made


def is_marker(audit_round: AuditRound, user: User) -> bool:
    """Whether the user marks or marked a case of the round, first or second."""
    return Assignment.objects.filter(sampled_case__sample=audit_round.sample_id, auditor=user).exists()


def _hold(audit_round: AuditRound) -> AuditRound:
    """The round, its row locked. Raises Refused when it is not being scored."""
    held = (
        AuditRound.objects.select_for_update(of=("self",))
        .select_related("sample", "edition")
        .get(pk=audit_round.pk)
    )
    if held.state == AuditRound.State.LOCKED:
        raise Refused(
            "The score of this round is published and never changes. Open a new round to mark the cases anew"
        )
    if held.state in AuditRound.UNDRAWN:
        raise Refused("Draw the sample of this round first")
    return held


def _hold_with(audit_round: AuditRound, assignment: Assignment) -> AuditRound:
    held = _hold(audit_round)
    if assignment.sampled_case.sample_id != held.sample_id:
        raise Refused("This case belongs to another round")
    return held
