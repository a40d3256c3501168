"""`manage.py build_due_list`: judge the live due list again over the live extract and the events since."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.performance.due.building import build_due_list


class Command(BaseCommand):
    help = "Build the due list over the live extract. A worker does so by itself when an extract goes live."

    def handle(self, *_args: Any, **_options: Any) -> None:
        built = build_due_list(now=timezone.now())
        if built is None:
            raise CommandError("No extract is live. Import one and put it live first.")
        self.stdout.write(f"{built.items:,} items in {built.seconds} s, as at {built.extract.as_at}.")
