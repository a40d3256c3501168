"""A place's figures over HTTP, for programs: the page's own form and numbers."""

from collections.abc import Iterator
from typing import Any, ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.organisation.access import NeedsVerb, scope_for
from apps.performance.forms import FiguresFilter, FiguresForm
from apps.performance.models import MeasureRun
from apps.performance.presentation import composite_rows, figure_rows
from apps.performance.queries import Place, current_run, place_for, series
from apps.performance.queries.composites import composites

_ASKED = [OpenApiParameter(name, str) for name in ("framework", "measure", "period", "from", "to")]


class FigureList(APIView):
    """The figures of one place: rates with intervals and targets, composites, counts with fixed figures.

    Asks what the page asks: framework (or `all`), measure, period (month or quarter), from and to (YYYY-MM).
    A count's verdict says "Indicative" until 31 March. 404 for a place outside the caller's scope.
    """

    permission_classes: ClassVar = [NeedsVerb("view_performance")]

    @extend_schema(parameters=_ASKED, responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, kind: str, code: str) -> Response:
        place = place_for(scope_for(request.user, "view_performance"), kind, code)
        run = current_run()
        if place is None or run is None:
            raise NotFound("No such place within your scope, or the measures have not been run yet.")
        form = FiguresForm(request.query_params, run=run)
        if not form.is_valid():
            raise ValidationError(form.errors)
        rows = list(_rows(run, place, form.wanted()))
        return Response({"as_at": run.as_at, "run": run.pk, "place": place.code, "results": rows})


def _rows(run: MeasureRun, place: Place, wanted: FiguresFilter) -> Iterator[dict[str, Any]]:
    found = series(
        run,
        place,
        first=wanted.first,
        last=wanted.last,
        period=wanted.period,
        measure=wanted.measure or None,
        frameworks=wanted.frameworks,
    )
    yield from figure_rows(found)
    yield from composite_rows(composites(found))
