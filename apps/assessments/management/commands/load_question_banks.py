"""Publish the editions of the question banks that come with the product."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.assessments.actions import Refused, publish_edition
from rules.definitions.banks import load_banks


class Command(BaseCommand):
    help = "Publish every edition of rules/data/question_banks that is not yet in the database."

    def handle(self, **_options: Any) -> None:
        for bank in load_banks():
            if bank.file.status != "published":
                continue
            try:
                edition, new = publish_edition(bank, by=None)
            except Refused as error:
                raise CommandError(str(error)) from error
            self.stdout.write(f"{edition}: {'published' if new else 'already there'}")
