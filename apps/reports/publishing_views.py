"""The steps of a report from draft to publication, and the published reports that others read."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from apps.organisation.access import needs
from apps.organisation.actions import Refused
from apps.organisation.form_keys import sent_once
from apps.reports import publishing
from apps.reports.actions import BuildRefused, request_edition
from apps.reports.annual_words import words_shown
from apps.reports.content import content_of
from apps.reports.languages import ENGLISH, speaking
from apps.reports.manuscripts import day_set
from apps.reports.models import Report, ReportEdition
from apps.reports.narrative_forms import DayForm, ReasonForm, SeenForm
from apps.reports.narrative_models import PublishedReport
from apps.reports.narrative_tasks_views import words_page
from apps.reports.narrative_views import FAULTY, report_or_404
from apps.reports.own_words import own_of_report
from apps.reports.published_queries import READ, newest_public, published_for
from apps.reports.publishing import NotReady
from apps.reports.tasks import hand_over
from apps.reports.translations import NAMES, edition_in, further_languages, translations_beside
from apps.reports.views import FORMATS, attachment, pdf_response
from rules.periods import PerformanceYear

EDIT, APPROVE, PUBLISH = "edit_report", "approve_report", "publish_report"
Step = Callable[[HttpRequest, Report, datetime], None]


class _Faulty(Exception):
    """A form that must be shown again with all that was typed."""

    def __init__(self, key: str, form: Form) -> None:
        super().__init__(key)
        self.key, self.form = key, form


def _step(verb: str, step: Step) -> Callable[..., HttpResponse]:
    """The view of a button: takes the step, tells all that is in its way, and shows the task list again.

    A second click of a double click is led to where the first one led, and told nothing else.
    """

    @require_POST
    @needs(verb)
    def view(request: HttpRequest, region: str, year: str) -> HttpResponse:
        # Whoever may not see the report hears nothing of the form that was sent either.
        return taken(request, report_or_404(request, region, year, verb))

    @sent_once
    def taken(request: HttpRequest, report: Report) -> HttpResponse:
        try:
            step(request, report, timezone.now())
        except _Faulty as faulty:
            return words_page(request, report, faulty={faulty.key: faulty.form}, status=FAULTY)
        except NotReady as not_ready:
            messages.error(request, _("This is missing: %(all)s.") % {"all": "; ".join(not_ready.missing)})
        except (Refused, BuildRefused) as refused:
            messages.error(request, str(refused))
        return redirect("reports:words", report.region_id, report.year)

    return view


def _freeze(request: HttpRequest, report: Report, now: datetime) -> None:
    publishing.freeze_figures(report, on=timezone.localdate(now), by=request.user)
    messages.success(request, _("The newest figures are frozen for this report."))


def _keep(request: HttpRequest, report: Report, _now: datetime) -> None:
    publishing.keep_figures(report, reason=_reason(request, "keep"), by=request.user)
    messages.success(request, _("The report keeps its figures."))


def _submit(request: HttpRequest, report: Report, now: datetime) -> None:
    publishing.submit(report, by=request.user, now=now)
    messages.success(request, _("The report is with its reviewers."))


def _return(request: HttpRequest, report: Report, _now: datetime) -> None:
    publishing.return_to_writers(report, reason=_reason(request, "return"), by=request.user)
    messages.success(request, _("The report is with its writers again."))


def _approve(request: HttpRequest, report: Report, now: datetime) -> None:
    form = SeenForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Approve the report on the page that shows it."))
    publishing.approve(report, by=request.user, now=now, seen=form.cleaned_data["seen"])
    messages.success(request, _("The report is approved. Set the day of its publication."))


def _set_day(request: HttpRequest, report: Report, now: datetime) -> None:
    """The day is printed on the cover, so the PDF is built once it is known."""
    form = DayForm(request.POST)
    if not form.is_valid():
        raise _Faulty("day", form)
    try:
        publishing.set_day(report, day=form.cleaned_data["day"], by=request.user, now=now)
    except Refused as refused:
        form.add_error("day", str(refused))
        raise _Faulty("day", form) from refused
    year = PerformanceYear.parse(report.year)
    on = timezone.localdate(now)
    for language in ("en", *further_languages(report, on)):
        asked = request_edition(region=report.region, year=year, on=on, by=request.user, language=language)
        hand_over(asked)
        if asked.edition.content.get("published_on") != day_set(report):
            told = _("A PDF for another day is still being built. Set the day again when it is there.")
            messages.warning(request, told)
    messages.success(request, _("The day is set, and the PDF is being built. Look at it, then confirm."))


def _confirm(request: HttpRequest, report: Report, now: datetime) -> None:
    made = publishing.confirm(report, by=request.user, now=now)
    local = timezone.localtime(made.published_at)
    messages.success(
        request,
        _("Published edition %(number)d is public from %(moment)s.")
        % {"number": made.number, "moment": f"{local.day} {local:%B %Y, %H:%M}"},
    )
    for one in translations_beside(made.edition, timezone.localdate(now)):
        if one.why_not:
            told = {"language": one.name, "why": one.why_not}
            messages.warning(request, _("The %(language)s edition is not published: %(why)s.") % told)


def _cancel(request: HttpRequest, report: Report, now: datetime) -> None:
    publishing.cancel(report, reason=_reason(request, "cancel"), by=request.user, now=now)
    messages.success(request, _("The publication is cancelled. The report stays approved."))


def _reopen(request: HttpRequest, report: Report, now: datetime) -> None:
    publishing.reopen(report, reason=_reason(request, "reopen"), by=request.user, now=now)
    messages.success(
        request, _("The next edition can be written. Name each change in the log of corrections.")
    )


def _reason(request: HttpRequest, key: str) -> str:
    form = ReasonForm(request.POST, key=key)
    if not form.is_valid():
        raise _Faulty(key, form)
    return form.cleaned_data["reason"]


freeze = _step(EDIT, _freeze)
keep = _step(EDIT, _keep)
submit = _step(EDIT, _submit)
give_back = _step(APPROVE, _return)
approve = _step(APPROVE, _approve)
set_day = _step(PUBLISH, _set_day)
confirm = _step(PUBLISH, _confirm)
cancel = _step(PUBLISH, _cancel)
reopen = _step(PUBLISH, _reopen)


@require_safe
@needs(READ)
def published(request: HttpRequest) -> HttpResponse:
    """Every published report, the newest year first; earlier editions stand below the one that holds."""
    found = list(published_for(request.user, timezone.now()))
    year = request.GET.get("year", "")
    years = sorted({one.report.year for one in found}, reverse=True)
    shown = [one for one in found if year in ("", one.report.year)]
    newest: dict[int, int] = {}
    for one in shown:
        newest[one.report_id] = max(one.number, newest.get(one.report_id, 0))
    context = {
        "rows": [(one, one.number == newest[one.report_id]) for one in shown],
        "years": years,
        "year": year,
    }
    return render(request, "reports/published.html", context)


def _published_or_404(request: HttpRequest, region: str, year: str, number: int) -> PublishedReport:
    found = published_for(request.user, timezone.now())
    return get_object_or_404(found, report__region=region, report__year=year, number=number)


def _edition_or_404(request: HttpRequest, found: PublishedReport) -> ReportEdition:
    """The PDF in the language of the address: English, or one in which it was published beside it."""
    language = request.GET.get("language", ENGLISH)
    if language not in (ENGLISH, *NAMES):
        raise Http404
    edition = edition_in(found, language)
    if edition.language != language:
        raise Http404
    return edition


@require_safe
@needs(READ)
def published_report(request: HttpRequest, region: str, year: str, number: int) -> HttpResponse:
    """A published edition as a page: the same words, sentences and tables as its PDF, in its language."""
    found = _published_or_404(request, region, year, number)
    edition = _edition_or_404(request, found)
    newest = newest_public(found, timezone.now())
    with speaking(edition.language, own_of_report(edition)):
        content = content_of(edition.figures)
        context = {
            "published": found,
            "newest": None if newest == found else newest,
            "content": content,
            "words": words_shown(found.content, content, language=edition.language),
            "edition": edition,
            "language": edition.language,
            "in_address": "" if edition.language == ENGLISH else f"?language={edition.language}",
            "translations": found.translations.all(),
            "formats": FORMATS,
        }
        return render(request, "reports/published_report.html", context)


@require_safe
@needs(READ)
def published_pdf(request: HttpRequest, region: str, year: str, number: int) -> HttpResponse:
    """The bytes that were published; they are checked against their hash on the way out."""
    return pdf_response(_edition_or_404(request, _published_or_404(request, region, year, number)))


@require_safe
@needs(READ)
def published_figures(request: HttpRequest, region: str, year: str, number: int, kind: str) -> HttpResponse:
    """The data behind a published edition."""
    found = _published_or_404(request, region, year, number)
    if kind not in FORMATS:
        raise Http404
    content_type, write = FORMATS[kind]
    name = f"annual-report-{region}-{year}-published-{number}-figures.{kind}".lower()
    return attachment(write(found.edition.figures), content_type, name)
