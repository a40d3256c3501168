"""What the administrator's home page says."""

from django.urls import reverse
from django.utils import timezone

from apps.organisation.models import User
from apps.organisation.panels import Panel, PanelRow
from apps.organisation.queries import accounts, accounts_without_role, trail


def accounts_panel(_user: User) -> Panel:
    """Open accounts, and those that can open nothing."""
    on = timezone.localdate()
    users = reverse("organisation:users")
    rows = [
        PanelRow(label="Open accounts", value=str(accounts(on=on, state="open").count()), url=users),
        PanelRow(label="Open accounts without a role", value=str(accounts_without_role(on))),
        PanelRow(label="Make an account", url=reverse("organisation:new_user")),
    ]
    return Panel(title="Accounts", rows=rows)


def trail_panel(user: User) -> Panel:
    """The last five things that anybody did."""
    rows = [
        PanelRow(
            label=action.label,
            value=f"{timezone.localtime(action.at):%-d %b %Y, %H:%M}",
            url=reverse("organisation:recorded_action", args=[action.pk]),
        )
        for action in trail({}, reader=user)[:5]
    ]
    return Panel(title="Latest in the system log", rows=rows, empty_text="Nothing has been done yet.")
