"""`manage.py load_reference`: the regions, delivery units and authorities of rules/data/geography."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.organisation.reference import load_reference
from rules.definitions.files import DefinitionError


class Command(BaseCommand):
    help = "Bring the regions, delivery units and authorities into the database. Safe to run again."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_reference(on=timezone.localdate())
        except DefinitionError as error:
            raise CommandError(str(error)) from error
        for kind in loaded:
            self.stdout.write(
                f"{kind.total} {kind.what}: {kind.added} added, {kind.changed} changed, {kind.ended} ended"
            )
