"""`manage.py rejudge --people FILE`: judge some people again, and tell how they differ from a run."""

import csv
import sys
import time
from argparse import ArgumentParser
from dataclasses import astuple, fields
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from apps.performance.actions import RunRefused
from apps.performance.models import MeasureRun
from apps.performance.queries.vintages import Moved
from apps.performance.rejudging import keep_rejudged, rejudge
from apps.performance.vintages import VintageChanged


class Command(BaseCommand):
    help = "Judge some people of the live extract again and list, as CSV, what differs from a run."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--people", type=Path, required=True, metavar="FILE", help="a person id a line")
        parser.add_argument(
            "--tables", help="tables in which something changed: contacts,plans; without it any of them"
        )
        parser.add_argument("--run", type=int, metavar="ID", help="the run; without it the one shown")
        parser.add_argument("--keep", action="store_true", help="make it a run of its own that is shown")

    def handle(self, *_args: Any, **options: Any) -> None:
        people = _people(options["people"])
        try:
            run = MeasureRun.objects.get(pk=options["run"]) if options["run"] else None
            began = time.monotonic()
            found = rejudge(people, tables=_tables(options["tables"]), run=run)
            seconds = time.monotonic() - began
            kept = keep_rejudged(people, by=None, run=run) if options["keep"] else None
        except MeasureRun.DoesNotExist as error:
            raise CommandError(f"There is no run {options['run']}.") from error
        except (RunRefused, VintageChanged) as error:
            raise CommandError(str(error)) from error
        self._list(found.difference.moved)
        rows = sum(table.num_rows for table in found.rows.values())
        self.stderr.write(
            f"{len(people):,} people: {rows:,} verdicts in {seconds:.2f} s,"
            f" {found.difference.total:,} of them not as in run {found.run.pk}"
        )
        if kept:
            self.stderr.write(f"Kept as run {kept.pk}.")

    def _list(self, moved: Any) -> None:
        writer = csv.writer(self.stdout, lineterminator="\n")
        writer.writerow(field.name for field in fields(Moved))
        writer.writerows(astuple(one) for one in moved)


def _tables(given: str | None) -> list[str] | None:
    return None if given is None else [name.strip() for name in given.split(",")]


def _people(path: Path) -> list[str]:
    """The ids in a file or, for "-", on standard input; raises CommandError when there are none."""
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommandError(f"{path}: {error}") from error
    people = list(dict.fromkeys(line.strip() for line in text.splitlines() if line.strip()))
    if not people:
        raise CommandError(f"{path}: no person id in it")
    return people
