"""How many cases auditors have, so that the next ones are shared out evenly."""

from collections.abc import Iterable

from django.db.models import Count, Q, QuerySet

from apps.assessments.models import Assignment, SampledCase
from apps.audits.models import AuditRound
from apps.organisation.models import User


def load_beside(audit_round: AuditRound, auditors: Iterable[User]) -> dict[str, int]:
    """username -> cases that each auditor has besides this round's.

    These are all those of its group, done or not, and what is still to be submitted in any other round.
    Second marks count as first ones do.
    """
    load = {user.username: 0 for user in auditors}
    counts = Q(submitted_at__isnull=True)
    if audit_round.group_id:
        counts |= Q(sampled_case__sample__round__group=audit_round.group_id)
    held = Assignment.objects.filter(counts, auditor__username__in=load)
    return load | _counted(held.exclude(sampled_case__sample=audit_round.sample_id))


def load_within(audit_round: AuditRound, auditors: Iterable[User]) -> dict[str, int]:
    """username -> cases of the round and beside it."""
    people = list(auditors)
    beside = load_beside(audit_round, people)
    within = Assignment.objects.filter(sampled_case__sample=audit_round.sample_id, auditor__in=people)
    counts = _counted(within)
    return {name: cases + counts.get(name, 0) for name, cases in beside.items()}


def _counted(held: QuerySet[Assignment]) -> dict[str, int]:
    """A case that was replaced is no work any more."""
    standing = SampledCase.Standing.SAMPLED
    rows = held.filter(sampled_case__standing=standing).order_by().values("auditor__username")
    return {row["auditor__username"]: row["cases"] for row in rows.annotate(cases=Count("pk"))}
