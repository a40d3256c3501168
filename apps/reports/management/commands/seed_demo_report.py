"""`manage.py seed_demo_report`: the demonstration's annual reports of Wales."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.organisation.actions import Refused
from apps.organisation.models import Region, User
from apps.reports import demo_report


class Command(BaseCommand):
    help = "Publish the annual report of one year and begin the next one's, on the demonstration's figures."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--region", default="H", help="the region's letter")

    def handle(self, **options: Any) -> None:
        code = options["region"].lower()
        people = {one.username: one for one in User.objects.filter(is_demo=True)}
        region = Region.objects.filter(pk=code.upper()).first()
        editor, director = people.get(f"editor.{code}"), people.get(f"director.{code}")
        if not (region and editor and director):
            raise CommandError(
                f"there is no region {code.upper()} with the accounts editor.{code} and director.{code}; "
                "load the reference data and run seed_demo_users first"
            )
        try:
            done = demo_report.seed(region, editor=editor, director=director, now=timezone.now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        for line in done:
            self.stdout.write(line)
