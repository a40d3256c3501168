"""A drawn case that cannot be marked gives its place to the next reserve of its stratum."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from apps.assessments.actions import Refused
from apps.assessments.draws import store_known_facts
from apps.assessments.models import SampledCase, Substitution
from apps.assessments.second_marks import assign_second_marks
from apps.audits.actions import freeze
from apps.audits.handing import give_first_mark
from apps.audits.models import AuditRound, CalibrationExercise
from apps.caseload.models import Extract
from apps.caseload.queries import live_extract
from apps.organisation.actions import record
from apps.organisation.models import User
from rules.definitions.audit_rounds import SubstitutionReason, round_rules_on

Standing = SampledCase.Standing


@transaction.atomic
def substitute(case: SampledCase, *, reason: str, note: str, by: User | None, on: date) -> Substitution:
    """Replace a case by the next reserve of its stratum, which is frozen from the live extract and assigned.

    A reserve on which auditors were calibrated with this bank is passed over: they have seen one another's
    answers, so that no second mark of it could be blind. Without a reserve left the case is left out, and
    the scored cases of its stratum carry its weight.
    `reason`: one of the day's substitution reasons. Raises Refused for a case that is submitted or replaced
    already, for a locked round, or while no extract is live.
    """
    audit_round = AuditRound.objects.select_for_update().get(sample=case.sample_id)
    # No key: whoever saves a fact of the case holds a share of its key (the order is round, case, marking).
    locked = SampledCase.objects.select_for_update(no_key=True, of=("self",))
    case = locked.select_related("stratum").get(pk=case.pk)
    _check(audit_round, case)
    why = round_rules_on(on).reason(reason)
    if why is None:
        raise Refused(f"{reason!r} is not a reason to replace a case")
    reserve = next_reserve(case)
    passed_over = passed_over_for(case, reserve)
    extract = live_extract()
    if reserve is not None and extract is None:
        raise Refused("Put an extract live first: the reserve is frozen from the caseload")
    case.standing = Standing.REPLACED
    case.save(update_fields=["standing"])
    made = _keep(case, reserve, why, note, extract, by)
    if reserve is not None and extract is not None:
        _take_in(reserve, audit_round, extract, by)
    after = _trace(made) | {"passed_over": passed_over}
    record("substitute_case", by=by, subject=audit_round, after=after, reason=why.title)
    return made


def next_reserve(case: SampledCase) -> SampledCase | None:
    """The reserve of the stratum that comes next in the draw's order; None when it has none left.

    Reserves of a calibration are passed over.
    """
    calibrated = calibrated_reserves(case).values("pk")
    return _reserves(case).exclude(pk__in=calibrated).order_by("place").first()


def calibrated_reserves(case: SampledCase) -> QuerySet[SampledCase]:
    """The reserves of the stratum that a calibration with the round's bank has used, in the draw's order."""
    bank = AuditRound.objects.filter(sample=case.sample_id).values("edition__bank")
    exercises = CalibrationExercise.objects.filter(edition__bank__in=bank)
    marked = SampledCase.objects.filter(sample__calibration__in=exercises)
    return _reserves(case).filter(case_id__in=marked.values("case_id")).order_by("place")


def passed_over_for(case: SampledCase, reserve: SampledCase | None) -> list[str]:
    """The case ids of calibrated reserves that stand before `reserve`, or of all where none is left."""
    skipped = calibrated_reserves(case)
    return [one.case_id for one in skipped if reserve is None or one.place < reserve.place]


def _reserves(case: SampledCase) -> QuerySet[SampledCase]:
    return SampledCase.objects.filter(stratum=case.stratum_id, standing=Standing.RESERVE)


def _check(audit_round: AuditRound, case: SampledCase) -> None:
    if audit_round.state != AuditRound.State.DRAWN:
        raise Refused("The score of this round is published: its cases stay as they are")
    if case.standing != Standing.SAMPLED:
        raise Refused(f"{case} is not among the cases to mark: it was replaced already or is a reserve")
    # Locked, so that nobody submits the case while it is being replaced.
    if any(mark.is_submitted for mark in case.assignments.select_for_update()):
        raise Refused(f"{case} is marked and submitted, so it can be scored and stays")


def _keep(
    case: SampledCase,
    reserve: SampledCase | None,
    why: SubstitutionReason,
    note: str,
    extract: Extract | None,
    by: User | None,
) -> Substitution:
    return Substitution.objects.create(
        replaced=case,
        substitute=reserve,
        reason=why.id,
        reason_text=why.title,
        note=note.strip(),
        extract_as_at=extract.as_at if reserve and extract else None,
        extract_sha256=extract.sha256 if reserve and extract else "",
        by=by,
    )


def _take_in(reserve: SampledCase, audit_round: AuditRound, extract: Extract, by: User | None) -> None:
    reserve.standing = Standing.SAMPLED
    reserve.snapshot = freeze(reserve, audit_round, extract)
    reserve.save(update_fields=["standing", "snapshot"])
    store_known_facts([reserve])
    give_first_mark(reserve, audit_round, by=by)
    assign_second_marks(
        audit_round.sample, edition=audit_round.edition, auditors=list(audit_round.auditors.all()), by=by
    )


def _trace(made: Substitution) -> dict[str, Any]:
    return {
        "replaced": made.replaced.case_id,
        "substitute": made.substitute.case_id if made.substitute else None,
        "reason": made.reason,
        "note": made.note,
    }
