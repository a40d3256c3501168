"""`manage.py make_administrator USERNAME`: the first role, which no page can give since nobody holds one."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.organisation.actions import Refused, assign_role
from apps.organisation.models import User


class Command(BaseCommand):
    help = "Let an account make accounts and give roles, from today. Make it first: createsuperuser."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True, is_demo=False).first()
        if user is None:
            raise CommandError(f"There is no open account {options['username']}; demo accounts do not count.")
        try:
            assign_role(user, role="administrator", by=None, valid_from=timezone.localdate())
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write(f"{user.username} may now make accounts and give roles.")
