"""`manage.py run_measures`: judge the live extract and, when asked, write the cells and verdicts as CSV."""

import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from apps.performance.actions import RunRefused, execute_run, plan_run, request_run
from apps.performance.agreement import EnginesDisagree
from apps.performance.equality import count_equality
from apps.performance.executors.choosing import NAMES
from apps.performance.executors.files import RunFiles
from apps.performance.models import MeasureRun
from apps.performance.queries import run_state, runs
from rules.periods import Month


class Command(BaseCommand):
    help = "Judge the live extract by the measures, for an inclusive range of months."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", dest="from_", required=True, metavar="YYYY-MM", help="the first month")
        parser.add_argument("--to", required=True, metavar="YYYY-MM", help="the last month")
        parser.add_argument("--measure", metavar="ID", help="one measure, such as SL004; all without it")
        parser.add_argument("--out", type=Path, metavar="CELLS.csv", help="write the counts of every cell")
        parser.add_argument("--verdicts", type=Path, metavar="VERDICTS.csv", help="write every verdict")
        parser.add_argument(
            "--executor", choices=NAMES, help="who judges; without it the one that MEASURES_EXECUTOR names"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        files = RunFiles(cells=options["out"], verdicts=options["verdicts"])
        for path in filter(None, (files.cells, files.verdicts)):
            _check_writable(path)
        try:
            plan = plan_run(
                first=_month("--from", options["from_"]),
                last=_month("--to", options["to"]),
                measure=options["measure"],
            )
            run = request_run(plan=plan, by=None)
            watch = self._tell if options["verbosity"] else None
            run = execute_run(run.pk, files=files, watch=watch, executor=options["executor"])
            if run.is_current:
                count_equality(run)
        except (RunRefused, EnginesDisagree, OSError, DatabaseError) as error:
            raise CommandError(str(error).strip()) from error
        if options["verbosity"]:
            self._report(run)

    def _tell(self, measure: str, state: str) -> None:
        self.stderr.write(f"{measure}: {state.lower()}")

    def _report(self, run: MeasureRun) -> None:
        for one in run_state(runs().get(pk=run.pk)).progress:
            self.stdout.write(
                f"{one.measure}: {one.occurrences:,} judged in {one.seconds} s,"
                f" {one.compared:,} of them by a second engine as well"
            )
        shown = "shown on the pages" if run.is_current else run.note
        self.stdout.write(
            f"Run {run.pk}, {run.first_month} to {run.last_month}, as at {run.as_at:%Y-%m-%d}: {shown}"
        )


def _month(option: str, text: str) -> Month:
    try:
        return Month.parse(text)
    except ValueError as error:
        raise CommandError(f"{option}: {error}") from error


def _check_writable(path: Path) -> None:
    """Refuse before anything is judged, not after."""
    folder = path.absolute().parent
    if not folder.is_dir():
        raise CommandError(f"{path}: there is no folder {folder}")
    if path.is_dir() or not os.access(folder, os.W_OK):
        raise CommandError(f"{path}: cannot be written")
