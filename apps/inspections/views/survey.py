"""The survey of an inspection, from setting it up to its results; and the page that people get."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.assessments.actions import Refused
from apps.inspections import survey_actions
from apps.inspections.access import leads
from apps.inspections.models import Survey
from apps.inspections.survey_actions import NoSuchLink
from apps.inspections.survey_forms import WORDS, ReplyForm, SurveyDaysForm
from apps.inspections.survey_queries import (
    COLUMNS,
    COLUMNS_SHARE,
    SurveyResults,
    interval_ends,
    percent,
    result_rows,
    results_of,
)
from apps.inspections.views.access import led_inspection, team_inspection
from apps.organisation.access import can, needs
from apps.organisation.downloads import csv_response, table_response
from apps.organisation.errors import Conflict
from apps.organisation.form_keys import key_of, sent_once
from rules.definitions.survey import Language, SurveyEdition, survey_on


@require_http_methods(["GET", "POST"])
@needs("view_inspections")
@sent_once
def survey(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Opening it, how many replied, and once closed what they said."""
    found = team_inspection(request, inspection_id)
    runs = can(request.user, "run_survey") and leads(request.user, found)
    held = Survey.objects.filter(inspection=found).first()
    if request.method == "POST" and not runs:
        raise PermissionDenied
    form = None
    if held is None and runs:
        initial = {"opens_on": found.announce_on, "closes_on": found.fieldwork_last_on}
        form = SurveyDaysForm(request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                survey_actions.open_survey(found, by=request.user, **form.cleaned_data)
            except Refused as refused:
                raise Conflict(str(refused)) from refused
            messages.success(request, "The survey is set up. Hand out its links next.")
            return redirect("inspections:survey", found.pk)
    results = results_of(held) if held else None
    context = {
        "inspection": found,
        "survey": held,
        "runs": runs,
        "form": form,
        "results": results,
        "fewest": survey_on(found.fieldwork_first_on).fewest_shown,
        "lines": _lines(results) if results else [],
    }
    faulty = form is not None and bool(form.errors)
    return render(request, "inspections/survey.html", context, status=422 if faulty else 200)


def _lines(results: SurveyResults) -> list[tuple[object, str, str, str]]:
    """Each question with its share and the ends of its interval in percent."""
    return [
        (each, *(str(percent(value) or "") for value in (each.share, *interval_ends(each.interval))))
        for each in results.questions
    ]


@require_POST
@needs("run_survey")
def survey_links(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """The links for whoever sends the text messages; sent twice, the form gives the same file."""
    found = led_inspection(request, inspection_id)
    held = get_object_or_404(Survey, inspection=found)
    try:
        links = survey_actions.issue_links(
            held, address=settings.SITE_ADDRESS, by=request.user, seed=key_of(request)
        )
    except Refused as refused:
        raise Conflict(str(refused)) from refused
    name = f"inspection-{found.pk}-survey-links"
    return csv_response(name=name, columns=survey_actions.LINK_COLUMNS, rows=links)


@require_POST
@needs("run_survey")
def close_survey(request: HttpRequest, inspection_id: int) -> HttpResponse:
    found = led_inspection(request, inspection_id)
    survey_actions.close_survey(get_object_or_404(Survey, inspection=found), by=request.user)
    messages.success(request, "The survey is closed")
    return redirect("inspections:survey", found.pk)


@require_safe
@needs("view_inspections")
def survey_table(request: HttpRequest, inspection_id: int, kind: str = "csv") -> HttpResponseBase:
    """What people said, question by question; no reply by itself."""
    found = team_inspection(request, inspection_id)
    held = Survey.objects.filter(inspection=found).first()
    results = results_of(held) if held else None
    return table_response(
        kind,
        name=f"inspection-{found.pk}-survey",
        title=f"Views of people on probation: {found}",
        about=("Counts of replies; nothing is shown of fewer than the survey's least number.",),
        columns=[*COLUMNS, *COLUMNS_SHARE],
        rows=result_rows(results) if results else (),
    )


@csrf_exempt  # the one-use link is the secret; a cookie would tell phones apart
@login_not_required
@require_http_methods(["GET", "POST"])
def reply(request: HttpRequest, secret: str) -> HttpResponse:
    """The page that a link opens, once: no script, no cookie, one page."""
    language: Language = "cy" if request.GET.get("lang") == "cy" else "en"
    today = timezone.localdate()
    try:
        _, edition = survey_actions.survey_behind(secret, on=today)
        sent = request.POST if request.method == "POST" else None
        form = ReplyForm(sent, survey=edition, language=language)
        if form.is_valid():
            words = form.cleaned_data[WORDS]
            survey_actions.take_reply(secret, answers=form.answers, words=words, on=today)
            return _plain(request, edition, language, "thanks")
    except NoSuchLink:
        return _plain(request, survey_on(today), language, "over", status=410)
    context = {"form": form, "texts": form.texts, "language": language}
    faulty = bool(form.errors)
    return _unwatched(render(request, "survey/reply.html", context, status=422 if faulty else 200))


def _plain(
    request: HttpRequest, edition: SurveyEdition, language: Language, text: str, status: int = 200
) -> HttpResponse:
    texts = {name: each.in_language(language) for name, each in edition.texts.items()}
    context = {"texts": texts, "text": texts[text], "language": language, "more": text == "thanks"}
    return _unwatched(render(request, "survey/said.html", context, status=status))


def _unwatched(response: HttpResponse) -> HttpResponse:
    """The secret of the address goes nowhere else, and no search engine keeps it."""
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex"
    return response
