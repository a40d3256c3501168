"""Published annual reports over HTTP, for programs: words, corrections and hashes."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import generics, serializers

from apps.organisation.access import NeedsVerb
from apps.reports.narrative_models import PublishedReport
from apps.reports.published_queries import READ, public_at


class PublishedSerializer(serializers.ModelSerializer):
    """A published edition. `number` counts the editions of one report: the highest one holds."""

    region = serializers.CharField(source="report.region_id")
    year = serializers.CharField(source="report.year")
    vintage = serializers.CharField(source="edition.figures.content_sha256")

    class Meta:
        model = PublishedReport
        fields: ClassVar = ["id", "region", "year", "number", "published_at", "sha256", "vintage"]


class PublishedDetailSerializer(PublishedSerializer):
    """With its words in the small markup, the region's own lines, milestones and the log of corrections."""

    content = serializers.SerializerMethodField()

    class Meta(PublishedSerializer.Meta):
        fields: ClassVar = [*PublishedSerializer.Meta.fields, "content"]

    @extend_schema_field(dict[str, Any])
    def get_content(self, found: PublishedReport) -> dict[str, Any]:
        return found.content


class _Public:
    permission_classes: ClassVar = [NeedsVerb(READ)]

    def get_queryset(self) -> Any:
        return public_at(timezone.now())


class PublishedList(_Public, generics.ListAPIView):
    """Every published annual report, the newest year first."""

    serializer_class = PublishedSerializer
    queryset = PublishedReport.objects.none()


class PublishedDetail(_Public, generics.RetrieveAPIView):
    """One published edition with its content, as it was published."""

    serializer_class = PublishedDetailSerializer
    queryset = PublishedReport.objects.none()
