"""The panels of audits on the home page: rounds, challenges, and actions to take."""

from django.urls import reverse
from django.utils import timezone

from apps.audits.feedback_queries import WAITING, feedback_within
from apps.audits.models import AuditRound, ImprovementAction
from apps.audits.queries import rounds_in
from apps.organisation.access import scope_for
from apps.organisation.models import User
from apps.organisation.panels import Panel, PanelRow

MOST = 6


def rounds_in_progress(user: User) -> Panel:
    """Rounds that wait for a draw, for scores or for their publication."""
    running = rounds_in(scope_for(user, "open_round")).filter(state__in=AuditRound.RUNNING)
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


def challenges_waiting(user: User) -> Panel:
    """What practitioners challenge and nobody has answered, the first due first."""
    waiting = feedback_within(scope_for(user, "answer_challenge"), state=WAITING)
    rows = [
        PanelRow(
            label=f"Case {one.assignment.sampled_case.case_id}",
            value=f"answer by {one.due_on.day} {one.due_on:%B %Y}",
            url=reverse("audits:challenge", args=[one.pk]),
        )
        for one in waiting[:MOST]
    ]
    return Panel(title="Challenges", rows=rows, empty_text="No practitioner waits for an answer.")


def actions_of(user: User) -> Panel:
    """The user's own open actions about findings, the first due first."""
    today = timezone.localdate()
    own = ImprovementAction.objects.filter(owner=user, state=ImprovementAction.State.OPEN)
    rows = [
        PanelRow(
            label=one.what,
            value=f"{'overdue since' if one.due_on < today else 'by'} {one.due_on.day} {one.due_on:%B %Y}",
            url=reverse("audits:action", args=[one.pk]),
        )
        for one in own[:MOST]
    ]
    return Panel(title="Actions about audits", rows=rows, empty_text="No action is with you.")
