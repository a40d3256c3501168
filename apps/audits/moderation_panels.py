"""What waits for adjudicators and senior reviewers, on their home pages."""

from collections.abc import Iterable
from itertools import islice

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from apps.assessments.models import Assignment, Comparison, SampledCase
from apps.audits.locking import reasons_not_to_lock
from apps.audits.models import AuditRound
from apps.audits.moderation import is_marker
from apps.audits.moderation_queries import SIGN_OFF, review_of, rounds_under_review, standing_sign_off
from apps.organisation.access import scope_for
from apps.organisation.models import User
from apps.organisation.panels import Panel, PanelRow

MOST = 6


def differences_to_decide(user: User) -> Panel:
    """Rounds in which markers differ and nobody has decided yet, the newest first."""
    rounds = _compared(rounds_under_review(scope_for(user, "adjudicate_marks")))
    waiting = ((each, review_of(each).open_points) for each in rounds)
    rows = _first(_row(each, f"{points} to decide") for each, points in waiting if points)
    return Panel(title="Differences to decide", rows=rows, empty_text="No difference waits for a decision.")


def rounds_to_sign_off(user: User) -> Panel:
    """Rounds that wait for nothing but a sign-off and of which the user marked no case."""
    rounds = _marked(rounds_under_review(scope_for(user, "sign_off_round")))
    rows = _first(_row(each, "ready") for each in rounds if _is_ready(each, user))
    return Panel(title="Rounds to sign off", rows=rows, empty_text="No round waits for your sign-off.")


def _compared(rounds: QuerySet[AuditRound]) -> QuerySet[AuditRound]:
    """Those that can have something to decide: a round is costly to review, and most have nothing yet."""
    return rounds.filter(Exists(Comparison.objects.filter(sampled_case__sample=OuterRef("sample"))))


def _marked(rounds: QuerySet[AuditRound]) -> QuerySet[AuditRound]:
    """Those whose every marking is submitted."""
    waiting = Assignment.objects.filter(
        sampled_case__sample=OuterRef("sample"),
        sampled_case__standing=SampledCase.Standing.SAMPLED,
        submitted_at__isnull=True,
    )
    return rounds.exclude(Exists(waiting))


def _first(rows: Iterable[PanelRow]) -> list[PanelRow]:
    """Only now cut: the newest rounds may all wait for somebody else."""
    return list(islice(rows, MOST))


def _is_ready(audit_round: AuditRound, user: User) -> bool:
    if is_marker(audit_round, user) or standing_sign_off(audit_round) is not None:
        return False
    return not reasons_not_to_lock(audit_round, without={SIGN_OFF})


def _row(audit_round: AuditRound, value: str) -> PanelRow:
    url = reverse("audits:round_moderation", args=[audit_round.pk])
    return PanelRow(label=str(audit_round), value=value, url=url)
