"""`manage.py build_annexes --region H [--annex D] [--year 2026-27]`: annexes of a plan, here and now."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from apps.organisation.models import Region
from apps.reports.actions import build_edition, request_document
from apps.reports.annexes.kinds import ANNEXES
from apps.reports.annexes.queries import newest_plan_year
from apps.reports.kinds import BuildRefused, Key
from apps.reports.models import ReportEdition

WHOLE = {"plan": Key.PLAN, "all": Key.PLAN_WITH_ANNEXES}


class Command(BaseCommand):
    help = (
        "Build annexes of a region's plan as PDF: one (--annex D), the plan bound with them (--annex all), or"
        " each of A to G. Where nothing has changed since the last edition, that edition stands."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--region", required=True, help="the region's letter, such as H")
        parser.add_argument("--annex", help="a letter from A to G, `plan` for the plan alone, or `all`")
        parser.add_argument("--year", help="the plan's first year, such as 2026-27; the newest when left out")

    def handle(self, **options: Any) -> None:
        region = Region.objects.filter(pk=options["region"].upper()).first()
        if region is None:
            raise CommandError(f"no region has the code {options['region']!r}")
        year = options["year"] or newest_plan_year()
        if year is None:
            raise CommandError("no whole performance year was judged yet, so no plan can follow it")
        for key in self._keys(options["annex"]):
            self._build(key, region, year)

    def _keys(self, annex: str | None) -> list[Key]:
        if annex is None:
            return list(ANNEXES.values())
        if annex.lower() in WHOLE:
            return [WHOLE[annex.lower()]]
        if annex.upper() not in ANNEXES:
            known = ", ".join([*ANNEXES, *WHOLE])
            raise CommandError(f"there is no annex {annex!r}; expected one of {known}")
        return [ANNEXES[annex.upper()]]

    def _build(self, key: Key, region: Region, year: str) -> None:
        try:
            asked = request_document(kind=key, region=region, year=year, on=timezone.localdate(), by=None)
        except BuildRefused as refused:
            raise CommandError(str(refused)) from refused
        edition = asked.edition
        if edition.is_open:
            build_edition(edition.pk)
        edition.refresh_from_db()
        if edition.state == ReportEdition.State.FAILED:
            raise CommandError(f"{edition}: {edition.error}")
        if edition.state != ReportEdition.State.BUILT:
            raise CommandError(f"{edition}: another process is building it; look at its page")
        self.stdout.write(
            f"{edition}: {edition.pages} pages, {edition.size:,} bytes, sha256 {edition.sha256}"
        )
