"""A proposal of ramp-up targets for one region, as an analyst makes it."""

from decimal import Decimal

from apps.organisation.models import User
from apps.performance.models import MeasureRun, TargetProposal
from apps.performance.queries.benchmarks import benchmark
from apps.performance.target_actions import propose_ramp_up
from rules.periods import Month
from rules.tables.ramp_up import Goal


def goal(*, percent: str = "95", from_month: str = "2027-04", steps: int = 2) -> Goal:
    """Two steps of a quarter each, unless more are asked for."""
    return Goal(
        percent=Decimal(percent),
        from_month=Month.parse(from_month),
        steps=steps,
        step_months=3,
        rounded_to=Decimal("0.5"),
        tolerance=Decimal(2),
        direction="higher",
    )


def propose_for(
    *regions: str,
    run: MeasureRun,
    by: str,
    measure: str = "SL004",
    first: str = "",
    last: str = "",
    end: Goal | None = None,
) -> TargetProposal:
    """The proposal of the user called `by`; the baseline is the whole run unless months are given."""
    months = Month.parse(first or run.first_month), Month.parse(last or run.last_month)
    found = benchmark(run, measure=measure, first=months[0], last=months[1], goal=end or goal())
    return propose_ramp_up(
        found,
        run=run,
        first=months[0],
        last=months[1],
        regions=regions,
        why="The regions start far apart.",
        by=User.objects.get(username=by),
    )
