"""Cases that change hands: released by who knows the person, given by the lead, shared out anew."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction

from apps.assessments.actions import Refused
from apps.assessments.draws import barred_from, is_barred
from apps.assessments.models import Assignment, Recusal, Sample, SampledCase
from apps.assessments.second_marks import assign_second_marks
from apps.audits.actions import may_mark, reassign
from apps.audits.models import AuditRound
from apps.audits.workload import load_within
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.sampling.assign import share_out


@transaction.atomic
def release(assignment: Assignment, *, by: User, reason: str) -> Assignment:
    """Give a case back because its auditor knows the person; gives the assignment with its new auditor.

    The auditor never gets a case of that person again, and their other waiting cases of the person go with
    it. Without anybody who may take it, the case has no auditor and stands on the lead's list. Raises
    Refused for another's case, a submitted one, one outside a round, or without a reason.
    """
    _lock(assignment)
    if assignment.auditor_id != by.pk:
        raise Refused("Only the auditor of a case can release it")
    if assignment.is_submitted:
        raise Refused("This case is submitted; ask the lead auditor to reopen it")
    if not reason.strip():
        raise Refused("Say how you know the person")
    person_id = assignment.sampled_case.person_id
    waiting = Assignment.objects.filter(
        auditor=by,
        submitted_at=None,
        sampled_case__person_id=person_id,
        sampled_case__sample__round__isnull=False,
    )
    held = list(waiting.select_related("sampled_case__sample__round", "edition").order_by("pk"))
    if assignment.pk not in {each.pk for each in held}:
        raise Refused("A calibration case is everybody’s: tell the lead auditor that you know the person")
    for each in held:
        Recusal.objects.get_or_create(
            sampled_case=each.sampled_case, auditor=by, defaults={"reason": reason.strip()}
        )
    for each in held:
        _hand_on(each, by=by, reason=reason)
    assignment.refresh_from_db(fields=["auditor", "facts_checked_at"])
    return assignment


def _hand_on(assignment: Assignment, *, by: User, reason: str) -> None:
    audit_round = assignment.sampled_case.sample.round
    taker = None
    if assignment.mark == Assignment.FIRST_MARK:
        taker = _next_auditor(assignment.sampled_case, audit_round)
    _move(assignment, taker)
    if assignment.mark != Assignment.FIRST_MARK:
        auditors = list(audit_round.auditors.all())
        sample = audit_round.sample
        assign_second_marks(sample, edition=assignment.edition, auditors=auditors, by=by)
        assignment.refresh_from_db(fields=["auditor"])
    after = {"auditor": assignment.auditor.username if assignment.auditor else None}
    before = {"auditor": by.username}
    record("release_case", by=by, subject=assignment, before=before, after=after, reason=reason.strip())


def _next_auditor(case: SampledCase, audit_round: AuditRound) -> User | None:
    """The auditor of the round with the fewest cases who may mark this one and does not yet; else None."""
    auditors = audit_round.auditors.filter(is_active=True)
    people = {user.username: user for user in auditors if may_mark(user, audit_round.region_id)}
    barred = barred_from([case], list(people.values()))[case.case_id] | _marking(case)
    shared = share_out({case.case_id: barred}, sorted(people), load_within(audit_round, people.values()))
    return people.get(shared[case.case_id] or "")


def _marking(case: SampledCase) -> frozenset[str]:
    """Who marks the case already, the first or the second time."""
    names = case.assignments.filter(auditor__isnull=False).values_list("auditor__username", flat=True)
    return frozenset(names)


def _move(assignment: Assignment, auditor: User | None) -> None:
    """The new auditor checks the facts anew; what was entered stays with the case."""
    assignment.auditor, assignment.facts_checked_at = auditor, None
    assignment.save(update_fields=["auditor", "facts_checked_at"])


def _lock(assignment: Assignment) -> None:
    assignment.refresh_from_db(
        fields=["auditor_id", "submitted_at", "facts_checked_at"],
        from_queryset=Assignment.objects.select_for_update(),
    )


def give_first_mark(case: SampledCase, audit_round: AuditRound, *, by: User | None) -> Assignment | None:
    """Give a case that nobody marks yet to the auditor of the round with the fewest; None for nobody."""
    taker = _next_auditor(case, audit_round)
    if taker is None:
        return None
    return _first_mark(case, audit_round, taker, by=by)


@transaction.atomic
def give_to(case: SampledCase, *, auditor: User, by: User, reason: str) -> Assignment:
    """Give a case that nobody marks to an auditor of its region. Raises Refused, as `actions.reassign`."""
    audit_round = AuditRound.objects.select_for_update().get(sample=case.sample_id)
    held = audit_round.assignments.filter(sampled_case=case, auditor__isnull=False)
    if audit_round.state != AuditRound.State.DRAWN or case.standing != SampledCase.Standing.SAMPLED:
        raise Refused(f"{case} is not among the cases to mark")
    if held.exists():
        raise Refused(f"{case} has an auditor already")
    if not reason.strip():
        raise Refused("Give a reason")
    if not may_mark(auditor, audit_round.region_id):
        raise Refused(f"{auditor} is not an auditor of this region")
    if is_barred(auditor, case) or auditor.username in _marking(case):
        raise Refused(f"{auditor} holds, supervises, knows or marks this case already")
    made = _first_mark(case, audit_round, auditor, by=by)
    record("assign_case", by=by, subject=made, after={"auditor": auditor.username}, reason=reason.strip())
    return made


def _first_mark(case: SampledCase, audit_round: AuditRound, auditor: User, *, by: User | None) -> Assignment:
    made, new = Assignment.objects.get_or_create(
        sampled_case=case,
        edition=audit_round.edition,
        mark=Assignment.FIRST_MARK,
        defaults={"auditor": auditor, "assigned_by": by},
    )
    if not new:
        _move(made, auditor)
    return made


@transaction.atomic
def reassign_many(
    marks: Sequence[Assignment], *, auditor: User | None, by: User, reason: str
) -> list[Assignment]:
    """Give several waiting cases to one auditor, or share them out among the round's others.

    All or none: raises Refused with each case that cannot go.
    """
    problems = []
    for mark in marks:
        try:
            with transaction.atomic():
                _reassign(mark, auditor, by=by, reason=reason)
        except Refused as refused:
            problems.append(f"{mark.sampled_case.case_id}: {refused}")
    if problems:
        raise Refused(". ".join(problems))
    return list(marks)


def _reassign(mark: Assignment, auditor: User | None, *, by: User, reason: str) -> None:
    taker = auditor or _next_auditor(mark.sampled_case, mark.sampled_case.sample.round)
    if taker is None:
        raise Refused("Every other auditor of the round holds, supervises, knows or marks this case")
    if taker.pk != mark.auditor_id:
        reassign(mark, auditor=taker, by=by, reason=reason)


@transaction.atomic
def extend_deadline(audit_round: AuditRound, *, due_on: date, by: User | None, reason: str) -> AuditRound:
    """Put a round's deadline off. Raises Refused for a day that is no later, a locked round, or no reason."""
    audit_round = AuditRound.objects.select_for_update().get(pk=audit_round.pk)
    if audit_round.state == AuditRound.State.LOCKED:
        raise Refused("The score of this round is published")
    if audit_round.state == AuditRound.State.WITHDRAWN:
        raise Refused("This round was withdrawn")
    if due_on <= audit_round.due_on:
        raise Refused(f"The deadline is {audit_round.due_on:%-d %B %Y} already; choose a later day")
    if not reason.strip():
        raise Refused("Give a reason for the later deadline")
    before, audit_round.due_on = audit_round.due_on, due_on
    audit_round.save(update_fields=["due_on"])
    Sample.objects.filter(pk=audit_round.sample_id).update(due_on=due_on)
    record(
        "extend_deadline",
        by=by,
        subject=audit_round,
        before={"due_on": before.isoformat()},
        after={"due_on": due_on.isoformat()},
        reason=reason.strip(),
    )
    return audit_round


def known_by(case: SampledCase) -> Iterable[Recusal]:
    """Who released a case of the person of this one, and why; the newest first."""
    found = Recusal.objects.filter(sampled_case__person_id=case.person_id).select_related("auditor")
    return found.order_by("-at")
