"""`manage.py put_extract_live HASH [--yes] [--demo-over-real]`"""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.caseload.management.going_live import go_live
from apps.caseload.models import Extract

SHORTEST = 6


class Command(BaseCommand):
    help = "Put an extract live that is kept already: a waiting one, or an earlier one back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("hash", help=f"the first {SHORTEST} or more characters of its hash")
        parser.add_argument("--yes", action="store_true", help="do not ask at a terminal")
        parser.add_argument(
            "--demo-over-real", action="store_true", help="let demo data take the place of real data"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        found = list(Extract.objects.filter(sha256__startswith=options["hash"].lower())[:2])
        if len(options["hash"]) < SHORTEST or len(found) != 1:
            known = ", ".join(f"{extract.short_hash} ({extract})" for extract in Extract.objects.all()[:20])
            raise CommandError(f"No single extract begins with {options['hash']!r}. Kept: {known or 'none'}.")
        go_live(self, found[0], yes=options["yes"], demo_over_real=options["demo_over_real"])
