"""Reads for the pages of annexes: what stands of each, and which plan years can have them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch

from apps.organisation.models import Region
from apps.reports.annexes.kinds import KINDS
from apps.reports.kinds import DocumentKind
from apps.reports.languages import ENGLISH
from apps.reports.models import Report, ReportEdition
from apps.reports.queries import years_to_report
from rules.periods import PerformanceYear


@dataclass(frozen=True, kw_only=True)
class AnnexRow:
    """One annex of a region's plan, or the plan bound with all. `newest`: its newest edition in a language,
    whatever its state; `ready`: its newest that can be read."""

    kind: DocumentKind
    newest: ReportEdition | None
    ready: ReportEdition | None

    @property
    def is_open(self) -> bool:
        return self.newest is not None and self.newest.is_open


def plan_years() -> list[str]:
    """The first years of the plans that can have annexes, the newest first: each follows a judged year."""
    return [str(PerformanceYear(PerformanceYear.parse(year).starts_in + 1)) for year in years_to_report()]


def newest_plan_year() -> str | None:
    """None: no performance year has been judged whole."""
    return next(iter(plan_years()), None)


def annex_rows(region: Region, year: str, language: str = ENGLISH) -> list[AnnexRow]:
    """The bound plan, then each annex. One query for the documents and one for their editions."""
    editions = Prefetch("editions", ReportEdition.objects.filter(language=language).order_by("-number"))
    keys = [kind.key for kind in KINDS]
    found = Report.objects.filter(region=region, year=year, kind__in=keys).prefetch_related(editions)
    of_kind = {report.kind: list(report.editions.all()) for report in found}
    return [_row(kind, of_kind.get(kind.key, ())) for kind in KINDS]


def _row(kind: DocumentKind, editions: Sequence[ReportEdition]) -> AnnexRow:
    ready = next((one for one in editions if one.state == ReportEdition.State.BUILT), None)
    return AnnexRow(kind=kind, newest=next(iter(editions), None), ready=ready)
