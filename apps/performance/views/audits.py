"""The quality measures of a place, which come from audits."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from apps.organisation.access import needs, scope_for
from apps.organisation.audit_figures import AuditFigure, audit_figures
from apps.organisation.downloads import csv_response
from apps.organisation.models import User
from apps.performance.presentation import AUDIT_COLUMNS, audit_data
from apps.performance.queries import Place, place_for
from apps.performance.queries.places import NATION, REGION, parts_of


def audits_of(user: User, place: Place) -> list[AuditFigure]:
    """The locked scores of a region, or of every region of the nation, for those who may see results of
    audits there; none of a delivery unit, which no audit scores."""
    scope = scope_for(user, "view_audit_results")
    regions = parts_of(place) if place.kind == NATION else [place] if place.kind == REGION else []
    return audit_figures([one.region_code for one in regions if scope.sees_region(one.region_code)])


@require_safe
@needs("view_performance")
def place_audits_csv(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """The quality measures of a place as CSV; a header alone where no audit was locked."""
    place = place_for(scope_for(request.user, "view_performance"), kind, code)
    if place is None:
        raise Http404
    rows: list[dict[str, Any]] = [audit_data(figure) for figure in audits_of(request.user, place)]
    return csv_response(name=f"probity-{place.code}-quality", columns=AUDIT_COLUMNS, rows=rows)
