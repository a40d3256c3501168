"""`manage.py read_quality`: check the live extract for records that look wrong."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import Sum
from django.utils import timezone

from apps.performance.quality_checks import read_quality


class Command(BaseCommand):
    help = (
        "Check the live extract for records that look wrong. A worker does so by itself when one goes live."
    )

    def handle(self, *_args: Any, **_options: Any) -> None:
        reading = read_quality(now=timezone.now())
        if reading is None:
            raise CommandError("No extract is live. Import one and put it live first.")
        for found in reading.counts.order_by().values("rule").annotate(total=Sum("records")).order_by("rule"):
            self.stdout.write(f"{found['rule']}: {found['total']:,}")
