"""The rows of a report's words that the walk asks for."""

from datetime import UTC, datetime

from apps.organisation.models import User
from apps.reports.models import ReportEdition
from apps.reports.narrative_models import Correction, PublishedReport, SectionComment

PAST = datetime(2026, 6, 1, 9, 30, tzinfo=UTC)


class ReportKeys:
    """`get` of the world finds these by their names."""

    def _an_edition(self) -> ReportEdition:
        found = ReportEdition.objects.filter(report__kind="annual_report", report__region="H", state="built")
        return found.filter(report__year="2025-26").latest("pk")

    def _published(self) -> PublishedReport:
        edition = self._an_edition()
        told = {"content": {}, "sha256": edition.sha256, "published_at": PAST, "edition": edition}
        return PublishedReport.objects.get_or_create(report=edition.report, number=1, defaults=told)[0]

    def _published_number(self) -> int:
        return self._published().number

    def _published_report(self) -> int:
        return self._published().pk

    def _report_comment(self) -> int:
        by = User.objects.get(username="editor.h")
        told = {"on_number": 0, "words": "Say more.", "by": by}
        found, _ = SectionComment.objects.get_or_create(
            report=self._an_edition().report, section="foreword", defaults=told
        )
        return found.pk

    def _report_correction(self) -> int:
        by = User.objects.get(username="editor.h")
        told = {
            "old_value": "1",
            "new_value": "2",
            "reason": "Miscounted",
            "by": by,
            "place_words": "Foreword",
        }
        found, _ = Correction.objects.get_or_create(
            report=self._an_edition().report, number=2, place="foreword", defaults=told
        )
        return found.pk
