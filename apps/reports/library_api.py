"""The library for programs: the same documents, narrowed by the same words as on the page."""

from typing import Any, ClassVar

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from apps.organisation.access import NeedsVerb
from apps.reports.library import VERB, Copy, Wanted, titles_for

NARROWED_BY = ("region", "year", "kind", "language")


class PublishedCopySerializer(serializers.Serializer):
    """One published edition. `superseded_by`: the number of the edition that took its place, or null."""

    kind = serializers.CharField(source="edition.report.kind")
    title = serializers.CharField(source="edition.report.title")
    region = serializers.CharField(source="edition.report.region_id")
    year = serializers.CharField(source="edition.report.year")
    language = serializers.CharField(source="edition.language")
    number = serializers.IntegerField(source="edition.number")
    published_on = serializers.DateField(source="on")
    superseded_by = serializers.SerializerMethodField()
    sha256 = serializers.CharField(source="edition.sha256")
    size = serializers.IntegerField(source="edition.size")
    pages = serializers.IntegerField(source="edition.pages")
    figures_sha256 = serializers.CharField(source="figures.content_sha256", default="")
    pdf = serializers.SerializerMethodField()

    def get_superseded_by(self, copy: Copy) -> int | None:
        return copy.published.superseded_by.number if copy.published.superseded_by else None

    def get_pdf(self, copy: Copy) -> str:
        request: Request = self.context["request"]
        return request.build_absolute_uri(copy.pdf_address)


class Library(APIView):
    """Every published edition of the regions that the caller answers for, the newest year first."""

    permission_classes: ClassVar = [NeedsVerb(VERB)]

    @extend_schema(
        parameters=[OpenApiParameter(name=name, required=False) for name in NARROWED_BY],
        responses=PublishedCopySerializer(many=True),
    )
    def get(self, request: Request) -> Response:
        # The database takes no NUL; nothing is called so, and so nothing is found.
        given = {name: request.query_params.get(name, "").replace("\x00", "?") for name in NARROWED_BY}
        wanted = Wanted(**given)
        copies: list[Any] = [copy for title in titles_for(request.user, wanted) for copy in title.copies]
        return Response(PublishedCopySerializer(copies, many=True, context={"request": request}).data)
