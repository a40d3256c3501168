"""`manage.py explain MEASURE OCCURRENCE`: why one case counted as it did."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.caseload.queries import live_extract
from apps.performance.actions import RunRefused, measure_named
from apps.performance.presentation import explanation_data
from apps.performance.queries import ExplainedCase, explained


class Command(BaseCommand):
    help = "Explain the verdict on one occurrence of the live extract."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("measure", help="such as SL004 or CRS_SL001")
        parser.add_argument(
            "occurrence", help="the id of the sentence, release, requirement or referral; PERSON|YYYY-MM"
        )
        parser.add_argument("--json", action="store_true", help="as JSON, for a program")

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            measure = measure_named(options["measure"])
        except RunRefused as error:
            raise CommandError(str(error)) from error
        if live_extract() is None:
            raise CommandError("No extract is live. Import one and put it live first.")
        found = explained(measure.id, options["occurrence"])
        if found is None:
            raise CommandError(
                f"{measure.id} has no occurrence {options['occurrence']!r} in the live extract."
                f" It counts: {measure.unit_counted}"
            )
        if options["json"]:
            self.stdout.write(json.dumps(explanation_data(found), indent=2, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(_lines(found)))


def _lines(found: ExplainedCase) -> list[str]:
    told = found.explanation
    lines = [
        f"{told.measure} {told.title}, edition {told.edition}",
        f"{told.occurrence_id}, person {told.person_id}, {told.region} {told.unit}",
        f"Counts in {told.counts_in}",
        f"{told.verdict} ({told.reason}): {told.sentence}",
        "",
        *(f"  {moment.on:%a %Y-%m-%d}  {moment.label}" for moment in told.dates),
    ]
    if told.skipped_days:
        lines += ["", "Days that do not count:"]
        lines += [f"  {day:%a %Y-%m-%d}  {why}" for day, why in told.skipped_days]
    lines += ["", "Tried in order:"]
    lines += [f"  [{'x' if one.held else ' '}] {one.reason}: {one.sentence}" for one in told.tried]
    if told.what_would_have_met_it:
        lines += ["", f"What would have met it: {told.what_would_have_met_it}"]
    if told.notes:
        lines += ["", "How the source is read:", *(f"  {note}" for note in told.notes)]
    return [*lines, "", f"Source: {told.source}", f"Extract: {found.extract}, complete to {told.as_at}"]
