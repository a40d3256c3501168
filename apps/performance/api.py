"""Performance over HTTP, for programs: the page's own queries, narrowed by the same scopes."""

from typing import Any, ClassVar

from django.http import Http404
from django_filters import rest_framework as filters
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.organisation.access import NeedsVerb, scope_for
from apps.performance.models import MONTH_PATTERN, MeasureCell, MeasureProgress, MeasureRun
from apps.performance.presentation import COUNT_COLUMNS, explanation_data
from apps.performance.queries import cells_for, current_run, explained_for, run_state, runs
from rules.definitions.measures import load_clocks, load_measures


class CellSerializer(serializers.ModelSerializer):
    class Meta:
        model = MeasureCell
        fields: ClassVar = ["measure", "edition", "period", "region", "unit", *COUNT_COLUMNS]


class MonthFilter(filters.CharFilter):
    """A month as YYYY-MM; anything else is a bad request, not an empty answer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.field_class = _MonthField


class _MonthField(filters.CharFilter.field_class):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        from django.core.validators import RegexValidator

        super().__init__(*args, **kwargs)
        self.validators.append(RegexValidator(MONTH_PATTERN, "Expected a month as YYYY-MM."))


class CellFilter(filters.FilterSet):
    measure = filters.CharFilter()
    region = filters.CharFilter()
    unit = filters.CharFilter()
    first = MonthFilter(field_name="period", lookup_expr="gte", label="the first month, YYYY-MM")
    last = MonthFilter(field_name="period", lookup_expr="lte", label="the last month, YYYY-MM")

    class Meta:
        model = MeasureCell
        fields: ClassVar = ["measure", "region", "unit"]


class CellList(generics.ListAPIView):
    """The cells of the run that the pages show: counts by measure, edition, month, region and unit.

    Operational figures: management information, unsuppressed, inside the caller's scope. Empty before the
    first run over the live extract.
    """

    permission_classes: ClassVar = [NeedsVerb("view_performance")]
    serializer_class = CellSerializer
    filter_backends: ClassVar = [filters.DjangoFilterBackend]
    filterset_class = CellFilter
    queryset = MeasureCell.objects.none()

    def get_queryset(self) -> Any:
        run = current_run()
        if run is None:
            return MeasureCell.objects.none()
        return cells_for(run).filter(scope_for(self.request.user, "view_performance").filter_q())


class ProgressSerializer(serializers.ModelSerializer):
    class Meta:
        model = MeasureProgress
        fields: ClassVar = ["measure", "state", "occurrences", "compared", "seconds"]


class RunSerializer(serializers.ModelSerializer):
    as_at = serializers.DateField(read_only=True)
    extract = serializers.CharField(source="extract.sha256", read_only=True)
    state = serializers.SerializerMethodField()
    error = serializers.SerializerMethodField()
    progress = ProgressSerializer(many=True, read_only=True)

    class Meta:
        model = MeasureRun
        fields: ClassVar = [
            "id",
            "extract",
            "as_at",
            "measures",
            "first_month",
            "last_month",
            "state",
            "is_current",
            "requested_at",
            "started_at",
            "heartbeat_at",
            "finished_at",
            "attempts",
            "error",
            "note",
            "progress",
        ]

    def get_state(self, run: MeasureRun) -> str:
        return run_state(run).label.lower()

    def get_error(self, run: MeasureRun) -> str:
        return run_state(run).error


class RunList(generics.ListAPIView):
    """Every run, the newest first, with how far it is."""

    permission_classes: ClassVar = [NeedsVerb("view_runs")]
    serializer_class = RunSerializer

    def get_queryset(self) -> Any:
        return runs()


class Explain(APIView):
    """Why one occurrence counted as it did; 404 for an unknown case and for one out of scope alike."""

    permission_classes: ClassVar = [NeedsVerb("view_case")]

    @extend_schema(responses=OpenApiTypes.OBJECT)
    def get(self, request: Request, measure: str, occurrence_id: str) -> Response:
        if measure not in load_clocks() and measure not in load_measures():
            raise Http404
        found = explained_for(scope_for(request.user, "view_case"), measure, occurrence_id)
        if found is None:
            raise Http404
        return Response(explanation_data(found))
