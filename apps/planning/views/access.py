"""Which region a page is about, and whose records may be opened on it; others do not exist for the reader."""

from typing import Any

from django.db.models import Model
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone

from apps.organisation.access import scope_for
from apps.organisation.models import Region
from apps.planning.models import Plan
from apps.planning.plan_actions import newest_plan
from rules.definitions.planning import template_on
from rules.periods import performance_year


def region_for(request: HttpRequest, code: str, verb: str = "view_plan") -> Region:
    """The region, where the verb of the reader holds for the whole of it; else 404."""
    if not scope_for(request.user, verb).sees_region(code):
        raise Http404
    return get_object_or_404(Region, pk=code)


def writes(request: HttpRequest, region: Region, verb: str = "plan_region") -> bool:
    return scope_for(request.user, verb).sees_region(region.code)


def keeps_record(request: HttpRequest, region: Region) -> bool:
    """Whether the reader keeps the region's own record, in which small numbers stand as they were entered."""
    return any(writes(request, region, verb) for verb in ("plan_region", "decide_awards"))


def one_of(region: Region, model: type[Model], pk: int) -> Any:
    """A record of the region by its key; else 404."""
    return get_object_or_404(model, region=region, pk=pk)


def plan_of(region: Region) -> Plan:
    """The plan that is written; 404 before the first."""
    found = newest_plan(region)
    if found is None:
        raise Http404
    return found


def first_year_of(region: Region) -> str:
    """Where the region's newest plan begins; this performance year before the first plan."""
    found = newest_plan(region)
    return found.first_year if found else str(performance_year(timezone.localdate()))


def years_of(region: Region) -> tuple[str, ...]:
    return template_on(timezone.localdate()).years_from(first_year_of(region))


def earlier_and_later_years(region: Region) -> list[str]:
    """The years of every plan of the region, the first first."""
    today = timezone.localdate()
    begun = {first_year_of(region), *region.plans.values_list("first_year", flat=True)}
    return sorted({year for each in begun for year in template_on(today).years_from(each)})
