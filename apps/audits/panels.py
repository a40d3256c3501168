"""The lead's panel on the home page."""

from django.urls import reverse

from apps.audits.models import AuditRound
from apps.audits.queries import rounds_in
from apps.organisation.access import scope_for
from apps.organisation.models import User
from apps.organisation.panels import Panel, PanelRow

MOST = 6


def rounds_in_progress(user: User) -> Panel:
    """Rounds that wait for a draw, for scores or for their publication."""
    running = rounds_in(scope_for(user, "open_round")).exclude(state=AuditRound.State.LOCKED)
    rows = [
        PanelRow(label=str(each), value=_progress(each), url=reverse("audits:round", args=[each.pk]))
        for each in running[:MOST]
    ]
    return Panel(title="Audit rounds", rows=rows, empty_text="No audit round is open.")


def _progress(audit_round: AuditRound) -> str:
    if audit_round.state == AuditRound.State.OPEN:
        return "to be drawn"
    marks = audit_round.assignments
    return f"{marks.filter(submitted_at__isnull=False).count()} of {marks.count()} scored"
