"""Pages on which a region writes its annual report: task list, sections, history, comments, own figures."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from apps.organisation.access import can, needs, roles_of, scope_for
from apps.organisation.actions import Refused
from apps.organisation.differences import word_differences
from apps.organisation.form_keys import sent_once
from apps.organisation.models import Region
from apps.reports import writing_actions
from apps.reports.claims.check import check_text
from apps.reports.claims.fault import Fault
from apps.reports.kinds import Key
from apps.reports.manuscripts import (
    ENGLISH,
    Written,
    corrections_of,
    next_number,
    publication_now,
    rules_of,
)
from apps.reports.models import Report
from apps.reports.narrative_forms import CommentForm, CorrectionForm, DayForm, LinesForm, SectionForm
from apps.reports.narrative_html import narrative_html
from apps.reports.narrative_models import Correction, SectionComment
from apps.reports.offers import offers_for
from apps.reports.outstanding import Outlook, changed_places
from apps.reports.publishing import is_on_its_way
from apps.reports.queries import region_in, report_row
from apps.reports.same_figures import figures_apart
from apps.reports.section_languages import back_to, language_of, languages_shown
from apps.reports.translations import NAMES
from apps.reports.writing_actions import WrittenMeanwhile
from rules.definitions.annual_report import AnnualSection

VIEW, EDIT, COMMENT = "view_report", "edit_report", "comment_report"
CONFLICT, FAULTY = 409, 400
DIGITS = 12  # more than two numbers of versions have


def report_or_404(request: HttpRequest, region: str, year: str, verb: str) -> Report:
    """The region's annual report, made at its first use; 404 beyond the scope and for other years."""
    found = region_in(scope_for(request.user, verb), region)
    if found is None or report_row(found, year) is None:
        raise Http404
    report, _made = Report.objects.select_related("region").get_or_create(
        kind=Key.ANNUAL_REPORT, region=found, year=year, subject=""
    )
    return report


def holds(request: HttpRequest, verb: str, region: Region) -> bool:
    return can(request.user, verb) and scope_for(request.user, verb).sees_region(region.pk)


def _section_or_404(report: Report, section: str) -> AnnualSection:
    found = rules_of(report).section(section)
    if found is None or not found.is_written:
        raise Http404
    return found


def may_write(request: HttpRequest, report: Report, section: AnnualSection) -> bool:
    """Whether a role that the template names for the section ties the user to the region."""
    own = {role.role for role in roles_of(request.user) if role.region_id in (None, report.region_id)}
    return holds(request, EDIT, report.region) and bool(own & set(section.written_by))


@require_safe
@needs(VIEW)
def words(request: HttpRequest, region: str, year: str) -> HttpResponse:
    """The task list of a report: what is written, what is missing, who did what."""
    report = report_or_404(request, region, year, VIEW)
    outlook = Outlook(report, timezone.now())
    context = {
        "report": report,
        "outlook": outlook,
        "rows": [(one, _problems(outlook, one.section.id)) for one in outlook.written],
        "translated": [_translated_rows(outlook, language) for language in outlook.translated],
        "steps": report.steps.select_related("by"),
        "publications": [
            (one, one.is_public(outlook.now)) for one in report.publications.order_by("-number", "-pk")
        ],
        "is_on_its_way": is_on_its_way(report),
        "latest": (latest := publication_now(report)),
        "latest_public": latest is not None and latest.is_public(outlook.now),
        "day_form": DayForm(),
        "number": next_number(report),
        "may": {verb: holds(request, verb, report.region) for verb in _VERBS},
    }
    return render(request, "reports/words.html", context)


_VERBS = ("edit_report", "comment_report", "approve_report", "publish_report", "build_report")


def _translated_rows(outlook: Outlook, language: str) -> dict[str, object]:
    """The sections of a report in a further language, each with what is wrong with its words."""
    found = outlook.translated[language]
    rows = [(one, _problems(outlook, f"{one.section.id}:{language}")) for one in found]
    return {"language": language, "name": NAMES[language], "rows": rows}


def _problems(outlook: Outlook, section: str) -> str:
    part = f"section:{section}"
    return next((task.missing for task in outlook.tasks if task.part == part), "")


@require_http_methods(["GET", "HEAD", "POST"])
@needs(VIEW)
def section(request: HttpRequest, region: str, year: str, section: str) -> HttpResponse:
    """One section: its words as they will be printed, the form, offered sentences, checks, comments."""
    report = report_or_404(request, region, year, VIEW)
    found = _section_or_404(report, section)
    if request.method == "POST":
        return _posted(request, report, found)
    return _section_page(request, report, found)


