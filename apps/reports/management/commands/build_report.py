"""`manage.py build_report --region H --year 2025-26`: the region's annual report, built here and now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.organisation.models import Region
from apps.reports.actions import BuildRefused, build_edition, request_edition
from apps.reports.models import ReportEdition
from rules.periods import PerformanceYear


class Command(BaseCommand):
    help = (
        "Build the annual report of a region for a performance year (April to March). "
        "When nothing has changed since the last edition, that edition stands."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--region", required=True, help="the region's letter, such as H")
        parser.add_argument("--year", required=True, help="the performance year, such as 2025-26")
        parser.add_argument("--language", default="en", choices=["en", "cy"], help="cy: for Wales alone")

    def handle(self, **options: Any) -> None:
        region, year = self._region(options["region"]), self._year(options["year"])
        try:
            requested = request_edition(
                region=region, year=year, on=timezone.localdate(), by=None, language=options["language"]
            )
        except BuildRefused as refused:
            raise CommandError(str(refused)) from refused
        edition = requested.edition
        if edition.is_open:
            build_edition(edition.pk, watch=self._say)
        edition.refresh_from_db()
        self._report(edition)

    def _say(self, step: str) -> None:
        if not step.startswith("Laying out page"):
            self.stdout.write(step)

    def _region(self, code: str) -> Region:
        region = Region.objects.filter(pk=code.upper()).first()
        if region is None:
            known = (
                ", ".join(Region.objects.values_list("pk", flat=True))
                or "none; load the reference data first"
            )
            raise CommandError(f"no region has the code {code!r}; known codes: {known}")
        return region

    def _year(self, text: str) -> PerformanceYear:
        try:
            return PerformanceYear.parse(text)
        except ValueError as error:
            raise CommandError(str(error)) from error

    def _report(self, edition: ReportEdition) -> None:
        if edition.state == ReportEdition.State.FAILED:
            raise CommandError(edition.error)
        if edition.state != ReportEdition.State.BUILT:
            raise CommandError("another process is building this report; look at its page")
        self.stdout.write(
            f"{edition}: {edition.pages} pages, {edition.size:,} bytes, sha256 {edition.sha256}"
        )
