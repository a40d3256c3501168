"""`manage.py send_audit_reminders`: the day's e-mails to auditors with overdue cases."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from apps.audits.reminders import send_reminders


class Command(BaseCommand):
    help = "Remind auditors of overdue cases; those already reminded today are not reminded again."

    def handle(self, *_args: Any, **_options: Any) -> None:
        sent = send_reminders(on=timezone.localdate())
        self.stdout.write(f"{sent} e-mail{'' if sent == 1 else 's'} sent.")
