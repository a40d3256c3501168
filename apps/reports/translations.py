"""An annual report in a further language: the same frozen words and figures, and what may be published."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from apps.reports import languages
from apps.reports.models import Report, ReportEdition
from apps.reports.narrative_models import PublishedReport, PublishedTranslation
from rules.periods import PerformanceYear

NAMES = {"cy": "Welsh"}


@dataclass(frozen=True, kw_only=True)
class Translation:
    """What a publication would carry in a language. `why_not`: empty when it may be published with it.

    edition: None before it is built. untranslated: what it prints in English, in the document's order.
    """

    language: str
    edition: ReportEdition | None
    why_not: str
    untranslated: Sequence[str] = field(default_factory=tuple)

    @property
    def name(self) -> str:
        """ "Welsh"."""
        return str(NAMES[self.language])

    @property
    def is_ready(self) -> bool:
        return self.edition is not None and not self.why_not


@dataclass(frozen=True, kw_only=True)
class InLanguage:
    """A published edition in one language. page, pdf: addresses that stay."""

    language: str
    page: str
    pdf: str
    sha256: str


def languages_of(publication: PublishedReport) -> list[InLanguage]:
    """Every language of a publication, English first. Reads `translations`, which may be read ahead."""
    hashes = {languages.ENGLISH: publication.sha256}
    hashes |= {one.language: one.sha256 for one in publication.translations.all()}
    names = [publication.report.region_id, publication.report.year, publication.number]
    page, pdf = (reverse(f"reports:{view}", args=names) for view in ("published-report", "published-pdf"))
    return [
        InLanguage(
            language=language,
            page=f"{page}{_in_address(language)}",
            pdf=f"{pdf}{_in_address(language)}",
            sha256=sha256,
        )
        for language, sha256 in hashes.items()
    ]


def _in_address(language: str) -> str:
    return "" if language == languages.ENGLISH else f"?language={language}"


def further_languages(report: Report, on: date) -> list[str]:
    """The languages beside English in which the region's documents are made on the day."""
    return [one for one in languages.offered(report.region_id, on) if one != languages.ENGLISH]


def written_in(report: Report) -> list[str]:
    """The languages beside English in which the report's words may be written."""
    return further_languages(report, PerformanceYear.parse(report.year).last_on)


def translations_beside(final: ReportEdition, on: date) -> list[Translation]:
    """Of each further language: the newest PDF of exactly the words and figures of the final English one."""
    return [_beside(final, language, on) for language in further_languages(final.report, on)]


def _beside(final: ReportEdition, language: str, on: date) -> Translation:
    built = final.report.editions.filter(state=ReportEdition.State.BUILT, is_draft=False, language=language)
    edition = built.filter(content=final.content, figures=final.figures).order_by("-number").first()
    if edition is None:
        return Translation(language=language, edition=None, why_not=_("not built from the approved words"))
    untranslated = edition.provenance.get("untranslated", [])
    why_not = languages.may_publish(language, untranslated, on)
    return Translation(language=language, edition=edition, why_not=why_not, untranslated=untranslated)


def publish_beside(publication: PublishedReport, on: date) -> list[PublishedTranslation]:
    """Tie every translation that is ready to the publication; the others are left out, and say why."""
    return [
        PublishedTranslation.objects.create(
            publication=publication, language=one.language, edition=one.edition, sha256=one.edition.sha256
        )
        for one in translations_beside(publication.edition, on)
        if one.edition is not None and one.is_ready
    ]


def translation_of(publication: PublishedReport, language: str) -> PublishedTranslation | None:
    """What was published in the language; None where that edition is there in English only."""
    found = publication.translations.select_related("edition__figures", "edition__report__region")
    return found.filter(language=language).first()


def edition_in(publication: PublishedReport, language: str) -> ReportEdition:
    """The published PDF in the language, else the English one."""
    found = None if language == languages.ENGLISH else translation_of(publication, language)
    return found.edition if found else publication.edition


def publication_with(edition: ReportEdition, now: datetime) -> PublishedReport | None:
    """The publication that is public at the moment and carries the edition, in whichever language."""
    of_report = PublishedReport.objects.filter(report=edition.report_id, cancelled_at=None)
    public = of_report.filter(published_at__lte=now).select_related("edition")
    if edition.language == languages.ENGLISH:
        return public.filter(edition=edition).first()
    return public.filter(translations__edition=edition).first()
