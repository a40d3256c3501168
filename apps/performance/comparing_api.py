"""Comparing over HTTP, for programs: the pages' own questions and answers."""

from typing import Any, ClassVar

from django.forms import Form
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.organisation.access import NeedsVerb, scope_for
from apps.performance import comparing_presentation as shown
from apps.performance.comparing_forms import CompareForm, FunnelForm, OverTimeForm
from apps.performance.models import MeasureRun
from apps.performance.queries import current_run
from apps.performance.queries.comparing import compare
from apps.performance.queries.places import all_places_for
from apps.performance.queries.variation import funnel_of, over_time

PROBLEM = "application/problem+json"


def _asks(*names: str) -> list[OpenApiParameter]:
    return [OpenApiParameter(name, str, required=False) for name in names]


class _Question(APIView):
    """Reads the same form from the address as the page does."""

    permission_classes: ClassVar = [NeedsVerb("view_performance")]

    def asked(self, request: Request, form: type[Form]) -> tuple[MeasureRun, Any]:
        """Raises NotFound before the first run, ValidationError for what the form does not understand."""
        run = current_run()
        if run is None:
            raise NotFound("The measures have not been run over the live extract.")
        places = all_places_for(scope_for(request.user, "view_performance"))
        found = form(request.query_params, run=run, places=places)
        if not found.is_valid():
            raise ValidationError(found.errors)
        return run, found


def refused(title: str, detail: str, **more: Any) -> Response:
    """Why there is no answer, as problem details (RFC 9457)."""
    problem = {"type": "about:blank", "title": title, "status": 409, "detail": detail, **more}
    return Response(problem, status=409, content_type=PROBLEM)


class Compare(_Question):
    """The difference of one measure between two periods of a place, or two places over one period.

    Places are written as in the pages' addresses: nation-all, region-H, unit-H103. Refused with 409 and the
    reason across a break, for periods that are not over, without a rate, and where two things differ.
    """

    @extend_schema(
        parameters=_asks("measure", "place", "from", "to", "other_place", "other_from", "other_to"),
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        run, form = self.asked(request, CompareForm)
        first, second = form.sides()
        found = compare(run, measure=form.cleaned_data["measure"], first=first, second=second)
        data = shown.comparison_data(found)
        if found.refused_for:
            return refused(
                "These figures must not be compared", found.refusal, reason=found.refused_for, figures=data
            )
        return Response(data | _origin(run))


class PlacesAgainstChance(_Question):
    """The funnel of a measure: each region or delivery unit with its rate, interval and control limits."""

    @extend_schema(
        parameters=_asks("measure", "place", "parts", "from", "to", "sort"), responses=OpenApiTypes.OBJECT
    )
    def get(self, request: Request) -> Response:
        run, form = self.asked(request, FunnelForm)
        wanted = form.wanted()
        found = funnel_of(
            run,
            wanted.place,
            parts=wanted.parts,
            measure=wanted.measure,
            first=wanted.first,
            last=wanted.last,
        )
        if found.funnel is None:
            return refused("These places must not be compared", found.refusal)
        drawn = found.funnel
        return Response(
            {
                "measure": wanted.measure,
                "centre_percent": shown.points(drawn.centre * 100),
                "dispersion": shown.points(drawn.dispersion) if drawn.dispersion is not None else None,
                "overdispersed": drawn.overdispersed,
                "places": list(shown.funnel_rows(shown.sorted_rows(found, form.cleaned_data["sort"]))),
            }
            | _origin(run)
        )


class OverTimeAgainstChance(_Question):
    """The p-chart of a measure: each period with its rate, centre, three-sigma limits and breaks."""

    @extend_schema(
        parameters=_asks("measure", "place", "period", "from", "to"), responses=OpenApiTypes.OBJECT
    )
    def get(self, request: Request) -> Response:
        run, form = self.asked(request, OverTimeForm)
        wanted = form.wanted()
        found = over_time(
            run,
            wanted.place,
            measure=wanted.measure,
            first=wanted.first,
            last=wanted.last,
            period=wanted.period,
        )
        if found is None:
            return refused("There is no rate over time", "This measure was not measured in these months.")
        periods = list(shown.over_time_rows(found))
        return Response({"measure": wanted.measure, "periods": periods} | _origin(run))


def _origin(run: MeasureRun) -> dict[str, Any]:
    """What every operational figure carries: its as-at day, its extract and its run."""
    return {"as_at": run.as_at, "extract": run.extract.sha256, "run": run.pk}
