"""`manage.py remove_old_vintages`: remove the verdicts of runs that the rule of retention no longer keeps."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from apps.performance.retention import old_vintages, remove_old_vintages


class Command(BaseCommand):
    help = "Remove the verdicts of runs that rules/data/vintage_retention.yaml no longer keeps."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only name them")

    def handle(self, *_args: Any, **options: Any) -> None:
        on = timezone.localdate()
        found = list(old_vintages(on=on)) if options["dry_run"] else remove_old_vintages(on=on)
        for run in found:
            self.stdout.write(f"run {run.pk}: {run.vintage_file}, {run.vintage_rows:,} verdicts")
        self.stdout.write(f"{len(found)} {'would be removed' if options['dry_run'] else 'removed'}.")
