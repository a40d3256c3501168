"""The language of a section's pages: it stands in the address, and English in an address without one."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from apps.reports.manuscripts import ENGLISH
from apps.reports.models import Report
from apps.reports.translations import NAMES, written_in


def language_of(request: HttpRequest, report: Report) -> str:
    """Raises Http404 for a language in which the region does not write its report."""
    language = request.GET.get("language", ENGLISH)
    if language not in (ENGLISH, *written_in(report)):
        raise Http404
    return language


def back_to(view: str, report: Report, section: str, language: str) -> HttpResponse:
    """To a page of the section in the same language."""
    address = reverse(f"reports:{view}", args=(report.region_id, report.year, section))
    return redirect(f"{address}{_in_address(language)}")


def languages_shown(request: HttpRequest, report: Report) -> dict[str, object]:
    """For templates. `language_name`: empty in English; `languages`: empty where there is but one."""
    language, further = language_of(request, report), written_in(report)
    return {
        "language": language,
        "language_name": NAMES.get(language, ""),
        "in_address": _in_address(language),
        "languages": [(ENGLISH, _("English")), *((one, NAMES[one]) for one in further)] if further else [],
    }


def _in_address(language: str) -> str:
    return "" if language == ENGLISH else f"?language={language}"
