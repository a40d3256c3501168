"""Make the demonstration's regional plans."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.caseload.queries import live_extract
from apps.organisation.models import Region, User
from apps.planning.demo_plans import ACCOUNTS, seed_plans
from rules.periods import performance_year


class Command(BaseCommand):
    help = "Make plans of every region that has none, with agreements, awards and boards; only in a demo."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--regions", default="", help="their codes, as HA; all if left out")
        parser.add_argument("--seed", type=int, default=1)

    def handle(self, **options: Any) -> None:
        extract = live_extract()
        if extract is None or not extract.demo:
            raise CommandError("The live extract is no demo: invented plans have no place beside real cases")
        if User.objects.filter(username__in=ACCOUNTS).count() < len(ACCOUNTS):
            raise CommandError("The demo accounts are missing; run seed_demo_users first")
        regions = Region.objects.order_by("code")
        if options["regions"]:
            regions = regions.filter(pk__in=list(options["regions"]))
        first_year = str(performance_year(extract.as_at))
        made = seed_plans(
            list(regions), first_year=first_year, today=timezone.localdate(), seed=options["seed"]
        )
        self.stdout.write(f"{len(made)} plans of {len(made) // 2} regions")
