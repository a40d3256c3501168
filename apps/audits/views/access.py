"""Which rounds a reader sees."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from apps.audits.models import AuditRound
from apps.audits.queries import rounds_in
from apps.organisation.access import can, scope_for


def readable_rounds(request: HttpRequest) -> QuerySet[AuditRound]:
    """Leads see every round of their scope, others those whose score is published."""
    if can(request.user, "open_round"):
        return rounds_in(scope_for(request.user, "open_round"))
    published = rounds_in(scope_for(request.user, "view_audit_results"))
    return published.filter(state=AuditRound.State.LOCKED)


def led_round(request: HttpRequest, round_id: int, verb: str) -> AuditRound:
    """A round within the scope of one of the lead's verbs; else 404."""
    return get_object_or_404(rounds_in(scope_for(request.user, verb)), pk=round_id)
