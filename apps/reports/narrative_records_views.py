"""What a region keeps beside the sections of its report: its own lines, and the log of corrections."""

from collections.abc import Sequence

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from apps.organisation.access import needs
from apps.organisation.actions import Refused
from apps.organisation.form_keys import sent_once
from apps.reports import writing_actions
from apps.reports.entered_lines import EnteredMeanwhile
from apps.reports.manuscripts import Entered, corrections_of, next_number, rules_of
from apps.reports.models import Report
from apps.reports.narrative_forms import CorrectionForm, LinesForm
from apps.reports.narrative_models import Correction
from apps.reports.narrative_views import EDIT, FAULTY, VIEW, holds, report_or_404
from apps.reports.outstanding import Outlook, changed_places


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def lines(request: HttpRequest, region: str, year: str) -> HttpResponse:
    """Workforce and money: the region enters them, its reviewers read them."""
    report = report_or_404(request, region, year, VIEW)
    outlook = Outlook(report, timezone.now())
    if request.method != "POST":
        form = LinesForm(entered=outlook.entered)
        return _lines_page(request, outlook, form)
    _must_write(request, report)
    form = LinesForm(request.POST, entered=outlook.entered)
    if not form.is_valid():
        return _lines_page(request, outlook, form)
    try:
        changed = writing_actions.enter_figures(
            report, form.values, by=request.user, shown=form.cleaned_data["shown"]
        )
    except EnteredMeanwhile as meanwhile:
        return _lines_page(request, outlook, _with_theirs(request, outlook.entered, meanwhile))
    except Refused as refused:
        form.add_error(None, str(refused))
        return _lines_page(request, outlook, form)
    messages.success(request, _("The values are saved.") if changed else _("Nothing was changed."))
    return redirect("reports:lines", region, year)


def _with_theirs(request: HttpRequest, entered: Sequence[Entered], meanwhile: EnteredMeanwhile) -> LinesForm:
    """The form as it was typed; where nothing was typed with what others entered, where both did, told so."""
    data = request.POST.copy()
    data["shown"] = str(meanwhile.newest)
    for figure in meanwhile.theirs:
        data[figure.line] = "" if figure.value is None else str(figure.value)
        data[f"{figure.line}_source"] = figure.source
    form = LinesForm(data, entered=entered)
    form.is_valid()
    for figure in meanwhile.clashing:
        told = {"by": figure.by, "value": figure.value, "source": figure.source}
        words = _("%(by)s entered %(value)s (%(source)s) meanwhile. Enter what is right, then save again.")
        gone = _("%(by)s took this value out meanwhile. Enter what is right, then save again.")
        form.add_error(figure.line, (gone if figure.value is None else words) % told)
    return form


def _lines_page(request: HttpRequest, outlook: Outlook, form: LinesForm) -> HttpResponse:
    """What was typed and is not saved stays on the page, whatever was in the way."""
    report = outlook.report
    writes = holds(request, EDIT, report.region) and (outlook.manuscript.is_open or form.is_bound)
    context = {"report": report, "form": form, "writes": writes, "is_open": outlook.manuscript.is_open}
    return render(request, "reports/lines.html", context, status=FAULTY if form.is_bound else 200)


def _must_write(request: HttpRequest, report: Report) -> None:
    if not holds(request, EDIT, report.region):
        raise PermissionDenied


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
@sent_once
def corrections(request: HttpRequest, region: str, year: str) -> HttpResponse:
    """The log of corrections, for everybody who reads the report; its writers add to it."""
    report = report_or_404(request, region, year, VIEW)
    places = _places(report)
    if request.method != "POST":
        form = CorrectionForm(places=places, initial={"place": request.GET.get("place", "")})
        return _corrections_page(request, report, form)
    _must_write(request, report)
    form = CorrectionForm(request.POST, places=places)
    if not form.is_valid():
        return _corrections_page(request, report, form)
    given = form.cleaned_data
    try:
        words = dict(places)[given["place"]]
        writing_actions.correct(report, place_words=words, by=request.user, **given)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _corrections_page(request, report, form)
    messages.success(request, _("The correction stands in the log."))
    return redirect("reports:corrections", region, year)


def _corrections_page(request: HttpRequest, report: Report, form: CorrectionForm) -> HttpResponse:
    is_open = Outlook(report, timezone.now()).manuscript.is_open
    log, number = list(corrections_of(report)), next_number(report)
    named = {one.place for one in log if one.number == number}
    context = {
        "report": report,
        "form": form,
        "corrections": log,
        "changed": [(key, words, key in named) for key, words in changed_places(report)],
        "number": number,
        "is_open": is_open and holds(request, EDIT, report.region),
        "writes": holds(request, EDIT, report.region) and (is_open or form.is_bound),
    }
    return render(request, "reports/corrections.html", context, status=FAULTY if form.is_bound else 200)


def _places(report: Report) -> list[tuple[str, str]]:
    """What a correction can be about: sections, the region's own lines, and the tables of the figures."""
    sections = [(one.id, one.title) for one in rules_of(report).written]
    figures = Outlook(report, timezone.now()).manuscript.figures
    tables = [(one.key, str(one)) for one in figures.tables.all()] if figures else []
    return [*sections, ("entered", _("Workforce and money")), *tables]


@require_POST
@needs(EDIT)
def withdraw_correction(request: HttpRequest, region: str, year: str, pk: int) -> HttpResponse:
    report = report_or_404(request, region, year, EDIT)
    found = get_object_or_404(Correction, pk=pk, report=report)
    try:
        writing_actions.withdraw_correction(found, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("reports:corrections", region, year)
