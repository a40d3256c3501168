"""Published annual reports over HTTP, for programs: words, corrections and hashes."""

from typing import Any, ClassVar

from django.utils import timezone
from drf_spectacular.utils import extend_schema_field
from rest_framework import generics, serializers
from rest_framework.request import Request

from apps.organisation.access import NeedsVerb
from apps.reports.narrative_models import PublishedReport
from apps.reports.published_queries import READ, public_at
from apps.reports.translations import InLanguage, languages_of


class InLanguageSerializer(serializers.Serializer):
    """A published edition in one language: where it is read, and its PDF with its hash."""

    language = serializers.CharField()
    page = serializers.CharField()
    pdf = serializers.CharField()
    sha256 = serializers.CharField()


class PublishedSerializer(serializers.ModelSerializer):
    """A published edition. `number` counts the editions of one report: the highest one holds.

    `languages`: every language in which it was published, English first.
    """

    languages = serializers.SerializerMethodField()
    region = serializers.CharField(source="report.region_id")
    year = serializers.CharField(source="report.year")
    vintage = serializers.CharField(source="edition.figures.content_sha256")

    class Meta:
        model = PublishedReport
        fields: ClassVar = [
            "id", "region", "year", "number", "published_at", "sha256", "vintage", "languages",
        ]  # fmt: skip

    @extend_schema_field(InLanguageSerializer(many=True))
    def get_languages(self, found: PublishedReport) -> list[dict[str, str]]:
        return [self._in_language(one) for one in languages_of(found)]

    def _in_language(self, one: InLanguage) -> dict[str, str]:
        request: Request = self.context["request"]
        addresses = {"page": one.page, "pdf": one.pdf}
        absolute = {name: request.build_absolute_uri(address) for name, address in addresses.items()}
        return {"language": one.language, **absolute, "sha256": one.sha256}


class PublishedDetailSerializer(PublishedSerializer):
    """With its words in the small markup, the region's own lines, milestones and the log of corrections.

    `content.sections[].welsh` and `content.own_words` hold the Welsh of what the region's people wrote.
    """

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
