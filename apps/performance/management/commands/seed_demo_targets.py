"""Targets of the demonstration: a ramp-up that an analyst proposed and a head of performance decided on."""

from decimal import Decimal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.organisation.models import User
from apps.performance.forms import default_months
from apps.performance.models import MeasureRun, TargetProposal
from apps.performance.queries import current_run
from apps.performance.queries.benchmarks import benchmark
from apps.performance.target_actions import TargetRefused, decide, propose_ramp_up
from rules.periods import Month
from rules.tables.ramp_up import Goal

MEASURE, REGIONS, APPROVED = "SL004", ("A", "H"), "H"
ANALYST, HEAD = "analyst", "head"


class Command(BaseCommand):
    help = (
        "Propose ramp-up targets for two regions as the demo account `analyst` and approve those of one as"
        " `head`. Demo data only; a second call changes nothing."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        run = current_run()
        if run is None or not run.extract.demo:
            raise CommandError(
                "Targets of a demonstration need a run over demo data. Run the measures first."
            )
        if TargetProposal.objects.exists():
            self.stdout.write("There are proposals already; nothing was changed.")
            return
        try:
            made = _proposed(run)
        except TargetRefused as refused:
            raise CommandError(str(refused)) from refused
        head = User.objects.get(username=HEAD)
        decide(made.paths.get(region=APPROVED), approved=True, why="Demonstration.", by=head)
        self.stdout.write(f"{made}; region {APPROVED} approved, the others wait.")


def _proposed(run: MeasureRun) -> TargetProposal:
    first, last = default_months(run)
    return propose_ramp_up(
        benchmark(run, measure=MEASURE, first=first, last=last, goal=_goal(last)),
        run=run,
        first=first,
        last=last,
        regions=REGIONS,
        why="Demonstration: the regions start far apart.",
        by=User.objects.get(username=ANALYST),
    )


def _goal(last: Month) -> Goal:
    """Four quarters to 95% in the year after the figures."""
    return Goal(
        percent=Decimal(95),
        from_month=last.plus(13),
        steps=4,
        step_months=3,
        rounded_to=Decimal("0.5"),
        tolerance=Decimal(2),
        direction="higher",
    )