def _posted(request: HttpRequest, report: Report, found: AnnualSection) -> HttpResponse:
    if not may_write(request, report, found):
        raise Http404
    form = SectionForm(request.POST)
    if not form.is_valid():
        return _section_page(request, report, found, form=form, status=FAULTY)
    if "insert" in request.POST or "check" in request.POST:
        return _section_page(request, report, found, form=_with_offer(request, report, found, form))
    return _saved(request, report, found, form)


def _with_offer(request: HttpRequest, report: Report, found: AnnualSection, form: SectionForm) -> SectionForm:
    """The form as it was typed, with the chosen sentence behind its words; nothing is saved."""
    typed = form.cleaned_data["words"]
    chosen = request.POST.get("insert", "")
    figures = Outlook(report, timezone.now()).manuscript.figures
    offered = offers_for(found.id, figures) if figures else []
    if chosen.isdigit() and int(chosen) < len(offered):
        typed = f"{typed.rstrip()}\n\n{offered[int(chosen)]}".lstrip()
    return SectionForm(initial=form.cleaned_data | {"words": typed})


def _saved(request: HttpRequest, report: Report, found: AnnualSection, form: SectionForm) -> HttpResponse:
    typed, shown = form.cleaned_data["words"], form.cleaned_data["shown"]
    language = language_of(request, report)
    try:
        made = writing_actions.write_section(
            report,
            found.id,
            words=typed,
            shown=shown,
            by=request.user,
            language=language,
            of_number=form.cleaned_data["english"],
        )
    except WrittenMeanwhile as meanwhile:
        return _meanwhile_page(request, report, found, meanwhile, form)
    except Refused as refused:
        form.add_error(None, str(refused))
        return _section_page(request, report, found, form=form, status=FAULTY)
    messages.success(request, _("Version %(number)d is saved.") % {"number": made.number})
    return back_to("section", report, found.id, language)


def _meanwhile_page(
    request: HttpRequest, report: Report, found: AnnualSection, meanwhile: WrittenMeanwhile, form: SectionForm
) -> HttpResponse:
    """Both texts and what differs. Saving again from here is a decision, made with the newer one in view."""
    newest, typed = meanwhile.newest, form.cleaned_data["words"]
    context = {
        "report": report,
        "section": found,
        "newest": newest,
        "differences": word_differences(newest.words, typed),
        "form": SectionForm(initial=form.cleaned_data | {"shown": newest.number}),
        **languages_shown(request, report),
    }
    return render(request, "reports/section_meanwhile.html", context, status=CONFLICT)


def _section_page(
    request: HttpRequest,
    report: Report,
    found: AnnualSection,
    *,
    form: SectionForm | None = None,
    status: int = 200,
) -> HttpResponse:
    outlook, language = Outlook(report, timezone.now()), language_of(request, report)
    english = next(each for each in outlook.written if each.section.id == found.id)
    one = english if language == ENGLISH else _in_language(outlook, language, found)
    writes = may_write(request, report, found) and outlook.manuscript.is_open
    form = form or SectionForm(initial={"words": one.words, "shown": one.number, "english": english.number})
    context = {
        "report": report,
        "section": found,
        "written": one,
        "html": narrative_html(one.words),
        "english": None if one is english else narrative_html(english.words),
        "apart": [] if one is english else _apart(english.words, _typed(form)),
        "form": form,
        "is_changed": form.is_bound or form.initial["words"] != one.words,
        "faults": _faults(outlook, form) if one is english else [],
        "offers": _offers(outlook, found.id) if writes and one is english else [],
        "outlook": outlook,
        "writes": writes,
        "comments": report.comments.filter(section=found.id).select_related("by", "resolved_by"),
        "comment_form": CommentForm(),
        "comments_open": holds(request, COMMENT, report.region) and outlook.manuscript.state != "approved",
    }
    return render(request, "reports/section.html", context | languages_shown(request, report), status=status)


def _in_language(outlook: Outlook, language: str, found: AnnualSection) -> Written:
    return next(each for each in outlook.translated[language] if each.section.id == found.id)


def _apart(english: str, typed: str) -> list[str]:
    """Figures of one language only; none before anything is written in the further one."""
    return figures_apart(english, typed) if typed else []


def _typed(form: SectionForm) -> str:
    return form.data.get("words", "") if form.is_bound else form.initial["words"]


def _offers(outlook: Outlook, section: str) -> list[str]:
    figures = outlook.manuscript.figures
    return offers_for(section, figures) if figures else []


def _faults(outlook: Outlook, form: SectionForm) -> list[Fault]:
    """Of what stands in the form: what was typed is checked before it is saved, too."""
    return check_text(_typed(form), outlook.facts) if outlook.facts else []


