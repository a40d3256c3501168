"""Equality monitoring over HTTP, for programs: the page's own question and answer."""

from typing import ClassVar

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.organisation.access import NeedsVerb, scope_for
from apps.performance import equality_presentation as shown
from apps.performance.equality_forms import EqualityForm
from apps.performance.queries import current_run
from apps.performance.queries.equality import equality_of, reading_of
from apps.performance.queries.places import all_places_for

_ASKED = ("place", "year", "measure", "characteristic", "verdict", "sort")


class EqualityComparisons(APIView):
    """A measure's rate in each group of people against the rest, with intervals, chances and verdicts.

    Without a filter: the disparities of the first place that the roles cover, in the newest whole year.
    Places are written as in the page's address: nation-all, region-H, unit-H103. Groups too small to show
    are left out; `hidden` counts them.
    """

    permission_classes: ClassVar = [NeedsVerb("view_performance")]

    @extend_schema(
        parameters=[OpenApiParameter(name, str, required=False) for name in _ASKED],
        responses=OpenApiTypes.OBJECT,
    )
    def get(self, request: Request) -> Response:
        run = current_run()
        reading = reading_of(run) if run else None
        if run is None or reading is None:
            raise NotFound("No run has been told apart by who the people are.")
        places = all_places_for(scope_for(request.user, "view_performance"))
        form = EqualityForm(request.query_params, reading=reading, places=places)
        if not form.is_valid():
            raise ValidationError(form.errors)
        wanted = form.wanted()
        found = equality_of(reading, wanted.place, wanted.year)
        rows = shown.chosen_rows(found, wanted)
        return Response(
            {
                "comparisons": list(shown.rows_data(rows, wanted)),
                "hidden": found.hidden,
                "rules_from": found.rules.valid_from,
                "not_compared": [{"measure": one.measure.id, "why": one.why} for one in found.not_compared],
                "as_at": run.as_at,
                "extract": run.extract.sha256,
                "run": run.pk,
            }
        )
