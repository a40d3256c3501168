"""Reports over HTTP, for programs: the page's own queries, narrowed by the same scopes."""

from typing import Any, ClassVar

from django.http import Http404, HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import generics, serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.organisation.access import NeedsVerb
from apps.publication.models import TableCell
from apps.publication.queries import tables_of
from apps.reports.models import ReportEdition
from apps.reports.queries import readable_editions
from apps.reports.views import pdf_response

VIEW = "view_report"


class EditionSerializer(serializers.ModelSerializer):
    """How an edition stands. `sha256` is of the PDF's bytes, `vintage` of the frozen figures."""

    kind = serializers.CharField(source="report.kind")
    region = serializers.CharField(source="report.region_id")
    year = serializers.CharField(source="report.year")
    vintage = serializers.CharField(source="figures.content_sha256", default="")

    class Meta:
        model = ReportEdition
        fields: ClassVar = [
            "id",
            "kind",
            "region",
            "year",
            "language",
            "number",
            "state",
            "percent",
            "step",
            "error",
            "is_draft",
            "template_version",
            "software_version",
            "vintage",
            "sha256",
            "size",
            "pages",
            "requested_at",
            "finished_at",
        ]


class FrozenCellSerializer(serializers.ModelSerializer):
    """One frozen cell: the number as a text with its printed decimals, words, or a symbol."""

    table = serializers.CharField(source="table.key")
    value = serializers.SerializerMethodField()
    symbol = serializers.SerializerMethodField()

    class Meta:
        model = TableCell
        fields: ClassVar = ["table", "row", "column", "value", "symbol"]

    def get_value(self, cell: TableCell) -> str | None:
        return str(cell.value) if cell.value is not None else cell.words or None

    def get_symbol(self, cell: TableCell) -> str:
        return cell.text if cell.symbol else ""


class _Scoped:
    permission_classes: ClassVar = [NeedsVerb(VIEW)]

    def get_queryset(self) -> Any:
        return readable_editions(self.request.user)


class EditionList(_Scoped, generics.ListAPIView):
    """The editions of the regions that the caller may see, the newest first."""

    serializer_class = EditionSerializer
    queryset = ReportEdition.objects.none()


class EditionDetail(_Scoped, generics.RetrieveAPIView):
    """One edition: ask again while it is queued or building."""

    serializer_class = EditionSerializer
    queryset = ReportEdition.objects.none()


def _built(request: Request, pk: int) -> ReportEdition:
    found = readable_editions(request.user).filter(pk=pk, state=ReportEdition.State.BUILT).first()
    if found is None:
        raise Http404
    return found


class EditionPdf(APIView):
    """The bytes of a built edition."""

    permission_classes: ClassVar = [NeedsVerb(VIEW)]

    @extend_schema(responses={(200, "application/pdf"): OpenApiTypes.BINARY})
    def get(self, request: Request, pk: int) -> HttpResponse:
        return pdf_response(_built(request, pk))


class EditionFigures(APIView):
    """Every frozen cell of a built edition, in the order of its tables."""

    permission_classes: ClassVar = [NeedsVerb(VIEW)]

    @extend_schema(responses=FrozenCellSerializer(many=True))
    def get(self, request: Request, pk: int) -> Response:
        found = _built(request, pk)
        cells = [cell for shown in tables_of(found.figures) for cell in shown.cells.values()]
        return Response(FrozenCellSerializer(cells, many=True).data)
