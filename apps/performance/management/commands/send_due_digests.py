"""`manage.py send_due_digests`: the day's e-mails to those who asked for them."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from apps.performance.due.digests import send_due_digests


class Command(BaseCommand):
    help = "Send today's due-list e-mails; those already sent today are not sent again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        sent = send_due_digests(on=timezone.localdate())
        self.stdout.write(f"{sent} e-mail{'' if sent == 1 else 's'} sent.")
