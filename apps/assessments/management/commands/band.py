"""The band of a score, outside any round."""

from argparse import ArgumentParser
from fractions import Fraction
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.assessments.reproduced import distance_text
from rules.definitions.bands import load_bands
from rules.definitions.files import DefinitionError
from rules.scoring.bands import band_of
from rules.statistics.rounding import half_up


class Command(BaseCommand):
    help = (
        "Print the band of a score in percent, given exactly (145/2 or 72.5): rounded half up to a whole "
        "number, then banded, with the distance to the next better band."
    )
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("score", metavar="SCORE", help="0 to 100, a decimal or a fraction")
        parser.add_argument("--scale", default="audit_score", help="the rating scale")

    def handle(self, *, score: str, scale: str, **_options: Any) -> None:
        try:
            found = band_of(Fraction(score), load_bands(scale))
        except (ValueError, ZeroDivisionError, DefinitionError) as error:
            raise CommandError(f"{score}: {error}") from error
        line = f"{half_up(Fraction(score), 2)}% rounds to {found.whole}: {found.band.name}"
        if found.next_band is not None and found.points_to_next is not None:
            line += f"; {distance_text(found.points_to_next)} below {found.next_band.name}"
        self.stdout.write(line)