@require_safe
@needs(VIEW)
def history(request: HttpRequest, region: str, year: str, section: str) -> HttpResponse:
    """Every version of a section, and what one of them changed of the one before it."""
    report = report_or_404(request, region, year, VIEW)
    found = _section_or_404(report, section)
    language = language_of(request, report)
    versions = list(report.texts.filter(section=section, language=language).select_related("by"))
    shown = _version(versions, request.GET.get("version", ""))
    before = _version(versions, str(shown.number - 1)) if shown and shown.number > 1 else None
    context = {
        "report": report,
        "section": found,
        "versions": versions,
        "shown": shown,
        "newest": versions[0] if versions else None,
        "differences": word_differences(before.words if before else "", shown.words) if shown else [],
        "writes": may_write(request, report, found) and Outlook(report, timezone.now()).manuscript.is_open,
        **languages_shown(request, report),
    }
    return render(request, "reports/section_history.html", context)


def _version(versions: list, number: str):
    """That version; the newest where none is named; None without any."""
    named = [one for one in versions if str(one.number) == number]
    return named[0] if named else versions[0] if versions else None


@require_POST
@needs(EDIT)
def restore(request: HttpRequest, region: str, year: str, section: str) -> HttpResponse:
    """An earlier version becomes the newest one."""
    report = report_or_404(request, region, year, EDIT)
    found = _section_or_404(report, section)
    if not may_write(request, report, found):
        raise Http404
    language = language_of(request, report)
    number, shown = (request.POST.get(name, "") for name in ("number", "shown"))
    try:
        if not (number.isdecimal() and shown.isdecimal() and len(number + shown) <= DIGITS):
            raise Refused(_("There is no such version."))
        made = writing_actions.restore_section(
            report, section, number=int(number), shown=int(shown), by=request.user, language=language
        )
        messages.success(request, _("Version %(number)d is saved.") % {"number": made.number})
    except WrittenMeanwhile:
        messages.error(request, _("Somebody saved this section meanwhile. Look at its newest version first."))
    except Refused as refused:
        messages.error(request, str(refused))
    return back_to("section-history", report, section, language)


@require_POST
@needs(COMMENT)
def comment(request: HttpRequest, region: str, year: str, section: str) -> HttpResponse:
    report = report_or_404(request, region, year, COMMENT)
    return _commented_once(request, report, _section_or_404(report, section))


@sent_once
def _commented_once(request: HttpRequest, report: Report, found: AnnualSection) -> HttpResponse:
    form = CommentForm(request.POST)
    if not form.is_valid():
        messages.error(request, form.errors["comment"][0])
    else:
        try:
            words = form.cleaned_data["comment"]
            writing_actions.comment(report, found.id, words=words, by=request.user)
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("reports:section", report.region_id, report.year, found.id)


@require_POST
@needs(COMMENT)
def resolve(request: HttpRequest, region: str, year: str, pk: int) -> HttpResponse:
    report = report_or_404(request, region, year, COMMENT)
    found = get_object_or_404(SectionComment, pk=pk, report=report)
    writing_actions.resolve_comment(found, by=request.user)
    return redirect("reports:section", region, year, found.section)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def lines(request: HttpRequest, region: str, year: str) -> HttpResponse:
    """Workforce and money, as the region enters them."""
    report = report_or_404(request, region, year, EDIT)
    outlook = Outlook(report, timezone.now())
    form = LinesForm(request.POST or None, entered=outlook.entered)
    status = 200
    if request.method == "POST":
        status = FAULTY
        if form.is_valid():
            try:
                writing_actions.enter_figures(report, form.values, by=request.user)
                return redirect("reports:words", region, year)
            except Refused as refused:
                form.add_error(None, str(refused))
    context = {"report": report, "form": form, "is_open": outlook.manuscript.is_open}
    return render(request, "reports/lines.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(EDIT)
def corrections(request: HttpRequest, region: str, year: str) -> HttpResponse:
    """The log of corrections, and the form that adds a line to it."""
    report = report_or_404(request, region, year, EDIT)
    places = _places(report)
    form = CorrectionForm(request.POST or None, places=places)
    status = 200
    if request.method == "POST":
        status = FAULTY
        if form.is_valid():
            given = form.cleaned_data
            try:
                words = dict(places)[given["place"]]
                writing_actions.correct(report, place_words=words, by=request.user, **given)
                return redirect("reports:corrections", region, year)
            except Refused as refused:
                form.add_error(None, str(refused))
    context = {
        "report": report,
        "form": form,
        "corrections": corrections_of(report),
        "changed": changed_places(report),
        "number": next_number(report),
        "is_open": Outlook(report, timezone.now()).manuscript.is_open,
    }
    return render(request, "reports/corrections.html", context, status=status)


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
