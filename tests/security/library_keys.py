"""By name what the routes of the library speak of."""

from datetime import timedelta

from django.utils import timezone

from apps.reports.models import PublishedReport, ReportEdition


class LibraryKeys:
    """A part of the world: a published edition of a report of Wales."""

    def _published_edition(self) -> str:
        found = PublishedReport.objects.filter(report__region="H").select_related("edition").first()
        return str((found or _published()).edition.number)


def _published() -> PublishedReport:
    """The bytes of the built draft as a published edition; how it came to that is told elsewhere."""
    edition = ReportEdition.objects.filter(report__region="H", state="built").latest("pk")
    edition.pk, edition.key = None, "published".ljust(64, "0")
    edition.number, edition.is_draft = 99, False
    edition.save()
    return PublishedReport.objects.create(
        report=edition.report,
        number=1,
        edition=edition,
        content={},
        sha256="0" * 64,
        published_at=timezone.now() - timedelta(days=1),
    )
