"""How the plans of regions stand at one glance."""

from dataclasses import dataclass
from datetime import date

from apps.organisation.access import Scope
from apps.organisation.models import Region
from apps.planning.models import Board, HandedTo, Plan
from apps.planning.plan_actions import newest_plan, unfinished_before
from apps.planning.queries import agreements_of, milestones_progress
from apps.planning.wording import ENDS_SOON
from rules.definitions.planning import governance_on
from rules.periods import performance_year

WRITTEN = "Being written"
NOT_OPEN = "Not begun"


@dataclass(frozen=True, kw_only=True)
class OverviewRow:
    """One region. overdue, milestones: of this performance year and what earlier ones left open; next_board:
    None without one; is_late: the newest plan is not published and its last day is over."""

    region: Region
    plan: Plan | None
    state: str
    overdue: int
    milestones: int
    unanswered: int
    ending: int
    next_board: date | None
    is_late: bool


def plan_state(plan: Plan | None) -> str:
    """Where the plan stands: by its newest edition, "Being written" before the first."""
    if plan is None:
        return NOT_OPEN
    newest = plan.editions.order_by("-number").first()
    return newest.state_words if newest else WRITTEN


def is_late(plan: Plan | None, on: date) -> bool:
    """Whether the last day on which the plan is published in time is over, without a published edition."""
    if plan is None or governance_on(on).publish_on(plan.first_year) >= on:
        return False
    return not plan.editions.filter(published_at__isnull=False).exists()


def overview_rows(scope: Scope, on: date) -> list[OverviewRow]:
    """A row for each region that the scope covers whole, by name."""
    regions = Region.objects.order_by("name")
    if not scope.all_regions:
        regions = regions.filter(pk__in=scope.region_codes)
    return [_row(region, on) for region in regions]


def _row(region: Region, on: date) -> OverviewRow:
    plan = newest_plan(region)
    progress = milestones_progress(region, str(performance_year(on)), on)
    boards = Board.objects.filter(region=region, held_on__gte=on, cancelled_at=None).order_by("held_on")
    next_board = boards.values_list("held_on", flat=True).first()
    left_open = unfinished_before(region, str(performance_year(on))).count()
    return OverviewRow(
        region=region,
        plan=plan,
        state=plan_state(plan),
        overdue=progress.overdue + left_open,
        milestones=len(progress.rows) + left_open,
        unanswered=HandedTo.objects.filter(region=region, answers=None, handed__withdrawal=None).count(),
        ending=sum(one.state == ENDS_SOON for one in agreements_of(region, on)),
        next_board=next_board,
        is_late=is_late(plan, on),
    )
