"""Targets in force and quality measures over HTTP, for programs."""

from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.organisation.access import NeedsVerb, Scope, scope_for
from apps.organisation.audit_figures import audit_figures
from apps.organisation.models import Region
from apps.performance.presentation import audit_data
from apps.performance.queries import current_run
from apps.performance.queries.catalogue import in_catalogue_order
from apps.performance.queries.target_places import names_of, target_places
from apps.performance.queries.targets import schedule
from apps.performance.target_presentation import MONTHS_AHEAD, target_data
from rules.periods import Month

REGION = OpenApiParameter("region", str, description="A region's code; left out: the nation or all.")


class TargetList(APIView):
    """What a region (left out: the nation) is held to: for each measure the stretches of months with one
    target, from the run's first month to two years after its last. 400 for a place outside the scope."""

    permission_classes: ClassVar = [NeedsVerb("view_performance")]

    @extend_schema(parameters=[REGION], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        run = current_run()
        if run is None:
            raise NotFound("The measures have not been run over the live extract.")
        region = request.query_params.get("region", "")
        names = names_of(target_places(scope_for(request.user, "view_performance")))
        if region not in names:
            raise ValidationError({"region": [f"Expected one of: {', '.join(sorted(filter(None, names)))}."]})
        spans = schedule(
            [one.id for one in in_catalogue_order(run.measures)],
            region or None,
            first=Month.parse(run.first_month),
            last=Month.parse(run.last_month).plus(MONTHS_AHEAD),
            demo=run.extract.demo,
        )
        return Response({"region": region, "targets": [target_data(span) for span in spans]})


class QualityList(APIView):
    """The quality measures of the regions in scope: every locked score of an audit. Empty where none is."""

    permission_classes: ClassVar = [NeedsVerb("view_audit_results")]

    @extend_schema(parameters=[REGION], responses=OpenApiTypes.OBJECT)
    def get(self, request: Request) -> Response:
        scope = scope_for(request.user, "view_audit_results")
        found = audit_figures(_regions(scope, request.query_params.get("region", "")))
        rows: list[dict[str, Any]] = [audit_data(figure) for figure in found]
        return Response({"figures": rows})


def _regions(scope: Scope, wanted: str) -> list[str]:
    codes = Region.objects.values_list("code", flat=True)
    return [code for code in codes if scope.sees_region(code) and wanted in ("", code)]
