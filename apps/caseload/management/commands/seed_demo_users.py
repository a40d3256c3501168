"""`manage.py seed_demo_users`: the accounts of the demonstration, only while the live extract is demo."""

import os
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.caseload.queries import live_extract
from apps.organisation.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD, DemoAccount, seed_demo_accounts
from rules.definitions.roles import load_roles


class Command(BaseCommand):
    help = (
        "Make the demo accounts and print them. Refused unless the live extract is demo data. The password "
        f"is that of the environment's PROBITY_DEMO_PASSWORD, else {DEMO_PASSWORD}. Safe to run again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        extract = live_extract()
        if extract is None or not extract.demo:
            raise CommandError(
                "Demo accounts share a printed password, so they are made only while a demo extract is "
                "live. Put one live first: manage.py make_demo, then manage.py import_extract."
            )
        password = os.environ.get("PROBITY_DEMO_PASSWORD") or DEMO_PASSWORD
        seed_demo_accounts(password=password, on=timezone.localdate())
        for account in DEMO_ACCOUNTS:
            self.stdout.write(f"{account.username:<14}{_job(account)}")
        self.stdout.write(f"Password of all of them: {password}")


def _job(account: DemoAccount) -> str:
    place = account.region or account.unit or account.staff_code or account.supplier_code
    title = load_roles().roles[account.role].title
    return f"{title}, {place}" if place else title
