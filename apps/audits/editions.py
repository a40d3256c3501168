"""Moving a round that is being marked to a newer edition of its bank: shown first, then done case by case."""

from dataclasses import dataclass

from django.db import IntegrityError, transaction

from apps.assessments.actions import Refused
from apps.assessments.bank_queries import newest_edition
from apps.assessments.carrying import CaseMove, is_newer, move_case, plan_move
from apps.assessments.models import Assignment, BankEdition, SampledCase
from apps.audits.models import AuditRound
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions.bank_changes import BankDifference, compare, same_trend


@dataclass(frozen=True)
class RoundMove:
    """What moving a round to an edition would do; `problem` says why it cannot be done."""

    round: AuditRound
    edition: BankEdition
    difference: BankDifference
    cases: tuple[CaseMove, ...]
    problem: str

    @property
    def moving(self) -> tuple[CaseMove, ...]:
        return tuple(case for case in self.cases if not case.stays)

    @property
    def staying(self) -> tuple[CaseMove, ...]:
        return tuple(case for case in self.cases if case.stays)


def newer_edition(audit_round: AuditRound) -> BankEdition | None:
    """The newest edition of the round's bank, where the round is being marked with an earlier one."""
    newest = newest_edition(audit_round.edition.bank)
    marking = audit_round.state == AuditRound.State.DRAWN
    return newest if marking and newest is not None and is_newer(newest, audit_round.edition) else None


def plan_round_move(audit_round: AuditRound, edition: BankEdition) -> RoundMove:
    """What becomes of every case of the round. Nothing is changed."""
    cases = tuple(plan_move(marks, edition) for marks in _marks_by_case(audit_round))
    difference = compare(audit_round.edition.definition, edition.definition)
    return RoundMove(audit_round, edition, difference, cases, _problem(audit_round, edition, cases))


@transaction.atomic
def move_round(audit_round: AuditRound, edition: BankEdition, *, by: User, reason: str) -> RoundMove:
    """Move every case that can move; the others stay in their edition. Raises Refused.

    A change of meaning moves the whole round or nothing of it: scores of two meanings make no score.
    """
    audit_round = AuditRound.objects.select_for_update().get(pk=audit_round.pk)
    plan = plan_round_move(audit_round, edition)
    if plan.problem:
        raise Refused(plan.problem)
    if not reason.strip():
        raise Refused("Give a reason for the change of edition")
    staying = {case.case_id for case in plan.staying}
    for marks in _marks_by_case(audit_round):
        if marks[0].sampled_case.case_id not in staying:
            move_case(marks, edition, by=by, reason=reason)
    before = audit_round.edition.edition
    audit_round.edition = edition
    _save(audit_round)
    after = {"edition": edition.edition, "moved": len(plan.moving), "stayed": sorted(staying)}
    record(
        "move_round_to_edition",
        by=by,
        subject=audit_round,
        before={"edition": before},
        after=after,
        reason=reason,
    )
    return plan


def _save(audit_round: AuditRound) -> None:
    try:
        with transaction.atomic():
            audit_round.save(update_fields=["edition"])
    except IntegrityError as error:
        raise Refused("There is a round of that edition for the same place and window already") from error


def _problem(audit_round: AuditRound, edition: BankEdition, cases: tuple[CaseMove, ...]) -> str:
    if audit_round.state != AuditRound.State.DRAWN:
        return "Only a round that is being marked can move to another edition"
    if not is_newer(edition, audit_round.edition):
        return f"{edition} is not a later edition of {audit_round.edition}"
    staying = [case.case_id for case in cases if case.stays]
    if staying and not same_trend(audit_round.edition.edition, edition.edition):
        return (
            f"Edition {edition.edition} changes the meaning of the bank, and {len(staying)} of the "
            f"{len(cases)} cases are submitted under edition {audit_round.edition.edition}: a round cannot "
            "be scored with both. Keep this round in its edition, or open those cases again first"
        )
    return ""


def _marks_by_case(audit_round: AuditRound) -> list[list[Assignment]]:
    """Every marking of each case that the round marks now, by case id and mark."""
    marks = (
        Assignment.objects.filter(
            sampled_case__sample=audit_round.sample_id,
            sampled_case__standing=SampledCase.Standing.SAMPLED,
            edition__bank=audit_round.edition.bank,
        )
        .select_related("sampled_case__sample", "edition", "auditor")
        .defer("sampled_case__snapshot", "sampled_case__sample__frame_csv")
        .order_by("sampled_case__case_id", "mark")
    )
    found: dict[int, list[Assignment]] = {}
    for mark in marks:
        found.setdefault(mark.sampled_case_id, []).append(mark)
    return list(found.values())
