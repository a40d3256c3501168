"""`manage.py make_api_token USERNAME`: the secret with which a program acts as an account."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.organisation.models import User
from apps.organisation.tokens import make_api_token, revoke_api_tokens


class Command(BaseCommand):
    help = "Make a token for an account and print it, once; earlier ones end. --revoke only ends them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("username")
        parser.add_argument("--revoke", action="store_true", help="end the account's tokens, make none")

    def handle(self, *_args: Any, **options: Any) -> None:
        user = User.objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no open account {options['username']}.")
        if options["revoke"]:
            count = revoke_api_tokens(user, by=None, now=timezone.now())
            self.stdout.write(f"{count} token{'' if count == 1 else 's'} of {user.username} ended.")
            return
        self.stdout.write(make_api_token(user, by=None, now=timezone.now()))
