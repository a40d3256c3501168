"""The quality measures of a place, which come from audits."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.organisation.access import needs, scope_for
from apps.organisation.audit_figures import (
    AuditFigure,
    UnitAuditFigure,
    audit_figures,
    unit_audit_figures,
)
from apps.organisation.downloads import csv_response
from apps.organisation.models import User
from apps.performance.presentation import AUDIT_COLUMNS, audit_data
from apps.performance.queries import Place, place_for
from apps.performance.queries.places import NATION, REGION, UNIT, parts_of


def audits_of(user: User, place: Place) -> list[AuditFigure]:
    """The locked scores of a region, or of every region of the nation, for those who may see results of
    audits there; none of a delivery unit (see `units_audits`)."""
    scope = scope_for(user, "view_audit_results")
    regions = parts_of(place) if place.kind == NATION else [place] if place.kind == REGION else []
    return audit_figures([one.region_code for one in regions if scope.sees_region(one.region_code)])


def units_audits(user: User, place: Place) -> list[UnitAuditFigure]:
    """The delivery unit's own part of the newest audit of each measure in its region, by measure."""
    newest: dict[str, AuditFigure] = {}
    for audit in audits_beside(user, place):
        newest.setdefault(audit.measure, audit)
    found = (one for audit in newest.values() for one in unit_audit_figures(audit))
    return [one for one in found if one.unit_code == place.code]


def audits_beside(user: User, place: Place, *, each_region: bool = False) -> list[AuditFigure]:
    """The audits that may stand beside a place's measures, by measure, the newest first.

    A delivery unit's are those of its region: for those who see the region's results, and for those who read
    how the unit's own cases were marked. The nation's are one of each bank and window, or `each_region`'s.
    """
    if place.kind == UNIT:
        seen = may_open_audits(user, place.region_code)
        seen = seen or scope_for(user, "view_own_audits").sees_unit(place.code)
        return audit_figures([place.region_code]) if seen else []
    found = audits_of(user, place)
    if place.kind == REGION or each_region:
        return found
    return list({(one.measure, one.first_on, one.last_on): one for one in found}.values())


def may_open_audits(user: User, region_code: str) -> bool:
    """Whether the user may open the page of a region's published score."""
    return scope_for(user, "view_audit_results").sees_region(region_code)


@require_safe
@needs("view_performance")
def place_audits_csv(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """The quality measures of a place as CSV; a header alone where no audit was locked."""
    place = place_for(scope_for(request.user, "view_performance"), kind, code)
    if place is None:
        raise Http404
    rows: list[dict[str, Any]] = [audit_data(figure) for figure in audits_of(request.user, place)]
    return csv_response(name=f"probity-{place.code}-quality", columns=AUDIT_COLUMNS, rows=rows)
