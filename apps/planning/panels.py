"""What the home page says about plans: what is overdue, unanswered or about to end."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from apps.organisation.access import scope_for
from apps.organisation.models import User
from apps.organisation.panels import Panel, PanelRow, register
from apps.planning.overview import OverviewRow, overview_rows

MOST_ROWS = 6


def register_panels() -> None:
    register("plans", order=42, verb="view_plan", build=plans)


def plans(user: User) -> Panel:
    """What waits in the plans of the viewer's regions; how they stand where nothing waits."""
    found = overview_rows(scope_for(user, "view_plan"), timezone.localdate())
    waiting = [row for one in found for row in _waiting(one)]
    standing = [PanelRow(label=str(one.region), value=one.state, url=_address("plan", one)) for one in found]
    return Panel(
        title="Plans",
        rows=(waiting or standing)[:MOST_ROWS],
        empty_text="You follow the plan of no region.",
    )


def _waiting(one: OverviewRow) -> Iterator[PanelRow]:
    kinds = (
        (one.overdue, "overdue milestones", "milestones"),
        (one.unanswered, "handed-down priorities to answer", "priorities"),
        (one.ending, "agreements that end soon", "agreements"),
    )
    for count, words, page in kinds:
        if count:
            yield PanelRow(label=f"{one.region}: {words}", value=str(count), url=_address(page, one))


def _address(page: str, one: OverviewRow) -> str:
    return reverse(f"planning:{page}", args=[one.region.pk])
