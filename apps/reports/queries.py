"""Reads of reports, narrowed to what the viewer may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from apps.organisation.access import Scope
from apps.organisation.models import Region, User
from apps.performance.queries import current_run
from apps.reports import locks
from apps.reports.kinds import Key, all_kinds, kind_of
from apps.reports.models import Report, ReportEdition
from rules.periods import Month, PerformanceYear


@dataclass(frozen=True, kw_only=True)
class ReportRow:
    """One region and year of the list. `newest`: its newest edition; `ready`: its newest that can be read."""

    region: Region
    year: str
    newest: ReportEdition | None
    ready: ReportEdition | None


def regions_in(scope: Scope) -> list[Region]:
    """The regions that the scope covers whole, by name."""
    regions = Region.objects.order_by("name")
    return list(regions if scope.all_regions else regions.filter(pk__in=scope.region_codes))


def region_in(scope: Scope, code: str) -> Region | None:
    """The region with that code; None when there is none or the scope does not cover the whole of it."""
    return Region.objects.filter(pk=code).first() if scope.sees_region(code) else None


def years_to_report() -> list[str]:
    """The performance years that the run on the pages covers whole, the newest first."""
    run = current_run()
    if run is None:
        return []
    first, last = Month.parse(run.first_month), Month.parse(run.last_month)
    candidates = (PerformanceYear(year) for year in range(first.year - 1, last.year + 1))
    whole = [year for year in candidates if first <= year.months[0] and year.months[-1] <= last]
    return [str(year) for year in reversed(whole) if year.last_on <= run.as_at]


def report_rows(scope: Scope) -> list[ReportRow]:
    """A row for each region in scope and year that an annual report can be or was made of; newest first."""
    reports = {(report.region_id, report.year): report for report in _reports(scope)}
    years = sorted({*years_to_report(), *(year for _, year in reports)}, reverse=True)
    return [
        _row(region, year, reports.get((region.pk, year))) for year in years for region in regions_in(scope)
    ]


def report_row(region: Region, year: str) -> ReportRow | None:
    """The one row; None for a year that neither can be nor has been reported."""
    report = Report.objects.filter(kind=Key.ANNUAL_REPORT, region=region, year=year).first()
    if report is None and year not in years_to_report():
        return None
    return _row(region, year, report)


def _reports(scope: Scope) -> QuerySet[Report]:
    editions = Prefetch("editions", ReportEdition.objects.order_by("-number"))
    reports = Report.objects.filter(kind=Key.ANNUAL_REPORT).prefetch_related(editions)
    return reports if scope.all_regions else reports.filter(region__in=scope.region_codes)


def _row(region: Region, year: str, report: Report | None) -> ReportRow:
    editions: Sequence[ReportEdition] = list(report.editions.all()) if report else []
    ready = next((one for one in editions if one.state == ReportEdition.State.BUILT), None)
    return ReportRow(region=region, year=year, newest=editions[0] if editions else None, ready=ready)


def readable_editions(user: User) -> QuerySet[ReportEdition]:
    """The editions of every document that the user may read, by the rule of its kind; the newest first."""
    allowed = Q(pk__in=())
    for kind in all_kinds():
        allowed |= Q(kind=kind.key) & kind.readable(user)
    editions = ReportEdition.objects.filter(report__in=Report.objects.filter(allowed))
    related = ("report__region", "requested_by", "figures__extract", "run")
    return editions.select_related(*related).order_by("-requested_at", "-pk")


def may_build(user: User, report: Report) -> bool:
    """Whether the user may ask for editions of the document."""
    return Report.objects.filter(kind_of(report).buildable(user), pk=report.pk).exists()


def has_lost_its_builder(edition: ReportEdition) -> bool:
    """It says building, and no process works on it: within a minute it is taken up again or given up."""
    return edition.state == ReportEdition.State.BUILDING and locks.is_free(edition.pk)


def year_named(text: str) -> PerformanceYear | None:
    """The performance year written like "2025-26"; None for anything else."""
    try:
        return PerformanceYear.parse(text)
    except ValueError:
        return None
