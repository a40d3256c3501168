"""Opening a closed case again: asked for by its marker, decided by somebody else, nothing lost."""

from django.db import IntegrityError, transaction

from apps.assessments.actions import Refused, lock_assignment
from apps.assessments.models import Assignment, Reopening, ReopeningRequest, Submission
from apps.organisation.actions import record
from apps.organisation.models import User


@transaction.atomic
def ask_to_reopen(assignment: Assignment, *, by: User, reason: str) -> ReopeningRequest:
    """The marker asks. Raises Refused without a reason, for an open case, or while a request waits."""
    lock_assignment(assignment)
    _needs(reason, "Say why the case has to be opened again")
    if not assignment.is_submitted:
        raise Refused("This case is not submitted, so you can change it now")
    if waiting_request(assignment) is not None:
        raise Refused("You have asked already; the lead auditor has not decided yet")
    made = ReopeningRequest.objects.create(assignment=assignment, by=by, reason=reason.strip())
    record("ask_to_reopen_case", by=by, subject=assignment, reason=reason.strip())
    return made


@transaction.atomic
def reopen(assignment: Assignment, *, by: User, reason: str) -> Reopening:
    """Open the case for its marker; its earlier result stays in its submission.

    Whether its score is still open is for the caller to check. Raises Refused without a reason or for a
    case that is not submitted, and for one's own marking.
    """
    lock_assignment(assignment)
    _needs(reason, "Give a reason for opening the case again")
    if not assignment.is_submitted:
        raise Refused("This case is not submitted, so there is nothing to open again")
    if assignment.auditor_id == by.pk:
        raise Refused("You marked this case: somebody else has to open it again")
    made = _decide(assignment, granted=True, by=by, reason=reason)
    before = assignment.result
    assignment.submitted_at = assignment.result = None
    assignment.save(update_fields=["submitted_at", "result"])
    record("reopen_case", by=by, subject=assignment, before=before, reason=reason.strip())
    return made


@transaction.atomic
def decline_to_reopen(assignment: Assignment, *, by: User, reason: str) -> Reopening:
    """Leave the case closed and say why. Raises Refused without a reason or when nobody asked."""
    lock_assignment(assignment)
    _needs(reason, "Say why the case stays closed")
    if waiting_request(assignment) is None:
        raise Refused("Nobody has asked for this case to be opened again")
    made = _decide(assignment, granted=False, by=by, reason=reason)
    record("decline_to_reopen_case", by=by, subject=assignment, reason=reason.strip())
    return made


def waiting_request(assignment: Assignment) -> ReopeningRequest | None:
    """The request that nobody has decided on yet."""
    return assignment.reopening_requests.filter(decision__isnull=True).first()


def _decide(assignment: Assignment, *, granted: bool, by: User, reason: str) -> Reopening:
    newest = Submission.objects.filter(assignment=assignment).latest("id")
    try:
        with transaction.atomic():
            return Reopening.objects.create(
                assignment=assignment,
                request=waiting_request(assignment),
                submission=newest,
                granted=granted,
                reason=reason.strip(),
                by=by,
            )
    except IntegrityError as error:
        raise Refused("Somebody has just decided this") from error


def _needs(reason: str, problem: str) -> None:
    if not reason.strip():
        raise Refused(problem)
