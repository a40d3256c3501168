"""`manage.py import_extract PATH [--hold] [--yes] [--demo-over-real]`"""

import csv
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.caseload import actions, storage
from apps.caseload.checker import CheckBroke
from apps.caseload.management.going_live import Steps, go_live
from apps.caseload.models import Extract, ExtractJob

SHOWN_FAULTS = 20


class Command(BaseCommand):
    help = (
        "Check an extract of the caseload (a folder or a zip of CSV or Parquet files, docs/extract.md), keep"
        " it, show what would change and put it live. Nothing is stored when anything is wrong."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path, help="the folder or zip file")
        parser.add_argument("--hold", action="store_true", help="keep it waiting; do not put it live")
        parser.add_argument("--yes", action="store_true", help="do not ask at a terminal before it goes live")
        parser.add_argument(
            "--demo-over-real", action="store_true", help="let demo data take the place of real data"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        path: Path = options["path"]
        extract = self._import(path)
        if options["hold"]:
            self.stdout.write(
                f"Held as {extract.short_hash}. To put it live: put_extract_live {extract.short_hash}"
            )
            return
        go_live(self, extract, yes=options["yes"], demo_over_real=options["demo_over_real"])

    def _import(self, path: Path) -> Extract:
        job = actions.hand_in(by=None, source=path.name)
        try:
            with Steps(self.stdout, job):
                actions.import_extract(job=job, path=path, today=timezone.localdate())
        except CheckBroke as error:
            raise CommandError(str(error)) from error
        if job.state == ExtractJob.State.REFUSED:
            raise CommandError(self._refusal(job))
        assert job.extract is not None  # noqa: S101 (a job that is done has its extract)
        self._say_held(job.extract, already=job.already_held)
        return job.extract

    def _refusal(self, job: ExtractJob) -> str:
        lines = [f"Refused: {job.fault_count:,} fault(s). Nothing was stored.", ""]
        lines += [f"  {count['count']:>12,}  {count['file']}: {count['code']}" for count in job.fault_counts]
        lines += ["", f"The first {SHOWN_FAULTS}:" if job.fault_count > SHOWN_FAULTS else "Each of them:"]
        with storage.faults_file(job).open(encoding="utf-8", newline="") as file:
            for _, fault in zip(range(SHOWN_FAULTS), csv.DictReader(file), strict=False):
                where = f"{fault['file']}" + (f", line {fault['row']}" if fault["row"] else "")
                where += f", {fault['field']}" if fault["field"] else ""
                lines.append(f"  {where}: found {fault['found']!r}, expected {fault['expected']}")
        return "\n".join([*lines, "", f"All of them: {storage.faults_file(job)}"])

    def _say_held(self, extract: Extract, *, already: bool) -> None:
        total = sum(extract.rows.values())
        if already:
            self.stdout.write(
                f"This content is held already, as {extract.short_hash}; nothing was stored again."
            )
        else:
            self.stdout.write(f"Kept as {extract.short_hash}: {total:,} rows, {extract}.")
