"""Extracts over HTTP, for programs: read only, the pages' own reads."""

from typing import Any, ClassVar

from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.caseload import storage
from apps.caseload.fault_list import read_faults
from apps.caseload.models import Extract, ExtractJob
from apps.organisation.access import NeedsVerb

FAULTS_PER_PAGE = 1000


class ExtractSerializer(serializers.ModelSerializer):
    class Meta:
        model = Extract
        fields: ClassVar = [
            "id",
            "sha256",
            "name",
            "contract_version",
            "as_at",
            "demo",
            "state",
            "imported_at",
            "live_at",
            "rows",
        ]


class ExtractJobSerializer(serializers.ModelSerializer):
    class Meta:
        model = ExtractJob
        fields: ClassVar = [
            "id",
            "kind",
            "state",
            "source",
            "extract",
            "percent",
            "step",
            "queued_at",
            "started_at",
            "finished_at",
            "fault_count",
            "fault_counts",
            "already_held",
            "message",
        ]


class ExtractFaultSerializer(serializers.Serializer):
    file = serializers.CharField()
    row = serializers.CharField(help_text="The line in the file, the header being 1; empty for a whole file")
    field = serializers.CharField()
    found = serializers.CharField()
    expected = serializers.CharField()
    code = serializers.CharField()


class ExtractList(generics.ListAPIView):
    """Every extract that is kept, the newest first."""

    permission_classes: ClassVar = [NeedsVerb("import_extract")]
    serializer_class = ExtractSerializer
    queryset = Extract.objects.all()


class ExtractDetail(generics.RetrieveAPIView):
    """One extract."""

    permission_classes: ClassVar = [NeedsVerb("import_extract")]
    serializer_class = ExtractSerializer
    queryset = Extract.objects.all()


class ExtractJobDetail(generics.RetrieveAPIView):
    """One import or change of the live extract, and how far it is."""

    permission_classes: ClassVar = [NeedsVerb("import_extract")]
    serializer_class = ExtractJobSerializer
    queryset = ExtractJob.objects.all()


class FaultList(APIView):
    """The faults of a refused extract, a thousand a page; an empty page after the last."""

    permission_classes: ClassVar = [NeedsVerb("import_extract")]

    @extend_schema(
        parameters=[
            OpenApiParameter("page", OpenApiTypes.INT, description="From 1"),
            OpenApiParameter("file", OpenApiTypes.STR, description="Only of this file"),
        ],
        responses=ExtractFaultSerializer(many=True),
    )
    def get(self, request: Request, pk: int) -> Response:
        job = generics.get_object_or_404(ExtractJob, pk=pk, state=ExtractJob.State.REFUSED)
        path = storage.faults_file(job)
        page = _page_number(request)
        if not path.is_file():
            raise Http404
        start = (page - 1) * FAULTS_PER_PAGE
        file = request.query_params.get("file", "")
        found = read_faults(path, file=file, start=start, count=FAULTS_PER_PAGE)
        body: dict[str, Any] = {
            "count": job.fault_count,
            "results": ExtractFaultSerializer(found, many=True).data,
        }
        return Response(body)


def _page_number(request: Request) -> int:
    page = request.query_params.get("page", "1")
    if not page.isdecimal() or len(page) > 6 or int(page) < 1:
        raise serializers.ValidationError({"page": "Expected a page number from 1."})
    return int(page)
