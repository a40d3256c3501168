"""Make the demonstration's inspection."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from apps.caseload.queries import live_extract
from apps.inspections.demo_inspection import ACCOUNTS, seed_inspection
from apps.organisation.models import User


class Command(BaseCommand):
    help = "Take a made-up inspection of a unit in region H to its publication; only while a demo is live."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--cases", type=int, default=10, help="to assess; 10 if left out")

    def handle(self, **options: Any) -> None:
        extract = live_extract()
        if extract is None or not extract.demo:
            raise CommandError(
                "The live extract is no demo: invented judgements have no place beside real cases"
            )
        if User.objects.filter(username__in=ACCOUNTS).count() < len(ACCOUNTS):
            raise CommandError("The demo accounts are missing; run seed_demo_users first")
        made = seed_inspection(extract.as_at, cases=options["cases"], today=timezone.localdate())
        if made is None:
            self.stdout.write("No case of region H began in the cohort's days: no inspection was made")
        else:
            self.stdout.write(f"{made}: {made.get_state_display().lower()}")
