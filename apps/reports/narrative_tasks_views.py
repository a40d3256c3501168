"""The task list of a report: what is written and missing, which steps can be taken, how its PDF is built."""

from collections.abc import Mapping

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from apps.organisation.access import needs
from apps.reports.manuscripts import corrections_of, next_number, publication_now
from apps.reports.models import Report, ReportEdition
from apps.reports.narrative_forms import REASONS, DayForm, ReasonForm
from apps.reports.narrative_html import narrative_html
from apps.reports.narrative_views import VIEW, holds, report_or_404
from apps.reports.outstanding import Outlook, Task
from apps.reports.publishing import is_on_its_way, writers_of
from apps.reports.queries import has_lost_its_builder
from apps.reports.translations import NAMES

VERBS = ("edit_report", "comment_report", "approve_report", "publish_report", "build_report")
STEPS_BELOW = {"figures": "#figures", "approval": "#steps", "day": "#steps", "pdf": "#steps"}


@require_safe
@needs(VIEW)
def words(request: HttpRequest, region: str, year: str) -> HttpResponse:
    """The task list of a report: what is written, what is missing, who did what."""
    return words_page(request, report_or_404(request, region, year, VIEW))


def words_page(
    request: HttpRequest, report: Report, *, faulty: Mapping[str, forms.Form] | None = None, status: int = 200
) -> HttpResponse:
    """faulty: the form of a step as it was typed, by its key in REASONS or "day"."""
    outlook = Outlook(report, timezone.now())
    context = {
        "report": report,
        "rows": [(one, *_state_of(outlook, one.section.id)) for one in outlook.written],
        "translated": [_translated_rows(outlook, language) for language in outlook.translated],
        "lines_entered": sum(one.value is not None for one in outlook.entered),
        "tasks": [(task, _address(outlook, task)) for task in outlook.tasks],
        "steps": report.steps.select_related("by"),
        "publications": [
            (one, one.is_public(outlook.now)) for one in report.publications.order_by("-number", "-pk")
        ],
        "faulty": next(iter((faulty or {}).values()), None),
    }
    context |= _standing(request, outlook, faulty)
    return render(request, "reports/words.html", context, status=status)


def _standing(
    request: HttpRequest, outlook: Outlook, faulty: Mapping[str, forms.Form] | None = None
) -> dict[str, object]:
    """Where the report stands and which of its steps are this person's."""
    report, latest = outlook.report, publication_now(outlook.report)
    return {
        "outlook": outlook,
        "is_on_its_way": is_on_its_way(report),
        "latest": latest,
        "latest_public": latest is not None and latest.is_public(outlook.now),
        "number": next_number(report),
        "may": {verb: holds(request, verb, report.region) for verb in VERBS},
        "wrote": request.user.pk in writers_of(report),
        "forms": {**_step_forms(outlook), **(faulty or {})},
        **_build(outlook),
    }


def _build(outlook: Outlook) -> dict[str, object]:
    build = outlook.final_build
    return {"build": build, "is_lost": build is not None and has_lost_its_builder(build)}


def _step_forms(outlook: Outlook) -> dict[str, forms.Form]:
    return {
        "day": DayForm(initial={"day": outlook.day}),
        **{key: ReasonForm(key=key) for key in REASONS},
    }


def _translated_rows(outlook: Outlook, language: str) -> dict[str, object]:
    """The sections of a report in a further language, each with what is wrong with its words."""
    found = outlook.translated[language]
    rows = [(one, _state_of(outlook, f"{one.section.id}:{language}")[0]) for one in found]
    return {"language": language, "name": NAMES[language], "rows": rows}


def _state_of(outlook: Outlook, section: str) -> tuple[str, int]:
    """What is wrong with the words of a section, and its open comments."""
    part = f"section:{section}"
    wrong = next((task.missing for task in outlook.tasks if task.part == part), "")
    return wrong, outlook.open_comments.get(section, 0)


def _address(outlook: Outlook, task: Task) -> str:
    """Where a task is done: a page, or a place on the page of the list itself."""
    of, _, rest = task.part.partition(":")
    place = [outlook.report.region_id, outlook.report.year]
    if of == "section":
        section, _, language = rest.partition(":")
        address = reverse("reports:section", args=[*place, section])
        return f"{address}?language={language}" if language else address
    if of == "comments":
        commented = next(iter(outlook.open_comments), "")
        return reverse("reports:section", args=[*place, commented]) + "#comments" if commented else ""
    if of == "corrections":
        return reverse("reports:corrections", args=place)
    return f"#sections-{rest}" if of == "translation" else STEPS_BELOW.get(of, "")


@require_safe
@needs(VIEW)
def build_progress(request: HttpRequest, region: str, year: str) -> HttpResponse:
    """How the PDF that will be published is built; when it is there the page around it is shown anew."""
    report = report_or_404(request, region, year, VIEW)
    outlook = Outlook(report, timezone.now())
    context = {"report": report, "day": outlook.day, **_build(outlook)}
    context["may"] = {"publish_report": holds(request, "publish_report", report.region)}
    response = render(request, "reports/_build.html", context)
    if outlook.final_build is None or outlook.final_build.state == ReportEdition.State.BUILT:
        response["HX-Refresh"] = "true"
    return response


@require_safe
@needs(VIEW)
def reading(request: HttpRequest, region: str, year: str) -> HttpResponse:
    """Every word that the region wrote on one page, for whoever approves it."""
    report = report_or_404(request, region, year, VIEW)
    outlook = Outlook(report, timezone.now())
    number = next_number(report)
    context = {
        "report": report,
        "read": [
            (one, narrative_html(one.words), *_state_of(outlook, one.section.id)) for one in outlook.written
        ],
        "translated": [
            (language, NAMES[language], [(one, narrative_html(one.holding)) for one in found if one.holding])
            for language, found in outlook.translated.items()
        ],
        "corrections": [one for one in corrections_of(report) if one.number == number],
    }
    return render(request, "reports/reading.html", context | _standing(request, outlook))
